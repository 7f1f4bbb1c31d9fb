import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { labelOf, readAnswer } from '../console/src/table/answer.ts';
import { toCsv, toTsv } from '../console/src/table/csv.ts';
import { tablesOf, type Row } from '../console/src/table/flatten.ts';
import { gridOf, sorted, textOf, titleOf, type Grid } from '../console/src/table/grid.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

/** An answer with a list, an object and a list within its rows, and a list within that. */
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

/** The rows of the table of `data` that stands at `path`. */
function rowsAt(path: string, data: unknown): readonly Row[] {
  const table = tablesOf(data).find((candidate) => candidate.path === path);
  if (!table) throw new Error(`No table at ${path}.`);
  return table.rows;
}

function gridAt(path: string, data: unknown, withOuter = false): Grid {
  return gridOf(rowsAt(path, data), withOuter);
}

/** What a grid shows, as text: titles first. */
function texts({ columns, lines }: Grid): string[][] {
  const cell = (line: Grid['lines'][number], index: number) => line[index] ?? null;
  return [
    columns.map(titleOf),
    ...lines.map((line) => columns.map((column, index) => textOf(cell(line, index), column))),
  ];
}

describe('lists of an answer as tables', () => {
  it('finds every list, those of one place in all parents together', () => {
    expect(tablesOf(ANSWER).map((table) => labelOf(table))).toEqual([
      'topCustomers (3)',
      'topCustomers › customer.orders.nodes (3)',
      'topCustomers › customer.orders.nodes › lines (3)',
    ]);
  });

  it('names columns of nested objects with dots and counts lists within a row', () => {
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

  it('puts the values of the rows around before those of a row, without bookkeeping', () => {
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

  it('leads from a list within a row to its own rows', () => {
    const cell = rowsAt('topCustomers', ANSWER)[1]?.own.get('customer.orders.nodes');
    expect(cell).toEqual({ path: 'topCustomers[].customer.orders.nodes', parent: 1, count: 1 });
    const within = rowsAt('topCustomers[].customer.orders.nodes', ANSWER).filter(
      ({ parent }) => parent === 1,
    );
    expect(within.map(({ own }) => own.get('id'))).toEqual(['order:3']);
  });

  it('shows what is in no list as one row, after the lists', () => {
    const data = { order: { total: usd('5'), lines: [{ quantity: 1 }] } };
    expect(tablesOf(data).map((table) => labelOf(table))).toEqual([
      'order.lines (1)',
      'values outside of lists (1)',
    ]);
    expect(texts(gridAt('', data))).toEqual([['order.total (USD)'], ['5']]);
  });

  it('joins lists of plain values and leaves empty ones empty', () => {
    const data = { orders: [{ reasons: ['Price', 'Quality'] }, { reasons: [] }, null] };
    expect(texts(gridAt('orders', data))).toEqual([['reasons'], ['Price; Quality'], [''], ['']]);
  });

  it('takes amount and currency for money only where nothing else stands beside them', () => {
    const data = {
      rows: [{ price: { amount: '1', currency: 'USD', unit: 'CTN' } }, { price: { amount: '2' } }],
    };
    expect(texts(gridAt('rows', data))[0]).toEqual(['price.amount', 'price.currency', 'price.unit']);
  });

  it('writes the currency into each cell where a column has several', () => {
    const data = { rows: [{ total: usd('1.50') }, { total: { amount: '2', currency: 'EUR' } }] };
    expect(texts(gridAt('rows', data))).toEqual([['total'], ['1.50 USD'], ['2 EUR']]);
  });

  it('tells a part of a list from all of it, by what the page says beside it', () => {
    const partOf = (data: object) => tablesOf(data)[0]?.partOf;
    const nodes = [{ id: 1 }, { id: 2 }];
    expect(partOf({ orders: { totalCount: 3, nodes } })).toBe(3);
    expect(partOf({ orders: { totalCount: 2, nodes } })).toBeUndefined();
    expect(partOf({ orders: { nodes, pageInfo: { hasNextPage: true } } })).toBeNull();
    expect(partOf({ orders: { nodes, pageInfo: { hasNextPage: false } } })).toBeUndefined();
    expect(partOf({ salesReport: { rows: nodes, hasMore: true } })).toBeNull();
    expect(partOf({ orders: nodes, hasMore: true })).toBeUndefined();
  });

  it('takes text of digits alone, such as postal codes, for text, and decimals for numbers', () => {
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

  it('knows how many digits after the point a column needs: two at least for amounts', () => {
    const rows = [
      { price: usd('1'), cost: usd('0.1234'), rate: '1', count: 3 },
      { price: usd('2.5'), cost: usd('2'), rate: '0.125', count: 4 },
    ];
    expect(gridAt('rows', { rows }).columns.map(({ fractionDigits }) => fractionDigits)).toEqual([
      2, 4, 3, 0,
    ]);
  });

  it('makes nothing of an answer without data', () => {
    expect(tablesOf(null)).toEqual([]);
    expect(tablesOf({ orders: [] })).toHaveLength(1);
  });
});

describe('reading the response pane', () => {
  it('reads data and what went wrong', () => {
    const answer = readAnswer('{"data":{"a":1},"errors":[{"message":"The ERP is down."},"odd"]}');
    expect(answer).toMatchObject({ errors: ['The ERP is down.', 'odd'], tables: [{ path: '' }] });
    expect(readAnswer('{"errors":[{"message":"No such field."}]}')).toEqual({
      errors: ['No such field.'],
      tables: [],
    });
  });

  it.each(['', 'Failed to fetch', 'null', '3', null, undefined])('takes %j for no answer', (text) => {
    expect(readAnswer(text)).toBeNull();
  });
});

describe('sorting', () => {
  const column = (values: readonly unknown[], descending = false) => {
    const grid = gridAt('rows', { rows: values.map((value) => ({ value })) });
    return sorted(grid, { column: 'value', descending }).lines.map(([cell]) => cell);
  };

  it('sorts decimals and money by value, not by letter', () => {
    expect(column(['9.5', '10', '-1'])).toEqual(['-1', '9.5', '10']);
    expect(column([usd('100'), usd('9')])).toEqual([usd('9'), usd('100')]);
  });

  it('sorts ids by their number and dates by time', () => {
    expect(column(['order:10', 'order:9'])).toEqual(['order:9', 'order:10']);
    expect(column(['2013-10-01', '2013-09-30'])).toEqual(['2013-09-30', '2013-10-01']);
  });

  it('keeps empty cells last, both ways', () => {
    expect(column([null, 2, 1])).toEqual([1, 2, null]);
    expect(column([null, 2, 1], true)).toEqual([2, 1, null]);
  });

  it('leaves the order alone where the column is not there', () => {
    const grid = gridAt('rows', { rows: [{ a: 2 }, { a: 1 }] });
    expect(sorted(grid, { column: 'b', descending: false })).toBe(grid);
    expect(sorted(grid, null)).toBe(grid);
  });
});

describe('CSV', () => {
  const nasty = { rows: [{ name: 'Bike, "red"\r\nlarge', total: usd('-3.20'), note: null, count: 7 }] };

  it('is read back by another program as it was (RFC 4180)', () => {
    const csv = toCsv(gridAt('rows', nasty));
    expect(parseCsv(csv, { bom: true, record_delimiter: '\r\n' })).toEqual([
      ['name', 'total (USD)', 'note', 'count'],
      ['Bike, "red"\r\nlarge', '-3.20', '', '7'],
    ]);
    expect(csv).toBe('\uFEFFname,total (USD),note,count\r\n"Bike, ""red""\r\nlarge",-3.20,,7\r\n');
  });

  it('keeps text that begins like a formula from being run as one', () => {
    const data = { rows: [{ a: '=HYPERLINK("http://evil")', b: '+49 30 1', c: '-1.5', d: '@x', e: 'a-b' }] };
    expect(toTsv(gridAt('rows', data)).split('\n')[1]).toBe(
      `"'=HYPERLINK(""http://evil"")"\t'+49 30 1\t-1.5\t'@x\ta-b`,
    );
  });
});
