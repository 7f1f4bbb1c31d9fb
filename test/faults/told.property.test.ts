import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cluster } from '../support/faults/cluster.ts';
import { CUSTOMERS, Listener, steps } from '../support/faults/told.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start(CUSTOMERS, 'here');
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** The short form of what `npm run soak` does. */
test('after a subscriber is told of a change, no replica answers it with older data', async () => {
  await using listener = new Listener(cluster);
  await listener.warmUp();
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await listener.do(all);
      expect(listener.stale).toEqual([]);
    }),
    { numRuns: 12, endOnFailure: true },
  );
  const { asked, told, restarts } = listener;
  console.log(`${asked} questions, told of ${told} changes, ${restarts} replicas started again`);
  expect(told).toBeGreaterThan(100);
  expect(asked).toBeGreaterThan(500);
  expect(restarts).toBeGreaterThan(0);
}, 180_000);
