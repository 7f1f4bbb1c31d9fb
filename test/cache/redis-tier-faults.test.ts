import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { RedisTier } from '../../datasources/cache/redis/tier.ts';
import { RedisServer } from '../support/redis.ts';
import {
  lookup,
  countOf,
  waitForState,
  fill,
  PATIENT_MS,
  Replicas,
  SOON_MS,
  textOf,
  durationOf,
  value,
  withClient,
} from '../support/redis-tier.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';

const never = new AbortController().signal;
const ann = lookup('customer:42', 'Customer:42');
const bob = lookup('customer:43', 'Customer:43');

/** Calls each operation of a tier once, and returns the milliseconds that it took. */
async function useAll(tier: RedisTier): Promise<number> {
  return durationOf(async () => {
    expect(await tier.read([ann, bob])).toEqual({ began: null, values: [null, null] });
    expect(await tier.claim([ann.key])).toEqual(new Set([ann.key]));
    expect(await tier.follow([ann], never)).toEqual([null]);
    await tier.abandon([ann.key]);
    await tier.store([value(ann)], 1);
    expect(await countOf(tier, 'Customer:42')).toBe(0);
  });
}

describe('a Redis that restarts', () => {
  test('with a snapshot from before an eviction brings no evicted value back', async () => {
    await using redis = await RedisServer.start();
    await using replicas = new Replicas();
    const [one, other] = await Promise.all([replicas.ready(redis.url), replicas.ready(redis.url)]);
    await fill(one, value(ann, 'old'), value(bob, 'old'));
    const { began } = await one.read([]);
    await withClient(redis.url, (client) => client.save());
    await other.evict(['Customer:42']);
    await redis.stop();
    await redis.run();
    await Promise.all([waitForState(one, 'ready'), waitForState(other, 'ready')]);
    await withClient(redis.url, async (client) => {
      expect(await client.get('isthmus:4:v:customer:42')).toContain('old');
    });
    for (const tier of [one, other, await replicas.ready(redis.url)]) {
      expect((await tier.read([ann, bob])).values).toEqual([null, null]);
    }
    await one.store([value(ann, 'old')], began);
    expect(await textOf(other, ann)).toBeNull();
    await fill(other, value(ann, 'new'));
    expect(await textOf(one, ann)).toBe('new');
  });

  test('still serves its values if only the connections were cut', async () => {
    await using redis = await RedisServer.start();
    await using proxy = await TcpProxy.start(redis.port);
    await using replicas = new Replicas();
    const tier = await replicas.ready(`redis://127.0.0.1:${proxy.port}`);
    await fill(tier, value(ann));
    const { began } = await tier.read([]);
    proxy.cut();
    await waitForState(tier, 'away');
    await waitForState(tier, 'ready');
    expect(await textOf(tier, ann)).toBe('"customer:42"');
    await tier.store([value(bob)], began);
    expect(await textOf(tier, bob)).toBe('"customer:43"');
  });
});

describe.each([
  ['is stopped', (redis: RedisServer) => redis.stop(), (redis: RedisServer) => redis.run()],
  ['hangs', async (redis: RedisServer) => redis.pause(), async (redis: RedisServer) => redis.resume()],
])('while Redis %s', (_, fail, mend) => {
  test('nothing is found, no call waits long, and evictions are delivered before the next read', async () => {
    await using redis = await RedisServer.start();
    await using replicas = new Replicas();
    const tier = await replicas.ready(redis.url, { timeoutMs: 250 });
    await fill(tier, value(ann, 'old'), value(bob, 'old'));
    await fail(redis);
    expect(await durationOf(() => tier.evict(['Customer:42']))).toBeLessThan(SOON_MS);
    expect(tier.state).toMatchObject({ is: 'behind', owed: 1 });
    // None of these calls waits for an answer any more: with a time-out each, they would take half an hour.
    const ms = await durationOf(async () => {
      for (let times = 0; times < 1_000; times += 1) await useAll(tier);
    });
    expect(ms).toBeLessThan(SOON_MS);
    await mend(redis);
    const read = async (): Promise<string> => {
      const { began, values } = await tier.read([ann, bob]);
      expect(values[0]).toBeNull();
      return began === null ? 'away' : 'ready';
    };
    await expect.poll(read, { timeout: 15_000, interval: 1 }).toBe('ready');
    expect(tier.state).toMatchObject({ is: 'ready', owed: 0 });
    const other = await replicas.ready(redis.url);
    expect(await textOf(other, ann)).toBeNull();
  });
});

