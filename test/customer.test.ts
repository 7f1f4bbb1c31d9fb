import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

test('a customer is answered by the CRM in one call', async () => {
  const { answer, calls, total } = await product.counted(
    '{ customer(id: "customer:29485") { id name email kind } }',
  );
  expect(answer).toEqual({
    data: {
      customer: {
        id: 'customer:29485',
        name: 'Catherine Abel',
        email: 'catherine0@adventure-works.com',
        kind: 'PERSON',
      },
    },
  });
  expect(calls.crm.routes).toEqual({ 'POST /crm/v3/customers/batch/read': 1 });
  expect(total).toBe(1);
});
