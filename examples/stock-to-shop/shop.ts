/**
 * A stand-in for the shop's own availability API, kept in SQLite:
 *
 *   PUT /v1/availability  {"items": [{"sku": "BK-M82B-42", "available": 12}]}  -> 204; all of them, or none
 *   GET /v1/availability                                                       -> 200 {"items": […]}, by sku
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startReceiver, type Answer, type Receiver } from '../kit/receiver.ts';

/** How many of an article the shop may sell. */
export interface Availability {
  /** Article number. */
  readonly sku: string;
  /** 0 or more. */
  readonly available: number;
}

/** A running shop. */
export interface Shop extends Receiver {
  /** How many writes it received. */
  readonly writes: number;
}

const PATH = '/v1/availability';
const LARGEST = 500;

/** Starts the shop on a loopback port, 0 for a free one; its data is kept in `file`. */
export async function startShop(port: number, key: string, file: string): Promise<Shop> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file);
  db.exec(
    'CREATE TABLE IF NOT EXISTS availability (sku TEXT PRIMARY KEY, available INTEGER NOT NULL) STRICT',
  );
  let writes = 0;
  const receiver = await startReceiver(port, key, ({ method, path, body }): Answer => {
    if (path !== PATH) return [404, { title: 'There is no such thing.' }];
    if (method === 'GET')
      return [200, { items: db.prepare('SELECT * FROM availability ORDER BY sku').all() }];
    if (method !== 'PUT') return [405, { title: 'GET and PUT only.' }];
    const items = itemsOf(body);
    if (!items) return [422, { title: `Expected 1 to ${LARGEST} items with sku and available, 0 or more.` }];
    keep(db, items);
    writes += 1;
    return [204];
  });
  return {
    url: receiver.url,
    get writes() {
      return writes;
    },
    [Symbol.asyncDispose]: async () => {
      await receiver[Symbol.asyncDispose]();
      db.close();
    },
  };
}

function keep(db: DatabaseSync, items: readonly Availability[]): void {
  const insert = db.prepare('INSERT OR REPLACE INTO availability VALUES (?, ?)');
  db.exec('BEGIN');
  for (const { sku, available } of items) insert.run(sku, available);
  db.exec('COMMIT');
}

function itemsOf(body: unknown): readonly Availability[] | null {
  const { items } = (body ?? {}) as { readonly items?: unknown };
  if (!Array.isArray(items) || items.length === 0 || items.length > LARGEST) return null;
  return items.every(isItem) ? items : null;
}

function isItem(item: unknown): item is Availability {
  const { sku, available } = (item ?? {}) as Partial<Record<keyof Availability, unknown>>;
  return typeof sku === 'string' && sku !== '' && Number.isInteger(available) && Number(available) >= 0;
}
