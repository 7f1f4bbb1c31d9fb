import type { DatabaseSync } from 'node:sqlite';
import { toDecimal } from '../kit/money.ts';
import { among } from './conditions.ts';
import { money, number, numberOrNull, text, textOrNull, type Row } from './rows.ts';
import type { Address, Order, OrderLine } from './schemas/order.ts';

/** Full orders by id. Four queries, however many ids; unknown ids are left out. */
export function loadOrders(db: DatabaseSync, ids: readonly number[]): Map<number, Order> {
  const json = JSON.stringify(ids);
  const rows = db
    .prepare(
      `SELECT o.*, m.name AS ship_method FROM orders o LEFT JOIN ship_method m ON m.id = o.ship_method_id
       WHERE ${among('o.id')}`,
    )
    .all(json);
  const parts = {
    lines: loadLines(db, json),
    reasons: loadReasons(db, json),
    addresses: loadAddresses(db, rows),
  };
  return new Map(rows.map((row) => [number(row, 'id'), toOrder(row, parts)]));
}

interface Parts {
  readonly lines: ReadonlyMap<number, Row[]>;
  readonly reasons: ReadonlyMap<number, Row[]>;
  readonly addresses: ReadonlyMap<number, Address>;
}

function loadLines(db: DatabaseSync, ids: string): Map<number, Row[]> {
  const sql = `SELECT * FROM order_line WHERE ${among('order_id')} ORDER BY order_id, line_number`;
  return Map.groupBy(db.prepare(sql).all(ids), (row) => number(row, 'order_id'));
}

function loadReasons(db: DatabaseSync, ids: string): Map<number, Row[]> {
  const sql = `SELECT l.order_id, r.name FROM order_reason l JOIN reason r ON r.id = l.reason_id
    WHERE ${among('l.order_id')} ORDER BY l.order_id, l.reason_id`;
  return Map.groupBy(db.prepare(sql).all(ids), (row) => number(row, 'order_id'));
}

function loadAddresses(db: DatabaseSync, orders: readonly Row[]): Map<number, Address> {
  const ids = orders.flatMap((row) => [number(row, 'bill_to'), number(row, 'ship_to')]);
  const rows = db.prepare(`SELECT * FROM address WHERE ${among('id')}`).all(JSON.stringify(ids));
  return new Map(rows.map((row) => [number(row, 'id'), toAddress(row)]));
}

function toOrder(row: Row, { lines, reasons, addresses }: Parts): Order {
  const id = number(row, 'id');
  return {
    id,
    status: text(row, 'status') as Order['status'],
    channel: text(row, 'channel') as Order['channel'],
    ordered_on: text(row, 'ordered_on'),
    due_on: text(row, 'due_on'),
    shipped_on: textOrNull(row, 'shipped_on'),
    customer_id: number(row, 'customer_id'),
    territory_id: numberOrNull(row, 'territory_id'),
    bill_to: addressOf(addresses, number(row, 'bill_to')),
    ship_to: addressOf(addresses, number(row, 'ship_to')),
    ship_method:
      row['ship_method_id'] === null
        ? null
        : { id: number(row, 'ship_method_id'), name: text(row, 'ship_method') },
    currency: text(row, 'currency'),
    exchange_rate_id: numberOrNull(row, 'exchange_rate_id'),
    subtotal: money(row, 'subtotal'),
    tax: money(row, 'tax'),
    freight: money(row, 'freight'),
    total: money(row, 'total'),
    reasons: (reasons.get(id) ?? []).map((reason) => text(reason, 'name')),
    lines: (lines.get(id) ?? []).map(toLine),
    cancel_reason: textOrNull(row, 'cancel_reason'),
    reservation: textOrNull(row, 'reservation'),
    updated_at: text(row, 'updated_at'),
  };
}

function toLine(row: Row): OrderLine {
  return {
    line_number: number(row, 'line_number'),
    product_id: number(row, 'product_id'),
    quantity: number(row, 'quantity'),
    unit_price: money(row, 'unit_price'),
    tax: money(row, 'tax'),
    total: toDecimal(number(row, 'quantity') * number(row, 'unit_price')),
  };
}

function toAddress(row: Row): Address {
  return {
    id: numberOrNull(row, 'book_id'),
    line1: text(row, 'line1'),
    line2: textOrNull(row, 'line2'),
    city: text(row, 'city'),
    state: textOrNull(row, 'state'),
    state_code: textOrNull(row, 'state_code'),
    country_code: text(row, 'country_code'),
    postal_code: textOrNull(row, 'postal_code'),
  };
}

function addressOf(addresses: ReadonlyMap<number, Address>, id: number): Address {
  const address = addresses.get(id);
  if (!address) throw new RangeError(`an order names address ${id}, which is not there`);
  return address;
}
