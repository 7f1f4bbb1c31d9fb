import { Kind, parse, print, visit } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { QUERIES } from './support/queries.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  // The token of accounting is fetched once and serves all later calls.
  await product.query('{ invoice(id: "invoice:INV-43697") { status } }');
});
afterAll(() => product[Symbol.asyncDispose]());

/** The query with other lengths of its topmost lists; the same where none of them has a length. */
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

/** The routes that a query takes at each system, with how often, and in all. */
async function callsOf(query: string) {
  const { answer, calls, total } = await product.counted(query);
  expect(answer.errors).toBeUndefined();
  const routes = Object.values(calls).map((system) => system.routes);
  return { total, routes: Object.assign({}, ...routes) as Record<string, number> };
}

const named = Object.entries(QUERIES);
const MANY = [5, 20, 50];

describe('a query costs as many calls as it says', () => {
  test.each(named)('%s', async (_, { query, maxCalls }) => {
    expect((await callsOf(query)).total).toBe(maxCalls);
  });

  test('and there are queries enough', () => {
    expect(named.length).toBeGreaterThanOrEqual(10);
  });
});

/** Queries whose topmost list has a length. */
const sized = named.filter(([, { query }]) => ofLength(query, 5) !== ofLength(query, 6));

describe('however long its lists, a query takes no other way and none more often', () => {
  test.each(sized)('%s', async (_, { query, maxCalls }) => {
    const own = await callsOf(query);
    for (const first of MANY) {
      const { total, routes } = await callsOf(ofLength(query, first));
      // A short list may have nothing of a kind in it: then that is not asked for.
      expect(total).toBeLessThanOrEqual(maxCalls);
      for (const [route, count] of Object.entries(routes)) {
        expect(count, route).toBeLessThanOrEqual(own.routes[route] ?? 0);
      }
    }
  });

  test('is said of more than ten', () => {
    expect(sized.length).toBeGreaterThanOrEqual(10);
  });
});

/** Lists with their edges, and the calls they cost at any length. */
const LISTS: Readonly<Record<string, readonly [query: string, calls: number]>> = {
  'orders with customer, three lines with product and stock, and invoice': [
    `{ orders(first: 50) { nodes {
      customer { name } invoice { total { amount } }
      lines { product { name stock { onHand } } }
    } } }`,
    5,
  ],
  'orders with their customers by reference': ['{ orders(first: 50) { nodes { customer { id } } } }', 1],
  'orders with their disagreements': ['{ orders(first: 50) { nodes { discrepancies { kind } } } }', 2],
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
      available stock { onHand } category { name } revenue { amount } unitsSold reviews { rating }
      suppliers(first: 2) { nodes { supplier { name } } } purchaseOrders(first: 2) { nodes { status } }
    } } }`,
    7,
  ],
  'invoices with payments, order and customer': [
    '{ invoices(first: 50) { nodes { payments { amount { amount } } order { status } customer { name } } } }',
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
  'the best customers and what they owe': [
    '{ topCustomers(first: 50) { customer { name balance { amount } } } }',
    3,
  ],
  'what is short, with the products and what there is': [
    '{ stockOuts(first: 50) { nodes { product { name stock { onHand } } } } }',
    3,
  ],
  'categories with their products, counted': [
    '{ salesReport(groupBy: [SUBCATEGORY], first: 50) { rows { category { products(first: 3) { totalCount nodes { name } } } } } }',
    3,
  ],
};

describe('the way from a list to what belongs to it costs the same at any length', () => {
  test.each(Object.entries(LISTS))('%s', async (_, [query, calls]) => {
    const [few, many] = [await callsOf(ofLength(query, 5)), await callsOf(ofLength(query, 50))];
    expect(many.total).toBe(calls);
    expect(few.routes).toEqual(many.routes);
  });
});

describe('the one exception', () => {
  test('the CRM has no batch read of the customers of territories: one call a territory, and one for all names', async () => {
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

  test('they go within the bulkhead: none is refused, though it holds two at once', async () => {
    await using narrow = await startProduct({ CRM_CONCURRENCY: '2' });
    const { answer, calls } = await narrow.counted('{ territories { customers(first: 5) { totalCount } } }');
    expect(answer.errors).toBeUndefined();
    expect(calls.crm.routes).toMatchObject({ 'GET /crm/v3/customers/count': 10 });
  });
});
