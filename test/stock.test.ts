import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usd } from './support/money.ts';
import { startProduct, type Product } from './support/product.ts';
import { walk } from './support/walk.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const STOCK = 'GET /odata/v4/StockLevels';
const GROUPED = 'GET /odata/v4/StockLevels/TopPer';

async function refusalOf(query: string) {
  const { errors = [] } = await product.query(query);
  return errors.map(({ message, extensions }) => [extensions['code'], message]);
}

describe('a stock level', () => {
  test('is read completely with one call', async () => {
    const { answer, calls, total } = await product.counted(`{ stockLevel(id: "stock-level:1-6") {
      id product { id } location { id } shelf bin onHand reserved available } }`);
    expect(answer).toEqual({
      data: {
        stockLevel: {
          id: 'stock-level:1-6',
          product: { id: 'product:1' },
          location: { id: 'location:6' },
          shelf: 'B',
          bin: 5,
          onHand: 324,
          reserved: 0,
          available: 324,
        },
      },
    });
    expect(calls.erp.routes).toEqual({ [STOCK]: 1 });
    expect(total).toBe(1);
  });

  test('has a product and a location', async () => {
    const { answer, calls, total } = await product.counted(
      '{ stockLevel(id: "stock-level:776-60") { shelf bin onHand product { name } location { name } } }',
    );
    expect(answer).toEqual({
      data: {
        stockLevel: {
          shelf: null,
          bin: null,
          onHand: 116,
          product: { name: 'Mountain-100 Black, 42' },
          location: { name: 'Final Assembly' },
        },
      },
    });
    expect(calls.erp.routes).toEqual({ [STOCK]: 1, 'GET /odata/v4/Locations': 1 });
    expect(total).toBe(3);
  });

  test('is read with one call together with others, in the requested order', async () => {
    const { answer, calls } = await product.counted(`{ nodes(ids: [
      "stock-level:776-7", "stock-level:1-1", "stock-level:776-1", "location:7", "stock-level:776-60"
    ]) { __typename id ... on StockLevel { onHand } ... on Location { name } } }`);
    expect(answer).toEqual({
      data: {
        nodes: [
          { __typename: 'StockLevel', id: 'stock-level:776-7', onHand: 78 },
          { __typename: 'StockLevel', id: 'stock-level:1-1', onHand: 408 },
          null,
          { __typename: 'Location', id: 'location:7', name: 'Finished Goods Storage' },
          { __typename: 'StockLevel', id: 'stock-level:776-60', onHand: 116 },
        ],
      },
    });
    expect(calls.erp.routes).toEqual({ [STOCK]: 1, 'GET /odata/v4/Locations': 1 });
  });

  test('or location of an unknown id is null, and a malformed id is not requested', async () => {
    const unknown = await product.query(
      '{ stockLevel(id: "stock-level:776-1") { id } location(id: "location:99") { id } }',
    );
    expect(unknown).toEqual({ data: { stockLevel: null, location: null } });
    const impossible = await product.counted(`{
      a: stockLevel(id: "stock-level:x'y-1") { id } b: stockLevel(id: "stock-level:776") { id }
      c: stockLevel(id: "stock-level:0776-7") { id } d: stockLevel(id: "stock-level:7-7-6") { id } }`);
    expect(impossible.answer).toEqual({ data: { a: null, b: null, c: null, d: null } });
    expect(impossible.total).toBe(0);
  });

  test('or location is refused for the id of another type', async () => {
    expect(await refusalOf('{ stockLevel(id: "product:776") { id } }')).toEqual([
      [
        'BAD_USER_INPUT',
        'Expected the global id of a StockLevel, such as "stock-level:1", got "product:776".',
      ],
    ]);
    expect(await refusalOf('{ location(id: "7") { id } }')).toEqual([
      ['BAD_USER_INPUT', 'Expected the global id of a Location, such as "location:1", got "7".'],
    ]);
  });
});

