import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADDRESS, orderOf, PLACE_BRIEFLY, stockOf } from './support/ordering.ts';
import { startProduct, type Product } from './support/product.ts';
import { Systems } from './support/systems.ts';

let product: Product;
let systems: Systems;
beforeAll(async () => {
  product = await startProduct();
  systems = new Systems(product);
});
afterAll(() => product[Symbol.asyncDispose]());

const FULFILMENT = 'fulfilment { status lines { status available shortBy } }';
const fulfilmentOf = async (id: string) =>
  (await product.query(`{ order(id: "${id}") { ${FULFILMENT} } }`)).data.order.fulfilment;
const COVERED = (available: number) => ({
  status: 'IN_STOCK',
  lines: [{ status: 'IN_STOCK', available, shortBy: 0 }],
});

/** Orders the whole stock of a product through the graph; returns the order's id and the quantity. */
async function orderAll(item: number, buyer: number): Promise<[string, number]> {
  const { onHand } = await stockOf(systems, item);
  const { data } = await product.query(PLACE_BRIEFLY, { input: orderOf(buyer, item, onHand) });
  expect(data.orderPlace.userErrors).toEqual([]);
  expect(await stockOf(systems, item)).toEqual({ onHand: 0, reserved: 0 });
  return [data.orderPlace.order.id as string, onHand];
}

/** Stores an order with this ERP reservation directly in the shop, bypassing the graph. */
async function storeOrder(item: number, quantity: number, reservation: string): Promise<string> {
  const { line1, city, countryCode: country_code } = ADDRESS;
  const address = { line1, city, country_code };
  const lines = [{ product_id: item, quantity }];
  const body = { customer_id: 16001, bill_to: address, ship_to: address, lines, reservation };
  const answer = await systems.ask('commerce', '/orders', 'POST', body);
  expect(answer.status).toBe(201);
  return `order:${answer.body.id}`;
}

async function hold(item: number, quantity: number): Promise<string> {
  const body = { Reference: 'test', Lines: [{ ProductId: item, Quantity: quantity }] };
  const { status, body: reservation } = await systems.ask('erp', '/Reservations', 'POST', body);
  expect(status).toBe(201);
  return reservation.ReservationId as string;
}

test('an order that has taken its goods from stock is short of none of them', async () => {
  const [id, pieces] = await orderAll(860, 16002);
  expect(await fulfilmentOf(id)).toEqual(COVERED(pieces));
});

test('the fulfilment of such an order takes one call to the ERP, and none for stock', async () => {
  const { data } = await product.query(PLACE_BRIEFLY, { input: orderOf(16003, 870) });
  const { calls } = await product.counted(`{ order(id: "${data.orderPlace.order.id}") { ${FULFILMENT} } }`);
  expect(calls.erp.routes).toEqual({ 'GET /odata/v4/Reservations/:id': 1 });
});

test('goods that an order holds count for it, and are not available to another', async () => {
  const { onHand } = await stockOf(systems, 877);
  const id = await storeOrder(877, onHand, await hold(877, onHand));
  expect(await fulfilmentOf(id)).toEqual(COVERED(onHand));
  const other = await storeOrder(877, 1, 'no reservation of the ERP');
  expect(await fulfilmentOf(other)).toEqual({
    status: 'SHORT',
    lines: [{ status: 'SHORT', available: 0, shortBy: 1 }],
  });
});

test('a shipped order is compared with the remaining stock, and its reservation is not read', async () => {
  const [id, pieces] = await orderAll(929, 16004);
  await systems.ask('commerce', `/orders/${id.slice(6)}`, 'PATCH', { status: 'shipped' });
  const { answer, calls } = await product.counted(`{ order(id: "${id}") { ${FULFILMENT} } }`);
  expect(answer.data.order.fulfilment).toEqual({
    status: 'SHORT',
    lines: [{ status: 'SHORT', available: 0, shortBy: pieces }],
  });
  expect(Object.keys(calls.erp.routes)).not.toContain('GET /odata/v4/Reservations/:id');
});

test('the goods of a cancelled order are available to any order', async () => {
  const [id, pieces] = await orderAll(858, 16005);
  await product.query(`mutation { orderCancel(id: "${id}") { userErrors { code } } }`);
  expect(await fulfilmentOf(id)).toEqual(COVERED(pieces));
  await hold(858, pieces);
  expect(await fulfilmentOf(id)).toMatchObject({ status: 'SHORT' });
});

test('a page of placed orders reads the reservation of each order once', async () => {
  for (let count = 0; count < 10; count++) {
    const { data } = await product.query(PLACE_BRIEFLY, { input: orderOf(16006, 870) });
    expect(data.orderPlace.userErrors).toEqual([]);
  }
  const { answer, calls } = await product.counted(
    `{ orders(first: 10, filter: { customer: "customer:16006", channel: API }) { nodes { again: ${FULFILMENT} ${FULFILMENT} } } }`,
  );
  expect(answer.errors).toBeUndefined();
  const statuses = (answer.data.orders.nodes as { fulfilment: { status: string } }[]).map(
    ({ fulfilment }) => fulfilment.status,
  );
  expect(statuses).toEqual(Array.from({ length: 10 }, () => 'IN_STOCK'));
  expect(calls.erp.routes).toEqual({ 'GET /odata/v4/Reservations/:id': 10 });
});
