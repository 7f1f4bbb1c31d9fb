import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { idOf } from '../../datasources/ids.ts';
import { CacheWorld, requesterOf } from '../support/cache-world.ts';
import { RedisServer } from '../support/redis.ts';
import { Replicas } from '../support/redis-tier.ts';

const KEYS = Array.from({ length: 40 }, (_, index) => `thing-${index}`);

test('a batch waits no longer than a claim may be renewed for another replica that stores its values one after another', async () => {
  await using redis = await RedisServer.start();
  await using replicas = new Replicas();
  const leader = new CacheWorld({ tier: await replicas.ready(redis.url, { longestMs: 60_000 }) });
  const follower = new CacheWorld({ tier: await replicas.ready(redis.url, { longestMs: 500 }) });
  for (const key of KEYS) for (const { versions } of [leader, follower]) versions.set(key, 1);
  const led: Promise<unknown>[] = [];
  for (const key of KEYS) {
    led.push(leader.thing(key));
    // Reads begun together would be one call.
    await leader.call(led.length - 1);
  }
  const read = follower.things.read(KEYS.map(idOf<'Thing'>), null, requesterOf());
  for (const { answer } of leader.calls) {
    await pause(100);
    answer();
    if (follower.calls.length > 0) break;
  }
  expect(follower.calls).toHaveLength(1);
  for (const { answer } of [...leader.calls, ...follower.calls]) answer();
  expect((await read).size).toBe(KEYS.length);
  await Promise.all(led);
});

test('a read that takes longer than a lease is made by one replica all the same', async () => {
  await using redis = await RedisServer.start();
  await using replicas = new Replicas();
  const open = async () => new CacheWorld({ tier: await replicas.ready(redis.url, { leaseMs: 1_000 }) });
  const [leader, follower] = [await open(), await open()];
  for (const { versions } of [leader, follower]) versions.set('a', 1);
  const led = leader.thing('a');
  const { answer } = await leader.call(0);
  const followed = follower.thing('a');
  await pause(2_500);
  expect(follower.calls).toEqual([]);
  answer();
  expect(await Promise.all([led, followed])).toEqual([1, 1]);
  expect(follower.calls).toEqual([]);
});
