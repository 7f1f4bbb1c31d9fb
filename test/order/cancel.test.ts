import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const CANCEL = `mutation ($id: ID!, $reason: String, $key: String) {
  orderCancel(id: $id, reason: $reason, idempotencyKey: $key) {
    order { id status cancelReason } userErrors { path code message }
  }
}`;

/** Places an order directly in the shop, bypassing the graph; returns its global id. */
async function placeOrder(customer = 11000): Promise<string> {
  const address = { line1: '1 Main St', city: 'Bothell', country_code: 'US' };
  const answer = await fetch(`${product.systems.commerce}/v2/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'local-commerce-key' },
    body: JSON.stringify({
      customer_id: customer,
      bill_to: address,
      ship_to: address,
      lines: [{ product_id: 707, quantity: 2 }],
    }),
  });
  expect(answer.status).toBe(201);
  return `order:${((await answer.json()) as { id: number }).id}`;
}

test('an order that has not been shipped is cancelled, in the shop as well', async () => {
  const id = await placeOrder();
  const { data } = await product.query(CANCEL, { id, reason: 'changed my mind' });
  const order = { id, status: 'CANCELLED', cancelReason: 'changed my mind' };
  expect(data).toEqual({ orderCancel: { order, userErrors: [] } });
  const again = await product.query(
    `{ order(id: "${id}") { id status cancelReason shippedOn total { amount } } }`,
  );
  expect(again.data).toEqual({ order: { ...order, shippedOn: null, total: { amount: '77.3279' } } });
});

test('an order can be cancelled without a reason', async () => {
  const id = await placeOrder();
  const { data } = await product.query(CANCEL, { id });
  expect(data.orderCancel.order).toEqual({ id, status: 'CANCELLED', cancelReason: null });
});

test('cancelling twice with the same key is the same as cancelling once', async () => {
  const id = await placeOrder();
  const variables = { id, reason: 'once', key: 'cancel-twice' };
  const first = await product.query(CANCEL, variables);
  const second = await product.query(CANCEL, variables);
  expect(first.data.orderCancel.order.status).toBe('CANCELLED');
  expect(second.data).toEqual(first.data);
});

test('nothing is cancelled with the key of another request', async () => {
  const [one, other] = [await placeOrder(), await placeOrder()];
  await product.query(CANCEL, { id: one, key: 'cancel-another' });
  const { data } = await product.query(CANCEL, { id: other, key: 'cancel-another' });
  expect(data.orderCancel.order).toBeNull();
  expect(data.orderCancel.userErrors).toMatchObject([
    { path: ['idempotencyKey'], code: 'IDEMPOTENCY_KEY_REUSED' },
  ]);
  const after = await product.query(`{ order(id: "${other}") { status } }`);
  expect(after.data.order.status).toBe('PLACED');
});

test.each([
  ['order:43697', 'ALREADY_SHIPPED', 'Order 43697 has been shipped.'],
  ['order:1', 'NOT_FOUND', 'There is no order 1.'],
])('cancelling %s is refused with %s', async (id, code, message) => {
  expect((await product.query(CANCEL, { id })).data).toEqual({
    orderCancel: { order: null, userErrors: [{ path: ['id'], code, message }] },
  });
});

test('an order is not cancelled a second time', async () => {
  const id = await placeOrder();
  await product.query(CANCEL, { id });
  expect((await product.query(CANCEL, { id })).data.orderCancel).toMatchObject({
    order: null,
    userErrors: [{ path: ['id'], code: 'ALREADY_CANCELLED' }],
  });
});

test.each([
  [{ id: 'order:abc' }, ['id'], 'NOT_FOUND', 'There is no order abc.'],
  [
    { id: 'order:43697', reason: 'x'.repeat(501) },
    ['reason'],
    'INVALID',
    'Expected at most 500 characters, got 501.',
  ],
])('the shop is not asked to cancel %o', async (variables, path, code, message) => {
  const { answer, calls } = await product.counted(CANCEL, variables);
  expect(answer).toEqual({ data: { orderCancel: { order: null, userErrors: [{ path, code, message }] } } });
  expect(calls.commerce.requests).toBe(0);
});

test('the shop is not called for the id of another type', async () => {
  const { answer, calls } = await product.counted(CANCEL, { id: 'customer:1' });
  expect(answer.data).toEqual({ orderCancel: null });
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(calls.commerce.requests).toBe(0);
});

test('each of two mutations in one request reads the state that it left', async () => {
  const [one, other] = [await placeOrder(11002), await placeOrder(11002)];
  const read =
    'order { customer { orderCount lifetimeValue { amount } orders(filter: { status: PLACED }) { totalCount } } }';
  const { data } = await product.query(`mutation {
    first: orderCancel(id: "${one}") { ${read} }
    second: orderCancel(id: "${other}") { ${read} }
  }`);
  expect(data.first.order.customer).toEqual({
    orderCount: 4,
    lifetimeValue: { amount: '9043.3422' },
    orders: { totalCount: 1 },
  });
  expect(data.second.order.customer).toEqual({
    orderCount: 3,
    lifetimeValue: { amount: '8966.0143' },
    orders: { totalCount: 0 },
  });
});

test('orders that leave a list take none of those that follow them along', async () => {
  const list = async (after: string | null) => {
    const { data } = await product.query(
      `query ($after: String) {
        orders(filter: { customer: "customer:11003", status: PLACED }, orderBy: { field: ID, direction: ASC }, after: $after) {
          nodes { id } pageInfo { endCursor }
        }
      }`,
      { after },
    );
    const { nodes, pageInfo } = data.orders as { nodes: { id: string }[]; pageInfo: { endCursor: string } };
    return { ids: nodes.map(({ id }) => id), endCursor: pageInfo.endCursor };
  };
  const worked = [await placeOrder(11003), await placeOrder(11003)];
  const { ids, endCursor } = await list(null);
  expect(ids).toEqual(worked);
  for (const id of ids) await product.query(CANCEL, { id });
  const added = await placeOrder(11003);
  expect((await list(endCursor)).ids).toEqual([added]);
});
