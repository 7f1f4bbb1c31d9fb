/** A table: the heads of its columns, and its rows as texts. */
export interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** As Markdown, padded as prettier pads it; columns after the first are flush right. */
export function markdownTable({ heads, rows }: Table): string {
  const widths = widthsOf({ heads, rows });
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, n) => (n === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(heads), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** For a terminal. */
export function plainTable({ heads, rows }: Table): string {
  const widths = widthsOf({ heads, rows });
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(heads), ...rows.map(line)].map((text) => `  ${text}`).join('\n');
}

/** Three places that mean something, or whole numbers from 100 on, with commas. */
export function figure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

function widthsOf({ heads, rows }: Table): readonly number[] {
  return heads.map((head, n) => Math.max(3, head.length, ...rows.map((row) => (row[n] ?? '').length)));
}
