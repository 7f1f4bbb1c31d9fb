import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault, Faults } from '../support/fault-proxy.ts';
import { startFaultyProduct, type FaultyProduct } from '../support/faulty-product.ts';
import { recordsOf, orderOf, PLACE_BRIEFLY, stockOf, writes } from '../support/ordering.ts';
import type { SystemName } from '../support/product.ts';
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

const HOLD = /^POST \S+\/Reservations$/;
const CONFIRM = /^POST \S+\/Confirm$/;
const RELEASE = /^POST \S+\/Release$/;
const ORDER = /^POST \/v2\/orders$/;
const INVOICE = /^POST \S+\/Invoices$/;
const ALL = /./;

const on =
  (calls: RegExp, fault: Fault): Faults =>
  (call) =>
    calls.test(call) ? fault : 'pass';
/** The faults of a system that goes down at the first such call. */
function goneFrom(calls: RegExp): Faults {
  let gone = false;
  return (call) => {
    gone ||= calls.test(call);
    return gone ? 'cut' : 'pass';
  };
}

let customer = 12000;
/** Each test has a customer of its own, so that it sees only its own orders. */
const nextCustomer = () => ++customer;

describe('a failed step undoes those before it, and the same key succeeds later', () => {
  test.each([
    ['the hold answers 500', 'erp', on(HOLD, { status: 500 }), 'UPSTREAM_UNAVAILABLE'],
    ['the ERP is down', 'erp', on(ALL, 'cut'), 'UPSTREAM_UNAVAILABLE'],
    ['the shop is down when the order is due', 'commerce', on(ORDER, 'cut'), 'UPSTREAM_UNAVAILABLE'],
    ['the shop answers 500', 'commerce', on(ORDER, { status: 500 }), 'UPSTREAM_UNAVAILABLE'],
    ['the shop answers 400', 'commerce', on(ORDER, { status: 400 }), 'UPSTREAM_REFUSED'],
    ["the shop's answer is lost", 'commerce', on(ORDER, 'lose'), 'UPSTREAM_UNAVAILABLE'],
    ['accounting is down when the invoice is due', 'accounting', on(INVOICE, 'cut'), 'UPSTREAM_UNAVAILABLE'],
    ['accounting answers 500', 'accounting', on(INVOICE, { status: 500 }), 'UPSTREAM_UNAVAILABLE'],
    ['accounting answers 400', 'accounting', on(INVOICE, { status: 400 }), 'UPSTREAM_REFUSED'],
    ["accounting's answer is lost", 'accounting', on(INVOICE, 'lose'), 'UPSTREAM_UNAVAILABLE'],
    ['the confirmation answers 500', 'erp', on(CONFIRM, { status: 500 }), 'UPSTREAM_UNAVAILABLE'],
    ['the confirmation is cut off', 'erp', on(CONFIRM, 'cut'), 'UPSTREAM_UNAVAILABLE'],
  ] as [string, SystemName, Faults, string][])('%s', async (name, system, faults, code) => {
    const buyer = nextCustomer();
    const before = await stockOf(systems, 707);
    const input = orderOf(buyer, 707, 2);
    product.proxies[system].set(faults);
    const { data, errors } = await product.ask(PLACE_BRIEFLY, { input, key: name.replaceAll(' ', '-') });
    expect(data).toEqual({ orderPlace: null });
    expect(errors).toMatchObject([{ path: ['orderPlace'], extensions: { code, system } }]);
    const after = await recordsOf(systems, buyer, 707);
    expect(after).toMatchObject(before);
    expect(after.orders.every(({ status }) => status === 'cancelled')).toBe(true);
    expect(after.invoices.every(({ status }) => status === 'VOIDED')).toBe(true);
    expect(after.reservations.every((status) => status === 'Released')).toBe(true);

    product.proxies[system].set();
    await succeeds(buyer, input, name.replaceAll(' ', '-'), after.onHand - 2);
  });

  test.each([
    [
      'the shop refuses',
      'commerce',
      on(ORDER, { status: 422, code: 'not_for_sale' }),
      'NOT_FOR_SALE',
      ['lines'],
    ],
    [
      'accounting refuses',
      'accounting',
      on(INVOICE, { status: 422, code: 'unknown_currency' }),
      'INVALID',
      [],
    ],
    ['the hold has expired', 'erp', on(CONFIRM, { status: 409, code: 'expired' }), 'RESERVATION_EXPIRED', []],
    [
      'the hold was released',
      'erp',
      on(CONFIRM, { status: 409, code: 'released' }),
      'RESERVATION_EXPIRED',
      [],
    ],
  ] as [string, SystemName, Faults, string, string[]][])(
    '%s, which is reported in userErrors',
    async (name, system, faults, code, path) => {
      const buyer = nextCustomer();
      const before = await stockOf(systems, 708);
      const input = orderOf(buyer, 708, 2);
      product.proxies[system].set(faults);
      const { data } = await product.ask(PLACE_BRIEFLY, { input, key: name.replaceAll(' ', '-') });
      expect(data.orderPlace).toMatchObject({ order: null, invoice: null });
      expect(data.orderPlace.userErrors).toMatchObject([{ code, path: ['input', ...path] }]);
      const after = await recordsOf(systems, buyer, 708);
      expect(after).toMatchObject(before);
      expect(after.orders.every(({ status }) => status === 'cancelled')).toBe(true);
      expect(after.invoices.every(({ status }) => status === 'VOIDED')).toBe(true);

      product.proxies[system].set();
      await succeeds(buyer, input, name.replaceAll(' ', '-'), after.onHand - 2);
    },
  );
});

