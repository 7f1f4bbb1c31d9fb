import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { post } from '../support/exchange.ts';
import { FaultServer, heldBack } from '../support/fault-server.ts';
import { startProduct, type Product, type Replica } from '../support/product.ts';

const QUERY = 'query ($id: ID!) { customer(id: $id) { name phone } category(id: "category:1") { name } }';
const QUERY_KEY = 'query ($key: ID!, $id: ID!) { apiKey(id: $key) { revokedAt } customer(id: $id) { name } }';
const EVICT = 'mutation ($input: CacheEvictInput!) { cacheEvict(input: $input) { entries } }';

let crm: FaultServer;
let product: Product;
let cacheless: Replica;
beforeAll(async () => {
  crm = await FaultServer.start();
  const inFrontOf = { crm: (url: string) => ((crm.behind = url), crm.url) };
  product = await startProduct({ CACHE: 'on' }, { inFrontOf });
  cacheless = await product.another({ CACHE: 'off' });
  await ask('customer:11000');
});
afterAll(async () => {
  await cacheless[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
});
beforeEach(() => crm.forget());

async function ask(id: string, { url }: Replica = product, signal?: AbortSignal): Promise<string> {
  const answer = await post(url, { query: QUERY, variables: { id } }, {}, signal);
  expect(answer.status).toBe(200);
  return answer.text;
}

function phoneIs(phone: string): object {
  return expect.stringContaining(`"phone":"${phone}"`) as object;
}

/** The number of memory hits while some work is done. */
async function memoryHitsDuring(work: () => Promise<unknown>): Promise<number> {
  const hits = async () =>
    (await product.query('{ cacheStatistics { memoryHits } }')).data.cacheStatistics.memoryHits as number;
  const before = await hits();
  await work();
  return (await hits()) - before;
}

/** Changes a customer without this gateway noticing. */
async function change(id: string, phone: string): Promise<void> {
  const { data } = await cacheless.query(
    `mutation { customerUpdate(id: "${id}", input: { phone: "${phone}" }) { userErrors { code } } }`,
  );
  expect(data.customerUpdate.userErrors).toEqual([]);
}

test('fifty concurrent requests for the same operation are answered by one execution', async () => {
  await product.turn('crm', { latencyMs: 100 });
  const hitsOfOne = await memoryHitsDuring(() => ask('customer:11001'));
  expect(hitsOfOne).toBeGreaterThan(0);
  crm.forget();
  const texts = new Set<string>();
  const hits = await memoryHitsDuring(async () => {
    for (const text of await Promise.all(Array.from({ length: 50 }, () => ask('customer:11002'))))
      texts.add(text);
  });
  await product.turn('crm', { latencyMs: 0 });
  expect(crm.requests).toHaveLength(1);
  expect(hits).toBe(hitsOfOne);
  expect([...texts]).toEqual([await ask('customer:11002', cacheless)]);
});

test('fifty concurrent first requests for an operation are answered by the engine and one execution', async () => {
  const asking = (number: number, id: string) =>
    post(product.url, { query: `${QUERY} # ${number}`, variables: { id } });
  const byEngine = await memoryHitsDuring(() => asking(1, 'customer:11012'));
  const byPlan = await memoryHitsDuring(() => asking(1, 'customer:11013'));
  const hits = await memoryHitsDuring(() =>
    Promise.all(Array.from({ length: 50 }, () => asking(2, 'customer:11014'))),
  );
  expect(hits).toBe(byEngine + byPlan);
});

test('a request after an eviction never gets what was read before it, then or later', async () => {
  await change('customer:11003', 'old');
  crm.forget();
  const { fault, release } = heldBack();
  crm.next(fault);
  const first = ask('customer:11003');
  await crm.seen(1);
  await pause(50);
  await change('customer:11003', 'new');
  await product.query(EVICT, { input: { id: 'customer:11003' } });
  expect(await ask('customer:11003')).toEqual(phoneIs('new'));
  release();
  expect(await first).toEqual(phoneIs('old'));
  expect(await ask('customer:11003')).toEqual(phoneIs('new'));
});

test('an eviction of something else does not end the sharing of an execution', async () => {
  const { fault, release } = heldBack();
  const hitsOfOne = await memoryHitsDuring(() => ask('customer:11008'));
  crm.forget();
  crm.next(fault);
  const hits = await memoryHitsDuring(async () => {
    const first = ask('customer:11009');
    await crm.seen(1);
    await product.query(EVICT, { input: { id: 'customer:11008' } });
    const others = [1, 2, 3].map(() => ask('customer:11009'));
    await pause(100);
    release();
    await Promise.all([first, ...others]);
  });
  expect(hits).toBe(hitsOfOne);
});

test('a caller who disconnects does not affect others who wait for the same answer', async () => {
  const { fault, release } = heldBack();
  crm.next(fault);
  const gone = new AbortController();
  const first = ask('customer:11005', product, gone.signal);
  const [{ cancelled } = { cancelled: Promise.resolve() }] = await crm.seen(1);
  const others = [ask('customer:11005'), ask('customer:11005')];
  await pause(100);
  gone.abort();
  await expect(first).rejects.toThrow();
  const isCancelled = await Promise.race([cancelled.then(() => true), pause(100).then(() => false)]);
  release();
  expect(new Set(await Promise.all(others))).toEqual(new Set([await ask('customer:11005', cacheless)]));
  expect([isCancelled, crm.requests.length]).toEqual([false, 2]);
});

test('the call to the system is cancelled when the last waiting caller has disconnected', async () => {
  crm.next(heldBack().fault);
  const gone = new AbortController();
  const all = [1, 2, 3].map(() => ask('customer:11006', product, gone.signal));
  const [{ cancelled } = { cancelled: Promise.reject(new Error('no call')) }] = await crm.seen(1);
  await pause(50);
  gone.abort();
  for (const one of all) await expect(one).rejects.toThrow();
  expect(await Promise.race([cancelled.then(() => 'ended'), pause(3_000).then(() => 'goes on')])).toBe(
    'ended',
  );
});

test('later callers keep their own time limit when that of the first has expired', async () => {
  await using hasty = await product.another({ CACHE: 'on', REQUEST_TIMEOUT_MS: '2000' });
  await ask('customer:11000', hasty);
  crm.forget();
  const { fault, release } = heldBack();
  crm.next(fault);
  const first = ask('customer:11007', hasty);
  await pause(1_500);
  const second = ask('customer:11007', hasty);
  expect(await first).toContain('"errors"');
  release();
  expect(await second).not.toContain('"errors"');
  expect(crm.requests).toHaveLength(1);
});

test('personal data that was read for one caller is not shared with others', async () => {
  const query = '{ discrepancies(first: 2) { totalCount } }';
  for (let time = 0; time < 2; time++) await product.query(query);
  const one = await product.callsDuring(() => product.query(query));
  expect(one).toBeGreaterThan(0);
  // This also holds for an operation that is not yet known to read personal data.
  const fresh = `${query} # let pass by the engine`;
  await product.query(fresh);
  for (const asked of [fresh, query]) {
    const three = await product.callsDuring(() => Promise.all([1, 2, 3].map(() => product.query(asked))));
    expect(three).toBe(3 * one);
  }
});

test("an operator who has changed the gateway's own state never gets what was read before", async () => {
  const { data } = await product.query(
    'mutation { apiKeyCreate(input: { name: "shared", scopes: [] }) { apiKey { id } userErrors { message } } }',
  );
  const { id } = data.apiKeyCreate.apiKey as { id: string };
  const isRevoked = async (customer = 'customer:11010') =>
    (await product.query(QUERY_KEY, { key: id, id: customer })).data.apiKey.revokedAt !== null;
  expect(await isRevoked('customer:11008')).toBe(false);
  crm.forget();
  const { fault, release } = heldBack();
  crm.next(fault);
  const first = isRevoked();
  await crm.seen(1);
  await product.query(`mutation { apiKeyRevoke(id: "${id}") { userErrors { code } } }`);
  const second = isRevoked();
  await pause(50);
  release();
  expect([await first, await second]).toEqual([false, true]);
});
