import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { walk } from './support/walk.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

/** The values of the sort field in the first hundred nodes of a list. */
async function sorted(list: string, orderBy: string, field: string): Promise<unknown[]> {
  const { data, errors } = await product.query(
    `{ ${list}(first: 100, orderBy: ${orderBy}) { nodes { ${field} } } }`,
  );
  expect(errors).toBeUndefined();
  const [name = '', part = ''] = field.split(/[ {}]+/);
  return data[list].nodes.map((node: Record<string, Record<string, unknown>>) =>
    part === '' ? node[name] : node[name]?.[part],
  );
}

type Key = (value: unknown) => string | number;
const number: Key = (value) => Number(String(value).replace(/^\D*/, ''));
/** The ERP sorts by character code: capitals before lowercase letters. */
const text: Key = (value) => String(value);
const signed: Key = (value) => Number(value);

describe('a list can be sorted in both directions', () => {
  test.each<[string, string, string, Key]>([
    ['payments', 'ID', 'id', number],
    ['payments', 'RECEIVED_ON', 'receivedOn', text],
    ['payments', 'AMOUNT', 'amount { amount }', signed],
    ['ledgerEntries', 'ID', 'id', number],
    ['ledgerEntries', 'POSTED_ON', 'postedOn', text],
    ['ledgerEntries', 'AMOUNT', 'amount', signed],
    ['exchangeRates', 'ID', 'id', number],
    ['exchangeRates', 'RATED_ON', 'ratedOn', text],
    ['suppliers', 'ID', 'id', number],
    ['suppliers', 'NAME', 'name', text],
    ['suppliers', 'ACCOUNT_NUMBER', 'accountNumber', text],
    ['suppliers', 'CREDIT_RATING', 'creditRating', signed],
  ])('%s by %s', async (list, by, field, key) => {
    const up = (await sorted(list, `{ field: ${by}, direction: ASC }`, field)).map((value) => key(value));
    const down = (await sorted(list, `{ field: ${by}, direction: DESC }`, field)).map((value) => key(value));
    const compare = (a: string | number, b: string | number) => (a < b ? -1 : Number(a > b));
    expect(up).toEqual(up.toSorted(compare));
    expect(down).toEqual(down.toSorted((a, b) => compare(b, a)));
    expect(up[0]).not.toBe(down[0]);
  });
});

test('suppliers can be paged by name without gaps or duplicates', async () => {
  const ids = await walk(product, (after) => `suppliers(first: 9, orderBy: { field: NAME }${after})`);
  expect(new Set(ids).size).toBe(104);
});

test('a maximum page size below the default of a list lowers the default, and the schema says so', async () => {
  await using replica = await product.another({ MAX_PAGE_SIZE: '10' });
  const { data, errors } = await replica.query(`{
    orders { nodes { id } } topCustomers { revenue { amount } } salesReport(groupBy: PRODUCT, first: 11) { rows { orderCount } }
    __type(name: "Query") { fields { name args { name description defaultValue } } } }`);
  expect(errors).toBeUndefined();
  expect(data.orders.nodes).toHaveLength(10);
  expect(data.salesReport.rows).toHaveLength(11);
  const { args } = data.__type.fields.find(({ name }: { name: string }) => name === 'orders');
  expect(args).toContainEqual({
    name: 'first',
    description: 'How many to return, 1 to 10.',
    defaultValue: '10',
  });
});

