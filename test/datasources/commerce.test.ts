import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OrderQuery } from '../../datasources/commerce/model.ts';
import type { SalesQuery } from '../../datasources/commerce/report-model.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { idOf, type Id } from '../../datasources/ids.ts';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import { type OpenSystem } from '../../datasources/system.ts';
import { connectAlone, scopeOf } from '../support/source.ts';

type Commerce = ReturnType<ReturnType<typeof commerce.open>>;

/** A shop that returns the answer a test sets, and records the requests it receives. */
let shop: Server;
let connection: OpenSystem<Commerce>;
let requests: string[];
let answer: (url: URL) => unknown;

beforeEach(async () => {
  requests = [];
  shop = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(new URL(request.url ?? '', 'http://shop'))));
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  connection = connectAlone(commerce, { baseUrl, credentials: { API_KEY: 'key' } });
});

afterEach(async () => {
  await connection.close();
  shop.close();
});

const source = () => connection.sourceFor(scopeOf());

const ADDRESS = {
  id: null,
  line1: '1 Main St',
  line2: null,
  city: 'Bothell',
  state: null,
  state_code: null,
  country_code: 'US',
  postal_code: null,
};

function wireOrder(id: number): Record<string, unknown> {
  return {
    id,
    status: 'placed',
    channel: 'api',
    ordered_on: '2013-01-01',
    due_on: '2013-01-13',
    shipped_on: null,
    customer_id: 7,
    territory_id: null,
    bill_to: ADDRESS,
    ship_to: ADDRESS,
    ship_method: null,
    currency: 'USD',
    exchange_rate_id: null,
    subtotal: '1',
    tax: '0',
    freight: '0',
    total: '1',
    reasons: [],
    lines: [],
    cancel_reason: null,
    reservation: null,
    updated_at: '2013-01-01T00:00:00.000Z',
  };
}

const ANY: OrderQuery = {
  status: null,
  channel: null,
  customer: null,
  territory: null,
  product: null,
  ordered: { from: null, to: null },
  minTotal: null,
  sort: { by: 'ID', descending: true },
};
const PAGE = { first: 20, after: null };

test('a batch is matched by id in any order, and an invalid record fails no other', async () => {
  answer = () => ({ orders: [wireOrder(3), { ...wireOrder(2), total: 12 }, wireOrder(1)] });
  const { byId } = source().orders;
  const [first, second, third, fourth] = await Promise.allSettled(
    [1, 2, 3, 4].map((id) => byId.load(idOf<'Order'>(id))),
  );
  expect(first).toMatchObject({ status: 'fulfilled', value: { id: '1' } });
  expect(second).toMatchObject({ status: 'rejected', reason: expect.any(ContractError) as Error });
  expect(third).toMatchObject({ status: 'fulfilled', value: { id: '3' } });
  expect(fourth).toEqual({ status: 'fulfilled', value: null });
  expect(requests).toEqual(['/v2/orders?ids=1,2,3,4&limit=4']);
});

test('a batch is split into the sizes the shop allows, with a limit for each', async () => {
  answer = (url) => ({
    orders: (url.searchParams.get('ids') ?? '').split(',').map((id) => wireOrder(Number(id))),
  });
  const ids = Array.from({ length: 250 }, (_, index) => idOf<'Order'>(index + 1));
  const { byId } = source().orders;
  const orders = await Promise.all(ids.map((id) => byId.load(id)));
  expect(orders.map((order) => order?.id)).toEqual(ids);
  expect(requests.map((url) => new URL(url, 'http://shop').searchParams.get('limit')).sort()).toEqual([
    '100',
    '100',
    '50',
  ]);
});

test('groups are matched by key, and an invalid order fails only the list it is in', async () => {
  answer = () => ({
    groups: [
      { key: 2, orders: [{ ...wireOrder(20), status: 'lost' }], next: null },
      { key: 1, orders: [wireOrder(10)], next: 'on' },
    ],
  });
  const { orders } = source();
  const [one, two, three] = await Promise.allSettled(
    ['1', '2', '3'].map((id) => orders.groupedBy('customer', idOf<'Customer'>(id), ANY, PAGE)),
  );
  expect(one).toMatchObject({ status: 'fulfilled', value: { items: [{ id: '10' }], hasNext: true } });
  expect(two).toMatchObject({ status: 'rejected', reason: expect.any(ContractError) as Error });
  expect(three).toMatchObject({ status: 'fulfilled', value: { items: [], hasNext: false } });
  expect(requests).toEqual(['/v2/orders/grouped?sort=-id&by=customer_id&limit=20&keys=1,2,3']);
  expect(orders.byId.peek(idOf<'Order'>('10'))).toMatchObject({ id: '10' });
});

