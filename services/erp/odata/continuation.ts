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

type Place = string | number | null;

/** The position of a row in a list under an order, for `$skiptoken`. */
export function tokenFor(set: EntitySet<Fields>, order: Order | undefined, row: StoredRow): string {
  const place = [row['@order'] ?? null, ...set.key.map((name) => row[name] ?? null)].map(toPlace);
  return Buffer.from(JSON.stringify([describe(order), ...place])).toString('base64url');
}

/**
 * The condition that holds for all rows after the one that the token was made for. Throws problem 400 `bad_cursor` if the token is not
 * ours or was made under another order.
 */
export function resumeAfter(set: EntitySet<Fields>, order: Order | undefined, token: string): Fragment {
  const [made, at = null, ...key] = decode(token);
  if (made !== describe(order) || key.length !== set.key.length || key.includes(null)) throw badCursor();
  const keys = set.key.map((name) => expression(set, name)).join();
  const laterKey = `(${keys}) > (${key.map(() => '?').join()})`;
  if (!order) return { sql: laterKey, values: key };
  const field = expression(set, order.field);
  const later = laterThan(field, order.descending, at);
  return { sql: `${later.sql} OR (${field} IS ? AND ${laterKey})`, values: [...later.values, at, ...key] };
}

/** Null is the least value: first going up, last going down. */
function laterThan(field: string, descending: boolean, at: Place): Fragment {
  if (at === null) return { sql: descending ? '0' : `${field} IS NOT NULL`, values: [] };
  return { sql: descending ? `${field} < ? OR ${field} IS NULL` : `${field} > ?`, values: [at] };
}

function describe(order: Order | undefined): string {
  return order ? `${order.field} ${order.descending ? 'desc' : 'asc'}` : '';
}

function toPlace(value: SQLOutputValue): Place {
  return typeof value === 'string' || value === null ? value : Number(value);
}

function decode(token: string): Place[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(parts) && parts.every(isPlace)) return parts;
  } catch {
    // Not JSON: as malformed as any other.
  }
  throw badCursor();
}

function isPlace(value: unknown): value is Place {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

function badCursor(): ProblemError {
  return new ProblemError(
    400,
    'bad_cursor',
    '$skiptoken wants the one of an @odata.nextLink, with the same $orderby. Begin again without it.',
  );
}
