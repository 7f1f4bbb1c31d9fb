import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { decimal, table, units, type Row } from './support/tables.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

/** A line of an order in the sample data, with all keys by which sales can be grouped. */
interface Sold {
  readonly order: string;
  readonly day: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly quantity: number;
  readonly revenue: bigint;
}

const sold: readonly Sold[] = (() => {
  const byId = (name: string) => new Map(table(name).map((row) => [row['id'] ?? '', row]));
  const [orders, products, subcategories] = ['order', 'product', 'subcategory'].map((name) =>
    byId(`commerce/${name}`),
  );
  return table('commerce/order_line').map((line): Sold => {
    const order = orders?.get(line['order_id'] ?? '') ?? {};
    const subcategory = products?.get(line['product_id'] ?? '')?.['subcategory_id'] ?? '';
    const day = order['ordered_on'] ?? '';
    const [year = '', month = ''] = day.split('-');
    return {
      order: line['order_id'] ?? '',
      day,
      keys: {
        MONTH: `${year}-${month}`,
        QUARTER: `${year}-Q${Math.ceil(Number(month) / 3)}`,
        YEAR: year,
        TERRITORY: `territory:${order['territory_id'] ?? ''}`,
        CATEGORY: `category:${subcategories?.get(subcategory)?.['category_id'] ?? ''}`,
        SUBCATEGORY: `category:${100 + Number(subcategory)}`,
        CHANNEL: 'ONLINE',
        PRODUCT: `product:${line['product_id'] ?? ''}`,
        CUSTOMER: `customer:${order['customer_id'] ?? ''}`,
      },
      quantity: Number(line['quantity']),
      revenue: units(line['unit_price'] ?? '') * BigInt(line['quantity'] ?? ''),
    };
  });
})();

const FIELDS: Readonly<Record<string, string>> = {
  MONTH: 'period',
  QUARTER: 'period',
  YEAR: 'period',
  TERRITORY: 'territory',
  CATEGORY: 'category',
  SUBCATEGORY: 'category',
  CHANNEL: 'channel',
  PRODUCT: 'product',
  CUSTOMER: 'customer',
};
const IS_PLAIN = /^(period|channel)$/;

/** The expected report, in no particular order; `keys` of a row are in the order of the dimensions. */
function summed(dimensions: readonly string[], counts: (sale: Sold) => boolean = () => true) {
  const groups = Map.groupBy(sold.filter(counts), ({ keys }) =>
    dimensions.map((dimension) => keys[dimension]).join(' '),
  );
  return [...groups].map(([key, sales]) => {
    const keys = key.split(' ');
    const named = dimensions.map((dimension, place) => {
      const field = FIELDS[dimension] ?? '';
      return [field, IS_PLAIN.test(field) ? keys[place] : { id: keys[place] }];
    });
    const revenue = sales.reduce((sum, sale) => sum + sale.revenue, 0n);
    const row = {
      ...Object.fromEntries(Object.values(FIELDS).map((field) => [field, null])),
      ...Object.fromEntries(named),
      orderCount: new Set(sales.map(({ order }) => order)).size,
      units: sales.reduce((sum, { quantity }) => sum + quantity, 0),
      revenue: { amount: decimal(revenue), currency: 'USD' },
    };
    return { keys, revenue, row };
  });
}

const ROW = `period territory { id } category { id } channel product { id } customer { id }
  orderCount units revenue { amount currency }`;

async function report(args: string) {
  const { data, errors } = await product.query(`{ salesReport(${args}) { hasMore rows { ${ROW} } } }`);
  expect(errors).toBeUndefined();
  return data.salesReport as { hasMore: boolean; rows: Record<string, unknown>[] };
}

/** Compares keys as numbers if they are ids, and as text if not. */
function byKeys(a: { keys: string[] }, b: { keys: string[] }): number {
  for (const [place, key] of a.keys.entries()) {
    const [one, other] = [key, b.keys[place] ?? ''].map((text) => text.replace(/^\w+:/, '')) as [
      string,
      string,
    ];
    const order = one.localeCompare(other, 'en', { numeric: true });
    if (order !== 0) return order;
  }
  return 0;
}

