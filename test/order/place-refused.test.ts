import { expect, test } from 'vitest';
import { orderOf, PLACE_BRIEFLY } from '../support/ordering.ts';
import { startProduct } from '../support/product.ts';

test("an order that the shop refuses leaves other customers' orders cached", async () => {
  await using product = await startProduct({ CACHE: 'on' });
  const query = '{ customer(id: "customer:11001") { orders(first: 5) { nodes { id } } } }';
  await product.query(query);
  // The first answer is given by the engine, and only a later one is served whole.
  await product.query(query);
  const { data } = await product.query(PLACE_BRIEFLY, { input: orderOf(11000, 710) });
  expect(data.orderPlace).toMatchObject({ order: null, userErrors: [{ code: 'NOT_FOR_SALE' }] });
  const { answer, calls } = await product.counted(query);
  expect(answer.data.customer.orders.nodes).not.toEqual([]);
  expect(calls.commerce.requests).toBe(0);
});
