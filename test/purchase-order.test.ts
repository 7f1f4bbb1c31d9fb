import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MONEY, usd } from './support/money.ts';
import { startProduct, type Product } from './support/product.ts';
import { walk } from './support/walk.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const ids = (...numbers: number[]) => numbers.map((number) => ({ id: `purchase-order:${number}` }));
const SUPPLIERS = 'GET /odata/v4/Suppliers';
const TERMS = 'GET /odata/v4/SupplierItems/TopPer';
const ORDERS = 'GET /odata/v4/PurchaseOrders';
const GROUPED = 'GET /odata/v4/PurchaseOrders/TopPer';

describe('a purchase order', () => {
  test('is read completely with one call', async () => {
    const { answer, calls, total } = await product.counted(`{ purchaseOrder(id: "purchase-order:4001") {
      id status supplier { id } orderedOn shippedOn
      subtotal ${MONEY} tax ${MONEY} freight ${MONEY} total ${MONEY}
      lines { number product { id } dueOn ordered received rejected stocked unitPrice ${MONEY} } } }`);
    const line = { ordered: 25, received: 20, rejected: 0, stocked: 20, unitPrice: usd('13.0863') };
    expect(answer).toEqual({
      data: {
        purchaseOrder: {
          id: 'purchase-order:4001',
          status: 'APPROVED',
          supplier: { id: 'supplier:1520' },
          orderedOn: '2014-02-11',
          shippedOn: '2014-03-08',
          subtotal: usd('4578.315'),
          tax: usd('366.2652'),
          freight: usd('91.5663'),
          total: usd('5036.1465'),
          lines: [
            { ...line, number: 8789, product: { id: 'product:707' }, dueOn: '2014-03-13' },
            { ...line, number: 8790, product: { id: 'product:708' }, dueOn: '2014-09-22' },
            {
              ...line,
              number: 8791,
              product: { id: 'product:711' },
              dueOn: '2014-07-02',
              ordered: 300,
              unitPrice: usd('13.08'),
            },
          ],
        },
      },
    });
    expect(calls.erp.routes).toEqual({ [ORDERS]: 1 });
    expect(total).toBe(1);
  });

  test('has a supplier and products', async () => {
    const { answer, total } = await product.counted(
      '{ purchaseOrder(id: "purchase-order:7") { status supplier { name } lines { product { name } } } }',
    );
    expect(answer.data.purchaseOrder).toEqual({
      status: 'COMPLETE',
      supplier: { name: 'Proseware, Inc.' },
      lines: [
        { product: { name: 'LL Crankarm' } },
        { product: { name: 'ML Crankarm' } },
        { product: { name: 'HL Crankarm' } },
      ],
    });
    expect(total).toBe(3);
  });

  test('is null for an unknown id, and refused for the id of another type', async () => {
    expect(await product.query('{ purchaseOrder(id: "purchase-order:99999") { id } }')).toEqual({
      data: { purchaseOrder: null },
    });
    expect(await product.codes('{ purchaseOrder(id: "order:4001") { id } }')).toEqual(['BAD_USER_INPUT']);
  });
});

describe('the list of purchase orders', () => {
  test('can be paged from the newest to the oldest, without gaps or duplicates', async () => {
    const found = await walk(product, (after) => `purchaseOrders(first: 100${after})`);
    expect(found).toHaveLength(4012);
    expect(new Set(found).size).toBe(4012);
    expect(found.slice(0, 3)).toEqual(['purchase-order:4002', 'purchase-order:4000', 'purchase-order:3999']);
    expect(found.slice(-2)).toEqual(['purchase-order:2', 'purchase-order:1']);
  });

  test.each([
    ['{}', 4012],
    ['{ status: PENDING }', 225],
    ['{ status: APPROVED }', 12],
    ['{ status: REJECTED }', 86],
    ['{ status: COMPLETE }', 3689],
    ['{ ordered: { to: "2011-12-31" } }', 28],
    ['{ ordered: { from: "2014-08-04" } }', 1],
    ['{ ordered: { from: "2014-09-22", to: "2014-09-22" } }', 1],
    ['{ status: REJECTED, ordered: { from: "2012-01-01", to: "2012-12-31" } }', 25],
    ['{ ordered: { from: "2015-01-01" } }', 0],
  ])('counts the orders that match %s', async (filter, count) => {
    const { data } = await product.query(`{ purchaseOrders(filter: ${filter}) { totalCount } }`);
    expect(data.purchaseOrders.totalCount).toBe(count);
  });

  test.each([
    ['{ field: TOTAL }', [4012, 4007, 4008]],
    ['{ field: TOTAL, direction: ASC }', [59, 138, 217]],
    ['{ field: ID }', [4012, 4011, 4010]],
    ['{ field: ID, direction: ASC }', [1, 2, 3]],
  ])('is sorted by %s', async (order, numbers) => {
    const { data } = await product.query(`{ purchaseOrders(first: 3, orderBy: ${order}) { nodes { id } } }`);
    expect(data.purchaseOrders.nodes).toEqual(ids(...numbers));
  });

  test('gives the orders of a status', async () => {
    const { data } = await product.query(
      '{ purchaseOrders(first: 20, filter: { status: APPROVED }) { nodes { status } pageInfo { hasNextPage } } }',
    );
    expect(data.purchaseOrders).toEqual({
      nodes: Array.from({ length: 12 }, () => ({ status: 'APPROVED' })),
      pageInfo: { hasNextPage: false },
    });
  });
});

