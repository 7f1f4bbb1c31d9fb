import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { Systems } from './support/systems.ts';
import { decimal, table, units, type Row } from './support/tables.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const items = new Map(table('erp/item').map((row) => [row['product_id'] ?? '', row]));
const stock = table('erp/stock').filter(({ on_hand: pieces }) => Number(pieces) > 0);

/** The value of these rows of stock. */
function worth(rows: readonly Row[]) {
  return {
    productCount: new Set(rows.map((row) => row['product_id'])).size,
    units: rows.reduce((sum, row) => sum + Number(row['on_hand']), 0),
    value: rows.reduce(
      (sum, row) =>
        sum +
        BigInt(row['on_hand'] ?? '') * units(items.get(row['product_id'] ?? '')?.['standard_cost'] ?? ''),
      0n,
    ),
  };
}

interface Valued {
  readonly name: string | undefined;
  readonly location: object | null;
  readonly rows: readonly Row[];
}

/** The expected report: most valuable group first. */
function valuation(groups: readonly Valued[]) {
  return groups
    .map(({ name, location, rows }) => ({ name, location, ...worth(rows) }))
    .sort((a, b) => Number(b.value - a.value))
    .map(({ value, ...row }) => ({ ...row, value: { amount: decimal(value), currency: 'USD' } }));
}

describe('the stock valuation', () => {
  const FIELDS = '{ name location { id name } productCount units value { amount currency } }';

  test('is given by location', async () => {
    const expected = valuation(
      table('erp/location').map(({ id, name }) => ({
        name,
        location: { id: `location:${id ?? ''}`, name },
        rows: stock.filter((row) => row['location_id'] === id),
      })),
    );
    for (const args of ['', '(by: LOCATION)']) {
      const { data, errors } = await product.query(`{ stockValuation${args} ${FIELDS} }`);
      expect(errors).toBeUndefined();
      expect(data.stockValuation).toEqual(expected);
    }
  });

  test('is given by kind', async () => {
    const kinds = [
      ['Finished goods, made in house', '1', '1'],
      ['Finished goods, bought', '1', '0'],
      ['Components, made in house', '0', '1'],
      ['Components, bought', '0', '0'],
    ] as const;
    const { data } = await product.query(`{ stockValuation(by: KIND) ${FIELDS} }`);
    expect(data.stockValuation).toEqual(
      valuation(
        kinds.map(([name, finished, made]) => ({
          name,
          location: null,
          rows: stock.filter((row) => {
            const item = items.get(row['product_id'] ?? '');
            return item?.['finished_good'] === finished && item['made_in_house'] === made;
          }),
        })),
      ),
    );
  });

  test('takes two calls, including the names of all locations', async () => {
    const { calls, total } = await product.counted(`{ stockValuation ${FIELDS} }`);
    expect(calls.erp.routes).toEqual({
      'GET /odata/v4/Reports/StockValuation': 1,
      'GET /odata/v4/Locations': 1,
    });
    expect(total).toBe(2);
  });
});

/** The open supply of each product. */
const supply = (() => {
  const open = new Set(
    table('erp/purchase_order')
      .filter(({ status }) => status === '1' || status === '2')
      .map(({ id }) => id),
  );
  const lines = table('erp/purchase_order_line').flatMap((line) => {
    const outstanding = Number(line['ordered_qty']) - Number(line['received_qty']);
    if (!open.has(line['purchase_order_id'] ?? '') || outstanding <= 0) return [];
    return [{ id: line['product_id'] ?? '', outstanding, dueOn: line['due_on'] ?? '' }];
  });
  return Map.groupBy(lines, ({ id }) => id);
})();

/** The expected report of stock-outs, largest shortage first. */
function stockOuts(levelOf: (item: Row) => number, isShort: (available: number, level: number) => boolean) {
  const onHand = new Map<string, number>();
  for (const { product_id: id = '', on_hand: pieces } of stock) {
    onHand.set(id, (onHand.get(id) ?? 0) + Number(pieces));
  }
  return [...items]
    .map(([id, item]) => ({ id, item, available: onHand.get(id) ?? 0, lines: supply.get(id) ?? [] }))
    .filter(({ item, available }) => isShort(available, levelOf(item)))
    .map(({ id, item, available, lines }) => ({
      product: { id: `product:${id}` },
      available,
      safetyStock: Number(item['safety_stock']),
      reorderPoint: Number(item['reorder_point']),
      shortBy: levelOf(item) - available,
      onOrder: lines.reduce((sum, { outstanding }) => sum + outstanding, 0),
      nextDueOn: lines.map(({ dueOn }) => dueOn).sort()[0] ?? null,
    }))
    .sort((a, b) => b.shortBy - a.shortBy || Number(b.product.id.slice(8)) - Number(a.product.id.slice(8)));
}