test('a Redis that hangs costs a few time-outs, and is used again once it responds', async () => {
  await using redis = await RedisServer.start();
  await using replicas = new Replicas();
  const tier = await replicas.ready(redis.url, { timeoutMs: 200 });
  await fill(tier, value(ann));
  redis.pause();
  const waits: number[] = [];
  for (let times = 0; times < 20; times += 1) waits.push(await durationOf(() => tier.read([ann])));
  expect(waits.filter((ms) => ms > 150).length).toBeLessThanOrEqual(3);
  expect(tier.state.is).toBe('away');
  redis.resume();
  await waitForState(tier, 'ready');
  expect(await textOf(tier, ann)).toBe('"customer:42"');
});

test('a command that arrives after its time-out stores nothing that has since been evicted', async () => {
  await using redis = await RedisServer.start();
  await using proxy = await TcpProxy.start(redis.port);
  await using replicas = new Replicas();
  const slow = await replicas.ready(`redis://127.0.0.1:${proxy.port}`, { timeoutMs: 150 });
  const other = await replicas.ready(redis.url);
  const { began } = await slow.read([ann]);
  proxy.hold();
  await slow.store([value(ann, 'old', { ageMs: 0 }), value(bob, 'late')], began);
  await other.evict(['Customer:42']);
  await pause(300);
  proxy.release();
  await expect.poll(() => textOf(other, bob), { timeout: 5_000 }).toBe('late');
  const { values } = await other.read([ann, bob]);
  expect(values[0]).toBeNull();
  // The time in transit counts as age.
  expect(values[1]?.ageMs).toBeGreaterThanOrEqual(300);
});

test('a connection that is a second slow is treated as down', async () => {
  await using redis = await RedisServer.start();
  await using proxy = await TcpProxy.start(redis.port);
  await using replicas = new Replicas();
  const tier = await replicas.ready(`redis://127.0.0.1:${proxy.port}`, { timeoutMs: 100 });
  await fill(tier, value(ann));
  proxy.delayMs = 1_000;
  for (let times = 0; times < 3; times += 1) await tier.read([ann]);
  expect(await useAll(tier)).toBeLessThan(1_000);
  expect(tier.state.is).toBe('away');
  proxy.delayMs = 0;
  await waitForState(tier, 'ready');
  expect(await textOf(tier, ann)).toBe('"customer:42"');
});

test('an answer that arrives while the process is busy is not treated as timed out', async () => {
  await using redis = await RedisServer.start();
  await using replicas = new Replicas();
  const tier = await replicas.ready(redis.url, { timeoutMs: 20 });
  await expect.poll(async () => (await fill(tier, value(ann)), textOf(tier, ann))).toBe('"customer:42"');
  const { failures } = tier.state;
  for (let times = 0; times < 5; times += 1) {
    const reading = textOf(tier, ann);
    const end = performance.now() + 100;
    while (performance.now() < end);
    expect(await reading).toBe('"customer:42"');
  }
  expect(tier.state.failures).toBe(failures);
});

test('an eviction whose answer is lost with its connection is owed and sent again', async () => {
  await using redis = await RedisServer.start();
  await using proxy = await TcpProxy.start(redis.port);
  await using replicas = new Replicas();
  const tier = await replicas.ready(`redis://127.0.0.1:${proxy.port}`);
  const other = await replicas.ready(redis.url);
  await fill(tier, value(ann), value(bob));
  proxy.cutAfter = 'Customer:42';
  await tier.evict(['Customer:42']);
  expect(tier.state).toMatchObject({ is: 'behind', owed: 1 });
  expect(await textOf(tier, bob)).toBeNull();
  await waitForState(tier, 'ready');
  for (const each of [tier, other]) {
    expect((await each.read([ann, bob])).values).toMatchObject([null, { text: '"customer:43"' }]);
  }
});

test('evictions from before the first connection are sent once it is made', async () => {
  await using redis = await RedisServer.start();
  await using replicas = new Replicas();
  const one = await replicas.ready(redis.url);
  await fill(one, value(ann), value(bob));
  const late = replicas.open(redis.url);
  await late.evict(['Customer:42']);
  expect(late.state.is).toBe('behind');
  await waitForState(late, 'ready');
  expect((await one.read([ann, bob])).values).toMatchObject([null, { text: '"customer:43"' }]);
});

test('a full Redis can be read, evicts and ends claims, but stores nothing', async () => {
  await using redis = await RedisServer.start('--maxmemory', '4mb', '--maxmemory-policy', 'noeviction');
  await using replicas = new Replicas();
  const [one, other] = await Promise.all([replicas.ready(redis.url), replicas.ready(redis.url)]);
  await fill(one, value(ann), value(bob));
  await one.claim(['big']);
  await withClient(redis.url, async (client) => {
    const filler = 'x'.repeat(64 * 1_024);
    const isFull = async (): Promise<boolean> =>
      client.append('filler', filler).then(
        () => false,
        () => true,
      );
    while (!(await isFull()));
  });
  const big = lookup('big', 'Big');
  await fill(one, value(big));
  expect(await textOf(other, big)).toBeNull();
  expect(one.state).toMatchObject({ is: 'ready', stored: 2 });
  expect(one.state.failures).toBeGreaterThan(0);
  expect(await other.follow([big], never)).toEqual([null]);
  expect(await other.claim(['big'])).toEqual(new Set(['big']));
  expect(await textOf(other, ann)).toBe('"customer:42"');
  await one.evict(['Customer:42']);
  expect(one.state).toMatchObject({ is: 'ready', owed: 0 });
  expect((await other.read([ann, bob])).values).toMatchObject([null, { text: '"customer:43"' }]);
  // A record of evictions that is lost now is started again all the same.
  await withClient(redis.url, (client) => client.del('isthmus:4:evicted'));
  await other.read([ann]);
  await waitForState(other, 'ready');
});

