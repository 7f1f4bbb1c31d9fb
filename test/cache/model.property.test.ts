import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shrunk } from '../support/coherence/shrink.ts';
import { Model, WEIGHED, type ModelOptions, type Step } from '../support/coherence/model.ts';

/** How many steps to try in all; `COHERENCE_STEPS=1000000` tries more. Another `COHERENCE_SEED` tries other steps. */
const STEPS = Number(process.env['COHERENCE_STEPS'] ?? 60_000);
const SEED = Number(process.env['COHERENCE_SEED'] ?? 20_260_101);
const LONGEST = 600;

const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...WEIGHED), fc.nat(63), fc.nat(63));
const steps = fc.array(step, { maxLength: LONGEST, size: 'max' });

const SETUPS: Readonly<Record<string, ModelOptions>> = {
  'both tiers': { hasTier: true, memoryBytes: 1_000_000 },
  'a small memory and the shared tier': { hasTier: true, memoryBytes: 8_000 },
  'the shared tier alone': { hasTier: true, memoryBytes: 0 },
  'memory alone': { hasTier: false, memoryBytes: 1_000_000 },
};

describe('once a change is known no read returns an older value, however reads, writes and faults interleave', () => {
  const share = STEPS / Object.keys(SETUPS).length;

  test.each(Object.entries(SETUPS))('with %s', { timeout: 3_600_000 }, async (_, options) => {
    let done = 0;
    let standIns = 0;
    const faultsOf = async (some: readonly Step[]) => {
      const model = new Model(options);
      const faults = await model.run(some);
      standIns += model.standIns;
      return faults;
    };
    const isCoherent = fc.asyncProperty(steps, async (some) => {
      done += some.length;
      return (await faultsOf(some)).length === 0;
    });
    for (let seed = SEED; done < share; seed += 1) {
      const { failed, counterexample } = await fc.check(isCoherent, {
        numRuns: 25,
        seed,
        endOnFailure: true,
      });
      if (!failed) continue;
      const few = await shrunk(counterexample?.[0] ?? [], async (some) => (await faultsOf(some)).length > 0);
      expect(await faultsOf(few), `seed ${seed}: ${JSON.stringify(few)}`).toEqual([]);
    }
    expect(done).toBeGreaterThanOrEqual(share);
    // If stale values never stood in during outages, the test would say little about outages.
    if (options.memoryBytes > 0) expect(standIns).toBeGreaterThan(done / 1_000);
  });
});
