import type { SQLInputValue } from 'node:sqlite';
import { ProblemError } from '../kit/problem.ts';

/** A part of a WHERE clause with the values of its parameters. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** A row as SQLite returns it. */
export type Row = Readonly<Record<string, unknown>>;

const MAX_KEYS = 100;

/** `sql` (with one parameter) if the filter was given, otherwise nothing. */
export function when(sql: string, value: SQLInputValue | undefined): Condition[] {
  return value === undefined ? [] : [{ sql, values: [value] }];
}

/** The condition that `column` is one of `keys`; nothing if the filter was not given. Null stands for a key that cannot exist. */
export function among(column: string, keys: readonly (number | string | null)[] | undefined): Condition[] {
  if (keys === undefined) return [];
  return when(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(keys));
}

/** The WHERE clause of all `conditions` together; empty where there is none. */
export function whereClause(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`,
    values: conditions.flatMap(({ values }) => values),
  };
}

/** The distinct ids of a comma list. Throws a 400 `too_many_ids` above 100. */
export function splitKeys(list: string, parameter: string): string[] {
  const keys = [...new Set(list.split(','))];
  if (keys.length > MAX_KEYS) {
    throw new ProblemError(
      400,
      'too_many_ids',
      `${parameter} may hold ${MAX_KEYS} ids, not ${keys.length}. Split the request.`,
    );
  }
  return keys;
}

/** The ids of a comma list, each parsed by `parse`; undefined if the filter was not given. */
export function parseKeys<T>(
  list: string | undefined,
  parameter: string,
  parse: (key: string) => T,
): T[] | undefined {
  return list === undefined ? undefined : splitKeys(list, parameter).map(parse);
}

/**
 * Parses `If-Modified-Since`, an HTTP date or an ISO 8601 time, into the form of the tables. Throws a 400 `bad_if_modified_since` if it is
 * neither: ignoring it would return everything.
 */
export function modifiedSince(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const time = Date.parse(header);
  if (Number.isNaN(time)) {
    throw new ProblemError(
      400,
      'bad_if_modified_since',
      `If-Modified-Since wants an HTTP date or an ISO 8601 time, not "${header}".`,
    );
  }
  return new Date(time).toISOString();
}

/** The day `daysAgo` days before now, in UTC. */
export function dayInUtc(daysAgo = 0): string {
  return new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
}

/** The text of a column that is never null. */
export function text(row: Row, column: string): string {
  return String(row[column]);
}

/** The text of a column, or null. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null || row[column] === undefined ? null : text(row, column);
}
