import { isMoney, type Cell } from './flatten.ts';
import { textOf, titleOf, type Column, type Grid } from './grid.ts';

/** A byte order mark: without it, spreadsheet programs take UTF-8 for the code page of the country. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The grid as a CSV file (RFC 4180: comma, CRLF, quotes doubled), in UTF-8 with a byte order mark. */
export function toCsv(grid: Grid): string {
  const lines = textLines(grid).map((line) => `${join(line, ',')}\r\n`);
  return BYTE_ORDER_MARK + lines.join('');
}

/** The grid as text that spreadsheet programs paste into cells: tab and line feed, quoted where needed. */
export function toTsv(grid: Grid): string {
  return textLines(grid)
    .map((line) => join(line, '\t'))
    .join('\n');
}

/** Amounts of several currencies take two columns, so that a spreadsheet can add them up by currency. */
function textLines({ columns, lines }: Grid): string[][] {
  const isMixed = ({ kind, currency }: Column) => kind === 'money' && currency === null;
  const titles = columns.flatMap((column) =>
    isMixed(column) ? [`${column.name}.amount`, `${column.name}.currency`] : [titleOf(column)],
  );
  const textsOf = (cell: Cell, column: Column) => {
    if (!isMixed(column)) return [harmless(textOf(cell, column))];
    return isMoney(cell) ? [cell.amount, cell.currency] : ['', ''];
  };
  const texts = lines.map((line) => columns.flatMap((column, index) => textsOf(line[index] ?? null, column)));
  return [titles, ...texts];
}

function join(texts: readonly string[], separator: string): string {
  const isSpecial = (text: string) => text.includes(separator) || /["\r\n]/.test(text);
  const quoted = (text: string) => (isSpecial(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return texts.map(quoted).join(separator);
}

/**
 * Spreadsheet programs run text as a formula that begins with one of these (CWE-1236), and names are what
 * customers type. An apostrophe keeps it text; numbers, also negative ones, stay what they are.
 */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?( [A-Z]{3})?$/.test(text) ? `'${text}` : text;
}
