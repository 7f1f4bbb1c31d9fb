import type { DatabaseSync } from 'node:sqlite';
import {
  all,
  columns,
  orderTerms,
  readRow,
  type EntitySet,
  type Fields,
  type Fragment,
  type RowOf,
  type StoredRow,
} from './entity-set.ts';
import { parseFilter, refuseTooMany } from './filter.ts';
import { DEFAULT_TOP, parseOrder } from './list.ts';

/** The query options of a read of the first rows for each of many keys. */
export interface TopPerOptions<By extends string> {
  readonly by: By;
  /** Comma-separated whole numbers. */
  readonly keys: string;
  readonly $filter?: string;
  readonly $orderby?: string;
  readonly $top?: number;
  readonly $skip?: number;
  readonly $count?: boolean;
}

/** A field to group by: its expression, and the source that has it if the set's own does not. */
export interface Grouping {
  readonly sql: string;
  readonly source?: () => Fragment;
}

/** The rows of one key. */
export interface Group<T> {
  Key: number;
  Value: T[];
  HasMore: boolean;
  '@odata.count'?: number;
}

/**
 * The first rows for each key, in the order of the keys; a key without rows has an empty group. One query answers all keys, and one more
 * their counts if requested. Throws as {@link parseFilter} and {@link parseOrder} do, and problem 400 `too_many_ids`.
 */
export function topPer<F extends Fields, By extends string>(
  db: DatabaseSync,
  set: EntitySet<F>,
  groupings: Readonly<Record<By, Grouping>>,
  options: TopPerOptions<By>,
): Group<RowOf<F>>[] {
  const keys = [...new Set(options.keys.split(',').map(Number))];
  refuseTooMany(keys.length);
  const grouped = groupedBy(set, groupings[options.by], keys, options.$filter);
  const rows = rankedRows(db, set, grouped, options);
  const counts = options.$count ? countByKey(db, grouped) : undefined;
  const top = options.$top ?? DEFAULT_TOP;
  return keys.map((key) => {
    const found = rows.get(key) ?? [];
    return {
      Key: key,
      Value: found.slice(0, top).map((row) => readRow(set.fields, row)),
      HasMore: found.length > top,
      ...(counts && { '@odata.count': counts.get(key) ?? 0 }),
    };
  });
}

interface Grouped {
  readonly key: string;
  readonly source: Fragment;
  readonly where: Fragment;
}

function groupedBy(
  set: EntitySet<Fields>,
  grouping: Grouping,
  keys: readonly number[],
  filter: string | undefined,
): Grouped {
  const byKeys = { sql: `${grouping.sql} IN (${keys.map(() => '?').join()})`, values: keys };
  const conditions = parseFilter(filter, { ...set.fields, ...set.filters });
  const source = (grouping.source ?? set.source)();
  return { key: grouping.sql, source, where: all([byKeys, ...conditions]) };
}

function rankedRows(
  db: DatabaseSync,
  set: EntitySet<Fields>,
  { key, source, where }: Grouped,
  { $orderby, $top = DEFAULT_TOP, $skip = 0 }: TopPerOptions<string>,
): Map<number, StoredRow[]> {
  const order = orderTerms(set, parseOrder($orderby, set));
  // One row more than requested shows whether there are more.
  const sql = `SELECT * FROM (
      SELECT ${columns(set.fields)}, ${key} AS "@key",
        row_number() OVER (PARTITION BY ${key} ORDER BY ${order}) AS "@rank"
      FROM ${source.sql} WHERE ${where.sql})
    WHERE "@rank" > ? AND "@rank" <= ? ORDER BY "@key", "@rank"`;
  const rows = db.prepare(sql).all(...source.values, ...where.values, $skip, $skip + $top + 1);
  return Map.groupBy(rows, (row) => Number(row['@key']));
}

function countByKey(db: DatabaseSync, { key, source, where }: Grouped): Map<number, number> {
  const sql = `SELECT ${key} AS "@key", count(*) AS n FROM ${source.sql} WHERE ${where.sql} GROUP BY 1`;
  const rows = db.prepare(sql).all(...source.values, ...where.values);
  return new Map(rows.map((row) => [Number(row['@key']), Number(row['n'])]));
}
