import type { SQLOutputValue } from 'node:sqlite';
import { toDecimal } from '../kit/money.ts';

/** One row that SQLite returns: column name to value. */
export type Row = Record<string, SQLOutputValue>;

/** The integer or real number of a column. */
export function number(row: Row, column: string): number {
  return Number(row[column]);
}

/** The number of a column, or null. */
export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

/** The text of a column. */
export function text(row: Row, column: string): string {
  return String(row[column]);
}

/** The text of a column, or null. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** The amount in a column of ten-thousandths, as decimal text, such as `"3578.27"`. */
export function money(row: Row, column: string): string {
  return toDecimal(Number(row[column]));
}
