import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { Type, type Static } from 'typebox';
import { ProblemError } from '../kit/problem.ts';
import { fold, fromRow } from './customer-table.ts';

/** The filters of customers; all that are given must match. */
export const CustomerFilter = Type.Object({
  kind: Type.Optional(
    Type.Enum(['person', 'store'], {
      type: 'string',
      description: 'Only persons, or only stores (default both).',
    }),
  ),
  territoryId: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,15}$', description: 'Only customers of this territory.' }),
  ),
  q: Type.Optional(
    Type.String({ maxLength: 200, description: 'Text anywhere in the name; case and accents are ignored.' }),
  ),
  email: Type.Optional(
    Type.String({ maxLength: 254, description: 'The whole e-mail address, whatever its case.' }),
  ),
  accountNumber: Type.Optional(Type.String({ maxLength: 20, description: 'The whole account number.' })),
});
type CustomerFilter = Static<typeof CustomerFilter>;

const SORTS = ['id', '-id', 'name', '-name', 'accountNumber', '-accountNumber', 'since', '-since'] as const;
type Sort = (typeof SORTS)[number];

const DEFAULT_SORT = 'id';
const DEFAULT_LIMIT = 20;

/** The query of a list of customers. */
export const CustomerListQuery = Type.Object({
  ...CustomerFilter.properties,
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, default: DEFAULT_LIMIT, description: 'Customers on a page.' }),
  ),
  after: Type.Optional(
    Type.String({ maxLength: 1_000, description: '`paging.next.after` of the page before, same `sort`.' }),
  ),
  sort: Type.Optional(
    Type.Enum([...SORTS], {
      type: 'string',
      default: DEFAULT_SORT,
      description: 'Order; `-` for descending; equals by id. Customers without `since` come last either way.',
    }),
  ),
});
type CustomerListQuery = Static<typeof CustomerListQuery>;

/** The SQL sort key of each order; every one has an index and none is ever null. */
const SORT_KEYS: Readonly<Record<Sort, string>> = {
  id: 'id',
  '-id': 'id',
  name: 'search_name',
  '-name': 'search_name',
  accountNumber: 'account_number',
  '-accountNumber': 'account_number',
  // '~' sorts after and '' before every date: nulls come last either way.
  since: "ifnull(since, '~')",
  '-since': "ifnull(since, '')",
};

/** A position in an order: between the row of this sort key and id, and what follows it. */
interface Cursor {
  readonly sort: Sort;
  readonly key: string | number;
  readonly id: number;
}

interface Condition {
  readonly sql: string;
  readonly value: SQLInputValue;
}

/** One page of customers, and the cursor of the next page if there is one. Throws `bad_cursor`. */
export function listCustomers(db: DatabaseSync, query: CustomerListQuery) {
  const { sort = DEFAULT_SORT, limit = DEFAULT_LIMIT } = query;
  const descending = sort.startsWith('-');
  const { sql, values } = where(filters(query), query.after ? decodeCursor(query.after, sort) : undefined);
  const direction = descending ? 'DESC' : 'ASC';
  const rows = db
    .prepare(
      `SELECT *, ${SORT_KEYS[sort]} AS sort_key FROM customer ${sql}
       ORDER BY sort_key ${direction}, id ${direction} LIMIT ?`,
    )
    .all(...values, limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    results: rows.slice(0, limit).map(fromRow),
    paging: last ? { next: { after: encodeCursor(sort, last['sort_key'], last['id']) } } : {},
  };
}

/** How many customers match the filters. */
export function countCustomers(db: DatabaseSync, filter: CustomerFilter): number {
  const { sql, values } = where(filters(filter));
  return Number(db.prepare(`SELECT count(*) AS count FROM customer ${sql}`).get(...values)?.['count']);
}

function filters(filter: CustomerFilter): Condition[] {
  const conditions: Condition[] = [];
  const { kind, territoryId, q, email, accountNumber } = filter;
  if (kind !== undefined) conditions.push({ sql: 'kind = ?', value: kind });
  if (territoryId !== undefined) conditions.push({ sql: 'territory_id = ?', value: Number(territoryId) });
  if (q !== undefined) conditions.push({ sql: 'instr(search_name, ?) > 0', value: fold(q) });
  if (email !== undefined) conditions.push({ sql: 'email = ?', value: email });
  if (accountNumber !== undefined) conditions.push({ sql: 'account_number = ?', value: accountNumber });
  return conditions;
}

function where(conditions: readonly Condition[], cursor?: Cursor): { sql: string; values: SQLInputValue[] } {
  const parts = conditions.map(({ sql }) => sql);
  const values = conditions.map(({ value }) => value);
  if (cursor) {
    parts.push(`(${SORT_KEYS[cursor.sort]}, id) ${cursor.sort.startsWith('-') ? '<' : '>'} (?, ?)`);
    values.push(cursor.key, cursor.id);
  }
  return { sql: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values };
}

function encodeCursor(sort: Sort, key: unknown, id: unknown): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');
}

function decodeCursor(text: string, sort: Sort): Cursor {
  const [itsSort, key, id] = parseArray(Buffer.from(text, 'base64url').toString());
  const keyFits = sort.endsWith('id') ? typeof key === 'number' : typeof key === 'string';
  if (itsSort !== sort || !keyFits || typeof id !== 'number') {
    throw new ProblemError(400, 'bad_cursor', `after is not the cursor of a page sorted by ${sort}.`);
  }
  return { sort, key: key as string | number, id };
}

function parseArray(json: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
