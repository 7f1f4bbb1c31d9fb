import type { DatabaseSync } from 'node:sqlite';
import type { Static, TObject } from 'typebox';
import { whereClause, type Condition, type Row } from './query.ts';

/** What a resource can be grouped by. */
export interface GroupKey {
  readonly column: string;
  /** The column value for a key on the wire; null if no row can have it. */
  readonly parse: (key: string) => number | null;
}

/** How one kind of row is read: as a page, counted, and for many keys at once. */
export interface Resource<F extends TObject = TObject> {
  /** Name of the list on the wire and last part of its path. */
  readonly name: string;
  /** What goes after FROM. */
  readonly table: string;
  /** What goes after SELECT, as `toWire` wants it. */
  readonly columns: string;
  /** Column that identifies rows; orders rows that are otherwise equal. */
  readonly key: string;
  /** Fields to order by on the wire, and their columns; the first is the default, ascending. */
  readonly orders: Readonly<Record<string, string>>;
  /** Column of the last change, if rows change. */
  readonly updated?: string;
  readonly groups: Readonly<Record<string, GroupKey>>;
  /** Query parameters that filter; each is optional. */
  readonly filters: F;
  readonly conditions: (filters: Static<F>) => Condition[];
  readonly toWire: (row: Row) => unknown;
}

/** Which rows of a list, and in what order. */
export interface Paging {
  readonly page: number;
  readonly pageSize: number;
  /** `Field`, `Field ASC` or `Field DESC`. */
  readonly order?: string;
}

/** The rows of a page, and whether there are more after it. */
export interface Page {
  readonly rows: unknown[];
  readonly hasMore: boolean;
}

/** One page of the rows that meet all `conditions`; `toWire` converts them if the usual way does not fit. */
export function readPage(
  db: DatabaseSync,
  resource: Resource,
  conditions: readonly Condition[],
  paging: Paging,
  toWire: Resource['toWire'] = resource.toWire,
): Page {
  const where = whereClause(conditions);
  const found = db
    .prepare(
      `SELECT ${resource.columns} FROM ${resource.table} ${where.sql}
       ORDER BY ${orderBy(resource, paging.order)} LIMIT ? OFFSET ?`,
    )
    .all(...where.values, paging.pageSize + 1, (paging.page - 1) * paging.pageSize);
  return toPage(found, paging, toWire);
}

/** How many rows meet all `conditions`. */
export function countRows(db: DatabaseSync, resource: Resource, conditions: readonly Condition[]): number {
  const where = whereClause(conditions);
  const row = db.prepare(`SELECT count(*) AS n FROM ${resource.table} ${where.sql}`).get(...where.values);
  return Number(row?.['n']);
}

/** A page for each value of the grouping column, read with one query; a value without rows is left out. */
export function readGroups(
  db: DatabaseSync,
  resource: Resource,
  group: GroupKey,
  conditions: readonly Condition[],
  paging: Paging,
): Map<number, Page> {
  const where = whereClause(conditions);
  const first = (paging.page - 1) * paging.pageSize;
  const found = db
    .prepare(
      `SELECT * FROM (
         SELECT ${resource.columns}, ${group.column} AS group_key,
           row_number() OVER (PARTITION BY ${group.column} ORDER BY ${orderBy(resource, paging.order)}) AS place
         FROM ${resource.table} ${where.sql})
       WHERE place BETWEEN ? AND ? ORDER BY group_key, place`,
    )
    .all(...where.values, first + 1, first + paging.pageSize + 1);
  const byKey = Map.groupBy(found, (row) => Number(row['group_key']));
  return new Map([...byKey].map(([key, rows]) => [key, toPage(rows, paging, resource.toWire)]));
}

/** How many rows meet all `conditions` for each value of the grouping column; none are left out. */
export function countGroups(
  db: DatabaseSync,
  resource: Resource,
  group: GroupKey,
  conditions: readonly Condition[],
): Map<number, number> {
  const where = whereClause(conditions);
  const rows = db
    .prepare(
      `SELECT ${group.column} AS group_key, count(*) AS n FROM ${resource.table} ${where.sql} GROUP BY 1`,
    )
    .all(...where.values);
  return new Map(rows.map((row) => [Number(row['group_key']), Number(row['n'])]));
}

function toPage(found: readonly Row[], { pageSize }: Paging, toWire: Resource['toWire']): Page {
  return { rows: found.slice(0, pageSize).map(toWire), hasMore: found.length > pageSize };
}

// The parameter's schema checked the field against `orders`, so no text from a caller gets into the SQL.
function orderBy(resource: Resource, order: string | undefined): string {
  const [field = '', direction] = order?.split(' ') ?? [];
  const column = resource.orders[field] ?? resource.key;
  const way = direction === 'DESC' ? 'DESC' : 'ASC';
  return column === resource.key ? `${column} ${way}` : `${column} ${way}, ${resource.key} ${way}`;
}
