import type { DatabaseSync } from 'node:sqlite';
import { where, type Condition } from './conditions.ts';
import { after, keyset, orderBy, pageInfoOf, type Keyset, type Position } from './keyset.ts';
import { number, type Row } from './rows.ts';

/** A kind of row that is listed, counted and grouped, such as orders. */
export interface Collection<T> {
  /** Table and alias, such as `orders o`. */
  readonly table: string;
  /** The id of the table by its alias, such as `o.id`. */
  readonly id: string;
  /** Column of each sort. */
  readonly sorts: Readonly<Record<string, string>>;
  /** A SELECT of `(key, id)` for each grouping; its one placeholder is the JSON array of keys. */
  readonly groupings: Readonly<Record<string, string>>;
  /** The full rows of these ids, by id; a fixed number of queries, however many ids. */
  readonly load: (db: DatabaseSync, ids: readonly number[]) => Map<number, T>;
}

/** Which rows, in which order, and how many of them. */
export interface PageRequest {
  readonly conditions: readonly Condition[];
  readonly sort: string;
  readonly limit: number;
  readonly pageInfo: string | undefined;
}

/** Some rows, and the value to request the following ones with (null at the end). */
export interface Page<T> {
  readonly rows: T[];
  readonly next: string | null;
}

/** A page of rows and their common key. */
export interface Group<T> extends Page<T> {
  readonly key: number;
}

/** One page. Throws a 400 `bad_cursor`. */
export function readPage<T>(db: DatabaseSync, collection: Collection<T>, request: PageRequest): Page<T> {
  const { table, id, sorts, load } = collection;
  const order = keyset(request.sort, sorts, id);
  const { sql, values } = where([...request.conditions, ...after(order, request.pageInfo)]);
  const found = db
    .prepare(
      `SELECT ${id} AS id, ${order.column} AS place FROM ${table} ${sql} ORDER BY ${orderBy(order)} LIMIT ?`,
    )
    .all(...values, request.limit + 1);
  const page = cut(order, found, request.limit);
  return fill(page, load(db, page.rows));
}

/** How many rows there are. */
export function countRows(
  db: DatabaseSync,
  { table }: { table: string },
  conditions: readonly Condition[],
): number {
  const { sql, values } = where(conditions);
  const row = db.prepare(`SELECT count(*) AS count FROM ${table} ${sql}`).get(...values);
  return row ? number(row, 'count') : 0;
}

/** One page for each key, in the order of `keys`, with one query for all of them. Throws a 400 `bad_cursor`. */
export function readGroups<T>(
  db: DatabaseSync,
  collection: Collection<T>,
  by: string,
  keys: readonly number[],
  request: PageRequest,
): Group<T>[] {
  const { id, sorts, load } = collection;
  const order = keyset(request.sort, sorts, id);
  const { sql, values } = where([...request.conditions, ...after(order, request.pageInfo)]);
  const ranked = `SELECT k.key, ${id} AS id, ${order.column} AS place,
    row_number() OVER (PARTITION BY k.key ORDER BY ${orderBy(order)}) AS rank ${joined(collection, by)} ${sql}`;
  const found = db
    .prepare(`SELECT key, id, place FROM (${ranked}) WHERE rank <= ? ORDER BY key, rank`)
    .all(JSON.stringify(keys), ...values, request.limit + 1);
  const foundByKey = Map.groupBy(found, (row) => number(row, 'key'));
  const pages = keys.map((key) => ({ key, ...cut(order, foundByKey.get(key) ?? [], request.limit) }));
  const rows = load(db, [...new Set(pages.flatMap((page) => page.rows))]);
  return pages.map((page) => ({ key: page.key, ...fill(page, rows) }));
}

/** How many rows each key has, in the order of `keys`. */
export function countGroups(
  db: DatabaseSync,
  collection: Collection<unknown>,
  by: string,
  keys: readonly number[],
  conditions: readonly Condition[],
): { key: number; count: number }[] {
  const { sql, values } = where(conditions);
  const rows = db
    .prepare(`SELECT k.key, count(*) AS count ${joined(collection, by)} ${sql} GROUP BY k.key`)
    .all(JSON.stringify(keys), ...values);
  const counts = new Map(rows.map((row) => [number(row, 'key'), number(row, 'count')]));
  return keys.map((key) => ({ key, count: counts.get(key) ?? 0 }));
}

function joined({ table, id, groupings }: Collection<unknown>, by: string): string {
  const grouping = groupings[by];
  if (grouping === undefined) throw new RangeError(`${table} cannot be grouped by ${by}`);
  return `FROM (${grouping}) k JOIN ${table} ON ${id} = k.id`;
}

/** The ids of a page; the row read beyond the limit only shows that there are more. */
function cut(order: Keyset, found: readonly Row[], limit: number): Page<number> {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => number(row, 'id')),
    next: found.length > limit && last ? pageInfoOf(order, positionOf(last)) : null,
  };
}

function fill<T>({ rows, next }: Page<number>, byId: ReadonlyMap<number, T>): Page<T> {
  return { rows: rows.flatMap((id) => byId.get(id) ?? []), next };
}

function positionOf(row: Row): Position {
  const value = row['place'];
  return { value: typeof value === 'string' ? value : Number(value), id: number(row, 'id') };
}
