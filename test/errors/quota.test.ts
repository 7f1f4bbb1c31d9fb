import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FaultServer, type Fault } from '../support/fault-server.ts';
import { startProduct, type Product } from '../support/product.ts';

const REPORT = '{ salesReport(groupBy: [YEAR], first: 3) { rows { orderCount } } }';
const ORDER = '{ order(id: "order:43697") { total { amount } } }';
const DISCREPANCIES = '{ discrepancies(first: 2) { nodes { __typename } } }';

let shop: FaultServer;
let product: Product;
beforeAll(async () => {
  shop = await FaultServer.start();
  product = await startProduct({}, { inFrontOf: { commerce: (url) => ((shop.behind = url), shop.url) } });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});
afterEach(() => shop.forget());

/** The real system's answer, with header fields that say how many of 100 calls are left for the next 60 seconds. */
const left =
  (remaining: number): Fault =>
  async (response, asked) => {
    const { status, headers, body } = await asked();
    const quota = {
      'ratelimit-limit': '100',
      'ratelimit-remaining': String(remaining),
      'ratelimit-reset': '60',
    };
    response.writeHead(status, { ...headers, ...quota }).end(body);
  };

test.each([
  ['reports', REPORT, 'salesReport'],
  ['reconciliations', DISCREPANCIES, 'discrepancies'],
])('below a tenth of a system’s quota, %s are refused, and single reads go on', async (_, report, field) => {
  shop.always(left(10));
  expect((await product.query(ORDER)).errors).toBeUndefined();
  expect((await product.query(report)).errors).toBeUndefined();
  shop.always(left(9));
  expect((await product.query(ORDER)).errors).toBeUndefined();
  const sent = shop.requests.length;
  const { data, errors } = await product.query(report);
  expect(data).toEqual({ [field]: null });
  expect(errors?.[0]).toMatchObject({
    extensions: { code: 'UPSTREAM_QUOTA_LOW', system: 'commerce', retryable: true },
  });
  const retryAfter = Number(errors?.[0]?.extensions['retryAfter']);
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  expect(shop.requests).toHaveLength(sent);
  shop.always(left(90));
  expect((await product.query(ORDER)).data.order.total.amount).toMatch(/^\d/);
  expect((await product.query(report)).errors).toBeUndefined();
});
