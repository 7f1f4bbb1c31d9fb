import type { DatabaseSync } from 'node:sqlite';
import { insertCsv, type DatabasePlan } from '../kit/database.ts';
import { toUnits } from '../kit/money.ts';
import { TABLES } from './tables.ts';

/** Names of the status codes 1 to 4 of a purchase order. */
const STATUS: Readonly<Record<string, string>> = {
  1: 'Pending',
  2: 'Approved',
  3: 'Rejected',
  4: 'Complete',
};

type How = 'text' | 'number' | 'money' | 'status' | 'not applicable';
type Columns = Readonly<Record<string, How>>;

const SOURCES: Readonly<Record<string, Columns>> = {
  item: {
    product_id: 'number',
    number: 'text',
    name: 'text',
    made_in_house: 'number',
    finished_good: 'number',
    safety_stock: 'number',
    reorder_point: 'number',
    standard_cost: 'money',
    days_to_manufacture: 'number',
  },
  location: { id: 'number', name: 'text', cost_rate: 'money', availability_hours: 'number' },
  stock: {
    product_id: 'number',
    location_id: 'number',
    shelf: 'not applicable',
    bin: 'number',
    on_hand: 'number',
  },
  supplier: {
    id: 'number',
    account_number: 'text',
    name: 'text',
    credit_rating: 'number',
    preferred: 'number',
    active: 'number',
    url: 'text',
  },
  supplier_item: {
    product_id: 'number',
    supplier_id: 'number',
    lead_time_days: 'number',
    standard_price: 'money',
    last_receipt_cost: 'money',
    last_receipt_on: 'text',
    min_order_qty: 'number',
    max_order_qty: 'number',
    on_order_qty: 'number',
    unit: 'text',
  },
  purchase_order: {
    id: 'number',
    status: 'status',
    supplier_id: 'number',
    ordered_on: 'text',
    shipped_on: 'text',
    subtotal: 'money',
    tax: 'money',
    freight: 'money',
    total: 'money',
  },
  purchase_order_line: {
    purchase_order_id: 'number',
    line_number: 'number',
    product_id: 'number',
    due_on: 'text',
    ordered_qty: 'number',
    unit_price: 'money',
    received_qty: 'number',
    rejected_qty: 'number',
    stocked_qty: 'number',
  },
};

/** The layout of the ERP's database and its initial content. */
export const plan: DatabasePlan = { version: 2, schema: TABLES, seed };

function seed(db: DatabaseSync): void {
  for (const [table, columns] of Object.entries(SOURCES)) {
    const source = new URL(`data/${table}.csv.gz`, import.meta.url);
    // The columns are in the order of the table, and every table begins with them.
    const placeholders = Object.keys(columns).map(() => '?');
    insertCsv(db, source, `INSERT INTO ${table} VALUES (${placeholders.join()})`, (row) =>
      Object.entries(columns).map(([column, how]) => stored(row[column] ?? null, how)),
    );
  }
  // The sample data marks a place without a shelf as "N/A" with bin 0.
  db.exec(`UPDATE stock SET bin = NULL WHERE shelf IS NULL`);
}

function stored(value: string | null, how: How): string | number | null {
  if (value === null) return null;
  switch (how) {
    case 'text':
      return value;
    case 'number':
      return Number(value);
    case 'money':
      return toUnits(value);
    case 'not applicable':
      return value === 'N/A' ? null : value;
    case 'status':
      return STATUS[value] ?? fail(`unknown status of a purchase order: "${value}"`);
  }
}

function fail(message: string): never {
  throw new RangeError(message);
}