describe('when undoing fails as well', () => {
  test('nothing is cancelled until the ERP has released the goods', async () => {
    const buyer = nextCustomer();
    const input = orderOf(buyer, 711, 2);
    const { onHand } = await stockOf(systems, 711);
    product.proxies.erp.set(goneFrom(CONFIRM));
    const { errors } = await product.ask(PLACE_BRIEFLY, { input, key: 'erp-gone' });
    expect(errors?.[0]?.extensions).toMatchObject({ system: 'erp', retryable: true });
    expect(await recordsOf(systems, buyer, 711)).toMatchObject({
      orders: [{ status: 'placed' }],
      invoices: [{ status: 'OPEN' }],
      reservations: ['Held'],
    });
    product.proxies.erp.set();
    await until(async () =>
      expect(await recordsOf(systems, buyer, 711)).toMatchObject({
        orders: [{ status: 'cancelled' }],
        invoices: [{ status: 'VOIDED' }],
        reservations: ['Released'],
      }),
    );
    await succeeds(buyer, input, 'erp-gone', onHand - 2);
  });

  test('a run that cannot release the goods leaves the order to the run that confirms them', async () => {
    const buyer = nextCustomer();
    const variables = { input: orderOf(buyer, 712), key: 'overtaken' };
    const [releasing, confirmed] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    product.proxies.commerce.set(on(ORDER, 'cut'));
    product.proxies.erp.set(async (call): Promise<Fault> => {
      if (!RELEASE.test(call)) return 'pass';
      releasing.resolve(undefined);
      await confirmed.promise;
      return { status: 500 };
    });
    const givingUp = product.ask(PLACE_BRIEFLY, variables);
    await releasing.promise;
    product.proxies.commerce.set();
    const { data } = await product.ask(PLACE_BRIEFLY, variables);
    confirmed.resolve(undefined);
    expect((await givingUp).errors).toHaveLength(1);
    expect(data.orderPlace).toMatchObject({ order: { status: 'PLACED' }, invoice: { status: 'OPEN' } });
    expect(await recordsOf(systems, buyer, 712)).toMatchObject({
      orders: [{ status: 'placed' }],
      invoices: [{ status: 'OPEN' }],
      reservations: ['Confirmed'],
    });
  });

  test('an order stays whose goods were taken by a confirmation of which nothing was heard', async () => {
    const buyer = nextCustomer();
    const input = orderOf(buyer, 714, 2);
    const { onHand } = await stockOf(systems, 714);
    const gone = goneFrom(CONFIRM);
    let confirmed = false;
    product.proxies.erp.set((call) => {
      if (!CONFIRM.test(call) || confirmed) return gone(call);
      confirmed = true;
      void gone(call);
      return 'lose';
    });
    await product.ask(PLACE_BRIEFLY, { input, key: 'taken-unheard' });
    product.proxies.erp.set();
    await succeeds(buyer, input, 'taken-unheard', onHand - 2);
    expect((await recordsOf(systems, buyer, 714)).reservations).toEqual(['Confirmed']);
  });

  test.each([
    ['the shop', 'commerce', ORDER],
    ['accounting', 'accounting', INVOICE],
  ] as [string, SystemName, RegExp][])(
    'it is retried automatically once %s is back',
    async (_, system, step) => {
      const buyer = nextCustomer();
      const gone = goneFrom(step);
      // The answer is lost after the step has taken effect, and no call gets through from then on.
      product.proxies[system].set((call) => (gone(call) === 'cut' && step.test(call) ? 'lose' : gone(call)));
      await product.ask(PLACE_BRIEFLY, { input: orderOf(buyer, 715), key: `back-${system}` });
      expect(await recordsOf(systems, buyer, 715)).toMatchObject({ reservations: ['Released'] });
      product.proxies[system].set();
      await until(async () => {
        const { orders, invoices } = await recordsOf(systems, buyer, 715);
        expect(orders).toMatchObject([{ status: 'cancelled' }]);
        for (const { status } of invoices) expect(status).toBe('VOIDED');
      });
    },
  );
});

