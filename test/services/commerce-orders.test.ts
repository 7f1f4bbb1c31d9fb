import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Commerce, groups, ids, orders, range } from './commerce-support.ts';
import { outcome } from './documented.ts';

// The expected numbers were computed from the CSV files by another program.
const system = new Commerce();
const { count, get } = system;

beforeAll(() => system.start());
afterAll(() => system.stop());

describe('orders', () => {
  it('carry lines, addresses, ship method and reasons', async () => {
    const answer = await get('/orders?ids=43697');
    const address = {
      id: 23148,
      line1: '601 Asilomar Dr.',
      line2: null,
      city: 'Metchosin',
      state: 'British Columbia',
      state_code: 'BC',
      country_code: 'CA',
      postal_code: 'V9',
    };
    expect(answer.headers.get('cache-control')).toBe('private, max-age=30');
    expect(orders(answer)).toEqual([
      {
        id: 43697,
        status: 'shipped',
        channel: 'online',
        ordered_on: '2011-05-31',
        due_on: '2011-06-12',
        shipped_on: '2011-06-07',
        customer_id: 21768,
        territory_id: 6,
        bill_to: address,
        ship_to: address,
        ship_method: { id: 1, name: 'XRQ - TRUCK GROUND' },
        currency: 'USD',
        exchange_rate_id: 4,
        subtotal: '3578.27',
        tax: '286.2616',
        freight: '89.4568',
        total: '3953.9884',
        reasons: ['Manufacturer', 'Quality'],
        lines: [
          {
            line_number: 1,
            product_id: 749,
            quantity: 1,
            unit_price: '3578.27',
            tax: '286.2616',
            total: '3578.27',
          },
        ],
        cancel_reason: null,
        reservation: null,
        updated_at: '2011-06-07T00:00:00.000Z',
      },
    ]);
  });

  it('come newest first in a batch, each once, without unknown ones', async () => {
    const answer = await get('/orders?ids=43697,99999999,43699,43698,43697');
    expect(ids(orders(answer))).toEqual([43699, 43698, 43697]);
    expect(orders(await get('/orders?ids=1'))).toEqual([]);
  });

  it('are limited to 50 per batch unless the limit parameter allows more', async () => {
    const list = range(43_697, 100).join();
    const cut = await get(`/orders?ids=${list}`);
    expect(orders(cut)).toHaveLength(50);
    expect(cut.headers.get('link')).toContain('rel="next"');
    const whole = await get(`/orders?ids=${list}&limit=100`);
    expect(ids(orders(whole))).toEqual(range(43_697, 100).reverse());
    expect(whole.headers.get('link')).toBeNull();
    expect(outcome(await get(`/orders?limit=100&ids=${range(43_697, 101).join()}`))).toEqual([
      400,
      'too_many_ids',
    ]);
  });

  it.each([
    ['', 16_459],
    ['status=shipped', 16_459],
    ['status=placed', 0],
    ['channel=online', 16_459],
    ['channel=phone', 0],
    ['customer_id=11000', 3],
    ['territory_id=6', 1_893],
    ['product_id=749', 336],
    ['product_id=1', 0],
    ['product_id=749&ordered_from=2011-06-01&ordered_to=2011-06-30', 21],
    ['territory_id=6&ordered_from=2013-06-01&ordered_to=2013-06-30&min_total=2000', 14],
    ['min_total=3953.9884&product_id=749', 336],
    ['min_total=3953.9885', 0],
    ['ids=43697,43698,1', 2],
  ])('with the filter "%s" number %i', async (query, expected) => {
    expect(await count(`/orders/count?${query}`)).toBe(expected);
    const page = await get(`/orders?${query}&limit=100`);
    expect(orders(page)).toHaveLength(Math.min(expected, 100));
  });

  it.each([
    ['', [57418, 51522, 43793]],
    ['&sort=id', [43793, 51522, 57418]],
    ['&sort=ordered_on', [43793, 51522, 57418]],
    ['&sort=-ordered_on', [57418, 51522, 43793]],
    ['&sort=total', [51522, 57418, 43793]],
    ['&sort=-total', [43793, 57418, 51522]],
  ])('are sorted and paged with the parameters "%s"', async (sort, expected) => {
    const pages = await system.walk(`/orders?customer_id=11000${sort}&limit=1`);
    expect(pages.flatMap((page) => ids(orders(page)))).toEqual(expected);
  });

  it('are sorted by id if they tie', async () => {
    expect(ids(orders(await get('/orders?sort=-total&limit=3')))).toEqual([46602, 46599, 46598]);
  });

  it('are listed to the end without gaps or repeats', async () => {
    const pages = await system.walk('/orders?sort=-total&limit=100');
    const all = pages.flatMap(orders);
    expect(new Set(ids(all)).size).toBe(16_459);
    expect(all).toHaveLength(16_459);
    const totals = all.map(({ total }) => Number(total));
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  });

  it('are grouped in the order of the keys, page by page', async () => {
    const answer = groups(await get('/orders/grouped?by=customer_id&keys=11001,5,11000&limit=2'));
    expect(answer.map(({ key, orders: rows }) => [key, rows.length])).toEqual([
      [11001, 2],
      [5, 0],
      [11000, 2],
    ]);
    expect(answer.map(({ next }) => next === null)).toEqual([true, true, false]);
    const rest = groups(
      await get(`/orders/grouped?by=customer_id&keys=11000&limit=2&page_info=${answer[2]?.next}`),
    );
    expect(rest.map(({ orders: rows, next }) => [ids(rows), next])).toEqual([[[43793], null]]);
  });

  it('are the same in groups as in lists with the same filter', async () => {
    const query = 'sort=-total&ordered_from=2013-01-01&min_total=50';
    for (const [by, keys] of [
      ['customer_id', range(11_000, 5)],
      ['territory_id', range(1, 11)],
      ['product_id', [749, 782, 870, 1]],
    ] as const) {
      const answer = await get(`/orders/grouped?by=${by}&keys=${keys.join()}&limit=7&${query}`);
      const counts = await get(`/orders/grouped_count?by=${by}&keys=${keys.join()}&${query}`);
      for (const [index, key] of keys.entries()) {
        const listed = await get(`/orders?${by}=${key}&limit=7&${query}`);
        expect(groups(answer)[index]).toMatchObject({ key, orders: orders(listed) });
        const expected = await count(`/orders/count?${by}=${key}&${query}`);
        expect((counts.body['groups'] as unknown[])[index]).toEqual({ key, count: expected });
      }
    }
  });

  it('are listed with their totals by id', async () => {
    const answer = await get('/orders/totals?from_id=43697&to_id=43699&limit=2');
    expect(answer.body).toEqual({
      orders: [
        { id: 43697, status: 'shipped', customer_id: 21768, total: '3953.9884', currency: 'USD' },
        { id: 43698, status: 'shipped', customer_id: 28389, total: '3756.989', currency: 'USD' },
      ],
      has_more: true,
    });
    expect((await get('/orders/totals?from_id=43699&to_id=43699')).body).toMatchObject({ has_more: false });
    expect(orders(await get('/orders/totals?limit=5000'))).toHaveLength(5_000);
    expect(orders(await get('/orders/totals'))).toHaveLength(1_000);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});
