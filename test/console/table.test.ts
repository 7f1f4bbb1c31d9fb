import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { labelOf, readAnswer } from '../../console/src/table/answer.ts';
import { toCsv, toTsv } from '../../console/src/table/csv.ts';
import { tablesOf, type Row } from '../../console/src/table/flatten.ts';
import { gridOf, sorted, textOf, titleOf, type Grid } from '../../console/src/table/grid.ts';
import { usd } from '../support/money.ts';

/** An answer with a list whose rows hold an object and a list, which in turn holds lists. */
const ANSWER = {
  topCustomers: [
    {
      revenue: usd('13295.38'),
      customer: {
        name: 'Ann',
        orders: {
          totalCount: 9,
          pageInfo: { hasNextPage: true },
          nodes: [
            { id: 'order:1', lines: [{ quantity: 1 }, { quantity: 2 }] },
            { id: 'order:2', lines: [{ quantity: 3 }] },
          ],
        },
      },
    },
    { revenue: usd('9.5'), customer: { name: 'Bob', orders: { nodes: [{ id: 'order:3', lines: [] }] } } },
    { revenue: null, customer: null },
  ],
};

/** The rows of the table at `path` in `data`. */
function rowsAt(path: string, data: unknown): readonly Row[] {
  const table = tablesOf(data).find((candidate) => candidate.path === path);
  if (!table) throw new Error(`No table at ${path}.`);
  return table.rows;
}

function gridAt(path: string, data: unknown, withOuter = false): Grid {
  return gridOf(rowsAt(path, data), withOuter);
}

/** A grid as text: titles first, then lines. */
function texts({ columns, lines }: Grid): string[][] {
  const cell = (line: Grid['lines'][number], index: number) => line[index] ?? null;
  return [
    columns.map(titleOf),
    ...lines.map((line) => columns.map((column, index) => textOf(cell(line, index), column))),
  ];
}

