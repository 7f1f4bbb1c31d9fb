import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADDRESS, recordsOf, orderOf, PLACE, PLACE_BRIEFLY, stockOf, writes } from '../support/ordering.ts';
import { startProduct, type Product } from '../support/product.ts';
import { Systems } from '../support/systems.ts';

let product: Product;
let systems: Systems;
beforeAll(async () => {
  product = await startProduct();
  systems = new Systems(product);
});
afterAll(() => product[Symbol.asyncDispose]());

const place = async (input: object, key?: string) =>
  (await product.query(PLACE_BRIEFLY, { input, key })).data.orderPlace;

describe('an order that is placed', () => {
  test('is returned with data from all four systems', async () => {
    const before = await stockOf(systems, 870);
    const lines = [
      { product: 'product:870', quantity: 3 },
      { product: 'product:870', quantity: 1 },
    ];
    const input = { ...orderOf(29485, 870), lines };
    const { data, errors } = await product.query(PLACE, { input });
    expect(errors).toBeUndefined();
    const { order, invoice, userErrors } = data.orderPlace;
    // 4 x 4.99 = 19.96; tax 8 % of 14.97 and of 4.99; freight 2.5 % of 19.96.
    const total = { amount: '22.0558', currency: 'USD' };
    const bottle = {
      id: 'product:870',
      name: 'Water Bottle - 30 oz.',
      available: before.onHand - before.reserved - 4,
    };
    expect(order).toEqual({
      id: order.id,
      status: 'PLACED',
      channel: 'API',
      customer: { id: 'customer:29485', name: 'Catherine Abel' },
      total,
      lines: [
        { number: 1, quantity: 3, product: bottle },
        { number: 2, quantity: 1, product: bottle },
      ],
    });
    expect(invoice).toEqual({
      id: expect.stringMatching(/^invoice:INV-\d+$/),
      status: 'OPEN',
      order: { id: order.id },
      customer: { id: 'customer:29485' },
      total,
      outstanding: { amount: total.amount },
    });
    expect(userErrors).toEqual([]);
  });

  test('is stored in each system: goods taken, order placed, invoice open', async () => {
    const before = await stockOf(systems, 871);
    const { order, invoice } = await place(orderOf(11001, 871, 5));
    const after = await recordsOf(systems, 11001, 871);
    expect(after).toEqual({
      orders: [{ id: order.id.slice(6), status: 'placed', reservation: after.orders[0]?.reservation }],
      invoices: [{ id: invoice.id.slice(8), status: 'OPEN' }],
      reservations: ['Confirmed'],
      onHand: before.onHand - 5,
      reserved: before.reserved,
    });
    const [row] = (await systems.read('commerce', `/orders?ids=${order.id.slice(6)}`)).orders;
    const { territory } = (await product.query('{ customer(id: "customer:11001") { territory { id } } }'))
      .data.customer;
    const territory_id = Number(territory.id.split(':')[1]);
    expect(row).toMatchObject({ customer_id: 11001, territory_id, total: '55.1948', channel: 'api' });
    expect(row.ship_to).toMatchObject({ line1: '1 Main St', city: 'Bothell', country_code: 'US' });
    expect(row.bill_to).toMatchObject({ line1: '1 Main St', city: 'Bothell', country_code: 'US' });
    const { Invoices } = await systems.read('accounting', `/Invoices?IDs=${invoice.id.slice(8)}`);
    expect(Invoices[0]).toMatchObject({ ContactID: '11001', Total: '55.1948', CurrencyCode: 'USD' });
  });

  test('is billed to another address if one is given', async () => {
    const billingAddress = { ...ADDRESS, line1: '2 Side St', stateCode: 'WA', postalCode: '98011' };
    const { order } = await place({ ...orderOf(11002, 872), billingAddress });
    const [row] = (await systems.read('commerce', `/orders?ids=${order.id.slice(6)}`)).orders;
    expect(row.ship_to).toMatchObject({ line1: '1 Main St', state_code: null });
    expect(row.bill_to).toMatchObject({ line1: '2 Side St', state_code: 'WA', postal_code: '98011' });
  });

  test('may have 100 lines', async () => {
    const lines = Array.from({ length: 100 }, () => ({ product: 'product:514', quantity: 1 }));
    const before = await stockOf(systems, 514);
    const { order, userErrors } = await place({ ...orderOf(11003, 514), lines });
    expect(userErrors).toEqual([]);
    expect(order.status).toBe('PLACED');
    expect((await stockOf(systems, 514)).onHand).toBe(before.onHand - 100);
  });

  test('takes the same number of calls at any size', async () => {
    const lines = [712, 713, 714].map((id) => ({ product: `product:${id}`, quantity: 1 }));
    const count = async (some: object[]) => {
      const input = { ...orderOf(11004, 712), lines: some };
      return (await product.counted(PLACE_BRIEFLY, { input })).calls;
    };
    const [one, three] = [await count(lines.slice(0, 1)), await count(lines)];
    expect(three.crm.routes).toEqual({ 'POST /crm/v3/customers/batch/read': 1 });
    expect(three.commerce.routes).toEqual({ 'GET /v2/products': 1, 'POST /v2/orders': 1 });
    expect(three.erp.routes).toEqual({
      'POST /odata/v4/Reservations': 1,
      'POST /odata/v4/Reservations/:id/Confirm': 1,
    });
    expect(three.accounting.routes).toEqual({ 'POST /api/2.0/Invoices': 1 });
    expect(one).toMatchObject({ crm: three.crm, commerce: three.commerce, erp: three.erp });
  });
});

