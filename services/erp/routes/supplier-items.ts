import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { table, type EntitySet, type Fields } from '../odata/entity-set.ts';
import { date, integer, money, nullable, text } from '../odata/field.ts';
import { listPage } from '../odata/list.ts';
import { listQuery, topPerQuery } from '../odata/options.ts';
import { topPer } from '../odata/top-per.ts';
import { READ_REFUSALS, SupplierItemGroups, SupplierItemPage } from '../schemas/answers.ts';

const supplierItems = {
  source: table('supplier_item'),
  fields: {
    ProductId: integer('product_id'),
    SupplierId: integer('supplier_id'),
    LeadTimeDays: integer('lead_time_days'),
    StandardPrice: money('standard_price'),
    LastReceiptCost: nullable(money('last_receipt_cost')),
    LastReceiptOn: nullable(date('last_receipt_on')),
    MinOrderQty: integer('min_order_qty'),
    MaxOrderQty: integer('max_order_qty'),
    OnOrderQty: nullable(integer('on_order_qty')),
    Unit: text('unit'),
  },
  key: ['ProductId', 'SupplierId'],
} satisfies EntitySet<Fields>;

const GROUPINGS = { SupplierId: { sql: 'supplier_id' }, ProductId: { sql: 'product_id' } };

/** `GET /SupplierItems` and `GET /SupplierItems/TopPer`. */
export function addSupplierItems(app: ServiceApp, db: DatabaseSync): void {
  const list = {
    operationId: 'listSupplierItems',
    summary: 'What suppliers ask for items',
    querystring: listQuery(supplierItems),
    response: { 200: ref(SupplierItemPage), ...READ_REFUSALS },
  };
  app.get('/SupplierItems', { schema: list, config: { maxAge: 30 } }, (request) =>
    listPage(db, supplierItems, request),
  );

  const grouped = {
    operationId: 'topSupplierItemsPer',
    summary: 'The first items of each of many suppliers, or suppliers of each of many items',
    querystring: topPerQuery(supplierItems, ['SupplierId', 'ProductId']),
    response: { 200: ref(SupplierItemGroups), ...READ_REFUSALS },
  };
  app.get('/SupplierItems/TopPer', { schema: grouped, config: { maxAge: 30 } }, ({ query }) => ({
    value: topPer(db, supplierItems, GROUPINGS, query),
  }));
}
