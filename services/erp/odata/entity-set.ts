import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Field } from './field.ts';

/** A piece of SQL with the values of its placeholders, in order. */
export interface Fragment {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Fields by their names on the wire. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The row on the wire that a set of fields produces. */
export type RowOf<F extends Fields> = { -readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** A row as SQLite returns it, its columns named as on the wire. */
export type StoredRow = Readonly<Record<string, SQLOutputValue>>;

/** The field and direction by which rows are ordered. Ties are ordered by the set's key, in the same direction. */
export interface Order {
  readonly field: string;
  readonly descending: boolean;
}

/** A list that can be filtered, ordered, counted and paged. A query may name only its `fields`. */
export interface EntitySet<F extends Fields> {
  /** Table or subquery in parentheses. */
  readonly source: () => Fragment;
  readonly fields: F;
  /** Fields that can be filtered by but are not on the wire. */
  readonly filters?: Fields;
  /** Names of the fields that together identify a row. */
  readonly key: readonly string[];
  /** By default the key. */
  readonly order?: Order;
}

/** A table as the source of a set. */
export function table(name: string): () => Fragment {
  return () => ({ sql: name, values: [] });
}

/** `SELECT` list that names every field as on the wire. */
export function columns(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, { sql }]) => `${sql} AS "${name}"`)
    .join(', ');
}

/** Joins conditions that must all hold; `1` if there are none. */
export function all(conditions: readonly Fragment[]): Fragment {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND ') || '1',
    values: conditions.flatMap(({ values }) => values),
  };
}

/** Converts a stored row to a row on the wire. */
export function readRow<F extends Fields>(fields: F, stored: StoredRow): RowOf<F> {
  const entries = Object.entries(fields).map(([name, field]) => [name, field.read(stored[name] ?? null)]);
  // The keys are those of `fields` and each value is what its field reads, as RowOf says.
  return Object.fromEntries(entries) as RowOf<F>;
}

/** The SQL expression of a field of the set. */
export function expression(set: EntitySet<Fields>, name: string): string {
  const field = set.fields[name];
  if (!field) throw new RangeError(`the set has no field ${name}`);
  return field.sql;
}

/** `ORDER BY` terms: the order, then the key. SQLite sorts null as the least value, as OData 4.01 requires. */
export function orderTerms(set: EntitySet<Fields>, order: Order | undefined): string {
  const names = [...(order ? [order.field] : []), ...set.key];
  return names.map((name) => `${expression(set, name)} ${order?.descending ? 'DESC' : 'ASC'}`).join(', ');
}

/** All rows that meet the conditions, in the set's own order. */
export function findRows<F extends Fields>(
  db: DatabaseSync,
  set: EntitySet<F>,
  conditions: readonly Fragment[],
): RowOf<F>[] {
  const source = set.source();
  const where = all(conditions);
  const sql = `SELECT ${columns(set.fields)} FROM ${source.sql} WHERE ${where.sql} ORDER BY ${orderTerms(set, set.order)}`;
  const rows = db.prepare(sql).all(...source.values, ...where.values);
  return rows.map((row) => readRow(set.fields, row));
}

/** How many rows meet the conditions. */
export function countRows(db: DatabaseSync, set: EntitySet<Fields>, conditions: readonly Fragment[]): number {
  const source = set.source();
  const where = all(conditions);
  const sql = `SELECT count(*) AS n FROM ${source.sql} WHERE ${where.sql}`;
  return Number(db.prepare(sql).get(...source.values, ...where.values)?.['n']);
}
