import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

interface Report {
  readonly rows: readonly object[];
  readonly hasMore: boolean;
  readonly endCursor: string | null;
}

const read = async (args: string): Promise<Report> => {
  const { data, errors } = await product.query(
    `{ salesReport(${args}) { hasMore endCursor rows { period territory { id } product { id } revenue { amount } } } }`,
  );
  expect(errors).toBeUndefined();
  return data.salesReport;
};

test.each(['KEY', 'REVENUE'])(
  'a report by %s is continued after a cursor up to its last row',
  async (field) => {
    const args = `groupBy: [TERRITORY, PRODUCT, YEAR], orderBy: { field: ${field} }`;
    const rows: object[] = [];
    let page = await read(`${args}, first: 300`);
    rows.push(...page.rows);
    while (page.hasMore) {
      page = await read(`${args}, first: 300, after: "${page.endCursor}"`);
      rows.push(...page.rows);
    }
    const whole = await read(`${args}, first: 1000`);
    expect(whole.hasMore).toBe(true);
    expect(rows.slice(0, 1000)).toEqual(whole.rows);
    expect(rows).toHaveLength(new Set(rows.map((row) => JSON.stringify(row))).size);
    const rest = await read(`${args}, first: 1000, after: "${whole.endCursor}"`);
    expect(rows.slice(1000)).toEqual(rest.rows);
    expect(rest.hasMore).toBe(false);
  },
);

test('a report without rows has no cursor', async () => {
  const report = await read('groupBy: [YEAR], filter: { channel: PHONE }');
  expect(report).toEqual({ rows: [], hasMore: false, endCursor: null });
});

test.each([
  'groupBy: [YEAR, CHANNEL]',
  'groupBy: [YEAR], filter: { channel: ONLINE }',
  'groupBy: [YEAR], orderBy: { field: KEY, direction: DESC }',
])('the cursor of another report is refused: %s', async (args) => {
  const { endCursor } = await read('groupBy: [YEAR], first: 1');
  const { errors } = await product.query(`{ salesReport(${args}, after: "${endCursor}") { hasMore } }`);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});
