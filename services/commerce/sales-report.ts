import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { where } from './conditions.ts';
import { money, number, type Row } from './rows.ts';
import { SALES_CURRENCY, SOLD } from './sales.ts';
import { PROBLEMS } from './schemas/fields.ts';
import { SalesReport, SalesReportQuery, type SalesRow } from './schemas/report.ts';

/** What a report can be grouped by: the field of its rows, and the SQL of its value. */
const DIMENSIONS = new Map([
  ['month', { field: 'month', sql: 'substr(o.ordered_on, 1, 7)' }],
  [
    'quarter',
    {
      field: 'quarter',
      sql: `substr(o.ordered_on, 1, 4) || '-Q' || ((substr(o.ordered_on, 6, 2) + 2) / 3)`,
    },
  ],
  ['year', { field: 'year', sql: 'substr(o.ordered_on, 1, 4)' }],
  ['territory', { field: 'territory_id', sql: 'o.territory_id' }],
  ['category', { field: 'category_id', sql: 'coalesce(c.parent_id, c.id)' }],
  ['subcategory', { field: 'category_id', sql: 'c.id' }],
  ['channel', { field: 'channel', sql: 'o.channel' }],
  ['product', { field: 'product_id', sql: 'l.product_id' }],
  ['customer', { field: 'customer_id', sql: 'o.customer_id' }],
]);

/** Route that sums sales by up to three keys. */
export function addSalesReport(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/reports/sales',
    {
      config: { maxAge: 60 },
      schema: {
        operationId: 'getSalesReport',
        summary: 'Adds up sales by up to three keys',
        description:
          'Cancelled orders and orders in other currencies do not count. `subcategory` includes `category`: with both, `category_id` is that of the subcategory.',
        querystring: SalesReportQuery,
        response: { 200: ref(SalesReport), ...PROBLEMS },
      },
    },
    ({ query }) => {
      const limit = query.limit ?? 100;
      const rows = salesRows(db, query, limit + 1);
      return { rows: rows.slice(0, limit), has_more: rows.length > limit };
    },
  );
}

function salesRows(db: DatabaseSync, query: SalesReportQuery, limit: number): SalesRow[] {
  const keys = keysOf(query.group_by);
  const { sql, values } = where([
    [SOLD],
    ['o.ordered_on >= ?', query.from],
    ['o.ordered_on <= ?', query.to],
    ['o.territory_id = ?', query.territory_id],
    ['o.customer_id = ?', query.customer_id],
    ['l.product_id = ?', query.product_id],
    ['o.channel = ?', query.channel],
    ['? IN (c.id, c.parent_id)', query.category_id],
  ]);
  const fields = [...keys.keys()];
  const order = orderOf(query.sort ?? '-revenue', fields);
  const rows = db
    .prepare(
      `SELECT ${[...keys].map(([field, value]) => `${value} AS ${field},`).join(' ')}
         count(DISTINCT o.id) AS orders, coalesce(sum(l.quantity), 0) AS units,
         coalesce(sum(l.quantity * l.unit_price), 0) AS revenue
       FROM orders o JOIN order_line l ON l.order_id = o.id JOIN product p ON p.id = l.product_id
       LEFT JOIN category c ON c.id = p.category_id ${sql}
       ${fields.length ? `GROUP BY ${[...keys.values()].join(', ')}` : ''}
       ${order.length ? `ORDER BY ${order.join(', ')}` : ''} LIMIT ? OFFSET ?`,
    )
    .all(...values, limit, query.offset ?? 0);
  return rows.map((row) => toSalesRow(row, fields));
}

/** Ties in revenue are ordered by the keys. */
function orderOf(sort: NonNullable<SalesReportQuery['sort']>, keys: readonly string[]): readonly string[] {
  switch (sort) {
    case 'key':
      return keys;
    case '-key':
      return keys.map((key) => `${key} DESC`);
    case 'revenue':
      return ['revenue', ...keys];
    case '-revenue':
      return ['revenue DESC', ...keys];
  }
}

/** Field of the row to its SQL; `subcategory` replaces `category`, whose field it shares. */
function keysOf(groupBy: string | undefined): Map<string, string> {
  const names = groupBy?.split(',') ?? [];
  return new Map(
    names.flatMap((name) => {
      const dimension = DIMENSIONS.get(name);
      const isReplaced = name === 'category' && names.includes('subcategory');
      return dimension && !isReplaced ? [[dimension.field, dimension.sql] as const] : [];
    }),
  );
}

function toSalesRow(row: Row, fields: readonly string[]): SalesRow {
  return {
    ...Object.fromEntries(fields.map((field) => [field, row[field]])),
    orders: number(row, 'orders'),
    units: number(row, 'units'),
    revenue: money(row, 'revenue'),
    currency: SALES_CURRENCY,
  };
}