describe('the list of stock levels', () => {
  test('can be paged to its end by product and location, without gaps or duplicates', async () => {
    const ids = await walk(product, (after) => `stockLevels(first: 100${after})`);
    expect(ids).toHaveLength(1069);
    expect(new Set(ids).size).toBe(1069);
    const places = ids.map((id) => id.replace('stock-level:', '').split('-').map(Number));
    const sorted = places.toSorted(([p = 0, l = 0], [q = 0, m = 0]) => p - q || l - m);
    expect(places).toEqual(sorted);
  });

  test('continues after any cursor, not only the last of a page', async () => {
    const whole = await product.query('{ stockLevels(first: 9) { nodes { id } edges { cursor } } }');
    const { nodes, edges } = whole.data.stockLevels;
    const { data } = await product.query(
      'query ($after: String) { stockLevels(first: 5, after: $after) { nodes { id } pageInfo { hasPreviousPage } } }',
      { after: edges[3].cursor },
    );
    expect(data.stockLevels).toEqual({ nodes: nodes.slice(4), pageInfo: { hasPreviousPage: true } });
  });

  test('is counted only on request, without reading it', async () => {
    const page = await product.counted('{ stockLevels(first: 1) { nodes { id } } }');
    expect(page.calls.erp.routes).toEqual({ [STOCK]: 1 });
    const { answer, total } = await product.counted('{ stockLevels { totalCount } }');
    expect(answer).toEqual({ data: { stockLevels: { totalCount: 1069 } } });
    expect(total).toBe(1);
  });

  test.each([
    ['product: "product:776"', ['stock-level:776-7', 'stock-level:776-60']],
    ['product: "product:776", location: "location:7"', ['stock-level:776-7']],
    ['location: "location:6", maxAvailable: 100', ['stock-level:910-6']],
    ['maxAvailable: 0', ['stock-level:853-7', 'stock-level:859-7', 'stock-level:876-7', 'stock-level:882-7']],
    ['maxAvailable: -1', []],
    ['product: "product:99999"', []],
  ])('holds only levels that match %s', async (filter, ids) => {
    const { data } = await product.query(
      `{ stockLevels(filter: { ${filter} }) { nodes { id } totalCount } }`,
    );
    expect(data.stockLevels).toEqual({ nodes: ids.map((id) => ({ id })), totalCount: ids.length });
  });

  test('is empty for a malformed product id, without a call', async () => {
    const { answer, total } = await product.counted(
      '{ stockLevels(filter: { product: "product:1 or 1 eq 1" }) { nodes { id } totalCount pageInfo { endCursor } } }',
    );
    expect(answer.data.stockLevels).toEqual({ nodes: [], totalCount: 0, pageInfo: { endCursor: null } });
    expect(total).toBe(0);
  });

  test.each([
    ['{ field: ON_HAND, direction: DESC }', ['528-6', '379-6', '527-6', '393-6', '397-50']],
    ['{ field: AVAILABLE }', ['853-7', '859-7', '876-7', '882-7', '494-40']],
    ['{ field: PRODUCT, direction: DESC }', ['999-60', '999-7', '998-60', '998-7', '997-60']],
  ])('is sorted by %s', async (order, ids) => {
    const { data } = await product.query(`{ stockLevels(first: 5, orderBy: ${order}) { nodes { id } } }`);
    expect(data.stockLevels.nodes).toEqual(ids.map((id) => ({ id: `stock-level:${id}` })));
  });

  test('can be paged to its end if many levels have the same value', async () => {
    const order = '{ field: ON_HAND, direction: DESC }';
    const ids = await walk(product, (after) => `stockLevels(first: 90, orderBy: ${order}${after})`);
    expect(new Set(ids).size).toBe(1069);
    expect(ids.slice(-5)).toEqual(
      ['494-40', '882-7', '876-7', '859-7', '853-7'].map((id) => `stock-level:${id}`),
    );
  });

  test('refuses page sizes out of range, and cursors that are not its own', async () => {
    expect((await refusalOf('{ stockLevels(first: 0) { totalCount } }'))[0]).toEqual([
      'BAD_USER_INPUT',
      '"first" must be from 1 to 100, got 0.',
    ]);
    expect((await refusalOf('{ stockLevels(first: 101) { totalCount } }'))[0]?.[0]).toBe('BAD_USER_INPUT');
    expect((await refusalOf('{ stockLevels(after: "nonsense") { nodes { id } } }'))[0]).toEqual([
      'BAD_USER_INPUT',
      expect.stringContaining('"nonsense" is no cursor of this list'),
    ]);
    const { data } = await product.query('{ stockLevels(first: 1) { pageInfo { endCursor } } }');
    const otherOrder = `{ stockLevels(orderBy: { field: ON_HAND }, after: "${data.stockLevels.pageInfo.endCursor}") { nodes { id } } }`;
    expect((await refusalOf(otherOrder))[0]?.[0]).toBe('BAD_USER_INPUT');
  });
});

