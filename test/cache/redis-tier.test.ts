import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RedisTier } from '../../datasources/cache/redis/tier.ts';
import { RedisServer } from '../support/redis.ts';
import {
  lookup,
  waitForState,
  countOf,
  fill,
  Replicas,
  textOf,
  value,
  withClient,
} from '../support/redis-tier.ts';

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
  [one, other] = await Promise.all([replicas.ready(redis.url), replicas.ready(redis.url)]);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await replicas[Symbol.asyncDispose]();
});

const ann = lookup('customer:42', 'Customer:42', '@crm');
const bob = lookup('customer:43', 'Customer:43', '@crm');
const orders = lookup('orders of 42', 'Customer:42/orders', 'Order', '@commerce');

describe('a value', () => {
  test('stored by one replica is read unchanged by another', async () => {
    const text = '{"name":"Zoë 🦆","note":"a\\nb \\" c"}';
    await fill(one, value(ann, text, { ageMs: 250.4, softMs: 1_000.9, hardMs: 90_000, lastMs: 95_000.5 }));
    const { values } = await other.read([bob, ann]);
    const ages = { ageMs: expect.any(Number) as number, softMs: 1_000, hardMs: 90_000, lastMs: 95_000 };
    expect(values).toEqual([null, { text, ...ages }]);
    expect(values[1]?.ageMs).toBeGreaterThanOrEqual(250);
    expect(values[1]?.ageMs).toBeLessThan(20_000);
  });

  test('ages by the clock of Redis, whatever the clocks of the replicas say', async () => {
    const clock = vi.spyOn(Date, 'now');
    clock.mockReturnValue(0);
    await fill(one, value(ann, '1', { ageMs: 100 }));
    await pause(60);
    clock.mockReturnValue(4e12);
    const { values } = await other.read([ann]);
    expect(values[0]?.ageMs).toBeGreaterThanOrEqual(150);
    expect(values[0]?.ageMs).toBeLessThan(20_000);
  });

  test('is returned when no longer fresh, and gone past its hard age, from Redis too', async () => {
    await fill(
      one,
      value(ann, '1', { softMs: 0, hardMs: 400 }),
      value(bob, '2', { ageMs: 500, hardMs: 400 }),
    );
    expect((await other.read([ann, bob])).values).toMatchObject([{ text: '1' }, null]);
    await withClient(redis.url, async (client) => {
      await expect.poll(() => client.exists('isthmus:4:v:customer:42'), { timeout: 5_000 }).toBe(0);
    });
    expect(await textOf(one, ann)).toBeNull();
  });

  test('lives a day at most, as older evictions are forgotten', async () => {
    await fill(one, value(ann, '1', { hardMs: 1e12, ageMs: 3_600_000 }));
    const ms = await withClient(redis.url, (client) => client.pttl('isthmus:4:v:customer:42'));
    expect(ms).toBeLessThanOrEqual(23 * 3_600_000);
    expect(ms).toBeGreaterThan(22 * 3_600_000);
  });

  test('is found by a long key too, of which Redis stores the hash', async () => {
    const long = lookup('ü'.repeat(101), 'Long');
    const longer = lookup('ü'.repeat(102), 'Long');
    await fill(one, value(long, '1'), value(longer, '2'));
    expect((await other.read([long, longer])).values).toMatchObject([{ text: '1' }, { text: '2' }]);
    const hash = createHash('sha256').update(long.key).digest('hex');
    await withClient(redis.url, async (client) => {
      expect(await client.exists(`isthmus:4:v#${hash}`)).toBe(1);
    });
    expect(await countOf(one, 'Long')).toBe(2);
  });

  test('is not returned if something else is stored under its key', async () => {
    await withClient(redis.url, async (client) => {
      const { key } = ann;
      for (const text of [
        '',
        'x',
        '{"a":1}',
        '1 2 3 4 5 6',
        '1 2 3 4 5 6 []\n1',
        '1 2 3 4 5 6 7 []\n1',
        '\n      x',
      ]) {
        await client.set(`isthmus:4:v:${key}`, text);
        expect(await textOf(one, ann)).toBeNull();
      }
      await client.del(`isthmus:4:v:${key}`);
      await client.rpush(`isthmus:4:v:${key}`, 'x');
    });
    expect(await textOf(one, ann)).toBeNull();
    expect(one.state).toMatchObject({ is: 'ready', failures: 0 });
  });

  test('of more than a megabyte is not stored, and its claim ends', async () => {
    await one.claim([ann.key]);
    await fill(one, value(ann, 'x'.repeat(1_048_577)), value(bob, 'x'.repeat(1_048_576)));
    const { values } = await other.read([ann, bob]);
    expect(values.map((found) => found?.text.length)).toEqual([undefined, 1_048_576]);
    expect(await other.claim([ann.key])).toEqual(new Set([ann.key]));
  });

  test('stored with one key prefix is not visible with another', async () => {
    const apart = await replicas.ready(redis.url, { prefix: 'a[b]*:' });
    await fill(apart, value(ann));
    expect(await textOf(one, ann)).toBeNull();
    expect([await countOf(one, '@crm'), await countOf(apart, '@crm')]).toEqual([0, 1]);
  });
});

