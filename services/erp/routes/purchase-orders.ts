import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../../kit/app.ts';
import {
  columns,
  readRow,
  table,
  type EntitySet,
  type Fields,
  type Fragment,
  type RowOf,
} from '../odata/entity-set.ts';
import { date, integer, money, nullable, oneOf, type Field } from '../odata/field.ts';
import { listPage } from '../odata/list.ts';
import { listQuery, topPerQuery } from '../odata/options.ts';
import { topPer } from '../odata/top-per.ts';
import { PurchaseOrderGroups, PurchaseOrderPage, READ_REFUSALS } from '../schemas/answers.ts';
import { PURCHASE_STATUSES } from '../schemas/entities.ts';

const lineProduct: Field<number> = {
  ...integer('product_id'),
  within: (condition) =>
    `purchase_order_id IN (SELECT purchase_order_id FROM purchase_order_line WHERE ${condition})`,
};

const purchaseOrders = {
  source: table('purchase_order'),
  fields: {
    PurchaseOrderId: integer('purchase_order_id'),
    Status: oneOf('status', PURCHASE_STATUSES),
    SupplierId: integer('supplier_id'),
    OrderedOn: date('ordered_on'),
    ShippedOn: nullable(date('shipped_on')),
    Subtotal: money('subtotal'),
    Tax: money('tax'),
    Freight: money('freight'),
    Total: money('total'),
  },
  filters: { ProductId: lineProduct },
  key: ['PurchaseOrderId'],
} satisfies EntitySet<Fields>;

const lineFields = {
  LineNumber: integer('line_number'),
  ProductId: integer('product_id'),
  DueOn: date('due_on'),
  OrderedQty: integer('ordered_qty'),
  UnitPrice: money('unit_price'),
  ReceivedQty: integer('received_qty'),
  RejectedQty: integer('rejected_qty'),
  StockedQty: integer('stocked_qty'),
};

/** Each purchase order once for every item in its lines. */
const byItem = (): Fragment => ({
  sql: `(SELECT purchase_order.*, line_product_id FROM purchase_order JOIN
    (SELECT DISTINCT product_id AS line_product_id, purchase_order_id FROM purchase_order_line)
    USING (purchase_order_id))`,
  values: [],
});

const GROUPINGS = {
  SupplierId: { sql: 'supplier_id' },
  ProductId: { sql: 'line_product_id', source: byItem },
};

type Line = RowOf<typeof lineFields>;
type Head = RowOf<typeof purchaseOrders.fields>;

/** `GET /PurchaseOrders` and `GET /PurchaseOrders/TopPer`. */
export function addPurchaseOrders(app: ServiceApp, db: DatabaseSync): void {
  const list = {
    operationId: 'listPurchaseOrders',
    summary: 'Purchase orders with their lines',
    description: 'A filter by ProductId finds the orders that have a line for which it holds.',
    querystring: listQuery(purchaseOrders),
    response: { 200: ref(PurchaseOrderPage), ...READ_REFUSALS },
  };
  app.get('/PurchaseOrders', { schema: list, config: { maxAge: 30 } }, (request) => {
    const page = listPage(db, purchaseOrders, request);
    const lines = linesOf(db, page.value);
    return { ...page, value: page.value.map((order) => withLines(order, lines)) };
  });

  const grouped = {
    operationId: 'topPurchaseOrdersPer',
    summary: 'The first purchase orders of each of many suppliers or items',
    querystring: topPerQuery(purchaseOrders, ['SupplierId', 'ProductId']),
    response: { 200: ref(PurchaseOrderGroups), ...READ_REFUSALS },
  };
  app.get('/PurchaseOrders/TopPer', { schema: grouped, config: { maxAge: 30 } }, ({ query }) => {
    const groups = topPer(db, purchaseOrders, GROUPINGS, query);
    const lines = linesOf(
      db,
      groups.flatMap(({ Value }) => Value),
    );
    return {
      value: groups.map((group) => ({
        ...group,
        Value: group.Value.map((order) => withLines(order, lines)),
      })),
    };
  });
}

function withLines(order: Head, lines: ReadonlyMap<number, Line[]>) {
  return { ...order, Lines: lines.get(order.PurchaseOrderId) ?? [] };
}

function linesOf(db: DatabaseSync, orders: readonly Head[]): Map<number, Line[]> {
  const ids = JSON.stringify(orders.map(({ PurchaseOrderId }) => PurchaseOrderId));
  const rows = db
    .prepare(
      `SELECT purchase_order_id, ${columns(lineFields)} FROM purchase_order_line
       WHERE purchase_order_id IN (SELECT value FROM json_each(?)) ORDER BY purchase_order_id, line_number`,
    )
    .all(ids);
  const byOrder = new Map<number, Line[]>();
  for (const row of rows) {
    const id = Number(row['purchase_order_id']);
    byOrder.set(id, [...(byOrder.get(id) ?? []), readRow(lineFields, row)]);
  }
  return byOrder;
}
