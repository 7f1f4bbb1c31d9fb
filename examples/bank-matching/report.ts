import type { Outcome } from './match.ts';
import type { Line } from './statement.ts';

/** A line and its outcome. */
export interface Entry {
  readonly line: Line;
  readonly outcome: Outcome;
}

/** The entries as a table with aligned columns. */
export function tableOf(entries: readonly Entry[]): string {
  const rows = entries.map(({ line, outcome }) => [
    line.id,
    line.bookedOn,
    `${line.amount.toFixed(2)} ${line.currency}`.padStart(14),
    line.payer,
    ...textsOf(outcome),
  ]);
  const all = [
    ['line', 'booked on', 'amount'.padStart(14), 'payer', 'outcome', 'invoices, or why not'],
    ...rows,
  ];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** How many lines had each outcome. */
export function countsOf(entries: readonly Entry[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(entries, ({ outcome }) => outcome.is);
  return Object.fromEntries([...groups].map(([is, group]) => [is, group.length]));
}

/** The report as JSON; amounts are text, so that no digit is lost. */
export function reportOf(entries: readonly Entry[]): string {
  const lines = entries.map(({ line, outcome }) => ({
    ...line,
    amount: line.amount.toFixed(2),
    ...(outcome.is === 'matched' ? { ...outcome, invoices: outcome.invoices.map(({ id }) => id) } : outcome),
  }));
  return `${JSON.stringify({ counts: countsOf(entries), lines }, null, 2)}\n`;
}

function textsOf(outcome: Outcome): [outcome: string, what: string] {
  switch (outcome.is) {
    case 'matched':
      return [`by ${outcome.by}`, outcome.invoices.map(({ id }) => id).join(', ')];
    case 'unmatched':
      return [outcome.reason, outcome.detail];
    case 'outgoing':
    case 'recorded before':
    case 'repeated':
      return [outcome.is, ''];
  }
}
