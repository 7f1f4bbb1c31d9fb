import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Commerce, groups, ids, order, orders, products, range } from './commerce-support.ts';
import { outcome } from './documented.ts';

const system = new Commerce();
const { count, get, patch, post } = system;

const address = { line1: '1 Rue Cler', city: 'Paris', country_code: 'FR' };
const draft = {
  customer_id: 77,
  bill_to: { ...address, line2: null, postal_code: '75007', state: '' },
  ship_to: address,
  lines: [{ product_id: 870, quantity: 3 }],
};
const place = async (changes: object = {}) => order(await post('/orders', { ...draft, ...changes }));

beforeAll(() => system.start());
afterAll(() => system.stop());

describe('placing an order', () => {
  it('computes its prices, tax, freight and total', async () => {
    const lines = [
      { product_id: 870, quantity: 3 },
      { product_id: 782, quantity: 2, unit_price: '2000.5' },
      { product_id: 870, quantity: 1, unit_price: '0' },
    ];
    const answer = await post('/orders', { ...draft, lines, ship_method_id: 5, reservation: 'R-1' });
    const placed = order(answer);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(placed).toMatchObject({ id: 63119, status: 'placed', channel: 'api', customer_id: 77 });
    expect(placed).toMatchObject({ shipped_on: null, territory_id: null, reasons: [], reservation: 'R-1' });
    expect(placed.ship_method).toEqual({ id: 5, name: 'CARGO TRANSPORT 5' });
    // 3 x 4.99 + 2 x 2000.5 = 4015.97; 8 % are 321.2776; 2.5 % are 100.39925, rounded half up.
    expect(placed).toMatchObject({ subtotal: '4015.97', tax: '321.2776', freight: '100.3993' });
    expect(placed).toMatchObject({ total: '4437.6469', currency: 'USD', exchange_rate_id: null });
    expect(placed.lines).toEqual([
      { line_number: 1, product_id: 870, quantity: 3, unit_price: '4.99', tax: '1.1976', total: '14.97' },
      { line_number: 2, product_id: 782, quantity: 2, unit_price: '2000.5', tax: '320.08', total: '4001' },
      { line_number: 3, product_id: 870, quantity: 1, unit_price: '0', tax: '0', total: '0' },
    ]);
    const none = { id: null, line2: null, state: null, state_code: null, postal_code: null };
    expect(placed.ship_to).toEqual({ ...none, ...address });
    expect(placed.bill_to).toEqual({ ...none, ...address, postal_code: '75007' });
    expect(placed.ordered_on).toBe(placed.updated_at.slice(0, 10));
    expect(Date.parse(placed.due_on) - Date.parse(placed.ordered_on)).toBe(12 * 86_400_000);
    expect(orders(await get(`/orders?ids=${placed.id}`))).toEqual([placed]);
    expect(orders(await get('/orders?reservation=R-1'))).toEqual([placed]);
    expect(orders(await get('/orders?reservation=R-2'))).toEqual([]);
  });

  it('with two lines of the same product gives one order of that product', async () => {
    const placed = await place({ lines: [1, 2].map((quantity) => ({ product_id: 953, quantity })) });
    const filters = `by=product_id&keys=953&status=placed`;
    expect(groups(await get(`/orders/grouped?${filters}`)).map((group) => ids(group.orders))).toEqual([
      [placed.id],
    ]);
    expect((await get(`/orders/grouped_count?${filters}`)).body['groups']).toEqual([{ key: 953, count: 1 }]);
  });

  it.each([
    [{ lines: [] }, 'empty_order'],
    [{ lines: [{ product_id: 99_999, quantity: 1 }] }, 'unknown_product'],
    [{ lines: [{ product_id: 749, quantity: 1 }] }, 'not_for_sale'],
    [{ lines: [{ product_id: 1, quantity: 1 }] }, 'not_for_sale'],
    [{ ship_method_id: 6 }, 'unknown_ship_method'],
  ])('is refused for %j as %s', async (changes, code) => {
    const before = await count('/orders/count');
    expect(outcome(await post('/orders', { ...draft, ...changes }))).toEqual([422, code]);
    expect(await count('/orders/count')).toBe(before);
  });

  it.each([
    [{ customer_id: 0 }, 'customer_id'],
    [{ lines: [{ product_id: 870, quantity: 0 }] }, 'quantity'],
    [{ lines: [{ product_id: 870, quantity: 1, unit_price: '1,5' }] }, 'unit_price'],
    [{ ship_to: { ...address, country_code: 'France' } }, 'country_code'],
    [{ bill_to: null }, 'bill_to'],
    [{ currency: 'usd' }, 'currency'],
  ])('is refused as malformed: %j', async (changes, field) => {
    const answer = await post('/orders', { ...draft, ...changes });
    expect(outcome(answer)).toEqual([400, 'bad_request']);
    expect(answer.body['detail']).toContain(field);
  });

  it('happens once per Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await post('/orders', draft, key);
    const before = await count('/orders/count');
    const again = await post('/orders', draft, key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await post('/orders', { ...draft, customer_id: 78 }, key);
    expect(outcome(other)).toEqual([422, 'idempotency_key_reused']);
    expect(await count('/orders/count')).toBe(before);
  });

  it('neither skips nor repeats orders for a client that pages through a list', async () => {
    for (const sort of ['-id', 'total']) {
      const path = `/orders?territory_id=6&sort=${sort}&limit=100`;
      const before = (await system.walk(path)).flatMap((page) => ids(orders(page)));
      const during = await system.walk(path, () => place());
      expect(during.flatMap((page) => ids(orders(page)))).toEqual(before);
    }
    const shown = await system.walk('/orders?customer_id=77&limit=2', () => place());
    const seen = shown.flatMap((page) => ids(orders(page)));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('cancelling an order', () => {
  it('takes it out of all figures', async () => {
    const sums = async () => [
      products(await get('/products/sales?product_ids=870'))[0],
      (await get('/customers/values?customer_ids=4711')).body['customers'],
      (await get('/reports/sales?group_by=channel,customer&sort=key&limit=1000&channel=phone')).body['rows'],
      (await get('/reports/control_totals?from_id=63119')).body['blocks'],
    ];
    const before = await sums();
    const placed = await place({ customer_id: 4711, channel: 'phone' });
    const [sold, values, report] = await sums();
    const { units } = before[0] as { units: number };
    expect(sold).toMatchObject({ units: units + 3 });
    expect(values).toMatchObject([
      { order_count: 1, total: placed.total, first_ordered_on: placed.ordered_on },
    ]);
    expect(report).toEqual([
      { channel: 'phone', customer_id: 4711, orders: 1, units: 3, revenue: '14.97', currency: 'USD' },
    ]);
    const answer = await post(`/orders/${placed.id}/cancel`, { reason: 'too late' });
    expect(answer.status).toBe(200);
    const { updated_at } = order(answer);
    expect(answer.body).toEqual({ ...placed, status: 'cancelled', cancel_reason: 'too late', updated_at });
    expect(await sums()).toEqual(before);
  });

  it('needs no reason and no body', async () => {
    const placed = await place();
    expect(order(await post(`/orders/${placed.id}/cancel`))).toMatchObject({
      status: 'cancelled',
      cancel_reason: null,
    });
    expect(outcome(await post(`/orders/${placed.id}/cancel`, {}))).toEqual([409, 'already_cancelled']);
  });

  it('is refused if it has been shipped or does not exist', async () => {
    expect(outcome(await post('/orders/43697/cancel', {}))).toEqual([409, 'already_shipped']);
    expect(outcome(await post('/orders/1/cancel', {}))).toEqual([404, 'not_found']);
    expect(outcome(await post('/orders/abc/cancel', {}))).toEqual([400, 'bad_request']);
  });
});

describe('correcting an order', () => {
  it('sets the given fields and keeps the others', async () => {
    const placed = await place();
    const changed = order(await patch(placed.id, { total: '10.5', currency: 'EUR', customer_id: 78 }));
    const expected = { ...placed, total: '10.5', currency: 'EUR', customer_id: 78 };
    expect(changed).toEqual({ ...expected, updated_at: changed.updated_at });
    const totals = orders(await get(`/orders/totals?from_id=${placed.id}&to_id=${placed.id}`));
    expect(totals).toMatchObject([{ total: '10.5', currency: 'EUR', customer_id: 78 }]);
    const eur = (0x45 * 256 + 0x55) * 256 + 0x52;
    const blocks = await get(`/reports/control_totals?from_id=${placed.id}&to_id=${placed.id}`);
    expect(blocks.body['blocks']).toMatchObject([
      { total: '10.5', total_hash: String(placed.id * 105_000), currency_hash: String(placed.id * eur) },
    ]);
    const values = await get('/customers/values?customer_ids=78');
    expect(values.body['customers']).toMatchObject([{ order_count: 0, total: '0' }]);
  });

  it('keeps dates and reasons in step with the status', async () => {
    const { id } = await place();
    const shipped = order(await patch(id, { status: 'shipped' }));
    expect(shipped.shipped_on).toBe(shipped.updated_at.slice(0, 10));
    expect(order(await patch(id, { status: 'placed' })).shipped_on).toBeNull();
    await post(`/orders/${id}/cancel`, { reason: 'by mistake' });
    expect(order(await patch(id, { status: 'placed' }))).toMatchObject({
      status: 'placed',
      cancel_reason: null,
    });
    expect(order(await patch(id, { status: 'cancelled' })).status).toBe('cancelled');
  });

  it('changes hash totals, which are reduced to 61 bits', async () => {
    const corrected = range(43_697, 60);
    for (const id of corrected) await patch(id, { total: '99999999.9999' });
    const hash = corrected.reduce((sum, id) => sum + BigInt(id) * 999_999_999_999n, 0n);
    expect(hash).toBeGreaterThan(2n ** 61n);
    const answer = await get('/reports/control_totals?block_size=100000&to_id=43756');
    expect(answer.body['blocks']).toMatchObject([
      { count: 60, total: '5999999999.994', total_hash: String(hash % (2n ** 61n - 1n)) },
    ]);
  });

  it('changes nothing if all given values are the current ones', async () => {
    const placed = await place();
    expect((await patch(placed.id, { total: placed.total, status: 'placed' })).body).toEqual(placed);
  });

  it.each([
    [{}, 400, 'bad_request'],
    [{ total: 5 }, 400, 'bad_request'],
    [{ total: '-5' }, 400, 'bad_request'],
    [{ status: 'lost' }, 400, 'bad_request'],
  ])('is refused for %j', async (body, status, code) => {
    expect(outcome(await patch(43_697, body))).toEqual([status, code]);
  });

  it('is refused for an order that does not exist', async () => {
    expect(outcome(await patch(1, { total: '1' }))).toEqual([404, 'not_found']);
  });
});
