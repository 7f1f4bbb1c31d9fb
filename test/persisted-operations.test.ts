import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunningGateway } from '../server/gateway.ts';
import { createLog } from '../server/log.ts';
import { openRedis } from '../server/open/redis.ts';
import { persistedInRedis } from '../server/persisted-operations/redis.ts';
import { startGatewayAlone } from './support/gateway.ts';
import { RedisServer } from './support/redis.ts';
import { quiet } from './support/source.ts';
import { ask, type Operation } from './support/transports.ts';

let redis: RedisServer;
let one: RunningGateway;
let other: RunningGateway;
beforeAll(async () => {
  redis = await RedisServer.start();
  const env = { REDIS_URL: redis.url };
  [one, other] = await Promise.all([startGatewayAlone(env), startGatewayAlone(env)]);
  await untilRedisIs('ready', one, other);
});
afterAll(async () => {
  await Promise.all([one.close(), other.close()]);
  await redis[Symbol.asyncDispose]();
});
afterEach(async () => {
  redis.resume();
  await untilRedisIs('ready', one, other);
});

interface Readiness {
  readonly status: string;
  readonly redis: string;
}

async function readiness(gateway: RunningGateway): Promise<Readiness & { readonly code: number }> {
  const answer = await fetch(`${gateway.url}/readyz`);
  return { ...((await answer.json()) as Readiness), code: answer.status };
}

async function untilRedisIs(state: string, ...gateways: readonly RunningGateway[]): Promise<void> {
  for (const gateway of gateways) {
    while ((await readiness(gateway)).redis !== state) await delay(20);
  }
}

/** An operation that no gateway has seen before, in full and by its hash alone. */
function operation(name: string): { query: string; hash: string; whole: Operation; short: Operation } {
  const query = `{ ${name}: __typename }`;
  const hash = createHash('sha256').update(query).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
  return { query, hash, whole: { query, extensions }, short: { query: '', extensions } };
}

/** With the prefix that Apollo Server puts before a hash. */
const keyOf = (hash: string) => `apq:${hash}`;
const TEXTS = 'isthmus:document:texts';

const UNKNOWN = {
  errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
};

test('an operation registered with one gateway is known to the other on every transport, for a week', async () => {
  const { query, hash, whole, short } = operation('shared');
  expect(await ask('http', other.url, short)).toMatchObject(UNKNOWN);
  expect(await ask('http', one.url, whole)).toEqual({ data: { shared: 'Query' } });
  for (const transport of ['http', 'websocket', 'sse'] as const) {
    expect(await ask(transport, other.url, short)).toEqual({ data: { shared: 'Query' } });
  }
  const client = new Redis(redis.url);
  expect(await client.hget(TEXTS, keyOf(hash))).toBe(query);
  const seconds = await client.ttl(TEXTS);
  expect(seconds).toBeGreaterThan(6 * 24 * 3_600);
  expect(seconds).toBeLessThanOrEqual(7 * 24 * 3_600);
  client.disconnect();
});

test('an operation that is refused is not stored', async () => {
  const { hash, whole } = operation('__refused: nope');
  expect((await ask('http', one.url, whole)).data).toBeUndefined();
  const client = new Redis(redis.url);
  expect(await client.hget(TEXTS, keyOf(hash))).toBeNull();
  client.disconnect();
});

test('a document of more than 16 KB is executed, but not stored', async () => {
  const { query } = operation('long');
  const long = `${query} # ${'x'.repeat(16_384)}`;
  const hash = createHash('sha256').update(long).digest('hex');
  const request = { query: long, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } };
  expect(await ask('http', one.url, request)).toEqual({ data: { long: 'Query' } });
  expect(await ask('http', one.url, request)).toEqual({ data: { long: 'Query' } });
  const client = new Redis(redis.url);
  expect(await client.hget(TEXTS, keyOf(hash))).toBeNull();
  client.disconnect();
});

