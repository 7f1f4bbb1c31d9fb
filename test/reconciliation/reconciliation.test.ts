import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { decimal, plantedErrors, table, units, type Row } from '../support/tables.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const WHOLE = 'kind message order { id } invoices { id } claims { system record statement }';

interface Found {
  readonly kind: string;
  readonly order: { readonly id: string };
}

async function discrepancies(args: string, fields = 'kind order { id }'): Promise<Found[]> {
  const { data, errors } = await product.query(`{ discrepancies(${args}) { nodes { ${fields} } } }`);
  expect(errors).toBeUndefined();
  return data.discrepancies.nodes;
}

const brief = (found: readonly Found[]) => found.map(({ kind, order }) => `${kind} ${order.id}`);

describe('discrepancies', () => {
  const orders = new Map(table('commerce/order').map((row) => [row['id'], row]));
  const errors = plantedErrors();
  const kinds: Readonly<Record<string, string>> = {
    total: 'TOTAL',
    currency: 'CURRENCY',
    contact: 'CUSTOMER',
    missing: 'MISSING_INVOICE',
    duplicate: 'DUPLICATE_INVOICE',
  };
  const sentences: Readonly<Record<string, string>> = {
    TOTAL: 'the totals differ.',
    CURRENCY: 'the currencies differ.',
    CUSTOMER: 'the customers differ.',
    MISSING_INVOICE: 'there is no invoice for it.',
    DUPLICATE_INVOICE: 'there are 2 invoices for it.',
  };
  const duplicates = errors.filter(({ what }) => what === 'duplicate').map(({ order_id: id }) => id);

  function expected({ order_id: id = '', what = '', value = '' }: Row) {
    const order = orders.get(id);
    const figures = `${decimal(units(order?.['total'] ?? ''))} USD`;
    const kind = kinds[what] ?? '';
    const says = {
      TOTAL: [figures, `${value} USD`],
      CURRENCY: ['USD', value],
      CUSTOMER: [`customer:${order?.['customer_id'] ?? ''}`, `customer:${value}`],
      MISSING_INVOICE: [figures, 'no invoice'],
      DUPLICATE_INVOICE: [figures, figures, figures],
    }[kind] ?? ['', ''];
    const second = `invoice:INV-${63119 + duplicates.indexOf(id)}`;
    const invoices = {
      MISSING_INVOICE: [],
      DUPLICATE_INVOICE: [`invoice:INV-${id}`, second],
    }[kind] ?? [`invoice:INV-${id}`];
    const records = [`order:${id}`, ...(kind === 'MISSING_INVOICE' ? [null] : invoices)];
    return {
      kind,
      message: `Order ${id}: ${sentences[kind] ?? ''}`,
      order: { id: `order:${id}` },
      invoices: invoices.map((invoice) => ({ id: invoice })),
      claims: says.map((text, index) => ({
        system: index === 0 ? 'commerce' : 'accounting',
        record: records[index],
        statement: text,
      })),
    };
  }

  test('are found for all planted errors and nothing else, each with what both sides state', async () => {
    expect(errors).toHaveLength(14);
    expect(await discrepancies('first: 100', WHOLE)).toEqual(errors.map(expected));
  });

  test('take four calls: control totals and rows of both systems', async () => {
    const calls = {
      crm: {},
      commerce: { 'GET /v2/reports/control_totals': 1, 'GET /v2/orders/totals': 1 },
      erp: {},
      accounting: { 'GET /api/2.0/Reports/ControlTotals': 1, 'GET /api/2.0/Invoices/Totals': 1 },
    };
    for (const first of [1, 20, 100]) {
      const result = await product.counted(`{ discrepancies(first: ${first}) { nodes { ${WHOLE} } } }`);
      expect(result.calls).toMatchObject(
        Object.fromEntries(Object.entries(calls).map(([name, routes]) => [name, { routes }])),
      );
      expect(result.total).toBe(4);
    }
    const counted = await product.counted('{ discrepancies { totalCount nodes { kind } } }');
    expect(counted.answer.data.discrepancies.totalCount).toBe(14);
    expect(counted.total).toBe(4);
  });

  test('have the records of both systems', async () => {
    const { data } = await product.query(`{ discrepancies(first: 1) { nodes {
      order { total { amount } } invoices { total { amount } order { id } } claims { record }
    } } }`);
    expect(data.discrepancies.nodes).toEqual([
      {
        order: { total: { amount: '3953.9884' } },
        invoices: [{ total: { amount: '3593.9884' }, order: { id: 'order:46461' } }],
        claims: [{ record: 'order:46461' }, { record: 'invoice:INV-46461' }],
      },
    ]);
  });

  test('are paged without gaps or duplicates, and can be continued after any edge', async () => {
    const all = brief(await discrepancies('first: 100'));
    const paged: string[] = [];
    let after = '';
    for (let page = 1; page <= 5; page++) {
      const { data } = await product.query(`{ discrepancies(first: 3${after}) {
        edges { cursor node { kind order { id } } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
      } }`);
      const { edges, pageInfo, totalCount } = data.discrepancies;
      paged.push(...brief(edges.map(({ node }: { node: Found }) => node)));
      expect(pageInfo).toEqual({
        hasNextPage: page < 5,
        hasPreviousPage: page > 1,
        startCursor: edges[0].cursor,
        endCursor: edges.at(-1).cursor,
      });
      expect(totalCount).toBe(14);
      after = `, after: "${edges.at(-1).cursor}"`;
    }
    expect(paged).toEqual(all);
    expect(await discrepancies(`first: 3${after}`)).toEqual([]);
  });

  test.each([
    ['kinds: [TOTAL]', ['46461', '56482', '63070']],
    ['kinds: [CURRENCY, CUSTOMER]', ['48283', '54660', '60126', '62540', '62858']],
    ['kinds: [MISSING_ORDER, CANCELLED_BUT_INVOICED]', []],
    ['fromOrder: "order:62858"', ['62858', '62964', '63070', '63105']],
    // Two in one block each: 62858 and 62964, 63070 and 63105.
    ['fromOrder: "order:62859", toOrder: "order:63104"', ['62964', '63070']],
    ['toOrder: "order:48283"', ['46461', '48283']],
    ['toOrder: "order:48282"', ['46461']],
    ['fromOrder: "order:48284", toOrder: "order:51016"', ['51016']],
    ['fromOrder: "order:51017", toOrder: "order:53748"', []],
    ['fromOrder: "order:900000000000000"', []],
    ['kinds: [DUPLICATE_INVOICE], fromOrder: "order:53750"', ['61948', '63105']],
  ] as [string, string[]][])('that match { %s } are listed and counted', async (filter, orders) => {
    const { data, errors } = await product.query(
      `{ discrepancies(first: 100, filter: { ${filter} }) { totalCount nodes { order { id } } } }`,
    );
    expect(errors).toBeUndefined();
    const { totalCount, nodes } = data.discrepancies;
    expect(nodes.map(({ order }: Found) => order.id)).toEqual(orders.map((id) => `order:${id}`));
    expect(totalCount).toBe(orders.length);
  });

  test('that match a filter can be paged as well', async () => {
    const first = await product.query(
      '{ discrepancies(first: 2, filter: { kinds: [TOTAL], fromOrder: "order:46461" }) { nodes { order { id } } pageInfo { endCursor hasNextPage } } }',
    );
    const { endCursor, hasNextPage } = first.data.discrepancies.pageInfo;
    expect(hasNextPage).toBe(true);
    const rest = await discrepancies(
      `first: 2, after: "${endCursor}", filter: { kinds: [TOTAL], fromOrder: "order:46461" }`,
    );
    expect(brief(rest)).toEqual(['TOTAL order:63070']);
  });

  test('that match a filter are continued no earlier than it begins', async () => {
    const { data } = await product.query('{ discrepancies(first: 1) { pageInfo { endCursor } } }');
    const { endCursor } = data.discrepancies.pageInfo;
    const rest = await discrepancies(`first: 1, after: "${endCursor}", filter: { fromOrder: "order:63070" }`);
    expect(brief(rest)).toEqual(['TOTAL order:63070']);
  });
});

