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

/** Orders all that there is of a product through the graph; the order's id and the pieces. */
async function allOf(item: number, buyer: number): Promise<[string, number]> {
  const { onHand } = await stockOf(systems, item);
  const { data } = await product.query(PLACE_BRIEFLY, { input: orderOf(buyer, item, onHand) });
  expect(data.orderPlace.userErrors).toEqual([]);
  expect(await stockOf(systems, item)).toEqual({ onHand: 0, reserved: 0 });
  return [data.orderPlace.order.id as string, onHand];
}

/** Holds goods in the ERP and stores an order with this reservation in the shop, past the graph. */
async function stored(item: number, quantity: number, reservation: string): Promise<string> {
  const { line1, city, countryCode: country_code } = ADDRESS;
  const address = { line1, city, country_code };
  const lines = [{ product_id: item, quantity }];
  const body = { customer_id: 16001, bill_to: address, ship_to: address, lines, reservation };
  const answer = await systems.ask('commerce', '/orders', 'POST', body);
  expect(answer.status).toBe(201);
  return `order:${answer.body.id}`;
}

async function held(item: number, quantity: number): Promise<string> {
  const body = { Reference: 'test', Lines: [{ ProductId: item, Quantity: quantity }] };
  const { status, body: reservation } = await systems.ask('erp', '/Reservations', 'POST', body);
  expect(status).toBe(201);
  return reservation.ReservationId as string;
}

test('an order whose goods were taken misses none of them', async () => {
  const [id, pieces] = await allOf(860, 16002);
  expect(await fulfilmentOf(id)).toEqual(COVERED(pieces));
});

test('it is told by one call to the ERP, which is asked for no stock', async () => {
  const { data } = await product.query(PLACE_BRIEFLY, { input: orderOf(16003, 870) });
  const { calls } = await product.counted(`{ order(id: "${data.orderPlace.order.id}") { ${FULFILMENT} } }`);
  expect(calls.erp.routes).toEqual({ 'GET /odata/v4/Reservations/:id': 1 });
});

test('what an order holds counts for it, and is not there for another', async () => {
  const { onHand } = await stockOf(systems, 877);
  const id = await stored(877, onHand, await held(877, onHand));
  expect(await fulfilmentOf(id)).toEqual(COVERED(onHand));
  const other = await stored(877, 1, 'no reservation of the ERP');
  expect(await fulfilmentOf(other)).toEqual({
    status: 'SHORT',
    lines: [{ status: 'SHORT', available: 0, shortBy: 1 }],
  });
});

test('once it is shipped, it is compared with what is left, and the ERP is not asked for what it held', async () => {
  const [id, pieces] = await allOf(929, 16004);
  await systems.ask('commerce', `/orders/${id.slice(6)}`, 'PATCH', { status: 'shipped' });
  const { answer, calls } = await product.counted(`{ order(id: "${id}") { ${FULFILMENT} } }`);
  expect(answer.data.order.fulfilment).toEqual({
    status: 'SHORT',
    lines: [{ status: 'SHORT', available: 0, shortBy: pieces }],
  });
  expect(Object.keys(calls.erp.routes)).not.toContain('GET /odata/v4/Reservations/:id');
});

test('once it is cancelled, its goods are there for anybody', async () => {
  const [id, pieces] = await allOf(858, 16005);
  await product.query(`mutation { orderCancel(id: "${id}") { userErrors { code } } }`);
  expect(await fulfilmentOf(id)).toEqual(COVERED(pieces));
  await held(858, pieces);
  expect(await fulfilmentOf(id)).toMatchObject({ status: 'SHORT' });
});

test('a page of placed orders asks for the reservation of each, once', async () => {
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
