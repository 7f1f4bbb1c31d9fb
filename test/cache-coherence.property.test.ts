import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster, type Cluster } from './support/coherence/cluster.ts';
import { PRODUCT_KINDS, ProductRun, type ProductStep } from './support/coherence/product-run.ts';
import { shareMemory, shareRedis } from './support/coherence/sharing.ts';

/** How many runs to try; `COHERENCE_RUNS=500` tries more. Another `COHERENCE_SEED` tries other runs. */
const RUNS = process.env['COHERENCE_RUNS'];
const SEED = Number(process.env['COHERENCE_SEED'] ?? 20_260_101);

const step: fc.Arbitrary<ProductStep> = fc.tuple(
  fc.constantFrom(...PRODUCT_KINDS),
  fc.nat(1),
  fc.nat(199),
  fc.nat(63),
);

// A real Redis takes longer: a replica that is cut off from it waits for replies that never come.
describe.each([
  ['an in-memory tier, in which each step is atomic', shareMemory, 16],
  ['a real Redis that is cut off, hangs and is flushed', shareRedis, 2],
] as const)('with %s', (_, share, usualRuns) => {
  const runs = Number(RUNS ?? usualRuns);
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster(2, share);
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test(
    'a replica that knows all changes gives the same answers as a gateway without caches',
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