test('a thousand values can be stored, read and counted together', async () => {
  const asked = Array.from({ length: 1_000 }, (_, index) => lookup(`k${index}`, `K:${index}`, '@k'));
  await fill(one, ...asked.map((each) => value(each, each.key)));
  const { values } = await other.read(asked);
  expect(values.map((found) => found?.text)).toEqual(asked.map(({ key }) => key));
  expect(await countOf(other, '@k')).toBe(1_000);
  expect(one.state).toMatchObject({ stored: 1_000, refused: 0, reads: 1_000, hits: 0 });
  expect(other.state).toMatchObject({ reads: 1_000, hits: 1_000 });
});

test('a value may carry more tags than a script takes at once and is still evicted by each', async () => {
  const tags = Array.from({ length: 9_000 }, (_, index) => `T:${index}`);
  await fill(one, value(lookup('many', ...tags)));
  expect(await textOf(other, lookup('many', ...tags))).toBe('"many"');
  expect(await countOf(other, 'T:8999')).toBe(1);
  const { began } = await one.read([]);
  await other.evict(['T:8999']);
  expect(await textOf(one, lookup('many', ...tags))).toBeNull();
  await one.store([value(lookup('many', ...tags))], began);
  expect(one.state).toMatchObject({ stored: 1, refused: 1 });
});

test('many values with many tags are stored in several batches', async () => {
  const tags = Array.from({ length: 3_000 }, (_, index) => `T:${index}`);
  const asked = Array.from({ length: 60 }, (_, index) => lookup(`k${index}`, ...tags));
  await fill(
    one,
    ...asked.map((each) => value(each)),
    value(lookup('too many', ...tags, ...tags, ...tags, ...tags)),
  );
  expect((await other.read(asked)).values.map((found) => found?.text)).toEqual(
    asked.map(({ key }) => `"${key}"`),
  );
  expect(one.state).toMatchObject({ stored: 60, failures: 0 });
});

describe('an eviction', () => {
  test('hides the values with its tag from every replica, and nothing else', async () => {
    await fill(one, value(ann), value(bob), value(orders));
    await other.evict(['Customer:42']);
    for (const tier of [one, other]) {
      expect((await tier.read([ann, bob, orders])).values).toMatchObject([
        null,
        { text: '"customer:43"' },
        { text: '"orders of 42"' },
      ]);
    }
    await one.evict(['@crm', 'Order']);
    expect((await other.read([ann, bob, orders])).values).toEqual([null, null, null]);
  });

  test.each([
    ['of the same replica', () => one],
    ['of another replica', () => other],
  ])('%s keeps a value whose read was in progress from being stored', async (_, evicting) => {
    const { began } = await one.read([ann, bob]);
    await evicting().evict(['Customer:42']);
    await one.store([value(ann, 'old'), value(bob, 'still so')], began);
    expect((await other.read([ann, bob])).values).toMatchObject([null, { text: 'still so' }]);
    expect(one.state).toMatchObject({ stored: 1, refused: 1 });
    await fill(one, value(ann, 'new'));
    expect(await textOf(other, ann)).toBe('new');
  });

  test('may be of many tags at once, or of none', async () => {
    await fill(one, value(ann), value(bob));
    await other.evict([]);
    expect(await textOf(one, ann)).toBe('"customer:42"');
    await other.evict([...Array.from({ length: 2_500 }, (_, index) => `X:${index}`), 'Customer:42']);
    expect((await one.read([ann, bob])).values).toMatchObject([null, { text: '"customer:43"' }]);
  });

  test('older than a day is forgotten, and values stored after it are kept', async () => {
    const { began } = await one.read([]);
    await one.evict(['Customer:42']);
    await fill(one, value(bob, 'after'));
    await withClient(redis.url, async (client) => {
      // As if a day had passed since that eviction, but not since the rest.
      await client.zadd('isthmus:4:evicted', Number(began) + 1 - 25 * 3_600 * 1e6, 'Customer:42');
      await other.evict(['Order']);
      expect(await client.zscore('isthmus:4:evicted', 'Customer:42')).toBeNull();
    });
    expect(await textOf(one, bob)).toBe('after');
  });

  test('still refuses a value whose read began before it and ends after it was forgotten', async () => {
    const { began } = await one.read([ann]);
    await other.evict(['Customer:42']);
    await withClient(redis.url, async (client) => {
      // As if all of this had been more than a day ago.
      const members = await client.zrange('isthmus:4:evicted', 0, '-1', 'WITHSCORES');
      const day = 25 * 3_600 * 1e6;
      for (let at = 0; at < members.length; at += 2) {
        const [member = '', score] = members.slice(at, at + 2);
        if (!member.startsWith(' life')) await client.zadd('isthmus:4:evicted', Number(score) - day, member);
      }
      await other.evict(['Order']);
      expect(await client.zscore('isthmus:4:evicted', 'Customer:42')).toBeNull();
      await one.store([value(ann, 'old')], Number(began) - day);
    });
    expect(await textOf(other, ann)).toBeNull();
    expect(one.state.refused).toBe(1);
  });
});

