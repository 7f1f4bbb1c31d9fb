import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCluster, type Cluster } from './support/coherence/cluster.ts';
import { PRODUCT_KINDS, ProductRun, type ProductStep } from './support/coherence/product-run.ts';

/** How many runs are tried; `COHERENCE_RUNS=500` tries longer. `COHERENCE_SEED` runs others than the usual ones. */
const RUNS = Number(process.env['COHERENCE_RUNS'] ?? 16);
const SEED = Number(process.env['COHERENCE_SEED'] ?? 20_260_101);

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2);
});
afterAll(() => cluster[Symbol.asyncDispose]());

const step: fc.Arbitrary<ProductStep> = fc.tuple(
  fc.constantFrom(...PRODUCT_KINDS),
  fc.nat(1),
  fc.nat(199),
  fc.nat(63),
);

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
    await fc.assert(coherent, { numRuns: RUNS, seed: SEED });
    expect(compared).toBeGreaterThan(RUNS * 10);
  },
);