describe('a cursor is valid only for its own list and order; if it is a position, for the same rows', () => {
  const owners = {
    Account: 'account:60',
    Customer: 'customer:11176',
    Invoice: 'invoice:INV-43697',
    Location: 'location:7',
    Order: 'order:43697',
    Organization: 'organization:3',
    Product: 'product:1',
    Supplier: 'supplier:1580',
  };
  /** A page of a list of the graph or of an owner, such as `Customer.invoices` or `Customer(customer:1).invoices`, with further arguments. */
  const pageOf = async (list: string, args: string) => {
    const [, owner, given, field = '', more = ''] =
      /^(?:(\w+)(?:\(([^)]+)\))?\.)?(\w+)(.*)$/.exec(list) ?? [];
    const page = `page: ${field}(${args}${more}) { pageInfo { endCursor hasPreviousPage } }`;
    const id = given ?? owners[owner as keyof typeof owners];
    const { data, errors } = await product.query(
      owner === undefined ? `{ ${page} }` : `{ node(id: "${id}") { ... on ${owner} { ${page} } } }`,
    );
    return { pageInfo: (owner === undefined ? data : data.node).page?.pageInfo, errors };
  };

  test.each([
    ['suppliers', 'suppliers orderBy: { field: NAME }'],
    ['stockOuts below: ZERO', 'stockOuts below: SAFETY_STOCK'],
    ['payments', 'invoices'],
    ['invoices', 'invoices orderBy: { field: ID }'],
    ['invoices orderBy: { field: ID }', 'invoices orderBy: { field: ID, direction: ASC }'],
    ['invoices', 'Customer.invoices'],
    ['Customer.invoices', 'Customer.payments'],
    ['Order.invoices', 'Invoice.payments'],
    ['Order.invoices', 'Order(order:43698).invoices'],
    ['invoices', 'invoices filter: { status: PAID }'],
    ['Customer.invoices', 'Customer(customer:11331).invoices'],
    ['Customer.invoices', 'Customer.invoices filter: { overdue: true }'],
    ['Location.stock', 'Location(location:6).stock'],
    ['Location.stock', 'Location.stock filter: { maxAvailable: 5 }'],
    ['ledgerEntries', 'exchangeRates'],
    ['Account.entries', 'Organization.entries'],
    ['Location.stock', 'Location.stock orderBy: { field: ON_HAND }'],
    ['Supplier.products', 'Product.suppliers'],
    ['Supplier.purchaseOrders', 'Product.purchaseOrders'],
  ])('%s, not %s', async (list, other) => {
    const { endCursor } = (await pageOf(list, 'first: 1')).pageInfo;
    const after = `after: "${endCursor}"`;
    expect((await pageOf(list, after)).pageInfo).toMatchObject({ hasPreviousPage: true });
    expect((await pageOf(other, after)).errors).toMatchObject([
      {
        message: expect.stringContaining('is no cursor of this list'),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });
});

test('a supplier name that is too long to search for is refused as BAD_USER_INPUT', async () => {
  const { answer, total } = await product.counted(
    `{ suppliers(filter: { name: "${'x'.repeat(5000)}" }) { totalCount nodes { id } } }`,
  );
  const mistake = {
    extensions: { code: 'BAD_USER_INPUT' },
    message: '"name" may have at most 200 characters, got 5000.',
  };
  expect(answer.errors).toMatchObject([mistake, mistake]);
  expect(total).toBe(0);
});

test.each([
  [
    'topCustomers(period: { from: "2014-06-01", to: "2014-05-31" }) { revenue { amount } }',
    '2014-06-01 and 2014-05-31',
  ],
  [
    'salesReport(groupBy: MONTH, period: { from: "2014-06-01", to: "2014-05-31" }) { hasMore }',
    '2014-06-01 and 2014-05-31',
  ],
  ['profitAndLoss(period: { from: "2014-06-01", to: "2014-05-31" }) { period }', '2014-06-01 and 2014-05-31'],
  [
    'orders(filter: { ordered: { from: "2014-06-01", to: "2013-06-01" } }) { totalCount }',
    '2014-06-01 and 2013-06-01',
  ],
  [
    'invoices(filter: { issued: { from: "2014-06-01", to: "2013-06-01" } }) { totalCount }',
    '2014-06-01 and 2013-06-01',
  ],
  ['invoices(filter: { minTotal: "100", maxTotal: "99.99" }) { totalCount }', '100 and 99.99'],
  ['products(filter: { minPrice: "1000", maxPrice: "999" }) { totalCount }', '1000 and 999'],
])('bounds between which nothing can be are refused as BAD_USER_INPUT: %s', async (field, values) => {
  const { answer, total } = await product.counted(`{ ${field} }`);
  expect(answer.errors).toMatchObject([
    { message: expect.stringContaining(`got ${values}.`), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect(total).toBe(0);
});

test('bounds that are equal are a span of one day, and one amount', async () => {
  const { data, errors } = await product.query(`{
    invoices(filter: { issued: { from: "2013-07-16", to: "2013-07-16" } }) { totalCount }
    products(filter: { minPrice: "3578.27", maxPrice: "3578.270" }) { totalCount } }`);
  expect(errors).toBeUndefined();
  expect(data.invoices.totalCount).toBeGreaterThan(0);
  expect(data.products.totalCount).toBeGreaterThan(0);
});

test('payments of customers match the list of payments, and are read for all customers at once', async () => {
  const { answer, calls } = await product.counted(
    `{ nodes(ids: ["customer:11176", "customer:11331", "customer:1"]) { ... on Customer {
         payments(first: 3, filter: { received: { to: "2013-11-20" } }) { totalCount nodes { id customer { id } } } } } }`,
  );
  const [first, second, none] = answer.data.nodes;
  expect(first.payments).toEqual({
    totalCount: 13,
    nodes: ['60065', '57861', '55982'].map((id) => ({
      id: `payment:PAY-${id}`,
      customer: { id: 'customer:11176' },
    })),
  });
  expect(second.payments.nodes[0]).toMatchObject({ customer: { id: 'customer:11331' } });
  expect(none.payments).toEqual({ totalCount: 0, nodes: [] });
  expect(calls.accounting.routes).toEqual({
    'GET /api/2.0/Payments/Grouped': 1,
    'GET /api/2.0/Payments/GroupedCount': 1,
  });
});

describe('a nested list takes the filter of the top-level list, and is empty if that names another owner', () => {
  const EMPTY = { totalCount: 0, nodes: [] };

  test.each([
    ['customer:11176', 'Customer', 'payments', 'customer: "customer:11176"', 'customer: "customer:1"'],
    ['category:1', 'Category', 'products', 'category: "category:1"', 'category: "category:2"'],
    ['location:7', 'Location', 'stock', 'location: "location:7"', 'location: "location:6"'],
  ])('%s: %s.%s', async (id, type, list, own, other) => {
    const { data, errors } = await product.query(
      `{ node(id: "${id}") { ... on ${type} {
           all: ${list}(first: 5) { totalCount nodes { id } }
           own: ${list}(first: 5, filter: { ${own} }) { totalCount nodes { id } }
           other: ${list}(first: 5, filter: { ${other} }) { totalCount nodes { id } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.node.all.nodes).toHaveLength(5);
    expect(data.node.own).toEqual(data.node.all);
    expect(data.node.other).toEqual(EMPTY);
  });

  test('such as bikes by colour, and the stock of one product at a location', async () => {
    const { data } = await product.query(`{
      category(id: "category:1") { products(first: 100, filter: { color: "yellow" }) { totalCount nodes { color } } }
      products(filter: { category: "category:1", color: "yellow" }) { totalCount }
      location(id: "location:7") { stock(filter: { product: "product:776" }) { totalCount nodes { id } }
        odd: stock(filter: { product: "product:abc" }) { totalCount nodes { id } } } }`);
    const { products } = data.category;
    expect(products.totalCount).toBe(data.products.totalCount);
    expect(new Set(products.nodes.map(({ color }: { color: string }) => color))).toEqual(new Set(['Yellow']));
    expect(data.location).toEqual({
      stock: { totalCount: 1, nodes: [{ id: 'stock-level:776-7' }] },
      odd: EMPTY,
    });
  });
});

test('filtering by an id that the shop cannot have gives an empty list', async () => {
  const { data, errors } = await product.query(`{
    products(filter: { category: "category:bikes" }) { totalCount nodes { id } }
    orders(filter: { product: "product:abc" }) { totalCount nodes { id } } }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    products: { totalCount: 0, nodes: [] },
    orders: { totalCount: 0, nodes: [] },
  });
});

test('lists that are naturally short are pages, too', async () => {
  const { data } = await product.query(`{
    product(id: "product:937") {
      one: reviews(first: 1) { totalCount nodes { reviewer } pageInfo { hasNextPage } }
      reviews { totalCount nodes { reviewer } } none: reviews(first: 0) { totalCount } }
    invoice(id: "invoice:INV-43697") { payments(first: 1) { nodes { id } } many: payments(first: 101) { totalCount } }
    order(id: "order:43697") { invoices(first: 1) { nodes { id } } many: invoices(first: 101) { totalCount } } }`);
  const { reviews, one, none } = data.product;
  expect(reviews.totalCount).toBeGreaterThan(1);
  expect(reviews.nodes).toHaveLength(reviews.totalCount);
  expect(one).toEqual({ ...reviews, nodes: [reviews.nodes[0]], pageInfo: { hasNextPage: true } });
  expect(none).toBeNull();
  expect(data.invoice).toEqual({ payments: { nodes: [{ id: 'payment:PAY-43697' }] }, many: null });
  expect(data.order).toEqual({ invoices: { nodes: [{ id: 'invoice:INV-43697' }] }, many: null });
});

test('entities that change have the time of their last update', async () => {
  const ids = ['customer:11000', 'order:43697', 'product:776', 'invoice:INV-43697', 'payment:PAY-43697'];
  const fields = ['Customer', 'Order', 'Product', 'Invoice', 'Payment'].map(
    (type) => `... on ${type} { updatedAt }`,
  );
  const read = async () =>
    (await product.query(`{ nodes(ids: ${JSON.stringify(ids)}) { ${fields.join(' ')} } }`)).data.nodes.map(
      ({ updatedAt }: { updatedAt: string }) => updatedAt,
    ) as string[];
  const before = await read();
  for (const moment of before) expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  await product.query(
    'mutation { customerUpdate(id: "customer:11000", input: { phone: "1" }) { userErrors { code } } }',
  );
  const after = await read();
  expect(String(after[0]) > String(before[0])).toBe(true);
  expect(after.slice(1)).toEqual(before.slice(1));
});
