import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Fault } from '../support/fault-proxy.ts';
import { startFaultyProduct, type FaultyProduct } from '../support/faulty-product.ts';
import { recordsOf, orderOf, pay, PLACE_BRIEFLY, stockOf, writes } from '../support/ordering.ts';
import { Systems } from '../support/systems.ts';
import { until } from '../support/until.ts';

let product: FaultyProduct;
let systems: Systems;
beforeAll(async () => {
  product = await startFaultyProduct();
  systems = new Systems(product);
});
afterAll(() => product[Symbol.asyncDispose]());
beforeEach(() => {
  for (const proxy of Object.values(product.proxies)) proxy.set();
});

const CANCEL = `mutation ($id: ID!, $key: String) {
  orderCancel(id: $id, idempotencyKey: $key) {
    order { id status lines { product { available } } invoice { id status } }
    userErrors { path code message }
  }
}`;

const CANCEL_BRIEFLY = `mutation ($id: ID!, $key: String) {
  orderCancel(id: $id, idempotencyKey: $key) { order { id status } userErrors { path code message } }
}`;

const INVOICE = /^POST \S+\/Invoices$/;

let customer = 14000;

/** Places an order of five pieces; returns it with its customer and the stock before it. */
async function placeOrder(item: number) {
  const buyer = ++customer;
  const { onHand } = await stockOf(systems, item);
  const { data } = await product.query(PLACE_BRIEFLY, { input: orderOf(buyer, item, 5) });
  const { order, invoice } = data.orderPlace as { order: { id: string }; invoice: { id: string } };
  return { buyer, onHand, id: order.id, invoice: invoice.id };
}

const UNWOUND = {
  orders: [{ status: 'cancelled' }],
  invoices: [{ status: 'VOIDED' }],
  reservations: ['Released'],
};

test('cancelling an order puts the goods back and voids the invoice', async () => {
  const { buyer, onHand, id } = await placeOrder(921);
  expect((await stockOf(systems, 921)).onHand).toBe(onHand - 5);
  const { data, errors } = await product.query(CANCEL, { id });
  expect(errors).toBeUndefined();
  expect(data.orderCancel).toEqual({
    order: {
      id,
      status: 'CANCELLED',
      lines: [{ product: { available: onHand } }],
      invoice: null,
    },
    userErrors: [],
  });
  expect(await recordsOf(systems, buyer, 921)).toMatchObject({ ...UNWOUND, onHand, reserved: 0 });
});

test('cancelling takes four calls: one to the shop, one to the ERP, and two to accounting', async () => {
  const { id } = await placeOrder(921);
  const { calls } = await product.counted(
    'mutation ($id: ID!) { orderCancel(id: $id) { order { status } } }',
    { id },
  );
  expect(Object.entries(calls).map(([name, { routes }]) => [name, routes])).toEqual([
    ['crm', {}],
    ['commerce', { 'POST /v2/orders/:id/cancel': 1 }],
    ['erp', { 'DELETE /odata/v4/Reservations/:id': 1 }],
    ['accounting', { 'GET /api/2.0/Invoices/Grouped': 1, 'POST /api/2.0/Invoices/:InvoiceID/Void': 1 }],
  ]);
});

test('a paid invoice is kept, and the payload says so', async () => {
  const { buyer, onHand, id, invoice } = await placeOrder(923);
  await pay(systems, invoice.slice(8), '1');
  const { order, userErrors } = (await product.query(CANCEL, { id })).data.orderCancel;
  expect(order).toMatchObject({ id, status: 'CANCELLED', invoice: { id: invoice, status: 'OPEN' } });
  expect(userErrors).toMatchObject([{ path: ['id'], code: 'ALREADY_PAID' }]);
  expect(await recordsOf(systems, buyer, 923)).toMatchObject({
    ...UNWOUND,
    invoices: [{ status: 'OPEN' }],
    onHand,
  });
});

test('a shipped order keeps its goods and its invoice', async () => {
  const { buyer, onHand, id } = await placeOrder(928);
  await systems.ask('commerce', `/orders/${id.slice(6)}`, 'PATCH', { status: 'shipped' });
  const before = await writes(systems);
  const { order, userErrors } = (await product.query(CANCEL, { id })).data.orderCancel;
  expect(order).toBeNull();
  expect(userErrors).toMatchObject([{ path: ['id'], code: 'ALREADY_SHIPPED' }]);
  expect(await writes(systems)).toEqual(before);
  expect(await recordsOf(systems, buyer, 928)).toMatchObject({
    orders: [{ status: 'shipped' }],
    invoices: [{ status: 'OPEN' }],
    reservations: ['Confirmed'],
    onHand: onHand - 5,
  });
});

test('a second cancellation is refused, and the goods are put back only once', async () => {
  const { onHand, id } = await placeOrder(929);
  await product.query(CANCEL, { id });
  const before = await writes(systems);
  const { order, userErrors } = (await product.query(CANCEL, { id })).data.orderCancel;
  expect(order).toBeNull();
  expect(userErrors).toMatchObject([{ path: ['id'], code: 'ALREADY_CANCELLED' }]);
  expect(await writes(systems)).toEqual(before);
  expect((await stockOf(systems, 929)).onHand).toBe(onHand);
});

