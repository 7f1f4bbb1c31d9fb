import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RedisTier } from '../../datasources/cache/redis/tier.ts';
import type { TierLookup } from '../../datasources/cache/tier.ts';
import { RedisServer } from '../support/redis.ts';
import { lookup, fill, Replicas, SOON_MS, durationOf, value, withClient } from '../support/redis-tier.ts';

const LEASE_MS = 20_000;
const never = new AbortController().signal;
const ann = lookup('customer:42', 'Customer:42');
const bob = lookup('customer:43', 'Customer:43');

let redis: RedisServer;
let replicas: Replicas;
let one: RedisTier;
let other: RedisTier;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(async () => {
  await redis[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await withClient(redis.url, (client) => client.flushall());
  replicas = new Replicas();
  const open = () => replicas.ready(redis.url, { leaseMs: LEASE_MS });
  [one, other] = await Promise.all([open(), open()]);
});
afterEach(async () => {
  await replicas[Symbol.asyncDispose]();
});

test('one of many replicas fills a key, and the others get its value long before the claim expires', async () => {
  const others = await Promise.all(
    Array.from({ length: 6 }, () => replicas.ready(redis.url, { leaseMs: LEASE_MS })),
  );
  const all = [one, other, ...others];
  let fetches = 0;
  const load = async (tier: RedisTier): Promise<string | undefined> => {
    const { began } = await tier.read([ann]);
    if (!(await tier.claim([ann.key])).has(ann.key)) return (await tier.follow([ann], never))[0]?.text;
    fetches += 1;
    await pause(50);
    await tier.store([value(ann, 'fetched')], began);
    return 'fetched';
  };
  const ms = await durationOf(async () => {
    expect(await Promise.all(all.map(load))).toEqual(all.map(() => 'fetched'));
  });
  expect(fetches).toBe(1);
  expect(ms).toBeLessThan(SOON_MS);
});

test('keys are claimed individually, and can be claimed again once they are stored', async () => {
  expect(await one.claim([ann.key])).toEqual(new Set([ann.key]));
  expect(await other.claim([ann.key, bob.key])).toEqual(new Set([bob.key]));
  expect(await one.claim([])).toEqual(new Set());
  await other.abandon([ann.key]);
  expect(await other.claim([ann.key])).toEqual(new Set());
  await fill(one, value(ann));
  expect(await other.claim([ann.key])).toEqual(new Set([ann.key]));
});

test('the claim of a replica that never ends it is renewed for a while only', async () => {
  const stuck = await replicas.ready(redis.url, { leaseMs: 200, longestMs: 500 });
  await stuck.claim([ann.key]);
  const claim = async () => (await other.claim([ann.key])).has(ann.key);
  await expect.poll(claim, { timeout: SOON_MS }).toBe(true);
});

test('a claim that another replica took over is not renewed', async () => {
  const late = await replicas.ready(redis.url, { leaseMs: 400 });
  await late.claim([ann.key]);
  await withClient(redis.url, async (client) => {
    const [claim = ''] = await client.keys('*customer:42');
    await client.set(claim, 'another', 'PX', 20_000);
    await pause(1_000);
    expect(await client.pttl(claim)).toBeGreaterThan(5_000);
  });
});

test('a read that is sent along with a claim runs after all of it, however many keys are claimed', async () => {
  const keys = Array.from({ length: 2_500 }, (_, index) => `customer:${index}`);
  // From now on the script is known to Redis.
  await one.claim([ann.key]);
  await withClient(redis.url, async (client) => {
    const monitor = await client.monitor();
    const commands: string[] = [];
    monitor.on('monitor', (_time: string, [command = '']: string[]) => commands.push(command.toLowerCase()));
    await Promise.all([one.claim(keys), one.read([bob])]);
    const ofOne = () => commands.filter((command) => ['evalsha', 'mget'].includes(command));
    await expect.poll(ofOne).toEqual(['evalsha', 'evalsha', 'evalsha', 'mget']);
    monitor.disconnect();
  });
});

describe('a follower', () => {
  test('takes over at once when the claim is abandoned', async () => {
    await one.claim([ann.key]);
    const followed = other.follow([ann], never);
    await pause(30);
    const ms = await durationOf(async () => {
      await one.abandon([ann.key]);
      expect(await followed).toEqual([null]);
    });
    expect(ms).toBeLessThan(SOON_MS);
    expect(await other.claim([ann.key])).toEqual(new Set([ann.key]));
  });

  test('takes over at once if the value was evicted while it was fetched', async () => {
    await one.claim([ann.key]);
    const { began } = await one.read([ann]);
    const followed = other.follow([ann], never);
    await other.evict(['Customer:42']);
    await one.store([value(ann)], began);
    const ms = await durationOf(async () => expect(await followed).toEqual([null]));
    expect(ms).toBeLessThan(SOON_MS);
  });

  test('takes over at once if the value cannot be stored because Redis was away when its read began', async () => {
    await one.claim([ann.key]);
    const followed = other.follow([ann], never);
    await one.store([value(ann)], null);
    const ms = await durationOf(async () => expect(await followed).toEqual([null]));
    expect(ms).toBeLessThan(SOON_MS);
  });

  test('gets its value even while others keep starting to follow', async () => {
    await one.claim([ann.key, bob.key]);
    const others = new AbortController();
    const seen: unknown[] = [];
    void other.follow([ann], never).then((values) => seen.push(...values));
    await fill(one, value(ann));
    const end = performance.now() + SOON_MS;
    while (seen.length === 0 && performance.now() < end) {
      void other.follow([bob], others.signal);
      await pause(1);
    }
    others.abort();
    expect(seen).toMatchObject([{ text: value(ann).text }]);
  });

  test('waits no longer than the claim lasts for a leader that died', async () => {
    const short = await replicas.ready(redis.url, { leaseMs: 300 });
    await short.claim([ann.key]);
    await short.close();
    const ms = await durationOf(async () => expect(await other.follow([ann], never)).toEqual([null]));
    expect(ms).toBeGreaterThan(200);
    expect(ms).toBeLessThan(SOON_MS);
  });

  test('waits no longer than it would renew a claim of its own', async () => {
    const short = await replicas.ready(redis.url, { longestMs: 300 });
    await one.claim([ann.key]);
    const ms = await durationOf(async () => expect(await short.follow([ann], never)).toEqual([null]));
    expect(ms).toBeGreaterThan(200);
    expect(ms).toBeLessThan(SOON_MS);
  });

  test('is released when its tier is closed', async () => {
    await one.claim([ann.key]);
    const followed = other.follow([ann], never);
    await other.close();
    expect(await followed).toEqual([null]);
  });
});

test('all waiting followers poll with one round trip, and nothing is polled without followers', async () => {
  const asked = Array.from({ length: 50 }, (_, index) => lookup(`k${index}`, `K:${index}`));
  const calls = (stats: string) => Number(/cmdstat_time:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  await one.claim(asked.map(({ key }) => key));
  await withClient(redis.url, async (client) => {
    await client.config('RESETSTAT');
    const followed = Promise.all(asked.map((each) => other.follow([each], never)));
    await pause(500);
    const waiting = calls(await client.info('commandstats'));
    // At most every 5 ms, however many wait.
    expect(waiting).toBeGreaterThan(2);
    expect(waiting).toBeLessThanOrEqual(150);
    await one.abandon(asked.map(({ key }) => key));
    await followed;
    await client.config('RESETSTAT');
    await pause(200);
    expect(calls(await client.info('commandstats'))).toBe(0);
  });
});

test('a follower that calls again for the rest polls no faster for it', async () => {
  const asked = Array.from({ length: 40 }, (_, index) => lookup(`k${index}`, `K:${index}`));
  await one.claim(asked.map(({ key }) => key));
  await withClient(redis.url, async (client) => {
    await client.config('RESETSTAT');
    const began = performance.now();
    const abandoned = (async () => {
      for (const { key } of asked) {
        await pause(25);
        await one.abandon([key]);
      }
    })();
    let rest: readonly TierLookup[] = asked;
    while (rest.length > 0) {
      const values = await other.follow(rest, never, rest === asked ? null : began);
      rest = rest.filter((_, index) => values[index] === undefined);
    }
    const polls = Number(/cmdstat_time:calls=(\d+)/.exec(await client.info('commandstats'))?.[1]);
    // Every 20 ms, and more often in the beginning.
    expect(polls).toBeLessThan((performance.now() - began) / 20 + 10);
    await abandoned;
  });
});
