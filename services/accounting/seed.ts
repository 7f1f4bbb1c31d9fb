import { readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import type { CsvRow } from '../kit/csv.ts';
import { insertCsv, type DatabasePlan } from '../kit/database.ts';
import { toUnits } from '../kit/money.ts';
import { LAYOUT } from './layout.ts';

/** The database of the accounting system: its layout, and how it is filled from the sample data. */
export const plan: DatabasePlan = { version: 3, schema: LAYOUT, seed };

const CURRENCY_BY_KEY: Readonly<Record<string, string>> = { 6: 'AUD', 19: 'CAD', 36: 'EUR', 100: 'USD' };
const SCENARIO_BY_ID: Readonly<Record<string, string>> = { 1: 'ACTUAL', 2: 'BUDGET', 3: 'FORECAST' };

function seed(db: DatabaseSync): void {
  seedReferences(db);
  seedLedger(db);
  seedInvoices(db);
  seedPayments(db);
  plantBookkeepingErrors(db);
}

function seedReferences(db: DatabaseSync): void {
  insertCsv(db, table('currency'), 'INSERT INTO currency VALUES (?, ?)', columns('code', 'name'));
  insertCsv(
    db,
    table('exchange_rate'),
    'INSERT INTO exchange_rate VALUES (?, ?, ?, ?, ?, ?)',
    columns('id', 'rated_on', 'from_currency', 'to_currency', 'average_rate', 'end_of_day_rate'),
  );
  insertCsv(db, table('card'), 'INSERT INTO card VALUES (?, ?, ?)', columns('id', 'type', 'last4'));
  insertCsv(
    db,
    table('account'),
    'INSERT INTO account VALUES (?, ?, ?, ?, ?, ?, ?)',
    columns('id', 'parent_id', 'code', 'name', 'type', 'operator', 'value_type'),
  );
  insertCsv(db, table('organization'), 'INSERT INTO organisation VALUES (?, ?, ?, ?, ?)', (row) => [
    ...columns('id', 'parent_id', 'name', 'ownership_share')(row),
    known(CURRENCY_BY_KEY, row, 'currency_key'),
  ]);
  insertCsv(
    db,
    table('department'),
    'INSERT INTO department VALUES (?, ?, ?)',
    columns('id', 'parent_id', 'name'),
  );
}

function seedLedger(db: DatabaseSync): void {
  insertCsv(db, table('ledger_balance'), 'INSERT INTO ledger_entry VALUES (?, ?, ?, ?, ?, ?, ?)', (row) => [
    ...columns('id', 'posted_on', 'organization_id', 'department_id')(row),
    known(SCENARIO_BY_ID, row, 'scenario_id'),
    text(row, 'account_id'),
    money(row, 'amount'),
  ]);
}

function seedInvoices(db: DatabaseSync): void {
  const sql = `INSERT INTO invoice VALUES (?, ?, ?, 'OPEN', ?, 'USD', ?, ?, ?, ?, ?, 0, ?, ?, NULL, NULL)`;
  insertCsv(db, table('invoice'), sql, (row) => [
    text(row, 'order_id'),
    ...columns('order_id', 'customer_id', 'issued_on', 'currency_rate_id')(row),
    ...['subtotal', 'tax', 'freight', 'total'].map((column) => money(row, column)),
    midnight(text(row, 'issued_on')),
    midnight(text(row, 'issued_on')),
  ]);
}

function seedPayments(db: DatabaseSync): void {
  const sql = `
    INSERT INTO payment
    SELECT number, number, contact_id, ?, currency_code, ?, 'CARD', ?, ?, ?, ?, NULL, NULL FROM invoice WHERE number = ?`;
  insertCsv(db, table('payment'), sql, (row) => [
    money(row, 'amount'),
    ...columns('captured_on', 'approval_code', 'card_id')(row),
    midnight(text(row, 'captured_on')),
    midnight(text(row, 'captured_on')),
    text(row, 'order_id'),
  ]);
  db.exec(`
    UPDATE invoice SET status = 'PAID', paid = payment.amount
    FROM payment WHERE payment.invoice_number = invoice.number AND payment.amount = invoice.total`);
}

/**
 * The sample's invoices agree with its orders everywhere. This project plants the errors of `data/bookkeeping-errors.csv` so that
 * reconciliation has something to find; `data/README.md` says what each does.
 */
function plantBookkeepingErrors(db: DatabaseSync): void {
  const file = readFileSync(new URL('data/bookkeeping-errors.csv', import.meta.url));
  for (const row of parse<CsvRow>(file, { columns: true })) {
    const plant = PLANTERS[text(row, 'what')];
    if (!plant) throw new RangeError(`unknown bookkeeping error "${text(row, 'what')}"`);
    plant(db, Number(text(row, 'order_id')), row['value'] ?? '');
  }
}

const PLANTERS: Readonly<Record<string, (db: DatabaseSync, order: number, value: string) => void>> = {
  total: (db, order, value) => {
    const total = toUnits(value);
    db.prepare(
      `UPDATE invoice SET subtotal = subtotal + ? - total, total = ?, paid = iif(status = 'PAID', ?, 0)
       WHERE number = ?`,
    ).run(total, total, total, order);
    db.prepare('UPDATE payment SET amount = ? WHERE invoice_number = ?').run(total, order);
  },
  currency: (db, order, value) => {
    db.prepare('UPDATE invoice SET currency_code = ? WHERE number = ?').run(value, order);
    db.prepare('UPDATE payment SET currency_code = ? WHERE invoice_number = ?').run(value, order);
  },
  contact: (db, order, value) => {
    db.prepare('UPDATE invoice SET contact_id = ? WHERE number = ?').run(value, order);
    db.prepare('UPDATE payment SET contact_id = ? WHERE invoice_number = ?').run(value, order);
  },
  missing: (db, order) => {
    db.prepare('DELETE FROM payment WHERE invoice_number = ?').run(order);
    db.prepare('DELETE FROM invoice WHERE number = ?').run(order);
  },
  duplicate: (db, order) => {
    db.prepare(
      `INSERT INTO invoice
       SELECT (SELECT max(number) + 1 FROM invoice), order_id, contact_id, 'OPEN', issued_on, currency_code,
         exchange_rate_id, subtotal, tax, freight, total, 0, updated_at, created_at, NULL, NULL
       FROM invoice WHERE number = ?`,
    ).run(order);
  },
};

function table(name: string): URL {
  return new URL(`data/${name}.csv.gz`, import.meta.url);
}

function columns(...names: readonly string[]): (row: CsvRow) => (string | null)[] {
  return (row) => names.map((name) => row[name] ?? null);
}

function text(row: CsvRow, column: string): string {
  const value = row[column];
  if (value === null || value === undefined) throw new RangeError(`the column ${column} is empty`);
  return value;
}

function money(row: CsvRow, column: string): number {
  return toUnits(text(row, column));
}

function known(names: Readonly<Record<string, string>>, row: CsvRow, column: string): string {
  const name = names[text(row, column)];
  if (name === undefined) throw new RangeError(`no meaning is known of ${column} ${text(row, column)}`);
  return name;
}

function midnight(day: string): string {
  return `${day}T00:00:00.000Z`;
}
