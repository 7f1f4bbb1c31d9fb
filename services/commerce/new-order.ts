import type { DatabaseSync } from 'node:sqlite';
import { percentOf, toUnits } from '../kit/money.ts';
import { ProblemError } from '../kit/problem.ts';
import { among } from './conditions.ts';
import { FOR_SALE } from './product-rows.ts';
import { number } from './rows.ts';
import type { NewAddress, NewOrder } from './schemas/order.ts';
import { daysAfter, today } from './today.ts';

const TAX_PERCENT = 8;
const FREIGHT_PERCENT = 2.5;
const DAYS_TO_DELIVER = 12;

interface PricedLine {
  readonly product: number;
  readonly quantity: number;
  readonly price: number;
  readonly tax: number;
}

/**
 * Stores an order and returns its id; call it inside a transaction. Throws a 422 `empty_order`, `unknown_product`, `not_for_sale` or
 * `unknown_ship_method`.
 */
export function insertOrder(db: DatabaseSync, order: NewOrder): number {
  if (order.lines.length === 0) throw refusal('empty_order', 'An order needs at least one line.');
  checkShipMethod(db, order.ship_method_id);
  const lines = priceLines(db, order.lines);
  const id = insertHead(db, order, lines);
  const insert = db.prepare('INSERT INTO order_line VALUES (?, ?, ?, ?, ?, ?)');
  for (const [index, line] of lines.entries()) {
    insert.run(id, index + 1, line.product, line.quantity, line.price, line.tax);
  }
  return id;
}

function insertHead(db: DatabaseSync, order: NewOrder, lines: readonly PricedLine[]): number {
  const subtotal = lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  const tax = lines.reduce((sum, line) => sum + line.tax, 0);
  const freight = percentOf(subtotal, FREIGHT_PERCENT);
  const orderedOn = today();
  const row = {
    status: 'placed',
    channel: order.channel ?? 'api',
    ordered_on: orderedOn,
    due_on: daysAfter(orderedOn, DAYS_TO_DELIVER),
    customer_id: order.customer_id,
    territory_id: order.territory_id ?? null,
    bill_to: insertAddress(db, order.bill_to),
    ship_to: insertAddress(db, order.ship_to),
    ship_method_id: order.ship_method_id ?? null,
    currency: order.currency ?? 'USD',
    subtotal,
    tax,
    freight,
    total: subtotal + tax + freight,
    reservation: order.reservation ?? null,
    updated_at: new Date().toISOString(),
  };
  return insert(db, 'orders', row);
}

/** An empty text is treated as null. */
function insertAddress(db: DatabaseSync, address: NewAddress): number {
  return insert(db, 'address', {
    line1: address.line1,
    line2: address.line2 || null,
    city: address.city,
    state: address.state || null,
    state_code: address.state_code || null,
    country_code: address.country_code,
    postal_code: address.postal_code || null,
  });
}

function insert(
  db: DatabaseSync,
  table: string,
  row: Readonly<Record<string, string | number | null>>,
): number {
  const columns = Object.keys(row);
  const placeholders = columns.map(() => '?').join(', ');
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${placeholders})`;
  return Number(db.prepare(sql).run(...Object.values(row)).lastInsertRowid);
}

function priceLines(db: DatabaseSync, lines: NewOrder['lines']): PricedLine[] {
  const ids = lines.map((line) => line.product_id);
  const rows = db
    .prepare(`SELECT p.id, p.list_price, (${FOR_SALE}) AS for_sale FROM product p WHERE ${among('p.id')}`)
    .all(today(), JSON.stringify(ids));
  const products = new Map(rows.map((row) => [number(row, 'id'), row]));
  return lines.map(({ product_id: id, quantity, unit_price: given }) => {
    const product = products.get(id);
    if (!product) throw refusal('unknown_product', `There is no product ${id}.`);
    if (number(product, 'for_sale') === 0) throw refusal('not_for_sale', `Product ${id} is not for sale.`);
    const price = given === undefined ? number(product, 'list_price') : toUnits(given);
    return { product: id, quantity, price, tax: percentOf(quantity * price, TAX_PERCENT) };
  });
}

function checkShipMethod(db: DatabaseSync, id: number | undefined): void {
  if (id === undefined || db.prepare('SELECT 1 FROM ship_method WHERE id = ?').get(id)) return;
  throw refusal('unknown_ship_method', `There is no ship method ${id}.`);
}

function refusal(code: string, detail: string): ProblemError {
  return new ProblemError(422, code, detail);
}
