import type { DatabaseSync } from 'node:sqlite';
import { Type, type Static } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { toDecimal } from '../kit/money.ts';
import { ProblemError } from '../kit/problem.ts';
import { numberOf } from './ids.ts';
import { dayInUtc, when, whereClause } from './query.ts';
import { day, defaulted, id, problems } from './schemas/fields.ts';
import { AgedReceivables, type AgeBucket } from './schemas/reports.ts';

const Query = Type.Object({
  AsOf: Type.Optional(day('Day the report looks at; today (UTC) where it is left out.')),
  Buckets: defaulted(
    Type.String({
      pattern: '^[0-9]{1,5}(,[0-9]{1,5}){0,11}$',
      default: '30,60,90',
      description: 'Last days of the buckets but the oldest, rising, separated by commas; at most 12.',
    }),
  ),
  ContactID: Type.Optional(id('Only invoices of this customer.')),
  CurrencyCode: defaulted(
    Type.String({
      pattern: '^[A-Z]{3}$',
      default: 'USD',
      description: 'Only invoices in this currency: amounts of several are not added up.',
    }),
  ),
});
type Query = Static<typeof Query>;

/** Adds `GET /Reports/AgedReceivables`. */
export function addAgedReceivables(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/Reports/AgedReceivables',
    {
      config: { maxAge: 60 },
      schema: {
        operationId: 'reportAgedReceivables',
        summary: 'Open invoices by age',
        description:
          'Invoices issued up to AsOf and not voided, less what was received up to AsOf, by days from IssuedOn ' +
          'to AsOf. 400 `bad_buckets` where the buckets do not rise.',
        querystring: Query,
        response: { 200: ref(AgedReceivables), ...problems() },
      },
    },
    (request) => report(db, request.query),
  );
}

function report(db: DatabaseSync, query: Query): Static<typeof AgedReceivables> {
  const asOf = query.AsOf ?? dayInUtc();
  const debts = readDebts(db, asOf, query);
  const buckets = bucketRanges(query.Buckets).map(({ from, to }): AgeBucket => {
    const inside = debts.filter(({ age }) => age >= from && (to === null || age <= to));
    return { FromDays: from, ToDays: to, Invoices: inside.length, Amount: toDecimal(sumOf(inside)) };
  });
  return { AsOf: asOf, Buckets: buckets, CurrencyCode: query.CurrencyCode, Total: toDecimal(sumOf(debts)) };
}

interface Debt {
  /** Days since the invoice was issued. */
  readonly age: number;
  /** What is due, in ten-thousandths. */
  readonly due: number;
}

// Payments count by their day, not by the status of the invoice, which reflects only today.
function readDebts(db: DatabaseSync, asOf: string, query: Query): Debt[] {
  const where = whereClause([
    ...when('issued_on <= ?', asOf),
    ...when('currency_code = ?', query.CurrencyCode),
    ...when('contact_id = ?', query.ContactID && numberOf(query.ContactID)),
  ]);
  return db
    .prepare(
      `SELECT cast(julianday(?) - julianday(issued_on) AS INTEGER) AS age, due FROM (
         SELECT issued_on, total - coalesce((
           SELECT sum(amount) FROM payment WHERE invoice_number = invoice.number AND received_on <= ?), 0) AS due
         FROM invoice ${where.sql} AND status <> 'VOIDED')
       WHERE due > 0`,
    )
    .all(asOf, asOf, ...where.values)
    .map((row) => ({ age: Number(row['age']), due: Number(row['due']) }));
}

function bucketRanges(list: string): { from: number; to: number | null }[] {
  const ends = list.split(',').map(Number);
  if (ends.some((end, place) => place > 0 && end <= Number(ends[place - 1]))) {
    throw new ProblemError(400, 'bad_buckets', `Buckets must rise, as in 30,60,90, not "${list}".`);
  }
  return [...ends, null].map((to, place) => ({ from: place === 0 ? 0 : Number(ends[place - 1]) + 1, to }));
}

function sumOf(debts: readonly Debt[]): number {
  return debts.reduce((sum, { due }) => sum + due, 0);
}
