import type { DatabaseSync } from 'node:sqlite';
import { ProblemError } from '../../kit/problem.ts';
import { resumeAfter, tokenFor } from './continuation.ts';
import {
  all,
  columns,
  countRows,
  expression,
  orderTerms,
  readRow,
  type EntitySet,
  type Fields,
  type Fragment,
  type Order,
  type RowOf,
  type StoredRow,
} from './entity-set.ts';
import { parseFilter } from './filter.ts';

/** Rows of a list if `$top` is not given. */
export const DEFAULT_TOP = 50;

/** The query options of a list. */
export interface ListOptions {
  readonly $filter?: string;
  readonly $orderby?: string;
  readonly $top?: number;
  readonly $skip?: number;
  readonly $count?: boolean;
  readonly $skiptoken?: string;
}

/** What a list needs from a request: its query, and its URL, for the link to the next page. */
export interface ListRequest {
  readonly query: ListOptions;
  readonly protocol: string;
  readonly host: string;
  readonly url: string;
}

/** One page of a list on the wire. */
export interface ListPage<T> {
  '@odata.count'?: number;
  value: T[];
  '@odata.nextLink'?: string;
}

/**
 * One page of a set. The link to the next page holds the position of the last row, so that rows inserted or removed in the meantime cause
 * no repetitions or gaps. Throws problems 400 `bad_filter`, `bad_orderby`, `too_many_ids`, `bad_cursor`.
 */
export function listPage<F extends Fields>(
  db: DatabaseSync,
  set: EntitySet<F>,
  request: ListRequest,
): ListPage<RowOf<F>> {
  const { $filter, $orderby, $top = DEFAULT_TOP, $skip = 0, $count, $skiptoken } = request.query;
  const order = parseOrder($orderby, set);
  const conditions = parseFilter($filter, { ...set.fields, ...set.filters });
  const from = $skiptoken === undefined ? [] : [resumeAfter(set, order, $skiptoken)];
  const rows = selectRows(db, set, order, [...conditions, ...from], $top + 1, $skip);
  const page = rows.slice(0, $top);
  const last = rows.length > $top ? page.at(-1) : undefined;
  return {
    ...($count && { '@odata.count': countRows(db, set, conditions) }),
    value: page.map((row) => readRow(set.fields, row)),
    ...(last && { '@odata.nextLink': nextLink(request, tokenFor(set, order, last)) }),
  };
}

/** Parses `Field` or `Field asc|desc`; returns the set's own order if there is none. Throws problem 400 `bad_orderby`. */
export function parseOrder(orderby: string | undefined, set: EntitySet<Fields>): Order | undefined {
  if (orderby === undefined) return set.order;
  const [, field = '', direction] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/.exec(orderby) ?? [];
  if (Object.hasOwn(set.fields, field)) return { field, descending: direction === 'desc' };
  const names = Object.keys(set.fields).join(', ');
  throw new ProblemError(
    400,
    'bad_orderby',
    `$orderby wants one field, then asc or desc, not "${orderby}". Fields are ${names}.`,
  );
}

function selectRows(
  db: DatabaseSync,
  set: EntitySet<Fields>,
  order: Order | undefined,
  conditions: readonly Fragment[],
  limit: number,
  offset: number,
): StoredRow[] {
  const source = set.source();
  const where = all(conditions);
  const place = order ? `, ${expression(set, order.field)} AS "@order"` : '';
  const sql = `SELECT ${columns(set.fields)}${place} FROM ${source.sql} WHERE ${where.sql}
    ORDER BY ${orderTerms(set, order)} LIMIT ? OFFSET ?`;
  return db.prepare(sql).all(...source.values, ...where.values, limit, offset);
}

function nextLink(request: ListRequest, token: string): string {
  const url = new URL(request.url, `${request.protocol}://${request.host}`);
  url.searchParams.delete('$skip');
  url.searchParams.set('$skiptoken', token);
  return url.href;
}