describe('a placement that succeeds although an answer does not arrive', () => {
  test('keeps the order if the answer of the confirmation is lost, and the same key returns it', async () => {
    const buyer = nextCustomer();
    const input = orderOf(buyer, 716, 2);
    const { onHand } = await stockOf(systems, 716);
    product.proxies.erp.set(on(CONFIRM, 'lose'));
    const { errors } = await product.ask(PLACE_BRIEFLY, { input, key: 'unheard' });
    expect(errors?.[0]?.extensions).toMatchObject({ system: 'erp', retryable: true });
    product.proxies.erp.set();
    const before = await writes(systems);
    await succeeds(buyer, input, 'unheard', onHand - 2);
    expect(await writes(systems)).toEqual(before);
  });

  test('retries a call at once if its answer is lost once', async () => {
    const buyer = nextCustomer();
    const { onHand } = await stockOf(systems, 712);
    for (const [system, step] of [
      ['erp', HOLD],
      ['commerce', ORDER],
      ['accounting', INVOICE],
    ] as const) {
      let lost = false;
      product.proxies[system].set((call) => {
        if (lost || !step.test(call)) return 'pass';
        lost = true;
        return 'lose';
      });
    }
    const { data } = await product.ask(PLACE_BRIEFLY, { input: orderOf(buyer, 712) });
    expect(data.orderPlace).toMatchObject({ order: { status: 'PLACED' }, userErrors: [] });
    expect(await recordsOf(systems, buyer, 712)).toMatchObject({
      orders: [{ status: 'placed' }],
      invoices: [{ status: 'OPEN' }],
      reservations: ['Confirmed'],
      onHand: onHand - 1,
    });
  });

  test('is completed if its caller disconnects midway', async () => {
    const buyer = nextCustomer();
    const { onHand } = await stockOf(systems, 713);
    const caller = new AbortController();
    product.proxies.commerce.set((call) => {
      if (ORDER.test(call)) caller.abort();
      return 'pass';
    });
    const answer = product.ask(PLACE_BRIEFLY, { input: orderOf(buyer, 713) }, caller.signal);
    await expect(answer).rejects.toThrow('aborted');
    await until(async () => {
      expect(await recordsOf(systems, buyer, 713)).toMatchObject({
        orders: [{ status: 'placed' }],
        invoices: [{ status: 'OPEN' }],
        reservations: ['Confirmed'],
        onHand: onHand - 1,
        reserved: 0,
      });
    });
  });
});

test('a key that has failed too often is refused', async () => {
  const buyer = nextCustomer();
  const input = orderOf(buyer, 922);
  product.proxies.accounting.set(on(INVOICE, { status: 422, code: 'unknown_currency' }));
  for (let failure = 0; failure < 50; failure++) await product.ask(PLACE_BRIEFLY, { input, key: 'worn-out' });
  product.proxies.accounting.set();
  const { data } = await product.ask(PLACE_BRIEFLY, { input, key: 'worn-out' });
  expect(data.orderPlace.order).toBeNull();
  expect(data.orderPlace.userErrors).toMatchObject([{ path: ['input'], code: 'REFUSED' }]);
  expect((await recordsOf(systems, buyer, 922)).orders.every(({ status }) => status === 'cancelled')).toBe(
    true,
  );
});

/** Places the order with the same key again: now there is one uncancelled order and one invoice, and the goods are taken once. */
async function succeeds(
  buyer: number,
  input: ReturnType<typeof orderOf>,
  key: string,
  onHand: number,
): Promise<void> {
  const { data } = await product.ask(PLACE_BRIEFLY, { input, key });
  const { order, invoice, userErrors } = data.orderPlace;
  expect([order.status, invoice.status, userErrors]).toEqual(['PLACED', 'OPEN', []]);
  const ordered = Number(input.lines[0]?.product.split(':')[1]);
  const after = await recordsOf(systems, buyer, ordered);
  expect(after.orders.filter(({ status }) => status !== 'cancelled')).toMatchObject([
    { id: order.id.slice('order:'.length) },
  ]);
  expect(after.invoices.filter(({ status }) => status !== 'VOIDED')).toEqual([
    { id: invoice.id.slice('invoice:'.length), status: 'OPEN' },
  ]);
  expect(after.reservations.filter((status) => status === 'Confirmed')).toHaveLength(1);
  expect(after).toMatchObject({ onHand, reserved: 0 });
}