describe('the sales report', () => {
  test.each([
    [['YEAR']],
    [['QUARTER']],
    [['MONTH']],
    [['TERRITORY']],
    [['CATEGORY']],
    [['SUBCATEGORY']],
    [['CHANNEL']],
    [['PRODUCT']],
    [['YEAR', 'TERRITORY']],
    [['TERRITORY', 'YEAR']],
    [['QUARTER', 'TERRITORY', 'CATEGORY']],
    [['CHANNEL', 'PRODUCT', 'YEAR']],
    [['SUBCATEGORY', 'YEAR']],
  ])('is grouped and sorted by %j', async (dimensions) => {
    const { hasMore, rows } = await report(`groupBy: [${dimensions.join(', ')}], first: 1000`);
    expect(rows).toEqual(
      summed(dimensions)
        .sort(byKeys)
        .map(({ row }) => row),
    );
    expect(hasMore).toBe(false);
  });

  test('says that there is more if customers exceed the limit of rows', async () => {
    const expected = summed(['CUSTOMER']).sort(byKeys);
    expect(expected.length).toBeGreaterThan(1000);
    const { hasMore, rows } = await report('groupBy: [CUSTOMER], first: 1000');
    expect(rows).toEqual(expected.slice(0, 1000).map(({ row }) => row));
    expect(hasMore).toBe(true);
  });

  test.each([
    ['DESC', -1],
    ['ASC', 1],
  ] as const)('is sorted by revenue, %s', async (direction, sign) => {
    const expected = summed(['PRODUCT']).sort((a, b) => sign * Number(a.revenue - b.revenue) || byKeys(a, b));
    const { hasMore, rows } = await report(
      `groupBy: [PRODUCT], orderBy: { field: REVENUE, direction: ${direction} }, first: 40`,
    );
    expect(rows).toEqual(expected.slice(0, 40).map(({ row }) => row));
    expect(hasMore).toBe(true);
  });

  test('is sorted by key in descending order', async () => {
    const { rows } = await report(
      'groupBy: [YEAR, PRODUCT], orderBy: { field: KEY, direction: DESC }, first: 9',
    );
    const expected = summed(['YEAR', 'PRODUCT']).sort((a, b) => byKeys(b, a));
    expect(rows).toEqual(expected.slice(0, 9).map(({ row }) => row));
  });

  test('counts a repeated dimension only once', async () => {
    expect(await report('groupBy: [YEAR, YEAR, YEAR, YEAR]')).toEqual(await report('groupBy: [YEAR]'));
  });

  test('is grouped by subcategory if both category and subcategory are given', async () => {
    const both = await report('groupBy: [CATEGORY, SUBCATEGORY]');
    expect(both).toEqual(await report('groupBy: [SUBCATEGORY]'));
    expect(both.rows).toHaveLength(17);
  });

  test('may be limited to one row, and says whether there is more', async () => {
    expect(await report('groupBy: [YEAR], first: 1')).toMatchObject({
      hasMore: true,
      rows: [{ period: '2011' }],
    });
    expect(await report('groupBy: [YEAR], first: 3')).toMatchObject({ hasMore: false });
  });

  const june = ({ day }: Sold) => day >= '2013-06-01' && day <= '2013-06-30';
  test.each([
    ['period: { from: "2013-06-01", to: "2013-06-30" }', june],
    ['period: { from: "2013-12-31" }', ({ day }) => day >= '2013-12-31'],
    ['period: { to: "2011-05-31" }', ({ day }) => day <= '2011-05-31'],
    ['period: { from: "2030-01-01" }', () => false],
    ['filter: { territory: "territory:6" }', ({ keys }) => keys['TERRITORY'] === 'territory:6'],
    ['filter: { territory: "territory:99" }', () => false],
    ['filter: { category: "category:3" }', ({ keys }) => keys['CATEGORY'] === 'category:3'],
    ['filter: { category: "category:119" }', ({ keys }) => keys['SUBCATEGORY'] === 'category:119'],
    ['filter: { customer: "customer:11176" }', ({ keys }) => keys['CUSTOMER'] === 'customer:11176'],
    ['filter: { product: "product:870" }', ({ keys }) => keys['PRODUCT'] === 'product:870'],
    ['filter: { channel: ONLINE }', () => true],
    ['filter: { channel: PHONE }', () => false],
    [
      'period: { from: "2013-06-01", to: "2013-06-30" }, filter: { territory: "territory:6", category: "category:4", channel: ONLINE }',
      (sale) =>
        june(sale) && sale.keys['TERRITORY'] === 'territory:6' && sale.keys['CATEGORY'] === 'category:4',
    ],
  ] as [string, (sale: Sold) => boolean][])('is restricted by %s', async (args, counts) => {
    const { rows } = await report(`groupBy: [PRODUCT, TERRITORY], first: 1000, ${args}`);
    const expected = summed(['PRODUCT', 'TERRITORY'], counts).sort(byKeys);
    expect(rows).toEqual(expected.slice(0, 1000).map(({ row }) => row));
  });
});

describe('the best customers', () => {
  const best = (counts?: (sale: Sold) => boolean) =>
    summed(['CUSTOMER'], counts)
      .sort((a, b) => Number(b.revenue - a.revenue) || byKeys(a, b))
      .map(({ row }) => row);

  test.each([
    ['', 10, undefined],
    ['(first: 1)', 1, undefined],
    ['(first: 100)', 100, undefined],
    [
      '(first: 5, period: { from: "2012-01-01", to: "2012-12-31" })',
      5,
      ({ day }: Sold) => day.startsWith('2012'),
    ],
  ] as const)('topCustomers%s', async (args, count, counts) => {
    const { data } = await product.query(`{ topCustomers${args} { ${ROW} } }`);
    expect(data.topCustomers).toEqual(best(counts).slice(0, count));
  });
});