describe('a flushed Redis', () => {
  const flush = () => withClient(redis.url, (client) => client.flushall());

  test('stores no value that any replica fetched before the flush', async () => {
    const moments = await Promise.all([one.read([ann]), other.read([bob])]);
    await flush();
    await one.store([value(ann)], moments[0].began);
    await one.read([]);
    await waitForState(one, 'ready');
    await one.store([value(ann)], moments[0].began);
    await other.store([value(bob)], moments[1].began);
    for (const tier of [one, other]) {
      await tier.read([]);
      await waitForState(tier, 'ready');
      expect((await tier.read([ann, bob])).values).toEqual([null, null]);
    }
    await fill(one, value(ann));
    expect(await textOf(other, ann)).toBe('"customer:42"');
  });

  test('is sent an eviction again that it could not record', async () => {
    await flush();
    await one.evict(['Customer:42']);
    await waitForState(one, 'ready');
    expect(one.state.owed).toBe(0);
    await withClient(redis.url, async (client) => {
      expect(await client.zscore('isthmus:4:evicted', 'Customer:42')).not.toBeNull();
    });
  });

  test('that lost only its record of evictions returns none of the values it kept', async () => {
    await fill(one, value(ann));
    await withClient(redis.url, (client) => client.del('isthmus:4:evicted'));
    expect(await textOf(other, ann)).toBeNull();
    await waitForState(other, 'ready');
    expect(await textOf(other, ann)).toBeNull();
    await withClient(redis.url, async (client) => {
      expect(await client.exists('isthmus:4:v:customer:42')).toBe(1);
    });
  });

  test('whose clock went back does not accept values and reads from before the flush', async () => {
    await fill(one, value(bob, 'old'));
    const { began } = await one.read([ann]);
    await beginAnewADayAgo(Number(began));
    // Read by a replica that has no state from before, and so cannot tell that moments from then are still in use.
    expect(await textOf(await replicas.ready(redis.url), bob)).toBeNull();
    await one.store([value(ann, 'old')], began);
    expect(one.state).toMatchObject({ stored: 1, refused: 1 });
    // Stored by a replica that holds such a moment: before it joins, and after.
    await one.read([]);
    await waitForState(one, 'ready');
    await one.store([value(ann, 'old')], began);
    expect(one.state).toMatchObject({ stored: 1, refused: 2 });
    expect((await one.read([ann, bob])).values).toEqual([null, null]);
  });

  /** Starts the record as a replica does on a server whose clock is a day behind, and has since passed its previous time. */
  async function beginAnewADayAgo(began: number): Promise<void> {
    await withClient(redis.url, async (client) => {
      const members = await client.zrange('isthmus:4:evicted', 0, '-1');
      const life = members.find((member) => member.startsWith(' life')) ?? '';
      const floor = began - 24 * 3_600 * 1e6;
      await client.del('isthmus:4:evicted');
      await client.zadd('isthmus:4:evicted', floor, ' floor', 2 ** 52 + 4_711, life);
      await client.zadd('isthmus:4:evicted', floor + 1, 'Customer:42', began + 1, ' clock');
    });
  }
});

test('a count leaves out evicted values, and values with other tags', async () => {
  await fill(one, value(ann), value(bob), value(orders));
  await other.evict(['Customer:43']);
  expect(
    await Promise.all(['@crm', 'Customer:42', 'Customer:43', 'Order', 'x'].map((tag) => countOf(one, tag))),
  ).toEqual([1, 1, 0, 1, 0]);
});

test('more owed evictions than the limit are replaced by an eviction of everything', async () => {
  await fill(one, value(ann));
  const tags = Array.from({ length: 10_001 }, (_, index) => `X:${index}`);
  const late = replicas.open(redis.url);
  await late.evict(tags);
  expect(late.state).toMatchObject({ is: 'behind', owed: Infinity });
  await waitForState(late, 'ready');
  expect(await Promise.all([one, late].map((tier) => textOf(tier, ann)))).toEqual([null, null]);
  await fill(one, value(ann));
  expect(await textOf(late, ann)).toBe('"customer:42"');
});
