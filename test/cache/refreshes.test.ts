import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CacheWorld, FakeClock, settled } from '../support/cache-world.ts';
import { RedisServer } from '../support/redis.ts';
import { countOf, Replicas, withClient } from '../support/redis-tier.ts';

/** Redis measures ages by its own real clock, so the replicas must use a real clock too. */
class RealClock extends FakeClock {
  override now(): number {
    return performance.now();
  }
}

const SECOND = { 'cache-control': 'max-age=1, stale-while-revalidate=60' };

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis[Symbol.asyncDispose]());
beforeEach(() => withClient(redis.url, (client) => client.flushall()));

/** This many replicas over one system whose thing is at version 1, each with its own tier in the same Redis. */
async function fleet(size: number, replicas: Replicas): Promise<readonly CacheWorld[]> {
  const tiers = await Promise.all(
    Array.from({ length: size }, () => replicas.ready(redis.url, { leaseMs: 20_000 })),
  );
  const worlds = tiers.map((tier) => new CacheWorld({ tier }, new RealClock()));
  for (const { versions } of worlds) versions.set('a', 1);
  return worlds;
}

const countIn = ({ cache: { options } }: CacheWorld) => options.tier && countOf(options.tier, 'Thing:a');
const callsOf = (worlds: readonly CacheWorld[]) => worlds.flatMap(({ calls }) => calls);
const readBy = (worlds: readonly CacheWorld[]) => Promise.all(worlds.map((world) => world.thing('a')));

test('one of five replicas refreshes a value past its soft age, and all get the new value', async () => {
  await using replicas = new Replicas();
  const worlds = await fleet(5, replicas);
  const [first = new CacheWorld()] = worlds;
  await first.filled('a', SECOND);
  await expect.poll(() => countIn(first)).toBe(1);
  expect(await readBy(worlds)).toEqual([1, 1, 1, 1, 1]);
  expect(callsOf(worlds)).toHaveLength(1);
  for (const { versions } of worlds) versions.set('a', 2);
  await pause(1_050);
  expect(await readBy(worlds)).toEqual([1, 1, 1, 1, 1]);
  await expect.poll(() => callsOf(worlds).length).toBeGreaterThan(1);
  // Long enough for the followers to have polled several times.
  await pause(200);
  expect(callsOf(worlds)).toHaveLength(2);
  callsOf(worlds)[1]?.answer({ 'cache-control': 'max-age=60' });
  await expect.poll(() => readBy(worlds)).toEqual([2, 2, 2, 2, 2]);
  await settled();
  expect(callsOf(worlds)).toHaveLength(2);
});
