import { isMoney, isNested, type Cell, type Cells, type Row } from './flatten.ts';

/** A column of what is shown. */
export interface Column {
  /** Dotted name; from the root for values of enclosing rows. */
  readonly name: string;
  readonly kind: 'text' | 'number' | 'money' | 'list';
  /** The currency of all amounts of a money column; null where they differ. */
  readonly currency: string | null;
  /** How many digits after the point any of its numbers has, so that all can be shown with as many; amounts have two at least. */
  readonly fractionDigits: number;
}

/** A line of what is shown: a cell a column. */
export type Line = readonly Cell[];

/** A table as it is shown, copied and saved: columns, and lines of as many cells. */
export interface Grid {
  readonly columns: readonly Column[];
  readonly lines: readonly Line[];
}

/** How a grid is sorted: by which column, and which way. */
export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** Lays rows out as a grid, with the values of enclosing rows before their own where `withOuter`. */
export function gridOf(rows: readonly Row[], withOuter: boolean): Grid {
  const all = rows.map(({ outer, own }) => (withOuter ? new Map([...outer, ...own]) : own));
  const names = columnNames(all);
  const lines = all.map((cells) => names.map((name) => cells.get(name) ?? null));
  return { columns: names.map((name, index) => columnOf(name, cellsAt(lines, index))), lines };
}

/** The same grid with its lines sorted, stably, empty cells last either way. */
export function sorted(grid: Grid, sorting: Sorting | null): Grid {
  const index = grid.columns.findIndex(({ name }) => name === sorting?.column);
  const column = grid.columns[index];
  if (sorting === null || column === undefined) return grid;
  const sign = sorting.descending ? -1 : 1;
  const lines = grid.lines.toSorted((one, other) => {
    const [a, b] = [one[index] ?? null, other[index] ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * compare(a, b);
  });
  return { ...grid, lines };
}

/** A column's title, with the currency of its amounts: `revenue (USD)`. */
export function titleOf({ name, currency }: Column): string {
  return currency === null ? name : `${name} (${currency})`;
}

/** A cell as text without loss; amounts carry their currency unless the column's title does. */
export function textOf(cell: Cell, column: Column): string {
  if (cell === null) return '';
  if (isMoney(cell)) return column.currency === null ? `${cell.amount} ${cell.currency}` : cell.amount;
  return isNested(cell) ? String(cell.count) : String(cell);
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const collator = new Intl.Collator('en', { numeric: true });

/** Every column that some row has, but not those of objects that are missing in some rows: their fields stand there. */
function columnNames(rows: readonly Cells[]): string[] {
  const names = [...new Set(rows.flatMap((cells) => [...cells.keys()]))];
  const isEmpty = (name: string) => rows.every((cells) => (cells.get(name) ?? null) === null);
  const isObject = (name: string) => names.some((other) => other.startsWith(`${name}.`));
  return names.filter((name) => !(isObject(name) && isEmpty(name)));
}

function columnOf(name: string, cells: readonly Cell[]): Column {
  const filled = cells.filter((cell) => cell !== null);
  const kind = kindOf(filled);
  const currencies = new Set(filled.filter(isMoney).map(({ currency }) => currency));
  const [currency = null] = kind === 'money' && currencies.size === 1 ? currencies : [];
  const least = kind === 'money' ? 2 : 0;
  return { name, kind, currency, fractionDigits: Math.max(least, ...filled.map(fractionDigitsOf)) };
}

function kindOf(filled: readonly Cell[]): Column['kind'] {
  if (filled.length === 0) return 'text';
  if (filled.every(isMoney)) return 'money';
  if (filled.some(isNested)) return 'list';
  return filled.every(isNumber) && !filled.every(isDigits) ? 'number' : 'text';
}

function fractionDigitsOf(cell: Cell): number {
  const number = isMoney(cell) ? cell.amount : isNumber(cell) ? String(cell) : '';
  return /\.(\d+)$/.exec(number)?.[1]?.length ?? 0;
}

function cellsAt(lines: readonly Line[], index: number): Cell[] {
  return lines.map((line) => line[index] ?? null);
}

/** Decimals come as text, so that no digit is lost; they are numbers all the same. */
function isNumber(cell: Cell): cell is string | number {
  return typeof cell === 'number' || (typeof cell === 'string' && NUMBER.test(cell));
}

/** Text of digits alone is what identifiers are, such as postal codes: decimals come with a point, in some row at least. */
function isDigits(cell: Cell): boolean {
  return typeof cell === 'string' && !cell.includes('.');
}

function compare(one: Cell, other: Cell): number {
  const [a, b] = [weightOf(one), weightOf(other)];
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

function weightOf(cell: Cell): string | number {
  if (cell === null) return '';
  if (isMoney(cell)) return Number(cell.amount);
  if (isNested(cell)) return cell.count;
  return isNumber(cell) ? Number(cell) : String(cell);
}