test.each([
  [
    'the ERP',
    'erp',
    'accounting',
    'its goods could not be put back yet',
    { reservations: ['Confirmed'], invoices: [{ status: 'VOIDED' }] },
  ],
  [
    'accounting',
    'accounting',
    'erp',
    'its invoice could not be voided yet',
    { reservations: ['Released'], invoices: [{ status: 'OPEN' }] },
  ],
] as const)(
  'while %s is down the rest is done and reported, and cancelling again completes it',
  async (_, gone, slow, unfinished, left) => {
    for (const key of [undefined, `again-${gone}`]) {
      const { buyer, onHand, id } = await placeOrder(930);
      product.proxies[gone].set(() => 'cut');
      // The other system is slower than the failure: the answer waits for it all the same.
      product.proxies[slow].set(async (): Promise<Fault> => {
        await pause(1_000);
        return 'pass';
      });
      const { data, errors } = await product.ask(CANCEL_BRIEFLY, { id, key });
      expect(errors).toBeUndefined();
      const message = `The order is cancelled, but ${unfinished}. Cancel it again to complete this.`;
      expect(data.orderCancel).toEqual({
        order: { id, status: 'CANCELLED' },
        userErrors: [{ path: ['id'], code: 'REFUSED', message }],
      });
      expect(await recordsOf(systems, buyer, 930)).toMatchObject({
        orders: [{ status: 'cancelled' }],
        ...left,
      });
      for (const system of [gone, slow]) product.proxies[system].set();
      const again = (await product.ask(CANCEL, { id, key })).data.orderCancel;
      if (key) expect(again).toMatchObject({ order: { status: 'CANCELLED' }, userErrors: [] });
      else expect(again).toMatchObject({ order: null, userErrors: [{ code: 'ALREADY_CANCELLED' }] });
      expect(await recordsOf(systems, buyer, 930)).toMatchObject({ ...UNWOUND, onHand });
    }
  },
);

test('a cancellation reports nothing as unfinished that another one at the same time has done', async () => {
  const { buyer, onHand, id } = await placeOrder(937);
  const [voiding, voided] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  product.proxies.accounting.set(async (call): Promise<Fault> => {
    if (!call.endsWith('/Void')) return 'pass';
    voiding.resolve(undefined);
    await voided.promise;
    return 'pass';
  });
  const first = product.ask(CANCEL_BRIEFLY, { id });
  await voiding.promise;
  const second = await product.query(CANCEL_BRIEFLY, { id });
  voided.resolve(undefined);
  expect(second.data.orderCancel).toMatchObject({ order: null, userErrors: [{ code: 'ALREADY_CANCELLED' }] });
  expect((await first).data.orderCancel).toEqual({ order: { id, status: 'CANCELLED' }, userErrors: [] });
  expect(await recordsOf(systems, buyer, 937)).toMatchObject({ ...UNWOUND, onHand });
});

test('the invoice is voided that orderPlace issues while its order is being cancelled', async () => {
  const buyer = ++customer;
  const { onHand } = await stockOf(systems, 935);
  const [ordered, cancelled] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  product.proxies.accounting.set(async (call): Promise<Fault> => {
    if (!INVOICE.test(call)) return 'pass';
    ordered.resolve(undefined);
    await cancelled.promise;
    return 'pass';
  });
  const placing = product.ask(PLACE_BRIEFLY, { input: orderOf(buyer, 935, 5) });
  await ordered.promise;
  product.proxies.erp.set(async (call): Promise<Fault> => {
    if (!call.startsWith('DELETE')) return 'pass';
    // By then the invoices would have been read if that did not wait for the goods.
    await pause(500);
    cancelled.resolve(undefined);
    await placing;
    return 'pass';
  });
  const [order] = (await recordsOf(systems, buyer, 935)).orders;
  const { data } = await product.ask(CANCEL_BRIEFLY, { id: `order:${order?.id}` });
  expect(data.orderCancel).toMatchObject({ order: { status: 'CANCELLED' }, userErrors: [] });
  expect((await placing).data.orderPlace.userErrors).toEqual([]);
  expect(await recordsOf(systems, buyer, 935)).toMatchObject({ ...UNWOUND, onHand, reserved: 0 });
});

test('a cancellation is completed although its caller has disconnected', async () => {
  const { buyer, onHand, id } = await placeOrder(931);
  const caller = new AbortController();
  product.proxies.commerce.set((call) => {
    if (call.endsWith('/cancel')) caller.abort();
    return 'pass';
  });
  await expect(product.ask(CANCEL, { id }, caller.signal)).rejects.toThrow('aborted');
  await until(async () => expect(await recordsOf(systems, buyer, 931)).toMatchObject({ ...UNWOUND, onHand }));
});
