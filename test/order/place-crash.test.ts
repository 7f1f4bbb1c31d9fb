import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../support/fault-proxy.ts';
import { settingsFor } from '../support/faults/credentials.ts';
import { startFaultyProduct, type FaultyProduct } from '../support/faulty-product.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';
import { recordsOf, orderOf, pay, PLACE, PLACE_BRIEFLY, stockOf, writes } from '../support/ordering.ts';
import type { SystemName } from '../support/product.ts';
import { Systems } from '../support/systems.ts';
import { until } from '../support/until.ts';

type Step = readonly [string, SystemName, RegExp, Fault];

const AFTER_ORDER: Step = ['after the order', 'accounting', /^POST \S+\/Invoices$/, 'cut'];
const AFTER_INVOICE: Step = ['after the invoice', 'erp', /^POST \S+\/Confirm$/, 'cut'];
const STEPS: readonly Step[] = [
  ['after the hold', 'commerce', /^POST \/v2\/orders$/, 'cut'],
  ['while the order is being placed', 'commerce', /^POST \/v2\/orders$/, 'lose'],
  AFTER_ORDER,
  ['while the invoice is being issued', 'accounting', /^POST \S+\/Invoices$/, 'lose'],
  AFTER_INVOICE,
  ['while the hold is being confirmed', 'erp', /^POST \S+\/Confirm$/, 'lose'],
];

let customer = 13000;

/** Lets a gateway place an order, and kills it as soon as a call of this step arrives. */
async function crash(
  product: FaultyProduct,
  env: Record<string, string>,
  variables: object,
  [, system, step, fault]: Step,
): Promise<void> {
  const urls = Object.fromEntries(Object.entries(product.proxies).map(([name, { url }]) => [name, url]));
  await using gateway = await startGatewayProcess({ ...settingsFor(urls), ...env });
  product.proxies[system].set(async (call) => {
    if (!step.test(call)) return 'pass';
    product.proxies[system].set();
    await gateway.kill();
    return fault;
  });
  const body = JSON.stringify({ query: PLACE_BRIEFLY, variables });
  const headers = { 'content-type': 'application/json' };
  const answer = fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
  await expect(answer).rejects.toThrow('fetch failed');
}

/** Repeats the mutation with the same key until it succeeds, and returns its payload. */
async function repeat(product: FaultyProduct, variables: object): Promise<{ order: { id: string } }> {
  let payload: { order: { id: string } } | undefined;
  // A hold of one second may expire before a slow machine has placed the order: then the payload says "try again".
  await until(async () => {
    const { data } = await product.ask(PLACE_BRIEFLY, variables);
    expect(data.orderPlace).toMatchObject({ order: { status: 'PLACED' }, userErrors: [] });
    payload = data.orderPlace;
  });
  if (!payload) throw new Error('no payload');
  return payload;
}

describe('a gateway that dies midway, with holds that expire after a second', () => {
  const env = { RESERVATION_SECONDS: '1' };
  let product: FaultyProduct;
  let systems: Systems;
  beforeAll(async () => {
    product = await startFaultyProduct(env);
    systems = new Systems(product);
  });
  afterAll(() => product[Symbol.asyncDispose]());

  test.each(STEPS)('%s: no goods stay reserved, and the same key leads to one order', async (...step) => {
    const buyer = ++customer;
    const { onHand } = await stockOf(systems, 809);
    const variables = { input: orderOf(buyer, 809, 2), key: `crash-${buyer}` };
    await crash(product, env, variables, step);
    await until(async () => expect(await stockOf(systems, 809)).toMatchObject({ reserved: 0 }));

    const { order } = await repeat(product, variables);
    const after = await recordsOf(systems, buyer, 809);
    expect(after).toMatchObject({ onHand: onHand - 2, reserved: 0 });
    expect(after.orders.filter(({ status }) => status === 'placed')).toMatchObject([
      { id: order.id.slice(6) },
    ]);
    expect(after.invoices.filter(({ status }) => status !== 'VOIDED')).toHaveLength(1);
    expect(after.reservations.filter((status) => status === 'Confirmed')).toHaveLength(1);
  });

  /** Leaves an order with its invoice whose hold has expired; returns both, and what to repeat. */
  async function abandon() {
    const buyer = ++customer;
    const variables = { input: orderOf(buyer, 811, 2), key: `crash-${buyer}` };
    await crash(product, env, variables, AFTER_INVOICE);
    await until(async () => expect((await recordsOf(systems, buyer, 811)).reservations).toEqual(['Expired']));
    const { orders, invoices } = await recordsOf(systems, buyer, 811);
    const [order, invoice] = [orders[0]?.id ?? '', invoices[0]?.id ?? ''];
    const again = async () => (await product.ask(PLACE_BRIEFLY, variables)).data.orderPlace;
    return { buyer, order, invoice, again };
  }

  const ship = (order: string) => systems.ask('commerce', `/orders/${order}`, 'PATCH', { status: 'shipped' });

  test('an order that was shipped all the same is returned, and keeps its invoice', async () => {
    const { buyer, order, invoice, again } = await abandon();
    await ship(order);
    const before = await writes(systems);
    expect(await again()).toEqual({
      order: { id: `order:${order}`, status: 'SHIPPED' },
      invoice: { id: `invoice:${invoice}`, status: 'OPEN' },
      userErrors: [],
    });
    expect(await writes(systems)).toEqual(before);
    expect((await recordsOf(systems, buyer, 811)).invoices).toEqual([{ id: invoice, status: 'OPEN' }]);
  });

  test('an order that is shipped while it is being undone keeps its invoice, and no other is placed', async () => {
    const { buyer, order, invoice, again } = await abandon();
    product.proxies.commerce.set(async (call): Promise<Fault> => {
      if (call.endsWith('/cancel')) await ship(order);
      return 'pass';
    });
    expect(await again()).toMatchObject({ order: null, userErrors: [{ code: 'ALREADY_SHIPPED' }] });
    product.proxies.commerce.set();
    expect(await again()).toMatchObject({ order: { id: `order:${order}`, status: 'SHIPPED' } });
    expect(await recordsOf(systems, buyer, 811)).toMatchObject({
      orders: [{ id: order, status: 'shipped' }],
      invoices: [{ id: invoice, status: 'OPEN' }],
    });
  });

  test('no other order is placed if the invoice has been paid', async () => {
    const { buyer, order, invoice, again } = await abandon();
    await pay(systems, invoice, '1');
    for (const attempt of ['first', 'second']) {
      const { userErrors } = await again();
      expect(userErrors, attempt).toMatchObject([{ path: ['input'], code: 'ALREADY_PAID' }]);
    }
    expect(await recordsOf(systems, buyer, 811)).toMatchObject({
      orders: [{ id: order, status: 'cancelled' }],
      invoices: [{ id: invoice, status: 'OPEN' }],
    });
  });
});