describe('lists of an answer as tables', () => {
  it('finds every list, and merges those at the same path of all parents', () => {
    expect(tablesOf(ANSWER).map((table) => labelOf(table))).toEqual([
      'topCustomers (3)',
      'topCustomers › customer.orders.nodes (3)',
      'topCustomers › customer.orders.nodes › lines (3)',
    ]);
  });

  it('has an empty list as a table without rows, after what there is to see', () => {
    const page = { totalCount: 0, pageInfo: { hasNextPage: false }, nodes: [] };
    expect(tablesOf({ orders: page }).map((table) => labelOf(table))).toEqual(['orders.nodes (0)']);
    expect(tablesOf({ orders: page, customer: { name: 'Ann' } }).map((table) => labelOf(table))).toEqual([
      'values outside of lists (1)',
      'orders.nodes (0)',
    ]);
    expect(tablesOf({ orders: page, top: [{ id: '1' }] }).map((table) => labelOf(table))).toEqual([
      'top (1)',
      'orders.nodes (0)',
    ]);
  });

  it('names columns of nested objects with dots, and shows the length of nested lists', () => {
    expect(texts(gridAt('topCustomers', ANSWER))).toEqual([
      [
        'revenue (USD)',
        'customer.name',
        'customer.orders.totalCount',
        'customer.orders.pageInfo.hasNextPage',
        'customer.orders.nodes',
      ],
      ['13295.38', 'Ann', '9', 'true', '2'],
      ['9.5', 'Bob', '', '', '1'],
      ['', '', '', '', ''],
    ]);
  });

  it('puts the values of outer rows before those of a row, without counts and page info', () => {
    expect(texts(gridAt('topCustomers[].customer.orders.nodes[].lines', ANSWER, true))).toEqual([
      [
        'topCustomers.revenue (USD)',
        'topCustomers.customer.name',
        'topCustomers.customer.orders.nodes.id',
        'quantity',
      ],
      ['13295.38', 'Ann', 'order:1', '1'],
      ['13295.38', 'Ann', 'order:1', '2'],
      ['13295.38', 'Ann', 'order:2', '3'],
    ]);
  });

  it('links a list within a row to its own rows', () => {
    const parent = ANSWER.topCustomers[1];
    const cell = rowsAt('topCustomers', ANSWER)[1]?.own.get('customer.orders.nodes');
    expect(cell).toEqual({ path: 'topCustomers[].customer.orders.nodes', parent, count: 1 });
    const within = rowsAt('topCustomers[].customer.orders.nodes', ANSWER).filter(
      (row) => row.parent === parent,
    );
    expect(within.map(({ own }) => own.get('id'))).toEqual(['order:3']);
  });

  it('shows values outside of lists as one row, after the lists', () => {
    const data = { order: { total: usd('5'), lines: [{ quantity: 1 }] } };
    expect(tablesOf(data).map((table) => labelOf(table))).toEqual([
      'order.lines (1)',
      'values outside of lists (1)',
    ]);
    expect(texts(gridAt('', data))).toEqual([['order.total (USD)'], ['5']]);
  });

  it('joins lists of scalars, and leaves empty ones empty', () => {
    const data = { orders: [{ reasons: ['Price', 'Quality'] }, { reasons: [] }, null] };
    expect(texts(gridAt('orders', data))).toEqual([['reasons'], ['Price; Quality'], [''], ['']]);
  });

  it('tells an empty list within a row from one that could not be read', () => {
    const of = (nodes: object[] | null) => ({ orders: nodes && { nodes } });
    const data = { customers: [of([{ id: '1' }, { id: '2' }]), of(null), of([])] };
    const grid = gridAt('customers', data);
    expect(texts(grid)).toEqual([['orders.nodes'], ['2'], [''], ['0']]);
    const upwards = sorted(grid, { column: 'orders.nodes', descending: false });
    expect(texts(upwards).slice(1)).toEqual([['0'], ['2'], ['']]);
    expect(toCsv(grid)).toBe('\uFEFForders.nodes\r\n2\r\n\r\n0\r\n');
  });

  it('treats amount and currency as money only if the object has no other fields', () => {
    const data = {
      rows: [{ price: { amount: '1', currency: 'USD', unit: 'CTN' } }, { price: { amount: '2' } }],
    };
    expect(texts(gridAt('rows', data))[0]).toEqual(['price.amount', 'price.currency', 'price.unit']);
  });

  it('writes the currency into each cell if a column has several', () => {
    const data = { rows: [{ total: usd('1.50') }, { total: { amount: '2', currency: 'EUR' } }] };
    expect(texts(gridAt('rows', data))).toEqual([['total'], ['1.50 USD'], ['2 EUR']]);
  });

  it('tells a partial list from a complete one by the counts and page info beside it', () => {
    const partOf = (data: object) => tablesOf(data)[0]?.partOf;
    const nodes = [{ id: 1 }, { id: 2 }];
    expect(partOf({ orders: { totalCount: 3, nodes } })).toBe(3);
    expect(partOf({ orders: { totalCount: 2, nodes } })).toBeUndefined();
    expect(partOf({ orders: { nodes, pageInfo: { hasNextPage: true } } })).toBeNull();
    expect(partOf({ orders: { nodes, pageInfo: { hasNextPage: false } } })).toBeUndefined();
    expect(partOf({ salesReport: { rows: nodes, hasMore: true } })).toBeNull();
    expect(partOf({ orders: nodes, hasMore: true })).toBeUndefined();
  });

  it('tells lists within rows that are partial as well, with the sum of their counts', () => {
    const customer = (page: object) => ({ customer: { orders: page } });
    const [one, two] = [[{ id: 1 }], [{ id: 2 }, { id: 3 }]];
    const partOf = (...pages: object[]) => tablesOf({ top: pages.map(customer) })[1]?.partOf;
    expect(partOf({ totalCount: 9, nodes: one }, { totalCount: 2, nodes: two })).toBe(11);
    expect(partOf({ nodes: one, pageInfo: { hasNextPage: true } }, { totalCount: 4, nodes: two })).toBeNull();
    expect(partOf({ totalCount: 1, nodes: one }, { nodes: two })).toBeUndefined();
    expect(tablesOf({ top: [{ totalCount: 9, lines: one }] })[1]?.partOf).toBeUndefined();
  });

  it('treats strings of only digits, such as postal codes, as text, and decimals as numbers', () => {
    const rows = [
      { postalCode: '98101', rate: '1', discount: '0.5', count: 3 },
      { postalCode: '02134', rate: '2', discount: '1', count: 4 },
    ];
    expect(gridAt('rows', { rows }).columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['postalCode', 'text'],
      ['rate', 'text'],
      ['discount', 'number'],
      ['count', 'number'],
    ]);
  });

  it('determines how many fraction digits a column needs: at least two for amounts', () => {
    const rows = [
      { price: usd('1'), cost: usd('0.1234'), rate: '1', count: 3 },
      { price: usd('2.5'), cost: usd('2'), rate: '0.125', count: 4 },
    ];
    expect(gridAt('rows', { rows }).columns.map(({ fractionDigits }) => fractionDigits)).toEqual([
      2, 4, 3, 0,
    ]);
  });

  it('makes no table of an answer without data', () => {
    expect(tablesOf({ order: null, customer: null })).toEqual([]);
    expect(tablesOf({ order: null, orders: [{ id: '1' }] }).map(({ path }) => path)).toEqual(['orders']);
    expect(tablesOf(null)).toEqual([]);
    expect(tablesOf({ orders: [] })).toHaveLength(1);
  });
});