test.each([
  ['first: 0', '"first" must be from 1 to 100, got 0.'],
  ['first: 101', '"first" must be from 1 to 100, got 101.'],
  ['after: "x"', 'cursor'],
  ['filter: { fromOrder: "customer:1" }', 'Expected the global id of an Order'],
  ['filter: { fromOrder: "order:0" }', 'Expected the global id of an Order'],
  ['filter: { toOrder: "order:abc" }', 'Expected the global id of an Order'],
  ['filter: { toOrder: "order:1000000000000000" }', 'Expected the global id of an Order'],
  ['filter: { kinds: [] }', '"kinds" must list 1 to 100, got 0.'],
  [
    'filter: { fromOrder: "order:7", toOrder: "order:6" }',
    '"fromOrder" must not be after "toOrder", got order:7 and order:6.',
  ],
])('discrepancies(%s) is refused as BAD_USER_INPUT', async (args, message) => {
  const { answer, total } = await product.counted(`{ discrepancies(${args}) { nodes { kind } } }`);
  expect(answer.data).toEqual({ discrepancies: null });
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(answer.errors?.[0]?.message).toContain(message);
  expect(total).toBe(0);
});

test('a cursor of another list is refused', async () => {
  const { data } = await product.query('{ orders(first: 1) { pageInfo { endCursor } } }');
  const { errors } = await product.query(
    `{ discrepancies(after: "${data.orders.pageInfo.endCursor}") { nodes { kind } } }`,
  );
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

describe('Order.discrepancies', () => {
  test('finds the discrepancies of one order', async () => {
    const { data } = await product.query(`{
      wrong: order(id: "order:46461") { discrepancies { ${WHOLE} } }
      right: order(id: "order:43697") { discrepancies { kind } }
    }`);
    expect(data.wrong.discrepancies).toMatchObject([{ kind: 'TOTAL', order: { id: 'order:46461' } }]);
    expect(data.right.discrepancies).toEqual([]);
  });

  test('finds the discrepancies of fifty orders with two calls', async () => {
    const { answer, calls, total } = await product.counted(
      `{ orders(first: 50) { nodes { id discrepancies { ${WHOLE} } } } }`,
    );
    const found = answer.data.orders.nodes.flatMap(
      ({ discrepancies: some }: { discrepancies: Found[] }) => some,
    );
    expect(brief(found)).toEqual(['DUPLICATE_INVOICE order:63105', 'TOTAL order:63070']);
    expect(calls.commerce.routes).toEqual({ 'GET /v2/orders': 1 });
    expect(calls.accounting.requests).toBe(1);
    expect(total).toBe(2);
  });
});
