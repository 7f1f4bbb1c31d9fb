import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Model, WEIGHED, type ModelOptions, type Step } from './support/coherence/model.ts';

/** How many steps are tried in all; `COHERENCE_STEPS=1000000` tries longer. `COHERENCE_SEED` runs others than the usual ones. */
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

describe('after a change is known no read answers older, however reads, writes and faults fall', () => {
  const share = STEPS / Object.keys(SETUPS).length;

  test.each(Object.entries(SETUPS))('with %s', { timeout: 3_600_000 }, async (_, options) => {
    let done = 0;
    const coherent = fc.asyncProperty(steps, async (some) => {
      done += some.length;
      expect(await new Model(options).run(some)).toEqual([]);
    });
    for (let round = 0; done < share; round += 1)
      await fc.assert(coherent, { numRuns: 25, seed: SEED + round });
    expect(done).toBeGreaterThanOrEqual(share);
  });
});
