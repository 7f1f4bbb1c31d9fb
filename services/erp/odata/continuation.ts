import type { SQLOutputValue } from 'node:sqlite';
import { ProblemError } from '../../kit/problem.ts';
import {
  expression,
  type EntitySet,
  type Fields,
  type Fragment,
  type Order,
  type StoredRow,
} from './entity-set.ts';

type KeyValue = string | number | null;

/** The position of a row in a list under an order, for `$skiptoken`. */
export function tokenFor(set: EntitySet<Fields>, order: Order | undefined, row: StoredRow): string {
  const position = [row['@order'] ?? null, ...set.key.map((name) => row[name] ?? null)].map(toKeyValue);
  return Buffer.from(JSON.stringify([describe(order), ...position])).toString('base64url');
}

/**
 * The condition for all rows after the one that the token was issued for. Throws problem 400 `bad_cursor` if the token was not issued by
 * this system, or was issued for another order.
 */
export function resumeAfter(set: EntitySet<Fields>, order: Order | undefined, token: string): Fragment {
  const [made, at = null, ...key] = decode(token);
  if (made !== describe(order) || key.length !== set.key.length || key.includes(null)) throw badCursor();
  const keys = set.key.map((name) => expression(set, name)).join();
  const laterKey = `(${keys}) ${order?.descending ? '<' : '>'} (${key.map(() => '?').join()})`;
  if (!order) return { sql: laterKey, values: key };
  const field = expression(set, order.field);
  const later = isAfter(field, order.descending, at);
  return { sql: `${later.sql} OR (${field} IS ? AND ${laterKey})`, values: [...later.values, at, ...key] };
}

/** Null is the least value: first in ascending order, last in descending order. */
function isAfter(field: string, descending: boolean, at: KeyValue): Fragment {
  if (at === null) return { sql: descending ? '0' : `${field} IS NOT NULL`, values: [] };
  return { sql: descending ? `${field} < ? OR ${field} IS NULL` : `${field} > ?`, values: [at] };
}

function describe(order: Order | undefined): string {
  return order ? `${order.field} ${order.descending ? 'desc' : 'asc'}` : '';
}

function toKeyValue(value: SQLOutputValue): KeyValue {
  return typeof value === 'string' || value === null ? value : Number(value);
}

function decode(token: string): KeyValue[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(parts) && parts.every(isKeyValue)) return parts;
  } catch {
    // Not JSON: handled like any other malformed token.
  }
  throw badCursor();
}

function isKeyValue(value: unknown): value is KeyValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

function badCursor(): ProblemError {
  return new ProblemError(
    400,
    'bad_cursor',
    '$skiptoken wants the one of an @odata.nextLink, with the same $orderby. Begin again without it.',
  );
}