describe('reading the response pane', () => {
  it('reads data and errors', () => {
    const answer = readAnswer('{"data":{"a":1},"errors":[{"message":"The ERP is down."},"odd"]}');
    expect(answer).toMatchObject({ errors: ['The ERP is down.', 'odd'], tables: [{ path: '' }] });
    expect(readAnswer('{"errors":[{"message":"No such field."}]}')).toEqual({
      errors: ['No such field.'],
      tables: [],
    });
  });

  it.each(['', 'Failed to fetch', 'null', '3', null, undefined])('does not take %j for an answer', (text) => {
    expect(readAnswer(text)).toBeNull();
  });
});

describe('sorting', () => {
  const column = (values: readonly unknown[], descending = false) => {
    const grid = gridAt('rows', { rows: values.map((value) => ({ value })) });
    return sorted(grid, { column: 'value', descending }).lines.map(([cell]) => cell);
  };

  it('sorts decimals and money by value, not as text', () => {
    expect(column(['9.5', '10', '-1'])).toEqual(['-1', '9.5', '10']);
    expect(column([usd('100'), usd('9')])).toEqual([usd('9'), usd('100')]);
  });

  it('sorts ids by their number and dates chronologically', () => {
    expect(column(['order:10', 'order:9'])).toEqual(['order:9', 'order:10']);
    expect(column(['2013-10-01', '2013-09-30'])).toEqual(['2013-09-30', '2013-10-01']);
  });

  it('keeps empty cells last in both directions', () => {
    expect(column([null, 2, 1])).toEqual([1, 2, null]);
    expect(column([null, 2, 1], true)).toEqual([2, 1, null]);
  });

  it('leaves the order alone if the column does not exist', () => {
    const grid = gridAt('rows', { rows: [{ a: 2 }, { a: 1 }] });
    expect(sorted(grid, { column: 'b', descending: false })).toBe(grid);
    expect(sorted(grid, null)).toBe(grid);
  });
});

describe('CSV', () => {
  const nasty = { rows: [{ name: 'Bike, "red"\r\nlarge', total: usd('-3.20'), note: null, count: 7 }] };

  it('is read back unchanged by another parser (RFC 4180)', () => {
    const csv = toCsv(gridAt('rows', nasty));
    expect(parseCsv(csv, { bom: true, record_delimiter: '\r\n' })).toEqual([
      ['name', 'total (USD)', 'note', 'count'],
      ['Bike, "red"\r\nlarge', '-3.20', '', '7'],
    ]);
    expect(csv).toBe('\uFEFFname,total (USD),note,count\r\n"Bike, ""red""\r\nlarge",-3.20,,7\r\n');
  });

  it('has amounts of several currencies as numbers, with the currency in a column of its own', () => {
    const data = {
      rows: [
        { due: usd('-1.50'), id: 1 },
        { due: { amount: '2', currency: 'EUR' }, id: 2 },
        { due: null, id: 3 },
      ],
    };
    expect(toTsv(gridAt('rows', data))).toBe('due.amount\tdue.currency\tid\n-1.50\tUSD\t1\n2\tEUR\t2\n\t\t3');
  });

  it('escapes text that a spreadsheet would run as a formula', () => {
    const data = { rows: [{ a: '=HYPERLINK("http://evil")', b: '+49 30 1', c: '-1.5', d: '@x', e: 'a-b' }] };
    expect(toTsv(gridAt('rows', data)).split('\n')[1]).toBe(
      `"'=HYPERLINK(""http://evil"")"\t'+49 30 1\t-1.5\t'@x\ta-b`,
    );
  });
});
