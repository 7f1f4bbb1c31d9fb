import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { parseIds, where } from './conditions.ts';
import { money, number, textOrNull } from './rows.ts';
import { PROBLEMS } from './schemas/fields.ts';
import { ProductSales } from './schemas/product.ts';
import { CustomerValueQuery, CustomerValues, ProductSalesQuery } from './schemas/report.ts';

/**
 * SQL for the orders (alias `o`) that are sales. An order in another currency is left out, because its amounts cannot be added to dollars.
 */
export const SOLD = `o.status <> 'cancelled' AND o.currency = 'USD'`;

/** The currency of every sum. */
export const SALES_CURRENCY = 'USD';

/** Routes that sum sales for many products or customers at once. */
export function addSales(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/products/sales',
    {
      config: { maxAge: 30 },
      schema: {
        operationId: 'getProductSales',
        summary: 'Adds up the sales of products',
        description:
          'Zero where nothing was sold. Cancelled orders and orders in other currencies do not count.',
        querystring: ProductSalesQuery,
        response: { 200: ref(ProductSales), ...PROBLEMS },
      },
    },
    ({ query: { product_ids: ids, from, to } }) => ({
      products: productSales(db, parseIds('product_ids', ids), from, to),
    }),
  );
  app.get(
    '/customers/values',
    {
      config: { maxAge: 30 },
      schema: {
        operationId: 'getCustomerValues',
        summary: 'Adds up the orders of customers',
        description:
          'Zero where nothing was ordered. Cancelled orders and orders in other currencies do not count.',
        querystring: CustomerValueQuery,
        response: { 200: ref(CustomerValues), ...PROBLEMS },
      },
    },
    ({ query }) => ({ customers: customerValues(db, parseIds('customer_ids', query.customer_ids)) }),
  );
}

function productSales(db: DatabaseSync, ids: readonly number[], from?: string, to?: string) {
  const period = where([
    [SOLD],
    ['l.product_id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)],
    ['o.ordered_on >= ?', from],
    ['o.ordered_on <= ?', to],
  ]);
  const rows = db
    .prepare(
      `SELECT l.product_id AS id, sum(l.quantity) AS units, sum(l.quantity * l.unit_price) AS revenue,
         count(DISTINCT o.id) AS orders
       FROM order_line l JOIN orders o ON o.id = l.order_id ${period.sql} GROUP BY l.product_id`,
    )
    .all(...period.values);
  const sold = new Map(rows.map((row) => [number(row, 'id'), row]));
  return ids.map((id) => {
    const row = sold.get(id) ?? { units: 0, revenue: 0, orders: 0 };
    return {
      product_id: id,
      units: number(row, 'units'),
      revenue: money(row, 'revenue'),
      order_count: number(row, 'orders'),
      currency: SALES_CURRENCY,
    };
  });
}

function customerValues(db: DatabaseSync, ids: readonly number[]) {
  const rows = db
    .prepare(
      `SELECT k.value AS id, count(o.id) AS orders, coalesce(sum(o.total), 0) AS total,
         min(o.ordered_on) AS first, max(o.ordered_on) AS last
       FROM json_each(?) k LEFT JOIN orders o ON o.customer_id = k.value AND ${SOLD}
       GROUP BY k.value ORDER BY k.key`,
    )
    .all(JSON.stringify(ids));
  return rows.map((row) => ({
    customer_id: number(row, 'id'),
    order_count: number(row, 'orders'),
    total: money(row, 'total'),
    currency: SALES_CURRENCY,
    first_ordered_on: textOrNull(row, 'first'),
    last_ordered_on: textOrNull(row, 'last'),
  }));
}
