import { Fragment, useState } from 'react';
import { isMoney, isNested, type Cell, type Nested } from './flatten.ts';
import { textOf, titleOf, type Column, type Grid, type Sorting } from './grid.ts';

/** The most lines that a browser draws without a noticeable pause; copies and files hold all. */
const DRAWN = 300;
/** Texts up to this long always show in full. */
const CUT = 30;
/** Formats of numbers by their digits after the point, exact: they take decimal text of any length. */
const formats = new Map<number, Intl.NumberFormat>();

interface GridViewProps {
  readonly grid: Grid;
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting | null) => void;
  /** A list within a row was clicked. */
  readonly onOpen: (nested: Nested) => void;
}

/** The grid as a table whose titles sort. */
export function GridView({ grid, sorting, onSort, onOpen }: GridViewProps) {
  const [all, setAll] = useState(false);
  const lines = all ? grid.lines : grid.lines.slice(0, DRAWN);
  return (
    <div className="isthmus-grid">
      <table>
        <thead>
          <tr>
            {grid.columns.map((column) => (
              <Title key={column.name} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, number) => (
            <tr key={number}>
              {grid.columns.map((column, index) => (
                <td
                  key={column.name}
                  className={`isthmus-${column.kind}`}
                  title={hintOf(line[index], column)}
                >
                  <Value cell={line[index] ?? null} column={column} onOpen={onOpen} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length < grid.lines.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {grid.lines.length} rows
        </button>
      )}
    </div>
  );
}

/** The whole of a text that its cell may cut off. */
function hintOf(cell: Cell | undefined, column: Column): string | undefined {
  return column.kind === 'text' && typeof cell === 'string' && cell.length > CUT ? cell : undefined;
}

interface TitleProps {
  readonly column: Column;
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting | null) => void;
}

/** Sorts upwards, then downwards, then not at all. */
function Title({ column, sorting, onSort }: TitleProps) {
  const mine = sorting?.column === column.name ? sorting : null;
  const next = mine?.descending ? null : { column: column.name, descending: mine !== null };
  const order = mine === null ? 'none' : mine.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={order} className={`isthmus-${column.kind}`}>
      <button type="button" onClick={() => onSort(next)}>
        {/* Long names may break behind their dots. */}
        {titleOf(column)
          .split(/(?<=\.)/)
          .map((part, index) => (
            <Fragment key={index}>
              <wbr />
              {part}
            </Fragment>
          ))}
        <span aria-hidden="true">{SIGNS[order]}</span>
      </button>
    </th>
  );
}

const SIGNS = { none: '', ascending: ' ▲', descending: ' ▼' } as const;

interface ValueProps {
  readonly cell: Cell;
  readonly column: Column;
  /** Without it, lists within the row are counted, and lead nowhere. */
  readonly onOpen?: (nested: Nested) => void;
}

/** What a cell shows: amounts exact with separators, lists within the row as the way to their rows. */
export function Value({ cell, column, onOpen }: ValueProps) {
  if (cell === null) return null;
  if (isNested(cell)) {
    const count = cell.count === 1 ? '1 row' : `${cell.count} rows`;
    if (!onOpen || cell.count === 0) return count;
    return (
      <button type="button" onClick={() => onOpen(cell)}>
        {count} ›
      </button>
    );
  }
  if (isMoney(cell)) {
    const amount = formatted(cell.amount, column);
    return column.currency === null ? `${amount} ${cell.currency}` : amount;
  }
  return column.kind === 'number' ? formatted(String(cell), column) : textOf(cell, column);
}

/** A number with as many digits after the point as all of its column, which has the points one below the other. */
function formatted(number: string, { fractionDigits }: Column): string {
  const digits = Math.min(fractionDigits, 20);
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = formats.get(digits) ?? new Intl.NumberFormat('en-US', options);
  formats.set(digits, format);
  return format.format(number as Intl.StringNumericLiteral);
}
