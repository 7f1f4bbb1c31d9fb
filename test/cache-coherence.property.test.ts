import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster, type Cluster } from './support/coherence/cluster.ts';
import { PRODUCT_KINDS, ProductRun, type ProductStep } from './support/coherence/product-run.ts';
import { shareMemory, shareRedis } from './support/coherence/sharing.ts';

/** How many runs are tried; `COHERENCE_RUNS=500` tries longer. `COHERENCE_SEED` runs others than the usual ones. */
const RUNS = process.env['COHERENCE_RUNS'];
const SEED = Number(process.env['COHERENCE_SEED'] ?? 20_260_101);

const step: fc.Arbitrary<ProductStep> = fc.tuple(
  fc.constantFrom(...PRODUCT_KINDS),
  fc.nat(1),
  fc.nat(199),
  fc.nat(63),
);

// A real Redis takes its time: whoever is cut off from it waits for what does not come.
describe.each([
  ['a tier in memory, in which each step is one', shareMemory, 16],
  ['a real Redis that is cut off, hangs and is flushed', shareRedis, 2],
] as const)('with %s', (_, share, usualRuns) => {
  const runs = Number(RUNS ?? usualRuns);
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster(2, share);
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test(
    'answers from caches are those of a gateway without, of all that it knows',
    { timeout: 3_600_000 },
    async () => {
      let compared = 0;
      const coherent = fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
        const run = new ProductRun(cluster);
        const faults = await run.run(steps);
        compared += run.compared;
        expect(faults).toEqual([]);
      });
      await fc.assert(coherent, { numRuns: runs, seed: SEED });
      expect(compared).toBeGreaterThan(runs * 10);
    },
  );
});
