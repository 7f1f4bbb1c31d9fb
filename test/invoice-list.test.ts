import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { walk } from './support/walk.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  // The first call fetches the access token; made here, it does not affect the counts.
  await product.query('{ invoice(id: "invoice:INV-1") { id } }');
});
afterAll(() => product[Symbol.asyncDispose]());

describe('invoices', () => {
  it.each([
    ['', 16_459],
    ['status: OPEN', 689],
    ['status: VOIDED', 0],
    // The data is years old, so all open invoices are overdue.
    ['overdue: true', 689],
    ['overdue: false, status: OPEN', 0],
    ['overdue: false', 15_770],
    ['issued: { from: "2013-06-01", to: "2013-06-30" }', 461],
    ['minTotal: "3000", maxTotal: "4000"', 1_947],
    ['customer: "customer:11566"', 15],
    ['customer: "customer:11566", status: PAID', 0],
    ['customer: "customer:0"', 0],
  ])('are filtered by {%s}', async (filter, count) => {
    const { invoices } = await product.data(
      `{ invoices(first: 1, filter: {${filter}}) { totalCount nodes { id } } }`,
    );
    expect(invoices).toMatchObject({ totalCount: count });
    expect((invoices as { nodes: unknown[] }).nodes).toHaveLength(Math.min(count, 1));
  });

  it.each([
    ['', '63121'],
    ['orderBy: { field: ID }', '63121'],
    ['orderBy: { field: ID, direction: ASC }', '43697'],
    ['orderBy: { field: ISSUED_ON, direction: ASC }', '43697'],
    ['orderBy: { field: TOTAL }', '46602'],
    ['orderBy: { field: TOTAL, direction: ASC }', '51885'],
    ['orderBy: { field: OUTSTANDING }', '46520'],
  ])('are sorted by (%s)', async (order, first) => {
    const { invoices } = await product.data(`{ invoices(first: 1, ${order}) { nodes { id } } }`);
    expect(invoices).toEqual({ nodes: [{ id: `invoice:INV-${first}` }] });
  });

  it('are paged through to the end in pages of any size, without gaps or duplicates', async () => {
    const pages = (first: number) =>
      walk(
        product,
        (after) => `invoices(first: ${first}, filter: { issued: { from: "2013-06-01", to: "2013-06-30" } },
        orderBy: { field: ISSUED_ON, direction: ASC }${after})`,
      );
    const [large, odd] = [await pages(100), await pages(73)];
    expect(new Set(large).size).toBe(461);
    expect(odd).toEqual(large);
  });

  it('continue after any of them, in pages of another size', async () => {
    const list = (args: string) => `{ invoices(${args}, orderBy: { field: ID, direction: ASC }) {
      edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    const { data } = await product.query(list('first: 100'));
    const { edges, pageInfo } = data.invoices;
    expect(pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0].cursor,
      endCursor: edges[99].cursor,
    });
    // No single page of at most 100 holds the 90 invoices after the 41st: two pages are joined.
    const { answer, calls } = await product.counted(list(`first: 90, after: "${edges[40].cursor}"`));
    expect(answer.data.invoices.edges.slice(0, 59)).toEqual(edges.slice(41));
    expect(answer.data.invoices.edges).toHaveLength(90);
    expect(answer.data.invoices.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(calls.accounting.requests).toBe(2);
  });

  it('end with a page that says so, followed by an empty one', async () => {
    const list = (after: string) => `{ invoices(first: 10, filter: { customer: "customer:11091" }${after}) {
      nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    const first = (await product.query(list(''))).data.invoices;
    const second = (await product.query(list(`, after: "${first.pageInfo.endCursor}"`))).data.invoices;
    expect([first.nodes.length, second.nodes.length]).toEqual([10, 5]);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    const third = (await product.query(list(`, after: "${second.pageInfo.endCursor}"`))).data.invoices;
    expect(third).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('are counted only on request, and not read if only the count is requested', async () => {
    const count = await product.counted('{ invoices { totalCount } }');
    expect(count.calls.accounting.routes).toEqual({ 'GET /api/2.0/Invoices/Count': 1 });
    const read = await product.counted('{ invoices { nodes { id total { amount } } } }');
    expect(read.calls.accounting.routes).toEqual({ 'GET /api/2.0/Invoices': 1 });
  });
});

describe('payments', () => {
  it('are listed newest first, by customer and by time span', async () => {
    const { newest, january, customer } = await product.data(`{
      newest: payments(first: 2) { totalCount nodes { id receivedOn } }
      january: payments(first: 1, filter: { received: { from: "2014-01-01", to: "2014-01-31" } }) { totalCount }
      customer: payments(first: 3, filter: { customer: "customer:11176", received: { to: "2013-11-20" } }) {
        totalCount nodes { id } pageInfo { hasNextPage } }
    }`);
    expect(newest).toEqual({
      totalCount: 15_770,
      nodes: [
        { id: 'payment:PAY-63118', receivedOn: '2014-01-06' },
        { id: 'payment:PAY-63117', receivedOn: '2014-01-06' },
      ],
    });
    expect(january).toEqual({ totalCount: 359 });
    expect(customer).toEqual({
      totalCount: 13,
      nodes: ['60065', '57861', '55982'].map((number) => ({ id: `payment:PAY-${number}` })),
      pageInfo: { hasNextPage: true },
    });
  });
});
