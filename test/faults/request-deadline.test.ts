import { afterAll, beforeAll, expect, test } from 'vitest';
import { FaultServer, hang } from '../support/fault-server.ts';
import { startProduct, type Product } from '../support/product.ts';

const QUERY = 'query ($id: ID!) { customer(id: $id) { name } }';

let crm: FaultServer;
let product: Product;
beforeAll(async () => {
  crm = await FaultServer.start();
  const env = { CRM_TIMEOUT_MS: '60000', REQUEST_TIMEOUT_MS: '1000', CRM_BREAKER_FAILURES: '3' };
  product = await startProduct(env, { inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) } });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
});

test('the breaker of a hanging system opens even if requests end before their calls time out', async () => {
  crm.always(hang);
  const codes: unknown[] = [];
  for (let id = 29_485; id < 29_489; id += 1) {
    const { errors } = await product.query(QUERY, { id: `customer:${id}` });
    codes.push(errors?.[0]?.extensions['code']);
  }
  expect(codes).toEqual([
    'OPERATION_TIMEOUT',
    'OPERATION_TIMEOUT',
    'OPERATION_TIMEOUT',
    'UPSTREAM_CIRCUIT_OPEN',
  ]);
});