test('of the registered documents, the most recently used are kept', async () => {
  await using own = await RedisServer.start();
  const client = new Redis(own.url);
  const documents = persistedInRedis(client, createLog({ level: 'silent', pretty: false }), 10);
  for (let n = 0; n < 40; n++) await documents.set(`apq:${n}`, `{ a${n}: __typename }`);
  expect(await client.hlen(TEXTS)).toBe(10);
  // Documents used within the same second are ordered by their keys; an older one must go first.
  const [oldest = ''] = await client.zrange('isthmus:document:uses', 0, '0');
  await client.zadd('isthmus:document:uses', '1', oldest);
  await documents.set('apq:week', '{ week: __typename }');
  expect(await documents.get(oldest)).toBeUndefined();
  expect(await documents.get('apq:week')).toBe('{ week: __typename }');
  // As if Redis itself had evicted the times of use.
  await client.del('isthmus:document:uses');
  await documents.set('apq:after', '{ after: __typename }');
  await documents.set('apq:again', '{ again: __typename }');
  expect(await client.hlen(TEXTS)).toBe(2);
  client.disconnect();
});

test.each([
  ['is stopped', async () => redis.stop(), async () => redis.run()],
  ['hangs', async () => redis.pause(), async () => redis.resume()],
])(
  'while Redis %s, gateways work without it, and with it again as soon as it is back',
  async (how, fail, mend) => {
    const { whole, short } = operation(`away_${how.replace(' ', '_')}`);
    await ask('http', one.url, whole);
    await fail();
    await untilRedisIs('away', one, other);
    expect(await readiness(one)).toEqual({ status: 'ready', redis: 'away', code: 200 });
    expect(await ask('http', one.url, { query: '{ __typename }' })).toEqual({
      data: { __typename: 'Query' },
    });
    // The gateway that has seen the operation still knows it; the other does not.
    expect((await ask('http', one.url, short)).errors).toBeUndefined();
    expect(await ask('http', other.url, short)).toMatchObject(UNKNOWN);
    expect((await ask('http', other.url, whole)).errors).toBeUndefined();
    await mend();
    await untilRedisIs('ready', one, other);
    expect((await ask('http', one.url, whole)).errors).toBeUndefined();
    expect((await ask('http', other.url, short)).errors).toBeUndefined();
  },
);

test('a gateway starts without its configured Redis, and connects to it later', async () => {
  await using late = await RedisServer.start();
  await late.stop();
  const gateway = await startGatewayAlone({ REDIS_URL: late.url });
  expect(await readiness(gateway)).toEqual({ status: 'ready', redis: 'away', code: 200 });
  expect(await ask('http', gateway.url, operation('early').whole)).toEqual({ data: { early: 'Query' } });
  await late.run();
  await untilRedisIs('ready', gateway);
  await gateway.close();
});

test('while Redis is away, each reason is logged once, however many attempts are made', async () => {
  await using away = await RedisServer.start();
  await away.stop();
  const lines: string[] = [];
  const redis = openRedis(away.url, { ...quiet, warn: (_about, line) => void lines.push(line) });
  const tries: number[] = [];
  redis.on('reconnecting', (delayMs: number) => tries.push(delayMs));
  await expect.poll(() => tries.length, { timeout: 10_000 }).toBeGreaterThan(3);
  redis.disconnect();
  expect(lines).toEqual(['Redis for budgets and persisted operations fails']);
});

test('a password that Redis refuses is reported in the log, without the password', async () => {
  await using guarded = await RedisServer.start('--requirepass', 'right-4711');
  const lines: string[] = [];
  const url = guarded.url.replace('//', '//:wrong-4711@');
  const logTo = { write: (line: string) => void lines.push(line) };
  const gateway = await startGatewayAlone({ REDIS_URL: url, LOG_LEVEL: 'debug' }, logTo);
  expect(await ask('http', gateway.url, operation('guarded').whole)).toEqual({ data: { guarded: 'Query' } });
  await gateway.close();
  expect(lines.join('')).toContain('WRONGPASS');
  expect(lines.join('')).not.toContain('4711');
});

test('without Redis, a gateway knows the operations registered with itself', async () => {
  const gateway = await startGatewayAlone();
  const { whole, short } = operation('alone');
  expect(await ask('http', gateway.url, short)).toMatchObject(UNKNOWN);
  await ask('http', gateway.url, whole);
  expect(await ask('http', gateway.url, short)).toEqual({ data: { alone: 'Query' } });
  expect(await readiness(gateway)).toEqual({ status: 'ready', redis: 'not configured', code: 200 });
  await gateway.close();
});
