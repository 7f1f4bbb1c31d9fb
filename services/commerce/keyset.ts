import { ProblemError } from '../kit/problem.ts';
import type { Condition } from './conditions.ts';

/** A total order of rows: a column, then the id, both in the same direction. */
export interface Keyset {
  /** As the caller wrote it, such as `-total`. */
  readonly sort: string;
  readonly column: string;
  readonly id: string;
  readonly descending: boolean;
}

/** The position of one row in the order of a keyset. */
export interface Position {
  readonly value: string | number;
  readonly id: number;
}

/** `-total` and `{ total: 'o.total' }` to the order of rows by total, descending. */
export function keyset(sort: string, columns: Readonly<Record<string, string>>, id: string): Keyset {
  const column = columns[sort.replace(/^-/, '')] ?? id;
  return { sort, column, id, descending: sort.startsWith('-') };
}

/** The ORDER BY list. */
export function orderBy({ column, id, descending }: Keyset): string {
  const direction = descending ? 'DESC' : 'ASC';
  return column === id ? `${id} ${direction}` : `${column} ${direction}, ${id} ${direction}`;
}

/** The rows after the one that `pageInfo` names; inserts before or after it shift nothing. */
export function after(order: Keyset, pageInfo: string | undefined): Condition[] {
  if (pageInfo === undefined) return [];
  const position = readPageInfo(order, pageInfo);
  const than = order.descending ? '<' : '>';
  if (order.column === order.id) return [[`${order.id} ${than} ?`, position.id]];
  return [[`(${order.column}, ${order.id}) ${than} (?, ?)`, position.value, position.id]];
}

/** The opaque text that continues after this row. */
export function pageInfoOf(order: Keyset, position: Position): string {
  return Buffer.from(JSON.stringify([order.sort, position.value, position.id])).toString('base64url');
}

function readPageInfo(order: Keyset, pageInfo: string): Position {
  const parts = parse(pageInfo);
  if (!Array.isArray(parts)) throw badCursor('it is not one that this system gave out');
  const [sort, value, id] = parts as unknown[];
  if (sort !== order.sort) throw badCursor(`it belongs to another sort than ${order.sort}`);
  const comparable = typeof value === 'string' || typeof value === 'number';
  if (!comparable || typeof id !== 'number') throw badCursor('it is not one that this system gave out');
  return { value, id };
}

function parse(pageInfo: string): unknown {
  try {
    return JSON.parse(Buffer.from(pageInfo, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function badCursor(why: string): ProblemError {
  return new ProblemError(
    400,
    'bad_cursor',
    `page_info cannot be continued: ${why}. Start without page_info.`,
  );
}
