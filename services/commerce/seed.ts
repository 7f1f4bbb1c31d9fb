import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { CsvRow } from '../kit/csv.ts';
import { insertCsv, type DatabasePlan } from '../kit/database.ts';
import { toUnits } from '../kit/money.ts';
import { LAYOUT } from './layout.ts';

/** A subcategory of the sample data becomes a category whose id is this much higher. */
const SUBCATEGORY_OFFSET = 100;

const PRODUCT_TEXTS = [
  'description',
  'color',
  'size',
  'size_unit',
  'weight_unit',
  'line',
  'class',
  'style',
  'model',
];

type Values = (row: CsvRow) => SQLInputValue[];

/** The shop's tables, filled from the sample data: 16,459 orders with 32,718 lines, 504 products. */
export const plan: DatabasePlan = { version: 2, schema: LAYOUT, seed };

function seed(db: DatabaseSync): void {
  seedCatalogue(db);
  seedOrders(db);
}

function seedCatalogue(db: DatabaseSync): void {
  fill(db, 'category', 'category', ['id', 'parent_id', 'name'], (row) => [
    int(row, 'id'),
    null,
    text(row, 'name'),
  ]);
  fill(db, 'subcategory', 'category', ['id', 'parent_id', 'name'], (row) => [
    SUBCATEGORY_OFFSET + int(row, 'id'),
    int(row, 'category_id'),
    text(row, 'name'),
  ]);
  const columns = [
    'id',
    'number',
    'name',
    ...PRODUCT_TEXTS,
    'weight',
    'category_id',
    'list_price',
    'sell_start',
    'sell_end',
    'updated_at',
  ];
  fill(db, 'product', 'product', columns, productValues);
  fill(
    db,
    'review',
    'review',
    ['id', 'product_id', 'reviewer', 'reviewed_on', 'rating', 'comments'],
    (row) => [
      int(row, 'id'),
      int(row, 'product_id'),
      text(row, 'reviewer'),
      text(row, 'reviewed_on'),
      int(row, 'rating'),
      row['comments'] ?? null,
    ],
  );
}

function productValues(row: CsvRow): SQLInputValue[] {
  const subcategory = intOrNull(row, 'subcategory_id');
  return [
    int(row, 'id'),
    text(row, 'number'),
    text(row, 'name'),
    ...PRODUCT_TEXTS.map((column) => row[column] ?? null),
    intOrNull(row, 'weight'),
    subcategory === null ? null : SUBCATEGORY_OFFSET + subcategory,
    money(row, 'list_price'),
    text(row, 'sell_start'),
    row['sell_end'] ?? null,
    midnight(row['sell_end'] ?? text(row, 'sell_start')),
  ];
}

function seedOrders(db: DatabaseSync): void {
  fill(db, 'reason', 'reason', ['id', 'name'], (row) => [int(row, 'id'), text(row, 'name')]);
  fill(db, 'ship_method', 'ship_method', ['id', 'name'], (row) => [int(row, 'id'), text(row, 'name')]);
  const place = ['line1', 'line2', 'city', 'state', 'state_code', 'country_code', 'postal_code'];
  fill(db, 'address', 'address', ['id', 'book_id', ...place], (row) => [
    int(row, 'id'),
    int(row, 'id'),
    ...place.map((column) => row[column] ?? null),
  ]);
  const dates = ['ordered_on', 'due_on', 'shipped_on'];
  const links = ['customer_id', 'territory_id', 'bill_to', 'ship_to', 'ship_method_id', 'exchange_rate_id'];
  const amounts = ['subtotal', 'tax', 'freight', 'total'];
  fill(
    db,
    'order',
    'orders',
    ['id', 'status', 'channel', 'currency', ...dates, ...links, ...amounts, 'updated_at'],
    orderValues,
  );
  fill(
    db,
    'order_line',
    'order_line',
    ['order_id', 'line_number', 'product_id', 'quantity', 'unit_price', 'tax'],
    (row) => [
      ...['order_id', 'line_number', 'product_id', 'quantity'].map((column) => int(row, column)),
      ...['unit_price', 'tax'].map((column) => money(row, column)),
    ],
  );
  fill(db, 'order_reason', 'order_reason', ['order_id', 'reason_id'], (row) => [
    int(row, 'order_id'),
    int(row, 'reason_id'),
  ]);
}

/** The sample has only shipped online orders in US dollars, and no time of last change other than the shipping. */
function orderValues(row: CsvRow): SQLInputValue[] {
  return [
    int(row, 'id'),
    ...['shipped', 'online', 'USD'],
    ...['ordered_on', 'due_on', 'shipped_on'].map((column) => text(row, column)),
    ...['customer_id', 'territory_id', 'bill_to_address_id', 'ship_to_address_id'].map((column) =>
      int(row, column),
    ),
    ...['ship_method_id', 'currency_rate_id'].map((column) => intOrNull(row, column)),
    ...['subtotal', 'tax', 'freight', 'total'].map((column) => money(row, column)),
    midnight(text(row, 'shipped_on')),
  ];
}

function fill(
  db: DatabaseSync,
  file: string,
  table: string,
  columns: readonly string[],
  values: Values,
): void {
  const placeholders = columns.map(() => '?').join(', ');
  const source = new URL(`data/${file}.csv.gz`, import.meta.url);
  insertCsv(db, source, `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${placeholders})`, values);
}

function text(row: CsvRow, column: string): string {
  const value = row[column] ?? null;
  if (value === null)
    throw new RangeError(`the sample data has a row without ${column}: ${JSON.stringify(row)}`);
  return value;
}

function int(row: CsvRow, column: string): number {
  return Number(text(row, column));
}

function intOrNull(row: CsvRow, column: string): number | null {
  const value = row[column] ?? null;
  return value === null ? null : Number(value);
}

function money(row: CsvRow, column: string): number {
  return toUnits(text(row, column));
}

function midnight(date: string): string {
  return `${date}T00:00:00.000Z`;
}