describe('a gateway that dies midway, with holds that last', () => {
  let product: FaultyProduct;
  let systems: Systems;
  beforeAll(async () => {
    product = await startFaultyProduct();
    systems = new Systems(product);
  });
  afterAll(() => product[Symbol.asyncDispose]());

  test.each(STEPS)('%s: the same key resumes from there', async (...step) => {
    const buyer = ++customer;
    const { onHand } = await stockOf(systems, 810);
    const variables = { input: orderOf(buyer, 810, 2), key: `crash-${buyer}` };
    await crash(product, {}, variables, step);
    const { data } = await product.ask(PLACE_BRIEFLY, variables);
    expect(data.orderPlace).toMatchObject({ order: { status: 'PLACED' }, invoice: { status: 'OPEN' } });
    expect(await recordsOf(systems, buyer, 810)).toMatchObject({
      orders: [{ id: data.orderPlace.order.id.slice(6), status: 'placed' }],
      invoices: [{ status: 'OPEN' }],
      reservations: ['Confirmed'],
      onHand: onHand - 2,
      reserved: 0,
    });
  });

  test.each([
    ['paid', (id: string) => pay(systems, id), { status: 'PAID', outstanding: { amount: '0' } }],
    ['voided', (id: string) => systems.ask('accounting', `/Invoices/${id}/Void`, 'POST'), null],
  ])('the same key returns the invoice as it is if it was %s since', async (_, change, invoice) => {
    const buyer = ++customer;
    const variables = { input: orderOf(buyer, 812), key: `crash-${buyer}` };
    await crash(product, {}, variables, AFTER_INVOICE);
    const [issued] = (await recordsOf(systems, buyer, 812)).invoices;
    await change(issued?.id ?? '');
    const { data } = await product.ask(PLACE, variables);
    expect(data.orderPlace).toMatchObject({ order: { status: 'PLACED' }, invoice, userErrors: [] });
  });

  test('the same key completes the order if somebody else has billed it since, and keeps that invoice', async () => {
    const buyer = ++customer;
    const variables = { input: orderOf(buyer, 812), key: `crash-${buyer}` };
    await crash(product, {}, variables, AFTER_ORDER);
    const [order] = (await recordsOf(systems, buyer, 812)).orders;
    const billed = await product.query(`mutation {
      invoiceIssue(input: { order: "order:${order?.id}" }) { invoice { id } }
    }`);
    const { id } = billed.data.invoiceIssue.invoice;
    const { data } = await product.ask(PLACE_BRIEFLY, variables);
    expect(data.orderPlace).toMatchObject({
      order: { id: `order:${order?.id}`, status: 'PLACED' },
      invoice: { id, status: 'OPEN' },
      userErrors: [],
    });
    expect(await recordsOf(systems, buyer, 812)).toMatchObject({
      orders: [{ status: 'placed' }],
      invoices: [{ status: 'OPEN' }],
      reservations: ['Confirmed'],
    });
  });

  test('the same key completes the order if its customer has moved to another territory since', async () => {
    const buyer = ++customer;
    const variables = { input: orderOf(buyer, 810), key: `crash-${buyer}` };
    await crash(product, {}, variables, AFTER_ORDER);
    const moved = await product.query(`mutation {
      customerUpdate(id: "customer:${buyer}", input: { territory: "territory:7" }) { userErrors { message } }
    }`);
    expect(moved.data.customerUpdate.userErrors).toEqual([]);
    const { data } = await product.ask(PLACE_BRIEFLY, variables);
    expect(data.orderPlace).toMatchObject({ order: { status: 'PLACED' }, userErrors: [] });
    expect((await recordsOf(systems, buyer, 810)).orders).toMatchObject([{ status: 'placed' }]);
  });

  test('the same key completes the order if holds are for another time since', async () => {
    const buyer = ++customer;
    const variables = { input: orderOf(buyer, 810), key: `crash-${buyer}` };
    const listed = () => product.query(`{ customer(id: "customer:${buyer}") { orders { totalCount } } }`);
    const { totalCount } = (await listed()).data.customer.orders as { totalCount: number };
    await crash(product, { RESERVATION_SECONDS: '600' }, variables, AFTER_ORDER);
    const { data } = await product.ask(PLACE_BRIEFLY, variables);
    expect(data.orderPlace).toMatchObject({ order: { status: 'PLACED' }, userErrors: [] });
    expect((await listed()).data.customer.orders).toEqual({ totalCount: totalCount + 1 });
  });
});