describe('locations', () => {
  test('are all read with one call', async () => {
    const { answer, total } = await product.counted(
      '{ locations { id name costRate { amount currency } availabilityHours } }',
    );
    expect(total).toBe(1);
    expect(answer.data.locations).toHaveLength(14);
    expect(answer.data.locations).toContainEqual({
      id: 'location:10',
      name: 'Frame Forming',
      costRate: usd('22.5'),
      availabilityHours: '96',
    });
    const one = await product.query('{ location(id: "location:40") { name costRate { amount } } }');
    expect(one.data.location).toEqual({ name: 'Paint', costRate: { amount: '15.75' } });
  });

  test('have their stock, read for all locations with one call for pages and one for counts', async () => {
    const { answer, calls, total } = await product.counted(`{ locations { id
      stock(first: 2, orderBy: { field: ON_HAND, direction: DESC }) { totalCount nodes { id onHand } } } }`);
    expect(calls.erp.routes).toEqual({ 'GET /odata/v4/Locations': 1, [GROUPED]: 2 });
    expect(total).toBe(3);
    const all = answer.data.locations as { id: string; stock: { totalCount: number } }[];
    expect(all.reduce((sum, { stock }) => sum + stock.totalCount, 0)).toBe(1069);
    expect(all.find(({ id }) => id === 'location:6')?.stock).toEqual({
      totalCount: 201,
      nodes: [
        { id: 'stock-level:528-6', onHand: 924 },
        { id: 'stock-level:379-6', onHand: 897 },
      ],
    });
  });

  test('have stock that can be paged to the end', async () => {
    const ids: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 4; pages++) {
      const { data } = await product.query(
        `query ($after: String) { location(id: "location:7") {
          stock(first: 40, after: $after) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`,
        { after },
      );
      const { nodes, pageInfo } = data.location.stock;
      ids.push(...(nodes as { id: string }[]).map(({ id }) => id));
      expect(pageInfo).toMatchObject({ hasNextPage: pages < 3, hasPreviousPage: pages > 0 });
      after = pageInfo.endCursor as string;
    }
    expect(new Set(ids).size).toBe(151);
    expect(ids).toHaveLength(151);
  });
});

describe('a product in the warehouse', () => {
  test('has its stock by location, and its planning data', async () => {
    const answer = await product.query(`{ product(id: "product:776") { name available onHand
      stock { id onHand available } safetyStock reorderPoint standardCost { amount currency } madeInHouse } }`);
    expect(answer).toEqual({
      data: {
        product: {
          name: 'Mountain-100 Black, 42',
          available: 194,
          onHand: 194,
          stock: [
            { id: 'stock-level:776-7', onHand: 78, available: 78 },
            { id: 'stock-level:776-60', onHand: 116, available: 116 },
          ],
          safetyStock: 100,
          reorderPoint: 75,
          standardCost: usd('1898.0944'),
          madeInHouse: true,
        },
      },
    });
  });

  test('that has never been stored anywhere has no stock', async () => {
    const { data } = await product.query('{ product(id: "product:680") { stock { id } available onHand } }');
    expect(data.product).toEqual({ stock: [], available: 0, onHand: 0 });
  });

  test('takes one call for stock and one for planning data, together with a hundred others', async () => {
    const { answer, calls, total } = await product.counted(`{ products(first: 100) { nodes {
      available onHand stock { id onHand location { id } } safetyStock reorderPoint madeInHouse } } }`);
    expect(answer.errors).toBeUndefined();
    expect(answer.data.products.nodes).toHaveLength(100);
    expect(calls.erp.routes).toEqual({ [GROUPED]: 1, 'GET /odata/v4/Items': 1 });
    expect(total).toBe(3);
  });

  test('keeps its name while the ERP is down', async () => {
    await product.turn('erp', { failureRate: 1 });
    const { data, errors = [] } = await product.query('{ product(id: "product:775") { name available } }');
    await product.turn('erp', { failureRate: 0 });
    expect(data.product).toEqual({ name: 'Mountain-100 Black, 38', available: null });
    expect(errors.map(({ path, extensions }) => [path, extensions['code'], extensions['system']])).toEqual([
      [['product', 'available'], 'UPSTREAM_UNAVAILABLE', 'erp'],
    ]);
  });
});