describe('related data of rows', () => {
  test('is read with one call per kind for all rows: customers, territories and categories', async () => {
    const { answer, calls } = await product.counted(`{ salesReport(
      groupBy: [CUSTOMER, TERRITORY, SUBCATEGORY], orderBy: { field: REVENUE, direction: DESC }, first: 100
    ) { rows { customer { id name } territory { id name } category { id name parent { name } } } } }`);
    expect(answer.errors).toBeUndefined();
    const names = new Map(
      table('commerce/subcategory').map(({ id, name }) => [`category:${100 + Number(id)}`, name]),
    );
    const territories = new Map(
      table('crm/territory').map(({ id, name }) => [`territory:${id ?? ''}`, name]),
    );
    for (const { customer, territory, category } of answer.data.salesReport.rows) {
      expect(customer.name).toEqual(expect.any(String));
      expect(territory.name).toBe(territories.get(territory.id));
      expect(category.name).toBe(names.get(category.id));
    }
    expect(calls.commerce.routes).toEqual({ 'GET /v2/reports/sales': 1, 'GET /v2/categories': 1 });
    expect(calls.crm.routes).toEqual({
      'POST /crm/v3/customers/batch/read': 1,
      'GET /crm/v3/territories': 1,
    });
  });

  test('includes products and their stock', async () => {
    const numbers = new Map(
      table('commerce/product').map((row: Row) => [`product:${row['id'] ?? ''}`, row['number']]),
    );
    const ask = (first: number) =>
      product.counted(
        `{ salesReport(groupBy: [PRODUCT], first: ${first}) { rows { product { id number available } } } }`,
      );
    const [few, many] = [await ask(5), await ask(100)];
    for (const { product: one } of many.answer.data.salesReport.rows) {
      expect(one.number).toBe(numbers.get(one.id));
      expect(one.available).toEqual(expect.any(Number));
    }
    expect(many.calls).toEqual(few.calls);
    expect(many.total).toBe(3);
  });

  test('takes no call if only the id is requested', async () => {
    const { total } = await product.counted(
      '{ topCustomers(first: 100) { customer { id } revenue { amount } } }',
    );
    expect(total).toBe(1);
  });

  test('is read in batches only as large as the CRM allows', async () => {
    const { calls } = await product.counted(
      '{ salesReport(groupBy: [CUSTOMER], first: 1000) { rows { customer { name } } } }',
    );
    expect(calls.crm.routes).toEqual({ 'POST /crm/v3/customers/batch/read': 10 });
  });
});

test.each([
  ['salesReport(groupBy: [])', '"groupBy" must name 1 to 3 dimensions, got 0.'],
  [
    'salesReport(groupBy: [YEAR, TERRITORY, CHANNEL, PRODUCT])',
    '"groupBy" must name 1 to 3 dimensions, got 4.',
  ],
  ['salesReport(groupBy: [YEAR], first: 0)', '"first" must be from 1 to 1000, got 0.'],
  ['salesReport(groupBy: [YEAR], first: 1001)', '"first" must be from 1 to 1000, got 1001.'],
  [
    'salesReport(groupBy: [YEAR], filter: { territory: "category:1" })',
    'Expected the global id of a Territory',
  ],
  ['salesReport(groupBy: [YEAR], filter: { category: "1" })', 'Expected the global id of a Category'],
  ['topCustomers(first: 0)', '"first" must be from 1 to 100, got 0.'],
  ['topCustomers(first: 101)', '"first" must be from 1 to 100, got 101.'],
])('%s is refused as BAD_USER_INPUT', async (field, message) => {
  const { answer, total } = await product.counted(`{ ${field} { __typename } }`);
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(answer.errors?.[0]?.message).toContain(message);
  expect(total).toBe(0);
});

test.each([
  ['salesReport(groupBy: [WEEK]) { hasMore }', 'WEEK'],
  ['salesReport(groupBy: [YEAR], period: { from: "2013-02-30" }) { hasMore }', '2013-02-30'],
  ['salesReport { hasMore }', 'groupBy'],
])('%s does not pass validation', async (field, what) => {
  const { errors } = await product.query(`{ ${field} }`);
  expect(errors?.[0]?.message).toContain(what);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
});

test('a malformed territory or category id gives a report without rows', async () => {
  for (const filter of ['territory: "territory:x"', 'category: "category:x"']) {
    expect(
      await product.query(`{ salesReport(groupBy: [YEAR], filter: { ${filter} }) { rows { units } } }`),
    ).toEqual({
      data: { salesReport: { rows: [] } },
    });
  }
});