describe('the purchase orders of a supplier', () => {
  test('are filtered, sorted, counted and paged', async () => {
    const { data } = await product.query(`{ supplier(id: "supplier:1580") {
      all: purchaseOrders(first: 1) { totalCount nodes { orderedOn } pageInfo { hasNextPage } }
      early: purchaseOrders(filter: { ordered: { to: "2012-12-31" } }, orderBy: { field: ID, direction: ASC }) {
        totalCount nodes { id total ${MONEY} } } } }`);
    expect(data.supplier.all).toMatchObject({ totalCount: 51, pageInfo: { hasNextPage: true } });
    expect(data.supplier.early).toEqual({
      totalCount: 4,
      nodes: [
        { id: 'purchase-order:1', total: usd('222.1492') },
        { id: 'purchase-order:80', total: usd('166.6235') },
        { id: 'purchase-order:159', total: usd('166.6235') },
        { id: 'purchase-order:238', total: usd('166.6235') },
      ],
    });
  });

  test('may be an empty list', async () => {
    const { data } = await product.query(
      '{ supplier(id: "supplier:1502") { purchaseOrders { totalCount nodes { id } pageInfo { endCursor } } } }',
    );
    expect(data.supplier.purchaseOrders).toEqual({ totalCount: 0, nodes: [], pageInfo: { endCursor: null } });
  });
});

describe('the purchasing data of a product', () => {
  test('has its suppliers and the purchase orders that contain it', async () => {
    const { data } = await product.query(`{ product(id: "product:319") {
      suppliers { totalCount nodes { supplier { id } standardPrice ${MONEY} onOrder } }
      purchaseOrders(first: 1, orderBy: { field: ID, direction: ASC }) { totalCount nodes { id } } } }`);
    expect(data.product).toEqual({
      suppliers: {
        totalCount: 3,
        nodes: [
          { supplier: { id: 'supplier:1556' }, standardPrice: usd('44.21'), onOrder: 300 },
          { supplier: { id: 'supplier:1578' }, standardPrice: usd('46.27'), onOrder: null },
          { supplier: { id: 'supplier:1678' }, standardPrice: usd('43.87'), onOrder: null },
        ],
      },
      purchaseOrders: { totalCount: 130, nodes: ids(7) },
    });
  });

  test('has purchase orders that can be paged to the end', async () => {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await product.query(
        `query ($after: String) { product(id: "product:1") { purchaseOrders(first: 20, after: $after) {
          nodes { id } pageInfo { hasNextPage endCursor } } } }`,
        { after },
      );
      const { nodes, pageInfo } = data.product.purchaseOrders;
      found.push(...(nodes as { id: string }[]).map(({ id }) => id));
      after = pageInfo.hasNextPage ? (pageInfo.endCursor as string) : null;
    } while (after !== null);
    expect(found).toHaveLength(51);
    expect(new Set(found).size).toBe(51);
  });

  test('takes one call per list for a hundred products', async () => {
    const { answer, calls, total } = await product.counted(`{ products(first: 100) { nodes {
      suppliers(first: 5) { nodes { leadTimeDays supplier { name } } }
      purchaseOrders(first: 1, filter: { status: PENDING }) { nodes { id orderedOn supplier { name } } } } } }`);
    expect(answer.errors).toBeUndefined();
    expect(calls.erp.routes).toEqual({ [TERMS]: 1, [GROUPED]: 1, [SUPPLIERS]: 1 });
    expect(total).toBe(4);
  });
});
