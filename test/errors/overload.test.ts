import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FaultServer, hang, held } from '../support/fault-server.ts';
import { startProduct, type Answer, type Product } from '../support/product.ts';

const QUERY = '{ customer(id: "customer:29485") { name } order(id: "order:43697") { id } }';

let crm: FaultServer;
let product: Product;
beforeAll(async () => {
  crm = await FaultServer.start();
  const env = { CRM_CONCURRENCY: '2', CRM_TIMEOUT_MS: '20000' };
  product = await startProduct(env, { inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) } });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
});
afterEach(() => crm.forget());

test('of 13 concurrent requests, 2 are sent, 8 wait, and 3 are refused with UPSTREAM_OVERLOADED', async () => {
  const { fault, release } = held();
  crm.always(fault);
  const answers: Answer[] = [];
  const refused = Promise.withResolvers<undefined>();
  const all = Array.from({ length: 13 }, async () => {
    answers.push(await product.query(QUERY));
    if (answers.length === 3) refused.resolve(undefined);
  });
  await refused.promise;
  expect(crm.requests).toHaveLength(2);
  for (const { data, errors } of answers) {
    expect(data).toEqual({ customer: null, order: { id: 'order:43697' } });
    expect(errors).toMatchObject([
      { path: ['customer'], extensions: { code: 'UPSTREAM_OVERLOADED', system: 'crm', retryable: true } },
    ]);
  }
  release();
  await Promise.all(all);
  expect(answers.slice(3).map(({ errors }) => errors)).toEqual(Array.from({ length: 10 }, () => undefined));
  expect(crm.requests).toHaveLength(10);
});

test('calls whose callers have disconnected give up their places', async () => {
  crm.always(hang);
  const callers = Array.from({ length: 10 }, () => {
    const gone = new AbortController();
    const answer = fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
      signal: gone.signal,
    });
    answer.catch(() => undefined);
    return gone;
  });
  const [first, second] = await crm.seen(2);
  for (const gone of callers) gone.abort();
  await Promise.all([first?.cancelled, second?.cancelled]);
  crm.forget();
  expect((await product.query(QUERY)).errors).toBeUndefined();
  // None of the waiting calls was sent after its caller had disconnected.
  expect(crm.requests).toHaveLength(1);
});