test('evictions are owed to a Redis that refuses writes', async () => {
  await using redis = await RedisServer.start();
  await using replicas = new Replicas();
  const tier = await replicas.ready(redis.url);
  await fill(tier, value(ann));
  await withClient(redis.url, async (client) => {
    await client.config('SET', 'min-replicas-to-write', 1);
    await tier.evict(['Customer:42']);
    expect(tier.state).toMatchObject({ is: 'behind', owed: 1 });
    expect(await textOf(tier, ann)).toBeNull();
    await pause(100);
    expect(tier.state.is).toBe('behind');
    await client.config('SET', 'min-replicas-to-write', 0);
  });
  await waitForState(tier, 'ready');
  expect(await textOf(tier, ann)).toBeNull();
});

test('a read in flight when an eviction becomes owed returns nothing', async () => {
  await using redis = await RedisServer.start();
  await using proxy = await TcpProxy.start(redis.port);
  await using replicas = new Replicas();
  const tier = await replicas.ready(`redis://127.0.0.1:${proxy.port}`);
  await fill(tier, value(ann));
  // Redis has the script cached after this, so that commands are answered in the order sent.
  await tier.evict(['Order']);
  await withClient(redis.url, (client) => client.config('SET', 'min-replicas-to-write', 1));
  proxy.delayMs = 300;
  const evicting = tier.evict(['Customer:42']);
  await pause(150);
  const reading = textOf(tier, ann);
  await evicting;
  expect(tier.state.is).toBe('behind');
  expect(await reading).toBeNull();
});

test('a password that Redis refuses is reported, but never logged', async () => {
  await using redis = await RedisServer.start('--requirepass', 'right-4711');
  await using replicas = new Replicas();
  const lines: string[] = [];
  const write = (fields: object, message: string): void => void lines.push(JSON.stringify([fields, message]));
  const log = { debug: write, warn: write, error: write };
  const wrong = replicas.open(redis.url.replace('//', '//:wrong-4711@'), { log });
  await expect.poll(() => lines.join(), { timeout: 5_000 }).toContain('WRONGPASS');
  await useAll(wrong);
  await pause(500);
  expect(lines.join()).not.toContain('4711');
  expect(lines.length).toBeLessThan(5);
  const right = await replicas.ready(redis.url.replace('//', '//:right-4711@'), { log });
  await fill(right, value(ann));
  expect(await textOf(right, ann)).toBe('"customer:42"');
});

test('closing a tier waits for one command at most, and nothing is found after that', async () => {
  await using redis = await RedisServer.start();
  const replicas = new Replicas();
  const tier = await replicas.ready(redis.url, { timeoutMs: PATIENT_MS });
  redis.pause();
  expect(await durationOf(() => tier.close())).toBeLessThan(SOON_MS);
  expect(await tier.read([ann])).toEqual({ began: null, values: [null] });
  expect(tier.state.is).toBe('away');
});

describe('a Redis that answers, but slowly', () => {
  const [timeoutMs, delayMs] = [600, 400];
  test('is not read after three slow answers, still gets evictions, and is read again once it is fast', async () => {
    await using redis = await RedisServer.start();
    await using proxy = await TcpProxy.start(redis.port);
    await using replicas = new Replicas();
    const tier = await replicas.ready(`redis://127.0.0.1:${proxy.port}`, { timeoutMs });
    const other = await replicas.ready(redis.url);
    await fill(tier, value(ann));
    proxy.delayMs = delayMs;
    expect([await textOf(tier, ann), await textOf(tier, ann)]).toEqual([value(ann).text, value(ann).text]);
    await textOf(tier, ann);
    expect(tier.state.is).toBe('away');
    const ms = await durationOf(async () => {
      for (let times = 0; times < 20; times += 1) expect(await textOf(tier, ann)).toBeNull();
    });
    expect(ms).toBeLessThan(delayMs);
    await pause(3 * delayMs);
    await tier.evict(['Customer:42']);
    await until(async () => {
      expect(await textOf(other, ann)).toBeNull();
    });
    expect(tier.state.is).not.toBe('ready');
    proxy.delayMs = 0;
    await waitForState(tier, 'ready');
  });
});
