import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../../kit/app.ts';
import { table, type EntitySet, type Fields } from '../odata/entity-set.ts';
import { boolean, integer, nullable, text } from '../odata/field.ts';
import { listPage } from '../odata/list.ts';
import { listQuery } from '../odata/options.ts';
import { READ_REFUSALS, SupplierPage } from '../schemas/answers.ts';

const suppliers = {
  source: table('supplier'),
  fields: {
    SupplierId: integer('supplier_id'),
    AccountNumber: text('account_number'),
    Name: text('name'),
    CreditRating: integer('credit_rating'),
    Preferred: boolean('preferred'),
    Active: boolean('active'),
    Url: nullable(text('url')),
  },
  key: ['SupplierId'],
} satisfies EntitySet<Fields>;

/** `GET /Suppliers`. */
export function addSuppliers(app: ServiceApp, db: DatabaseSync): void {
  const list = {
    operationId: 'listSuppliers',
    summary: 'Suppliers',
    querystring: listQuery(suppliers),
    response: { 200: ref(SupplierPage), ...READ_REFUSALS },
  };
  app.get('/Suppliers', { schema: list, config: { maxAge: 30 } }, (request) =>
    listPage(db, suppliers, request),
  );
}
