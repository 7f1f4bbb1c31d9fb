import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Commerce, groups, ids, products } from './commerce-support.ts';

// The expected numbers were computed from the CSV files by another program.
const system = new Commerce();
const { count, get } = system;

beforeAll(() => system.start());
afterAll(() => system.stop());

describe('products', () => {
  it('have all their fields', async () => {
    const answer = await get('/products?ids=776');
    expect(products(answer)).toEqual([
      {
        id: 776,
        number: 'BK-M82B-42',
        name: 'Mountain-100 Black, 42',
        description:
          'Top-of-the-line competition mountain bike. Performance-enhancing options include the innovative HL Frame, super-smooth front suspension, and traction for all terrain.',
        color: 'Black',
        size: '42',
        size_unit: 'CM',
        weight: 20.77,
        weight_unit: 'LB',
        line: 'M',
        class: 'H',
        style: 'U',
        model: 'Mountain-100',
        category_id: 101,
        list_price: '3374.99',
        currency: 'USD',
        sell_start: '2011-05-31',
        sell_end: '2012-05-29',
        updated_at: '2012-05-29T00:00:00.000Z',
      },
    ]);
  });

  it.each([
    ['', 504],
    ['q=ROAD', 103],
    ['q=%25', 0],
    ['q=bk-m82b', 4],
    ['category_id=1', 97],
    ['category_id=101', 32],
    ['category_id=99', 0],
    ['color=red', 38],
    ['min_price=1000&max_price=1500', 47],
    ['for_sale=true', 206],
    ['for_sale=false', 298],
    ['ids=1,2,3,5', 3],
  ])('with the filter "%s" number %i', async (query, expected) => {
    expect(await count(`/products/count?${query}`)).toBe(expected);
    const pages = await system.walk(`/products?${query}&limit=40`);
    const found = pages.flatMap((page) => ids(products(page)));
    expect(found).toHaveLength(expected);
    expect(new Set(found).size).toBe(expected);
  });

  it('are sorted by name ignoring case, by number or by price', async () => {
    expect(ids(products(await get('/products?sort=name&limit=3')))).toEqual([1, 879, 712]);
    expect(products(await get('/products?sort=-number&limit=1'))[0]?.number).toBe('WB-H098');
    expect(products(await get('/products?sort=-list_price&limit=1'))[0]?.id).toBe(753);
    for (const sort of ['name', '-number', 'list_price']) {
      const pages = await system.walk(`/products?sort=${sort}&limit=30`);
      expect(new Set(pages.flatMap((page) => ids(products(page)))).size).toBe(504);
    }
  });

  it('are grouped by category, including those of its subcategories', async () => {
    const keys = 'by=category_id&keys=103,1,102,101,99';
    const answer = await get(`/products/grouped_count?${keys}`);
    expect(answer.body['groups']).toEqual([
      { key: 103, count: 22 },
      { key: 1, count: 97 },
      { key: 102, count: 43 },
      { key: 101, count: 32 },
      { key: 99, count: 0 },
    ]);
    const grouped = groups(await get(`/products/grouped?${keys}&limit=3&sort=-list_price`));
    for (const group of grouped) {
      const listed = await get(`/products?category_id=${group.key}&limit=3&sort=-list_price`);
      expect(group.products).toEqual(products(listed));
      expect(group.next === null).toBe(group.key === 99);
    }
  });

  it('have categories and reviews', async () => {
    const categories = await get('/categories');
    expect(categories.headers.get('cache-control')).toBe('private, max-age=300');
    expect(categories.body['categories']).toHaveLength(41);
    expect(categories.body['categories']).toContainEqual({ id: 137, parent_id: 4, name: 'Tires and Tubes' });
    const reviews = (await get('/reviews?product_ids=709,937,1')).body['reviews'] as Record<
      string,
      unknown
    >[];
    expect(reviews.map(({ id, product_id: product, rating }) => [id, product, rating])).toEqual([
      [1, 709, 5],
      [2, 937, 4],
      [3, 937, 2],
    ]);
  });

  it('have sales figures', async () => {
    const answer = await get('/products/sales?product_ids=1,749');
    expect(products(answer)).toEqual([
      { product_id: 1, units: 0, revenue: '0', order_count: 0, currency: 'USD' },
      { product_id: 749, units: 336, revenue: '1202298.72', order_count: 336, currency: 'USD' },
    ]);
    const june = await get('/products/sales?product_ids=749&from=2011-06-01&to=2011-06-30');
    expect(products(june)).toMatchObject([{ units: 21, revenue: '75143.67' }]);
  });
});

