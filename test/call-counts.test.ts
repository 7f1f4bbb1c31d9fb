import { Kind, parse, print, visit } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { QUERIES } from './support/queries.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  // The token for accounting is fetched once and used for all later calls.
  await product.query('{ invoice(id: "invoice:INV-43697") { status } }');
});
afterAll(() => product[Symbol.asyncDispose]());

/** The query with `first` of its top-level lists replaced; unchanged if none of them has that argument. */
function ofLength(query: string, first: number): string {
  let depth = 0;
  const resized = visit(parse(query), {
    Field: {
      enter: (field) => {
        depth += 1;
        if (depth > 1) return undefined;
        const value = { kind: Kind.INT, value: String(first) } as const;
        return {
          ...field,
          arguments: (field.arguments ?? []).map((argument) =>
            argument.name.value === 'first' ? { ...argument, value } : argument,
          ),
        };
      },
      leave: () => {
        depth -= 1;
      },
    },
  });
  return print(resized);
}

/** The calls of a query: how many in total, and how many per route. */
async function callsOf(query: string) {
  const { answer, calls, total } = await product.counted(query);
  expect(answer.errors).toBeUndefined();
  const routes = Object.values(calls).map((system) => system.routes);
  return { total, routes: Object.assign({}, ...routes) as Record<string, number> };
}

const named = Object.entries(QUERIES);
const MANY = [5, 20, 50];

describe('a query makes exactly as many calls as it declares', () => {
  test.each(named)('%s', async (_, { query, maxCalls }) => {
    expect((await callsOf(query)).total).toBe(maxCalls);
  });

  test('(at least ten queries are tested)', () => {
    expect(named.length).toBeGreaterThanOrEqual(10);
  });
});

/** Queries whose top-level list takes `first`. */
const sized = named.filter(([, { query }]) => ofLength(query, 5) !== ofLength(query, 6));

describe('a query uses no other routes, and none more often, whatever the length of its list', () => {
  test.each(sized)('%s', async (_, { query, maxCalls }) => {
    const own = await callsOf(query);
    for (const first of MANY) {
      const { total, routes } = await callsOf(ofLength(query, first));
      // A short list may lack a kind of record, which is then not requested.
      expect(total).toBeLessThanOrEqual(maxCalls);
      for (const [route, count] of Object.entries(routes)) {
        expect(count, route).toBeLessThanOrEqual(own.routes[route] ?? 0);
      }
    }
  });

  test('(at least ten queries are tested)', () => {
    expect(sized.length).toBeGreaterThanOrEqual(10);
  });
});

/** Lists with related records, and the calls they cost at any length. */
const LISTS: Readonly<Record<string, readonly [query: string, calls: number]>> = {
  'orders with customer, three lines with product and stock, and invoice': [
    `{ orders(first: 50) { nodes {
      customer { name } invoice { total { amount } }
      lines { product { name stock { onHand } } }
    } } }`,
    5,
  ],
  'orders with the ids of their customers': ['{ orders(first: 50) { nodes { customer { id } } } }', 1],
  'orders with their discrepancies': ['{ orders(first: 50) { nodes { discrepancies { kind } } } }', 2],
  'customers with orders, values, balances and invoices': [
    `{ customers(first: 50) { nodes {
      orders(first: 3) { totalCount nodes { total { amount } } } orderCount lifetimeValue { amount }
      balance { amount } invoices(first: 3) { totalCount nodes { total { amount } } }
      territory { name }
    } } }`,
    8,
  ],
  'products with stock, suppliers, purchase orders, sales and reviews': [
    `{ products(first: 50) { nodes {
      available stock { onHand } category { name } revenue { amount } unitsSold reviews { nodes { rating } }
      suppliers(first: 2) { nodes { supplier { name } } } purchaseOrders(first: 2) { nodes { status } }
    } } }`,
    7,
  ],
  'invoices with payments, order and customer': [
    '{ invoices(first: 50) { nodes { payments { totalCount nodes { amount { amount } } } order { status } customer { name } } } }',
    4,
  ],
  'payments with invoices and their orders': [
    '{ payments(first: 50) { nodes { invoice { total { amount } order { lines { product { name } } } } } } }',
    4,
  ],
  'suppliers with products and purchase orders': [
    `{ suppliers(first: 50) { nodes {
      products(first: 2) { nodes { product { name } } } purchaseOrders(first: 2) { nodes { total { amount } } }
    } } }`,
    4,
  ],
  'stock levels with products and locations': [
    '{ stockLevels(first: 50) { nodes { onHand product { name listPrice { amount } } location { name } } } }',
    3,
  ],
  'ledger entries with accounts and organizations': [
    '{ ledgerEntries(first: 50) { nodes { amount account { name } organization { name } } } }',
    3,
  ],
  'the best customers with their balances': [
    '{ topCustomers(first: 50) { customer { name balance { amount } } } }',
    3,
  ],
  'stock-outs with products and their stock': [
    '{ stockOuts(first: 50) { nodes { product { name stock { onHand } } } } }',
    3,
  ],
  'categories with their products and product counts': [
    '{ salesReport(groupBy: [SUBCATEGORY], first: 50) { rows { category { products(first: 3) { totalCount nodes { name } } } } } }',
    3,
  ],
};

describe('a list with related records costs the same calls at any length', () => {
  test.each(Object.entries(LISTS))('%s', async (_, [query, calls]) => {
    const [few, many] = [await callsOf(ofLength(query, 5)), await callsOf(ofLength(query, 50))];
    expect(many.total).toBe(calls);
    expect(few.routes).toEqual(many.routes);
  });
});

describe('customers of territories, the one exception', () => {
  test('take one call per territory, as the CRM has no batch read, and one call for all territories', async () => {
    const { data } = await product.query('{ territories { id } }');
    const territories = data.territories.length as number;
    expect(territories).toBe(10);
    for (const first of [5, 50]) {
      const { routes } = await callsOf(
        `{ territories { name customers(first: ${first}) { nodes { name } } } }`,
      );
      expect(routes).toEqual({ 'GET /crm/v3/territories': 1, 'GET /crm/v3/customers': territories });
    }
  });

  test('stay within the bulkhead: no call is refused even if only two may run at once', async () => {
    await using narrow = await startProduct({ CRM_CONCURRENCY: '2' });
    const { answer, calls } = await narrow.counted('{ territories { customers(first: 5) { totalCount } } }');
    expect(answer.errors).toBeUndefined();
    expect(calls.crm.routes).toMatchObject({ 'GET /crm/v3/customers/count': 10 });
  });
});
