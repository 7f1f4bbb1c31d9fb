import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import type { ServiceApp } from '../kit/app.ts';
import { toDecimal } from '../kit/money.ts';
import { documentId, documentNumber, numberOf } from './ids.ts';
import { among, parseKeys, text, textOrNull, when, type Row } from './query.ts';
import { addResource } from './resource-routes.ts';
import type { Resource } from './resource.ts';
import { day, id, keyList } from './schemas/fields.ts';
import { type Payment, PaymentGroups, PaymentList } from './schemas/payments.ts';

const Filters = Type.Object({
  IDs: Type.Optional(keyList('Only these payments; unknown ones are left out.')),
  InvoiceIDs: Type.Optional(keyList('Only payments of these invoices.')),
  ContactID: Type.Optional(id('Only payments of this customer.')),
  ReceivedFrom: Type.Optional(day('Only payments received on this day or later.')),
  ReceivedTo: Type.Optional(day('Only payments received on this day or earlier.')),
});

const invoiceNumber = (key: string) => documentNumber('INV', key);

const resource: Resource<typeof Filters> = {
  name: 'Payments',
  table: 'payment LEFT JOIN card ON card.id = payment.card_id',
  columns: 'payment.*, card.type AS card_type, card.last4',
  key: 'payment.number',
  orders: {
    PaymentID: 'payment.number',
    InvoiceID: 'invoice_number',
    ContactID: 'contact_id',
    Amount: 'amount',
    ReceivedOn: 'received_on',
    UpdatedAt: 'updated_at',
  },
  updated: 'updated_at',
  groups: {
    InvoiceID: { column: 'invoice_number', parse: invoiceNumber },
    ContactID: { column: 'contact_id', parse: numberOf },
  },
  filters: Filters,
  conditions: (filters) => [
    ...among(
      'payment.number',
      parseKeys(filters.IDs, 'IDs', (key) => documentNumber('PAY', key)),
    ),
    ...among('invoice_number', parseKeys(filters.InvoiceIDs, 'InvoiceIDs', invoiceNumber)),
    ...when('contact_id = ?', filters.ContactID && numberOf(filters.ContactID)),
    ...when('received_on >= ?', filters.ReceivedFrom),
    ...when('received_on <= ?', filters.ReceivedTo),
  ],
  toWire: toPayment,
};

/** Adds the reads of payments. */
export function addPayments(app: ServiceApp, db: DatabaseSync): void {
  addResource(app, db, resource, { list: PaymentList, groups: PaymentGroups });
}

/** Converts a payment to its form on the wire. */
export function toPayment(row: Row): Payment {
  const brand = textOrNull(row, 'card_type');
  return {
    PaymentID: documentId('PAY', Number(row['number'])),
    InvoiceID: documentId('INV', Number(row['invoice_number'])),
    ContactID: text(row, 'contact_id'),
    Amount: toDecimal(Number(row['amount'])),
    CurrencyCode: text(row, 'currency_code'),
    ReceivedOn: text(row, 'received_on'),
    Method: text(row, 'method') as Payment['Method'],
    Reference: textOrNull(row, 'reference'),
    Card: brand === null ? null : { Type: brand, Last4: text(row, 'last4') },
    UpdatedAt: text(row, 'updated_at'),
  };
}
