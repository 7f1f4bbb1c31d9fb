import * as fc from 'fast-check';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { buildGraph } from '../../server/graph.ts';
import { post } from '../support/exchange.ts';
import { Issuer } from '../support/issuer.ts';
import { randomOperation, type RandomOperation } from '../support/operations.ts';
import { startProduct, type Product, type Replica } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';

/** For more runs: `ANSWERS_PARITY_RUNS=5000 ANSWERS_PARITY_SEED=7`. */
const RUNS = Number(process.env['ANSWERS_PARITY_RUNS'] ?? 150);
const SEED = Number(process.env['ANSWERS_PARITY_SEED'] ?? 4_711);
const MINUTE = 60_000;

/** What answers the same operation in turn: the engine, the plan, the plan with fragments of entities, the cached answer. */
const TURNS = ['first', 'second', 'third', 'fourth'];

type Headers = Readonly<Record<string, string>>;

const schema = buildGraph(domains);
let issuer: Issuer;
let redis: RedisServer;
let cached: Product;
let uncached: Replica;
/** Header fields of callers with access to everything, to some of it, and to one customer's own data. */
let callers: Readonly<Record<string, Headers>>;
beforeAll(async () => {
  issuer = await Issuer.start();
  redis = await RedisServer.start();
  cached = await startProduct({ ...issuer.settings, CACHE: 'on', REDIS_URL: redis.url });
  uncached = await cached.another({ CACHE: 'off', ANSWER_CACHE: 'off', REDIS_URL: '' });
  const all = 'customers:read orders:read finance:read stock:read suppliers:read reports:read';
  callers = {
    'a caller with every right': await issuer.as(all),
    'a caller with some rights': await issuer.as('orders:read stock:read'),
    'a customer': await issuer.customer('11176'),
    'an anonymous caller': {},
  };
});
afterAll(async () => {
  await uncached[Symbol.asyncDispose]();
  await cached[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly object[];
}

/** The data of a result as it was sent, and its errors sorted, because their order depends on when they occurred. */
function comparable({ data, errors = [] }: Result) {
  return { data: JSON.stringify(data), errors: errors.map((error) => JSON.stringify(error)).toSorted() };
}

const SAME_ID = { 'x-request-id': 'same' };

async function ask(replica: Replica, operation: RandomOperation, headers: Headers): Promise<Result> {
  const { text } = await post(replica.url, operation, { ...headers, ...SAME_ID });
  return JSON.parse(text) as Result;
}

/** A batch is always answered by the engine. */
async function askEngine(replica: Replica, operation: RandomOperation, headers: Headers): Promise<Result> {
  const { text } = await post(replica.url, [operation], { ...headers, ...SAME_ID });
  const results = JSON.parse(text) as Result | readonly Result[];
  return Array.isArray(results) ? (results[0] as Result) : (results as Result);
}

test(
  'random operations get the same answer four times from caches as from the engine without caches, whatever the caller may see',
  async () => {
    const counts = { valid: 0, whole: 0, refused: 0 };
    const check = async (seed: number) => {
      const operation = randomOperation(schema, seed);
      if (validate(schema, parse(operation.query)).length > 0) return;
      counts.valid += 1;
      for (const [caller, headers] of Object.entries(callers)) {
        const expected = comparable(await askEngine(uncached, operation, headers));
        for (const turn of TURNS) {
          const answer = await ask(cached, operation, headers);
          expect(comparable(answer), `${caller}, ${turn}`).toEqual(expected);
        }
        counts.whole += Number(expected.errors.length === 0);
        counts.refused += Number(expected.errors.some((error) => error.includes('"FORBIDDEN"')));
      }
    };
    await fc.assert(fc.asyncProperty(fc.integer(), check), { numRuns: RUNS, seed: SEED, endOnFailure: true });
    console.log(`seed ${SEED}: ${JSON.stringify(counts)} of ${RUNS}, each by four callers`);
    expect(counts.valid).toBeGreaterThan(RUNS * 0.8);
    expect(counts.refused).toBeGreaterThan(RUNS * 0.2);
    expect(counts.whole).toBeGreaterThan(RUNS * 0.4);
  },
  60 * MINUTE,
);