describe('reports', () => {
  it('give the value of customers', async () => {
    const none = { order_count: 0, total: '0', first_ordered_on: null, last_ordered_on: null };
    expect((await get('/customers/values?customer_ids=7,11000')).body['customers']).toEqual([
      { customer_id: 7, currency: 'USD', ...none },
      {
        customer_id: 11000,
        order_count: 3,
        total: '9115.1341',
        currency: 'USD',
        first_ordered_on: '2011-06-21',
        last_ordered_on: '2013-10-03',
      },
    ]);
  });

  const report = async (query: string) => (await get(`/reports/sales?${query}`)).body['rows'];

  it('give sales by year and category', async () => {
    const usd = { currency: 'USD' };
    expect(await report('group_by=year,category&sort=key')).toEqual([
      { year: '2011', category_id: 1, orders: 1201, units: 1201, revenue: '3863120.2134', ...usd },
      { year: '2012', category_id: 1, orders: 2743, units: 2743, revenue: '6390599.9473', ...usd },
      { year: '2013', category_id: 1, orders: 6235, units: 6235, revenue: '10156667.91', ...usd },
      { year: '2013', category_id: 3, orders: 3653, units: 4484, revenue: '167467.72', ...usd },
      { year: '2013', category_id: 4, orders: 9062, units: 18055, revenue: '350166.64', ...usd },
    ]);
  });

  it('give sales of a month by territory, highest first', async () => {
    const answer = await get('/reports/sales?group_by=month,territory&from=2013-06-01&to=2013-06-30&limit=2');
    expect(answer.headers.get('cache-control')).toBe('private, max-age=60');
    expect(answer.body).toMatchObject({
      rows: [
        { month: '2013-06', territory_id: 9, orders: 136, units: 363, revenue: '245747.96' },
        { month: '2013-06', territory_id: 4, orders: 107, units: 301, revenue: '157114.79' },
      ],
      has_more: true,
    });
  });

  it('add up to the same total whatever they are grouped by', async () => {
    const all = [{ orders: 16459, units: 32718, revenue: '20928022.4307', currency: 'USD' }];
    expect(await report('')).toEqual(all);
    expect(await report('channel=phone')).toEqual([{ orders: 0, units: 0, revenue: '0', currency: 'USD' }]);
    for (const by of [
      'month',
      'quarter',
      'year',
      'territory',
      'category',
      'subcategory',
      'channel',
      'product',
    ]) {
      const rows = (await report(`group_by=${by}&limit=1000`)) as { units: number; revenue: string }[];
      expect(rows.reduce((sum, { units }) => sum + units, 0)).toBe(32_718);
      const cents = rows.reduce((sum, { revenue }) => sum + Math.round(Number(revenue) * 10_000), 0);
      expect(cents).toBe(209_280_224_307);
    }
  });

  it('name quarters, and let a subcategory take precedence over its category', async () => {
    expect(await report('group_by=quarter&sort=key&limit=1')).toMatchObject([{ quarter: '2011-Q2' }]);
    const both = await report('group_by=subcategory,category&category_id=3&sort=key');
    expect(both).toEqual(await report('group_by=subcategory&category_id=3&sort=key'));
    expect((both as { category_id: number }[])[0]?.category_id).toBe(119);
    expect(await report('group_by=customer&sort=revenue&limit=1&territory_id=6')).toHaveLength(1);
  });

  it('give control totals of blocks', async () => {
    const answer = await get('/reports/control_totals');
    expect(answer.body['blocks']).toHaveLength(77);
    expect((answer.body['blocks'] as unknown[])[0]).toEqual({
      block: 170,
      count: 79,
      total: '287226.1984',
      customer_hash: '64149152375',
      total_hash: '125622992379094',
      currency_hash: '19320736810144',
    });
    expect((await get('/reports/control_totals?block_size=1000000')).body['blocks']).toEqual([
      {
        block: 0,
        count: 16459,
        total: '23125465.309',
        customer_hash: '16614655245793',
        total_hash: '11757375235023365',
        currency_hash: '4970024478718132',
      },
    ]);
    expect((await get('/reports/control_totals?from_id=43697&to_id=43697')).body['blocks']).toMatchObject([
      { count: 1, customer_hash: String(43697 * 21768) },
    ]);
  });
});
