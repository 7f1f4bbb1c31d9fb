import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MONEY, usd } from './support/money.ts';
import { startProduct, type Product } from './support/product.ts';
import { walk } from './support/walk.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const SUPPLIERS = 'GET /odata/v4/Suppliers';
const TERMS = 'GET /odata/v4/SupplierItems/TopPer';
const GROUPED = 'GET /odata/v4/PurchaseOrders/TopPer';

describe('a supplier', () => {
  test('is read completely with one call', async () => {
    const { answer, calls, total } = await product.counted(
      '{ supplier(id: "supplier:1580") { id name accountNumber creditRating preferred active url } }',
    );
    expect(answer).toEqual({
      data: {
        supplier: {
          id: 'supplier:1580',
          name: 'Litware, Inc.',
          accountNumber: 'LITWARE0001',
          creditRating: 1,
          preferred: true,
          active: true,
          url: 'https://www.litwareinc.com/',
        },
      },
    });
    expect(calls.erp.routes).toEqual({ [SUPPLIERS]: 1 });
    expect(total).toBe(1);
  });

  test('may be neither preferred nor active, and have no URL', async () => {
    const { data } = await product.query(
      '{ supplier(id: "supplier:1516") { preferred active url creditRating } }',
    );
    expect(data.supplier).toEqual({ preferred: false, active: false, url: null, creditRating: 1 });
  });

  test('is null for an unknown id, and refused for the id of another type', async () => {
    expect(
      await product.query('{ supplier(id: "supplier:1") { id } node(id: "supplier:x") { id } }'),
    ).toEqual({
      data: { supplier: null, node: null },
    });
    expect(await product.codes('{ supplier(id: "customer:1580") { id } }')).toEqual(['BAD_USER_INPUT']);
  });

  test('has products with their terms', async () => {
    const { answer, calls, total } = await product.counted(`{ supplier(id: "supplier:1580") { products {
      totalCount pageInfo { hasNextPage } nodes { product { name } supplier { id } leadTimeDays
        standardPrice ${MONEY} lastReceiptCost ${MONEY} lastReceiptOn minOrderQuantity maxOrderQuantity onOrder unit
      } } } }`);
    expect(answer.data.supplier.products).toEqual({
      totalCount: 1,
      pageInfo: { hasNextPage: false },
      nodes: [
        {
          product: { name: 'Adjustable Race' },
          supplier: { id: 'supplier:1580' },
          leadTimeDays: 17,
          standardPrice: usd('47.87'),
          lastReceiptCost: usd('50.2635'),
          lastReceiptOn: '2011-08-29',
          minOrderQuantity: 1,
          maxOrderQuantity: 5,
          onOrder: 3,
          unit: 'CS',
        },
      ],
    });
    expect(calls.erp.routes).toEqual({ [SUPPLIERS]: 1, [TERMS]: 2 });
    expect(total).toBe(4);
  });

  test('may have many products, which can be paged to the end', async () => {
    const found: string[] = [];
    let after: string | null = null;
    for (const size of [12, 12, 6]) {
      const { data } = await product.query(
        `query ($after: String) { supplier(id: "supplier:1656") { products(first: 12, after: $after) {
          totalCount nodes { product { id } onOrder } pageInfo { hasNextPage endCursor } } } }`,
        { after },
      );
      const { nodes, pageInfo, totalCount } = data.supplier.products;
      expect(totalCount).toBe(30);
      expect(nodes).toHaveLength(size);
      expect(pageInfo.hasNextPage).toBe(size === 12);
      found.push(...(nodes as { product: { id: string } }[]).map((terms) => terms.product.id));
      after = pageInfo.endCursor as string;
    }
    expect(found.slice(0, 3)).toEqual(['product:375', 'product:376', 'product:377']);
    expect(new Set(found).size).toBe(30);
  });
});

describe('the list of suppliers', () => {
  test('can be paged to its end by id, without gaps or duplicates', async () => {
    const found = await walk(product, (after) => `suppliers(first: 9${after})`);
    const numbers = found.map((id) => Number(id.replace('supplier:', '')));
    expect(new Set(numbers).size).toBe(104);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  test.each([
    ['{}', 104, 1492],
    ['{ active: false }', 4, 1516],
    ['{ active: true }', 100, 1492],
    ['{ preferred: false }', 11, 1516],
    ['{ name: "BIKE" }', 22, 1492],
    ['{ name: "bike", preferred: false }', 2, 1602],
    [`{ name: "n's custom" }`, 1, 1664],
  ])('holds only suppliers that match %s', async (filter, count, first) => {
    const { data } = await product.query(
      `{ suppliers(first: 1, filter: ${filter}) { totalCount nodes { id } } }`,
    );
    expect(data.suppliers).toEqual({ totalCount: count, nodes: [{ id: `supplier:${first}` }] });
  });

  test('may be empty', async () => {
    const { data } = await product.query(
      `{ suppliers(filter: { name: "no such' or 1 eq 1" }) { totalCount nodes { id } pageInfo { hasNextPage startCursor } } }`,
    );
    expect(data.suppliers).toEqual({
      totalCount: 0,
      nodes: [],
      pageInfo: { hasNextPage: false, startCursor: null },
    });
  });

  test('takes no second call for the suppliers themselves', async () => {
    const { calls } = await product.counted('{ suppliers(first: 50) { nodes { name url } } }');
    expect(calls.erp.routes).toEqual({ [SUPPLIERS]: 1 });
  });

  test('reads the terms and orders of a hundred suppliers with one call each for pages and counts', async () => {
    const { answer, calls, total } = await product.counted(`{ suppliers(first: 100) { nodes { name
      products(first: 3) { totalCount nodes { unit product { name } supplier { name } } }
      purchaseOrders(first: 2) { totalCount nodes { total ${MONEY} supplier { name } } } } } }`);
    expect(answer.errors).toBeUndefined();
    expect(calls.erp.routes).toEqual({ [SUPPLIERS]: 1, [TERMS]: 2, [GROUPED]: 2 });
    expect(total - calls.commerce.requests).toBe(5);
  });

  test('refuses page sizes out of range and cursors of another list', async () => {
    expect(await product.codes('{ suppliers(first: -1) { totalCount } }')).toEqual(['BAD_USER_INPUT']);
    const { data } = await product.query('{ stockLevels(first: 1) { pageInfo { endCursor } } }');
    const cursor = data.stockLevels.pageInfo.endCursor as string;
    expect(await product.codes(`{ suppliers(after: "${cursor}") { nodes { id } } }`)).toEqual([
      'BAD_USER_INPUT',
    ]);
  });
});