describe('stock-outs', () => {
  const FIELDS = 'product { id } available safetyStock reorderPoint shortBy onOrder nextDueOn';
  const isLess = (available: number, level: number) => available < level;
  const reorder = stockOuts((item) => Number(item['reorder_point']), isLess);

  test.each([
    ['', reorder],
    ['below: REORDER_POINT', reorder],
    ['below: SAFETY_STOCK', stockOuts((item) => Number(item['safety_stock']), isLess)],
    [
      'below: ZERO',
      stockOuts(
        () => 0,
        (available) => available <= 0,
      ),
    ],
  ])('are paged to the end: %s', async (args, expected) => {
    expect(expected.length).toBeGreaterThan(50);
    const rows: object[] = [];
    let after = '';
    do {
      const { data, errors } = await product.query(`{ stockOuts(first: 60, ${args}${after}) {
        totalCount nodes { ${FIELDS} } edges { cursor node { product { id } } } pageInfo { hasNextPage endCursor }
      } }`);
      expect(errors).toBeUndefined();
      const { totalCount, nodes, edges, pageInfo } = data.stockOuts;
      expect(totalCount).toBe(expected.length);
      expect(edges.map(({ node }: { node: { product: object } }) => node.product)).toEqual(
        nodes.map((node: { product: object }) => node.product),
      );
      expect(edges.at(-1).cursor).toBe(pageInfo.endCursor);
      rows.push(...nodes);
      after = pageInfo.hasNextPage ? `, after: "${pageInfo.endCursor}"` : '';
    } while (after);
    expect(rows).toEqual(expected);
  });

  test('are twenty by default, counted only on request, with one call for all their products', async () => {
    const { answer, calls } = await product.counted('{ stockOuts { nodes { product { id name } } } }');
    expect(answer.data.stockOuts.nodes).toHaveLength(20);
    const names = new Map(table('commerce/product').map(({ id, name }) => [`product:${id ?? ''}`, name]));
    for (const { product: one } of answer.data.stockOuts.nodes) expect(one.name).toBe(names.get(one.id));
    expect(calls.erp.routes).toEqual({ 'GET /odata/v4/Reports/StockOuts': 1 });
    expect(calls.commerce.routes).toEqual({ 'GET /v2/products': 1 });
  });

  test.each([
    ['first: 0', '"first" must be from 1 to 100, got 0.'],
    ['first: 101', '"first" must be from 1 to 100, got 101.'],
    ['after: "nonsense"', 'cursor'],
  ])('stockOuts(%s) is refused as BAD_USER_INPUT', async (args, message) => {
    const { answer, total } = await product.counted(`{ stockOuts(${args}) { nodes { shortBy } } }`);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(answer.errors?.[0]?.message).toContain(message);
    expect(total).toBe(0);
  });
});

test('a stock-out that is on order has the date of its next delivery', async () => {
  const [id = '', lines = []] = [...supply].find(([, some]) => some.length > 0) ?? [];
  const systems = new Systems(product);
  for (const row of stock.filter((each) => each['product_id'] === id)) {
    const body = {
      ProductId: Number(id),
      LocationId: Number(row['location_id']),
      Quantity: -Number(row['on_hand']),
      Reason: 'water damage',
    };
    expect((await systems.ask('erp', '/StockAdjustments', 'POST', body)).status).toBe(201);
  }
  const { data } = await product.query(`{ stockOuts(below: ZERO, first: 100) {
    nodes { product { id } available onOrder nextDueOn }
  } }`);
  expect(data.stockOuts.nodes).toContainEqual({
    product: { id: `product:${id}` },
    available: 0,
    onOrder: lines.reduce((sum, { outstanding }) => sum + outstanding, 0),
    nextDueOn: lines.map(({ dueOn }) => dueOn).sort()[0],
  });
});