const line = (id: number | string, quantity: number) => ({ product: `product:${id}`, quantity });
const lines = (...some: object[]) => ({ lines: some });

describe('an order that breaks a business rule is refused and leaves nothing in any system', () => {
  test.each([
    ['an unknown customer', { customer: 'customer:999999' }, ['customer'], 'NOT_FOUND'],
    ['a malformed customer id', { customer: 'customer:none' }, ['customer'], 'NOT_FOUND'],
    ['an unknown product', lines(line(870, 1), line(99999, 1)), ['lines', '1', 'product'], 'NOT_FOUND'],
    ['a malformed product id', lines(line('none', 1)), ['lines', '0', 'product'], 'NOT_FOUND'],
    ['no pieces', lines(line(870, 1), line(871, 0)), ['lines', '1', 'quantity'], 'INVALID'],
    ['a negative quantity', lines(line(870, -2147483648)), ['lines', '0', 'quantity'], 'INVALID'],
    ['too many pieces', lines(line(870, 1001)), ['lines', '0', 'quantity'], 'INVALID'],
    ['no lines', lines(), ['lines'], 'INVALID'],
    ['101 lines', lines(...Array.from({ length: 101 }, () => line(870, 1))), ['lines'], 'INVALID'],
    [
      'a product that is no longer sold',
      lines(line(870, 1), line(710, 1)),
      ['lines', '1', 'product'],
      'NOT_FOR_SALE',
    ],
    [
      'a product that is out of stock',
      lines(line(870, 1), line(717, 1)),
      ['lines', '1', 'quantity'],
      'OUT_OF_STOCK',
    ],
    ['more than is available', lines(line(860, 37)), ['lines', '0', 'quantity'], 'OUT_OF_STOCK'],
    [
      'more than is available, over all lines',
      lines(line(860, 20), line(860, 20)),
      ['lines', '1', 'quantity'],
      'OUT_OF_STOCK',
    ],
    ['no street', { shippingAddress: { ...ADDRESS, line1: '' } }, ['shippingAddress', 'line1'], 'INVALID'],
    [
      'too long a city',
      { billingAddress: { ...ADDRESS, city: 'x'.repeat(101) } },
      ['billingAddress', 'city'],
      'INVALID',
    ],
    [
      'a country code that is not valid',
      { shippingAddress: { ...ADDRESS, countryCode: 'USA' } },
      ['shippingAddress', 'countryCode'],
      'INVALID',
    ],
  ] as [string, object, string[], string][])('%s', async (_, changes, path, code) => {
    const before = await writes(systems);
    const reserved = await Promise.all([860, 870, 710].map((id) => stockOf(systems, id)));
    const payload = await place({ ...orderOf(11005, 870), ...changes });
    expect(payload).toMatchObject({ order: null, invoice: null });
    expect(payload.userErrors).toEqual([
      { path: ['input', ...path], code, message: payload.userErrors[0].message },
    ]);
    expect(payload.userErrors[0].message).not.toBe('');
    const { orders, invoices } = await writes(systems);
    expect({ orders, invoices }).toEqual({ orders: before.orders, invoices: before.invoices });
    expect(await Promise.all([860, 870, 710].map((id) => stockOf(systems, id)))).toEqual(reserved);
  });

  test('each short line is named, with the available quantity', async () => {
    const wanted = lines(line(717, 1), line(870, 1), line(860, 30), line(860, 12), line(860, 2));
    const { order, userErrors } = await place({ ...orderOf(11005, 870), ...wanted });
    expect(order).toBeNull();
    const [frame, gloves] = await Promise.all(
      [717, 860].map((id) => systems.read('commerce', `/products?ids=${id}`)),
    );
    const short = (index: string, message: string) => ({
      path: ['input', 'lines', index, 'quantity'],
      code: 'OUT_OF_STOCK',
      message,
    });
    const glove = gloves.products[0].name;
    expect(userErrors).toEqual([
      short('0', `None of ${frame.products[0].name} are available; 1 was asked for.`),
      short('3', `Only 6 of ${glove} are available; 12 were asked for.`),
      short('4', `None of ${glove} are available; 2 were asked for.`),
    ]);
  });

  test('each line with a product that is not for sale is named', async () => {
    const wanted = lines(line(710, 1), line(870, 1), line(710, 2));
    const { userErrors } = await place({ ...orderOf(11005, 870), ...wanted });
    const refused = (index: string) => ({
      path: ['input', 'lines', index, 'product'],
      code: 'NOT_FOR_SALE',
      message: 'Product 710 is not for sale.',
    });
    expect(userErrors).toEqual([refused('0'), refused('2')]);
  });

  test.each([
    [{ customer: 'product:1' }, 'Expected the global id of a Customer'],
    [{ lines: [{ product: '870', quantity: 1 }] }, 'Expected the global id of a Product'],
  ])(
    '%o has an id of the wrong type, and is refused as BAD_USER_INPUT without any call',
    async (changes, message) => {
      const input = { ...orderOf(11005, 870), ...changes };
      const { answer, total } = await product.counted(PLACE_BRIEFLY, { input });
      expect(answer.data).toEqual({ orderPlace: null });
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(answer.errors?.[0]?.message).toContain(message);
      expect(total).toBe(0);
    },
  );
});

