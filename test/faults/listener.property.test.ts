import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cluster } from '../support/faults/cluster.ts';
import { CUSTOMERS, Listener, steps } from '../support/faults/listener.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start(CUSTOMERS, 'here');
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** The short form of what `npm run soak` does. */
test('after a subscriber has received a change, no replica answers it with older data', async () => {
  await using listener = new Listener(cluster);
  await listener.warmUp();
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await listener.do(all);
      expect(listener.stale).toEqual([]);
    }),
    { numRuns: 12, endOnFailure: true },
  );
  const { queries, events, restarts } = listener;
  console.log(`${queries} queries, ${events} events, ${restarts} replicas restarted`);
  expect(events).toBeGreaterThan(100);
  expect(queries).toBeGreaterThan(500);
  expect(restarts).toBeGreaterThan(0);
}, 180_000);
