import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { FirstChecks } from '../../server/answers/first-checks.ts';
import { answeredOperations } from '../../server/channels.ts';
import { persisted, post } from '../support/exchange.ts';
import { FaultServer, heldBack } from '../support/fault-server.ts';
import { startProduct, type Product, type Replica } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';

let redis: RedisServer;
let crm: FaultServer;
let product: Product;
/** Two that share a Redis, and thereby the operations that clients have registered. */
let replica: Replica;
let other: Replica;
beforeAll(async () => {
  redis = await RedisServer.start();
  crm = await FaultServer.start();
  const inFrontOf = { crm: (url: string) => ((crm.behind = url), crm.url) };
  product = await startProduct({ CACHE: 'on' }, { inFrontOf });
  replica = await product.another({ REDIS_URL: redis.url });
  other = await product.another({ CACHE: 'off', REDIS_URL: redis.url });
});
afterAll(async () => {
  for (const one of [other, replica]) await one[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
  for (const one of [crm, redis]) await one[Symbol.asyncDispose]();
});

let by: string[] = [];
let unlisten: () => void;
beforeEach(() => {
  by = [];
  unlisten = answeredOperations.listen((answered) => void by.push(answered.by));
  crm.forget();
});
afterEach(() => unlisten());

const orders = (first: number) =>
  `{ orders(first: ${first}) { nodes { id customer { name } lines { product { name stock { onHand } } } } } }`;

async function atOnce(
  count: number,
  operation: object,
  { url }: Replica = product,
): Promise<ReadonlySet<string>> {
  const answers = await Promise.all(Array.from({ length: count }, () => post(url, operation)));
  return new Set(answers.map(({ text }) => text));
}

test('fifty simultaneous first requests for an operation take the calls of one, and one execution by the engine', async () => {
  const ofOne = await product.callsDuring(() => post(product.url, { query: orders(5) }));
  for (const system of ['crm', 'commerce', 'erp', 'accounting'])
    await product.query(`mutation { cacheEvict(input: { system: "${system}" }) { entries } }`);
  by = [];
  let texts: ReadonlySet<string> = new Set();
  const calls = await product.callsDuring(async () => {
    texts = await atOnce(50, { query: `${orders(5)} # again` });
  });
  expect([calls, texts.size]).toEqual([ofOne, 1]);
  expect(by.filter((one) => one === 'engine')).toHaveLength(1);
});

test('also by a hash that only another replica knows', async () => {
  const query = orders(6);
  const { text } = await post(other.url, { query, extensions: persisted(query) });
  by = [];
  expect(await atOnce(10, { extensions: persisted(query) }, replica)).toEqual(new Set([text]));
  expect(by.filter((one) => one === 'engine')).toHaveLength(1);
});

test('mutations do not wait for each other', async () => {
  const query =
    'mutation First { customerUpdate(id: "customer:11190", input: { phone: "1" }) { userErrors { code } } }';
  const faults = [heldBack(), heldBack(), heldBack()];
  crm.next(...faults.map(({ fault }) => fault));
  const all = faults.map(() => post(product.url, { query }));
  await crm.seen(3);
  for (const { release } of faults) release();
  for (const { text } of await Promise.all(all)) expect(text).toContain('"userErrors":[]');
});

test('a first one whose calls are slow delays nobody else', async () => {
  const query = 'query First($id: ID!) { customer(id: $id) { name } }';
  const { fault, release } = heldBack();
  crm.next(fault);
  const first = post(product.url, { query, variables: { id: 'customer:11191' } });
  await crm.seen(1);
  expect((await post(product.url, { query, variables: { id: 'customer:11192' } })).text).toContain('"name"');
  release();
  expect((await first).text).toContain('"name"');
});

test('each mistake is answered', async () => {
  for (const operation of [{ query: '{ nope }' }, { extensions: persisted('{ never: __typename }') }]) {
    const texts = await Promise.all(Array.from({ length: 5 }, () => post(replica.url, operation)));
    for (const { text } of texts) expect(text).toMatch(/GRAPHQL_VALIDATION_FAILED|PERSISTED_QUERY_NOT_FOUND/);
  }
});

test('a check that takes long is not waited for', async () => {
  const checks = new FirstChecks<string>();
  const named = { query: '{ a }', hash: null, operationName: null };
  const { promise, resolve } = Promise.withResolvers<string>();
  const work = checks.during(named, () => promise);
  const began = performance.now();
  await checks.running(named);
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(checks.running(named)).toBeNull();
  resolve('done');
  expect(await work).toBe('done');
});
