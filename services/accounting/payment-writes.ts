import type { DatabaseSync } from 'node:sqlite';
import { ref, type ServiceApp } from '../kit/app.ts';
import { recordChange } from '../kit/changes.ts';
import { writeOnce } from '../kit/idempotency.ts';
import { toDecimal, toUnits } from '../kit/money.ts';
import { ProblemError } from '../kit/problem.ts';
import { instant } from './clock.ts';
import { documentNumber } from './ids.ts';
import { invoiceRow, recordInvoice } from './invoice-writes.ts';
import { toInvoice } from './invoices.ts';
import { toPayment } from './payments.ts';
import { dayInUtc, type Row } from './query.ts';
import { problems } from './schemas/fields.ts';
import { Payment, PaymentInput } from './schemas/payments.ts';

/** Adds `POST /Payments`. */
export function addPaymentWrites(app: ServiceApp, db: DatabaseSync): void {
  app.post(
    '/Payments',
    {
      schema: {
        operationId: 'createPayment',
        summary: 'Books a payment of an invoice or a part of it',
        description:
          'The invoice becomes PAID when nothing is due any more. Refused with 422 and the first of these codes ' +
          'that applies: `not_positive`, `unknown_invoice`, `voided`, `already_paid`, `currency_mismatch`, ' +
          '`overpaid`. Takes an `Idempotency-Key`.',
        body: ref(PaymentInput),
        response: { 201: ref(Payment), ...problems(422) },
      },
    },
    (request, reply) =>
      writeOnce(db, request, reply, (key) => ({ status: 201, body: book(db, request.body, key) })),
  );
}

function book(db: DatabaseSync, input: PaymentInput, key: string | null): Payment {
  const units = toUnits(input.Amount);
  const invoice = payableInvoice(db, input, units);
  const origin = { now: instant(db), key };
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO payment (invoice_number, contact_id, amount, currency_code, received_on, method, reference,
         updated_at, created_at, created_by, updated_by)
       SELECT number, contact_id, $amount, currency_code, $day, $method, $reference, $now, $now, $key, $key
       FROM invoice WHERE number = $number`,
    )
    .run({
      amount: units,
      day: input.ReceivedOn ?? dayInUtc(),
      method: input.Method,
      reference: input.Reference ?? null,
      number: invoice.number,
      ...origin,
    });
  applyPayment(db, invoice, units, origin);
  const row = db.prepare('SELECT * FROM payment WHERE number = ?').get(lastInsertRowid);
  const payment = toPayment(row ?? {});
  const owners = { invoice: payment.InvoiceID, contact: payment.ContactID };
  recordChange(db, { entity: 'payment', id: payment.PaymentID, kind: 'created', fields: [], owners });
  return payment;
}

/** When something was written, and the `Idempotency-Key` of the write. */
interface Origin {
  readonly now: string;
  readonly key: string | null;
}

interface PayableInvoice {
  readonly number: number;
  /** What is due, in ten-thousandths. */
  readonly due: number;
}

function payableInvoice(db: DatabaseSync, input: PaymentInput, units: number): PayableInvoice {
  if (units <= 0) throw refusal('not_positive', `A payment is more than 0, not ${input.Amount}.`);
  const number = documentNumber('INV', input.InvoiceID);
  const row: Row | undefined = db.prepare('SELECT * FROM invoice WHERE number = ?').get(number);
  if (!row || number === null) {
    throw refusal('unknown_invoice', `There is no invoice ${input.InvoiceID}.`);
  }
  const due = Number(row['total']) - Number(row['paid']);
  if (row['status'] === 'VOIDED') throw refusal('voided', `The invoice ${input.InvoiceID} is voided.`);
  if (row['status'] === 'PAID') throw refusal('already_paid', `The invoice ${input.InvoiceID} is paid.`);
  if (row['currency_code'] !== input.CurrencyCode) {
    throw refusal(
      'currency_mismatch',
      `The invoice ${input.InvoiceID} is in ${String(row['currency_code'])}.`,
    );
  }
  if (units > due) {
    throw refusal(
      'overpaid',
      `${toDecimal(due)} of the invoice ${input.InvoiceID} is due, not ${input.Amount}.`,
    );
  }
  return { number, due };
}

function applyPayment(
  db: DatabaseSync,
  { number, due }: PayableInvoice,
  units: number,
  origin: Origin,
): void {
  const settled = units === due;
  db.prepare(
    'UPDATE invoice SET paid = paid + ?, status = ?, updated_at = ?, updated_by = ? WHERE number = ?',
  ).run(units, settled ? 'PAID' : 'OPEN', origin.now, origin.key, number);
  const fields = [...(settled ? ['Status'] : []), 'AmountPaid', 'AmountDue', 'UpdatedAt'];
  recordInvoice(db, toInvoice(invoiceRow(db, number)), 'updated', fields);
}

function refusal(code: string, detail: string): ProblemError {
  return new ProblemError(422, code, detail);
}
