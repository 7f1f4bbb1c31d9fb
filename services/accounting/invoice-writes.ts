import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { recordChange, type Change } from '../kit/changes.ts';
import { writeOnce } from '../kit/idempotency.ts';
import { toUnits } from '../kit/money.ts';
import { ProblemError } from '../kit/problem.ts';
import { instant } from './clock.ts';
import { documentId, documentNumber, numberOf } from './ids.ts';
import { toInvoice } from './invoices.ts';
import { dayInUtc, type Row } from './query.ts';
import { id, problems } from './schemas/fields.ts';
import { Invoice, InvoiceInput } from './schemas/invoices.ts';

/** Adds `POST /Invoices` and `POST /Invoices/{InvoiceID}/Void`. */
export function addInvoiceWrites(app: ServiceApp, db: DatabaseSync): void {
  app.post(
    '/Invoices',
    {
      schema: {
        operationId: 'createInvoice',
        summary: 'Issues an invoice',
        description:
          'Refused with 409 `already_invoiced` where the order has an invoice that is not voided, and with 422 ' +
          '`unknown_currency`. Takes an `Idempotency-Key`.',
        body: ref(InvoiceInput),
        response: { 201: ref(Invoice), ...problems(409, 422) },
      },
    },
    (request, reply) =>
      writeOnce(db, request, reply, (key) => ({ status: 201, body: issue(db, request.body, key) })),
  );
  app.post(
    '/Invoices/:InvoiceID/Void',
    {
      schema: {
        operationId: 'voidInvoice',
        summary: 'Voids an invoice',
        description:
          'Refused with 409 `already_voided`, and with 409 `already_paid` where any payment was booked for it. ' +
          'Takes an `Idempotency-Key`.',
        params: Type.Object({ InvoiceID: id('The invoice.') }),
        response: { 200: ref(Invoice), ...problems(404, 409, 422) },
      },
    },
    (request, reply) =>
      writeOnce(db, request, reply, (key) => ({
        status: 200,
        body: voidInvoice(db, request.params.InvoiceID, key),
      })),
  );
}

/** The row of the invoice with this number. Throws if it is missing, which no caller expects. */
export function invoiceRow(db: DatabaseSync, number: number | bigint): Row {
  const row = db.prepare('SELECT * FROM invoice WHERE number = ?').get(number);
  if (!row) throw new Error(`there is no invoice of number ${number.toString()}`);
  return row;
}

/** Records that an invoice changed; call it in the transaction that changes it. */
export function recordInvoice(
  db: DatabaseSync,
  invoice: Invoice,
  kind: Change['kind'],
  fields: readonly string[],
): void {
  const order: Record<string, string> = invoice.OrderID === null ? {} : { order: invoice.OrderID };
  const owners = { contact: invoice.ContactID, ...order };
  recordChange(db, { entity: 'invoice', id: invoice.InvoiceID, kind, fields, owners });
}

function issue(db: DatabaseSync, input: InvoiceInput, key: string | null): Invoice {
  const order = input.OrderID === undefined ? null : numberOf(input.OrderID);
  refuseSecondInvoice(db, order);
  if (!db.prepare('SELECT 1 FROM currency WHERE code = ?').get(input.CurrencyCode)) {
    throw new ProblemError(422, 'unknown_currency', `There is no currency ${input.CurrencyCode}.`);
  }
  const total = toUnits(input.Total);
  const now = instant(db);
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO invoice (order_id, contact_id, status, issued_on, currency_code, subtotal, tax, freight, total,
         paid, updated_at, created_at, created_by, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    )
    .run(
      order,
      numberOf(input.ContactID),
      total === 0 ? 'PAID' : 'OPEN',
      input.IssuedOn ?? dayInUtc(),
      input.CurrencyCode,
      toUnits(input.Subtotal),
      toUnits(input.Tax),
      toUnits(input.Freight),
      total,
      now,
      now,
      key,
      key,
    );
  const invoice = toInvoice(invoiceRow(db, lastInsertRowid));
  recordInvoice(db, invoice, 'created', []);
  return invoice;
}

function refuseSecondInvoice(db: DatabaseSync, order: number | null): void {
  const earlier = db
    .prepare(`SELECT number FROM invoice WHERE order_id = ? AND status <> 'VOIDED' ORDER BY number`)
    .get(order);
  if (!earlier) return;
  const invoice = documentId('INV', Number(earlier['number']));
  throw new ProblemError(409, 'already_invoiced', `The order ${order ?? ''} has the invoice ${invoice}.`);
}

function voidInvoice(db: DatabaseSync, invoiceId: string, key: string | null): Invoice {
  const number = documentNumber('INV', invoiceId);
  const row = db.prepare('SELECT status, paid FROM invoice WHERE number = ?').get(number);
  if (!row || number === null) throw new ProblemError(404, 'not_found', `There is no invoice ${invoiceId}.`);
  if (row['status'] === 'VOIDED') {
    throw new ProblemError(409, 'already_voided', `The invoice ${invoiceId} is voided.`);
  }
  if (row['status'] === 'PAID' || Number(row['paid']) > 0) {
    throw new ProblemError(409, 'already_paid', `A payment was booked for the invoice ${invoiceId}.`);
  }
  const voided = `UPDATE invoice SET status = 'VOIDED', updated_at = ?, updated_by = ? WHERE number = ?`;
  db.prepare(voided).run(instant(db), key, number);
  const invoice = toInvoice(invoiceRow(db, number));
  recordInvoice(db, invoice, 'updated', ['Status', 'AmountDue', 'UpdatedAt']);
  return invoice;
}
