/** A table: its column headings, and its rows as texts. */
export interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Formats as Markdown, padded as prettier pads it; columns after the first are right-aligned. */
export function markdownTable({ heads, rows }: Table): string {
  const widths = widthsOf({ heads, rows });
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, n) => (n === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(heads), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Formats for a terminal. */
export function plainTable({ heads, rows }: Table): string {
  const widths = widthsOf({ heads, rows });
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(heads), ...rows.map(line)].map((text) => `  ${text}`).join('\n');
}

/** A number with three significant digits; from 100 on a whole number, with commas. A dash if it is not known. */
export function figure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

function widthsOf({ heads, rows }: Table): readonly number[] {
  return heads.map((head, n) => Math.max(3, head.length, ...rows.map((row) => (row[n] ?? '').length)));
}