describe('with an idempotency key', () => {
  test('placing the same order again returns the same order', async () => {
    const input = orderOf(11006, 873, 2);
    const first = await place(input, 'same-again');
    const between = await writes(systems);
    expect(await place(input, 'same-again')).toEqual(first);
    expect(await place(input, 'same-again')).toEqual(first);
    expect(await writes(systems)).toEqual(between);
    expect(first.order.status).toBe('PLACED');
  });

  test.each([
    ['other goods', orderOf(11007, 875)],
    ['another number of pieces', orderOf(11007, 874, 2)],
    ['another customer', orderOf(11008, 874)],
    ['another address', { ...orderOf(11007, 874), shippingAddress: { ...ADDRESS, line1: '3 Main St' } }],
    ['a billing address', { ...orderOf(11007, 874), billingAddress: { ...ADDRESS, city: 'Redmond' } }],
  ])('an order with %s is refused, and the order of the key is kept', async (_, other) => {
    const first = await place(orderOf(11007, 874), 'one-order');
    expect(first.userErrors).toEqual([]);
    const before = [await writes(systems), await recordsOf(systems, 11007, 874)];
    const { order, userErrors } = await place(other, 'one-order');
    expect(order).toBeNull();
    expect(userErrors).toMatchObject([{ path: ['idempotencyKey'], code: 'IDEMPOTENCY_KEY_REUSED' }]);
    expect([await writes(systems), await recordsOf(systems, 11007, 874)]).toEqual(before);
  });

  test('an order that was refused may be placed later', async () => {
    const input = orderOf(11009, 877, 37);
    expect((await place(input, 'later')).userErrors).toMatchObject([{ code: 'OUT_OF_STOCK' }]);
    const body = { ProductId: 877, LocationId: 7, Quantity: 1, Reason: 'found' };
    expect((await systems.ask('erp', '/StockAdjustments', 'POST', body)).status).toBe(201);
    expect(await place(input, 'later')).toMatchObject({ order: { status: 'PLACED' }, userErrors: [] });
    expect(await stockOf(systems, 877)).toEqual({ onHand: 0, reserved: 0 });
  });

  test('an order that has since been cancelled is not placed again', async () => {
    const input = orderOf(11010, 878, 2);
    const { order } = await place(input, 'cancelled-since');
    await product.query(`mutation { orderCancel(id: "${order.id}") { userErrors { code } } }`);
    const before = await writes(systems);
    expect(await place(input, 'cancelled-since')).toEqual({
      order: { id: order.id, status: 'CANCELLED' },
      invoice: null,
      userErrors: [],
    });
    expect(await writes(systems)).toEqual(before);
  });

  test('a replay returns the valid invoice', async () => {
    const input = orderOf(11013, 878);
    const { order, invoice } = await place(input, 'invoiced-anew');
    expect((await systems.ask('accounting', `/Invoices/${invoice.id.slice(8)}/Void`, 'POST')).status).toBe(
      200,
    );
    const { data } = await product.query(`mutation {
      invoiceIssue(input: { order: "${order.id}" }) { invoice { id status } userErrors { code } } }`);
    expect(data.invoiceIssue.invoice.id).not.toBe(invoice.id);
    expect((await place(input, 'invoiced-anew')).invoice).toEqual(data.invoiceIssue.invoice);
  });

  test.each(['It could not be placed completely.', 'It could not be placed completely (reservation x).'])(
    'an order that its customer cancelled with the reason "%s" is not placed again',
    async (reason) => {
      const key = `forged-${reason.length}`;
      const input = orderOf(11014, 878);
      const { order } = await place(input, key);
      const cancel = `mutation ($id: ID!, $reason: String) {
        orderCancel(id: $id, reason: $reason) { order { cancelReason } userErrors { code } } }`;
      const { data } = await product.query(cancel, { id: order.id, reason });
      expect(data.orderCancel).toEqual({ order: { cancelReason: reason }, userErrors: [] });
      const before = await writes(systems);
      expect((await place(input, key)).order).toEqual({ id: order.id, status: 'CANCELLED' });
      expect(await writes(systems)).toEqual(before);
    },
  );

  test('concurrent requests leave one order', async () => {
    const before = await stockOf(systems, 879);
    const input = orderOf(11011, 879, 3);
    const payloads = await Promise.all(Array.from({ length: 5 }, () => place(input, 'at-once')));
    expect(new Set(payloads.map(({ order }) => order.id)).size).toBe(1);
    expect(await recordsOf(systems, 11011, 879)).toMatchObject({
      orders: [{ status: 'placed' }],
      invoices: [{ status: 'OPEN' }],
      reservations: ['Confirmed'],
      onHand: before.onHand - 3,
      reserved: 0,
    });
  });

  test('each request without a key places an order', async () => {
    const input = orderOf(11012, 880);
    const [first, second] = [await place(input), await place(input)];
    expect(first.order.id).not.toBe(second.order.id);
    expect((await recordsOf(systems, 11012, 880)).orders).toHaveLength(2);
  });
});
