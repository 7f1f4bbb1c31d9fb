import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import type { ServiceApp } from '../kit/app.ts';
import { toDecimal, toUnits } from '../kit/money.ts';
import { documentId, documentNumber, numberOf } from './ids.ts';
import { among, dayInUtc, parseKeys, text, textOrNull, when, type Condition, type Row } from './query.ts';
import { addResource } from './resource-routes.ts';
import type { Resource } from './resource.ts';
import { choice, day, givenAmount, id, keyList } from './schemas/fields.ts';
import type { Invoice } from './schemas/invoices.ts';
import { INVOICE_STATUSES, InvoiceGroups, InvoiceList } from './schemas/invoices.ts';

/** Days an invoice may stay unpaid before it is overdue: the sample has no payment term; this system uses 30 days net. */
const PAYMENT_TERM_DAYS = 30;

const Filters = Type.Object({
  IDs: Type.Optional(keyList('Only these invoices; unknown ones are left out.')),
  OrderIDs: Type.Optional(keyList('Only invoices for these orders.')),
  ContactID: Type.Optional(id('Only invoices of this customer.')),
  Status: Type.Optional(choice(INVOICE_STATUSES, 'Only invoices in this state.')),
  IssuedFrom: Type.Optional(day('Only invoices issued on this day or later.')),
  IssuedTo: Type.Optional(day('Only invoices issued on this day or earlier.')),
  MinTotal: Type.Optional(givenAmount('Only invoices of this total or more, whatever the currency.')),
  MaxTotal: Type.Optional(givenAmount('Only invoices of this total or less, whatever the currency.')),
  Overdue: Type.Optional(
    Type.Boolean({
      description: `Only invoices that are (true) or are not (false) open and issued more than ${PAYMENT_TERM_DAYS} days ago.`,
    }),
  ),
});

const resource: Resource<typeof Filters> = {
  name: 'Invoices',
  table: 'invoice',
  columns: '*',
  key: 'number',
  orders: {
    InvoiceID: 'number',
    OrderID: 'order_id',
    ContactID: 'contact_id',
    IssuedOn: 'issued_on',
    Total: 'total',
    AmountDue: `iif(status = 'VOIDED', 0, total - paid)`,
    UpdatedAt: 'updated_at',
  },
  updated: 'updated_at',
  groups: {
    ContactID: { column: 'contact_id', parse: numberOf },
    OrderID: { column: 'order_id', parse: numberOf },
  },
  filters: Filters,
  conditions: (filters) => [
    ...among(
      'number',
      parseKeys(filters.IDs, 'IDs', (key) => documentNumber('INV', key)),
    ),
    ...among('order_id', parseKeys(filters.OrderIDs, 'OrderIDs', numberOf)),
    ...when('contact_id = ?', filters.ContactID && numberOf(filters.ContactID)),
    ...when('status = ?', filters.Status),
    ...when('issued_on >= ?', filters.IssuedFrom),
    ...when('issued_on <= ?', filters.IssuedTo),
    ...when('total >= ?', filters.MinTotal && toUnits(filters.MinTotal)),
    ...when('total <= ?', filters.MaxTotal && toUnits(filters.MaxTotal)),
    ...overdue(filters.Overdue),
  ],
  toWire: toInvoice,
};

/** Adds the reads of invoices. */
export function addInvoices(app: ServiceApp, db: DatabaseSync): void {
  addResource(app, db, resource, { list: InvoiceList, groups: InvoiceGroups });
}

/** Converts an invoice to its form on the wire. */
export function toInvoice(row: Row): Invoice {
  const status = text(row, 'status') as Invoice['Status'];
  const total = Number(row['total']);
  const paid = Number(row['paid']);
  return {
    InvoiceID: documentId('INV', Number(row['number'])),
    OrderID: textOrNull(row, 'order_id'),
    ContactID: text(row, 'contact_id'),
    Status: status,
    IssuedOn: text(row, 'issued_on'),
    CurrencyCode: text(row, 'currency_code'),
    ExchangeRateID: textOrNull(row, 'exchange_rate_id'),
    Subtotal: toDecimal(Number(row['subtotal'])),
    Tax: toDecimal(Number(row['tax'])),
    Freight: toDecimal(Number(row['freight'])),
    Total: toDecimal(total),
    AmountPaid: toDecimal(paid),
    AmountDue: toDecimal(status === 'VOIDED' ? 0 : total - paid),
    UpdatedAt: text(row, 'updated_at'),
  };
}

function overdue(isOverdue: boolean | undefined): Condition[] {
  if (isOverdue === undefined) return [];
  const condition = `(status = 'OPEN' AND issued_on < ?)`;
  return when(isOverdue ? condition : `NOT ${condition}`, dayInUtc(PAYMENT_TERM_DAYS));
}