test('malformed owner ids do not spoil the call for other owners', async () => {
  answer = () => ({ groups: [{ key: 1, count: 5 }] });
  const { orders } = source();
  const counts = ['1', 'abc', '0', '-1', '1,2'].map((id) =>
    orders.groupedCount('customer', idOf<'Customer'>(id), ANY),
  );
  expect(await Promise.all(counts)).toEqual([5, 0, 0, 0, 0]);
  expect(requests).toEqual(['/v2/orders/grouped_count?by=customer_id&keys=1']);
});

test('the shop is not called if all owner ids are malformed', async () => {
  const id: Id<'Customer'> = idOf('abc');
  const { orders } = source();
  expect(await orders.groupedCount('customer', id, ANY)).toBe(0);
  expect(await orders.valueOf(id)).toEqual({
    lifetimeValue: { amount: '0', currency: 'USD' },
    orderCount: 0,
    firstOrderedOn: null,
    lastOrderedOn: null,
  });
  expect(requests).toEqual([]);
});

test('groups without keys are reported as a broken contract, naming the system and the path', async () => {
  answer = () => ({ groups: [null] });
  await expect(source().orders.groupedBy('product', idOf('1'), ANY, PAGE)).rejects.toThrow(
    'commerce: GET /v2/orders/grouped: a group without "key" or "next"',
  );
});

test('filters are sent in the shop’s own notation', async () => {
  answer = () => ({ orders: [] });
  const query: OrderQuery = {
    status: 'SHIPPED',
    channel: 'PHONE',
    customer: idOf('1'),
    territory: idOf('2'),
    product: idOf('3'),
    ordered: { from: '2013-01-01', to: '2013-01-31' },
    minTotal: '12.5',
    sort: { by: 'ORDERED_ON', descending: false },
  };
  await source().orders.list(query, { first: 7, after: null });
  expect(requests).toEqual([
    '/v2/orders?status=shipped&channel=phone&customer_id=1&territory_id=2&product_id=3' +
      '&ordered_from=2013-01-01&ordered_to=2013-01-31&min_total=12.5&sort=ordered_on&limit=7',
  ]);
});

test('sales hold references instead of ids', async () => {
  answer = () => ({
    rows: [
      {
        month: '2013-06',
        category_id: 101,
        channel: 'api',
        orders: 2,
        units: 3,
        revenue: '4.50',
        currency: 'USD',
      },
    ],
    has_more: true,
  });
  const query: SalesQuery = {
    groupBy: ['MONTH', 'SUBCATEGORY', 'CHANNEL'],
    period: { from: '2013-06-01', to: null },
    territory: null,
    category: idOf('1'),
    customer: null,
    product: null,
    channel: 'API',
    sort: { by: 'REVENUE', descending: true },
  };
  const report = await source().reports.sales(query, { first: 10, after: null });
  expect(report).toMatchObject({
    items: [
      {
        period: '2013-06',
        territory: null,
        category: { id: '101' },
        channel: 'API',
        product: null,
        customer: null,
        orderCount: 2,
        units: 3,
        revenue: { amount: '4.5', currency: 'USD' },
      },
    ],
    hasNext: true,
  });
  expect(requests).toEqual([
    '/v2/reports/sales?group_by=month,subcategory,channel&from=2013-06-01&category_id=1&channel=api&sort=-revenue&limit=10&offset=0',
  ]);
});

test('an order that the shop could never accept is refused without calling it', async () => {
  const address = { line1: '1 Main St', line2: null, city: 'Bothell', state: null, stateCode: null };
  const shippingAddress = { ...address, countryCode: 'US', postalCode: null };
  const order = {
    customer: idOf<'Customer'>('29485'),
    territory: null,
    lines: [],
    shippingAddress,
    billingAddress: shippingAddress,
    reservation: null,
  };
  expect(await source().orders.place(order, 'no-lines')).toEqual({
    ok: false,
    refusal: { code: 'INVALID', field: ['lines'], message: 'Expected 1 to 100 lines, got 0.' },
  });
  expect(requests).toEqual([]);
});
