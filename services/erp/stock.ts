import type { DatabaseSync } from 'node:sqlite';
import { recordChange } from '../kit/changes.ts';
import { ProblemError } from '../kit/problem.ts';
import { now } from './clock.ts';
import { findRows, type EntitySet, type Fields, type Fragment } from './odata/entity-set.ts';
import { integer, nullable, text } from './odata/field.ts';

/** Pieces held at the moment. It reads only live reservations, so old ones cost nothing. */
const HELD = `held AS MATERIALIZED (
  SELECT line.product_id, line.location_id, sum(line.quantity) AS quantity
  FROM reservation JOIN reservation_line AS line USING (reservation_id)
  WHERE status = 'Held' AND expires_at > ? GROUP BY line.product_id, line.location_id)`;

/** A source for a query that may read `held`. */
export function withHeld(query: string): Fragment {
  return { sql: `(WITH ${HELD} ${query})`, values: [now().toISOString()] };
}

const STOCK = `SELECT stock.*, coalesce(held.quantity, 0) AS reserved
  FROM stock LEFT JOIN held USING (product_id, location_id)`;

/** All stock levels. */
export const stockLevels = {
  source: () => withHeld(STOCK),
  fields: {
    Id: text(`product_id || '-' || location_id`),
    ProductId: integer('product_id'),
    LocationId: integer('location_id'),
    Shelf: nullable(text('shelf')),
    Bin: nullable(integer('bin')),
    OnHand: integer('on_hand'),
    Reserved: integer('reserved'),
    Available: integer('on_hand - reserved'),
  },
  key: ['ProductId', 'LocationId'],
} satisfies EntitySet<Fields>;

/** The stock of an item, by location. */
export function stockOf(db: DatabaseSync, product: number) {
  return findRows(db, stockLevels, [{ sql: 'product_id = ?', values: [product] }]);
}

/** The stock of an item at a location; undefined if it was never there. */
export function stockAt(db: DatabaseSync, product: number, location: number) {
  return stockOf(db, product).find((level) => level.LocationId === location);
}

/** {@link stockAt} after a write that made sure the row exists. Throws a RangeError if it is missing all the same. */
export function writtenStockAt(db: DatabaseSync, product: number, location: number) {
  const level = stockAt(db, product, location);
  if (!level) throw new RangeError(`there is no stock level ${product}-${location}`);
  return level;
}

/** Adds pieces to, or takes them from, a location; call it in the transaction of the write. Records the change. */
export function moveStock(
  db: DatabaseSync,
  product: number,
  location: number,
  pieces: number,
  fields: readonly string[] = ['OnHand', 'Available'],
): void {
  const { changes } = db
    .prepare('UPDATE stock SET on_hand = on_hand + ? WHERE product_id = ? AND location_id = ?')
    .run(pieces, product, location);
  if (changes > 0) {
    recordStockChange(db, product, location, fields);
    return;
  }
  db.prepare('INSERT INTO stock VALUES (?, ?, NULL, NULL, ?)').run(product, location, pieces);
  recordStockChange(db, product, location, []);
}

/** Records that fields of a stock level changed, or, without fields, that it was created. */
export function recordStockChange(
  db: DatabaseSync,
  product: number,
  location: number,
  fields: readonly string[],
): void {
  recordChange(db, {
    entity: 'stocklevel',
    id: `${product}-${location}`,
    kind: fields.length === 0 ? 'created' : 'updated',
    fields,
    owners: { item: String(product), location: String(location) },
  });
}

/** Throws problem 422 `unknown_item` if there is no such item. */
export function requireItem(db: DatabaseSync, product: number): void {
  if (db.prepare('SELECT 1 FROM item WHERE product_id = ?').get(product)) return;
  throw new ProblemError(422, 'unknown_item', `There is no item ${product}.`);
}

/** Throws problem 422 `unknown_location` if there is no such location. */
export function requireLocation(db: DatabaseSync, location: number): void {
  if (db.prepare('SELECT 1 FROM location WHERE location_id = ?').get(location)) return;
  throw new ProblemError(422, 'unknown_location', `There is no location ${location}.`);
}
