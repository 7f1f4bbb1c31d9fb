import type { Cell } from './matrix.ts';

/** The default deadline of a call. */
const DEADLINE_MS = 2_000;
/** How much longer than the deadline an answer may take. */
const SLACK_MS = 500;
/** The time within which answers must be complete again after a fault. */
const BACK_MS = 5_000;

const WIDTHS = [11, 11, 9, 9, 12, 9] as const;

/** The first line of the table. */
export function headOf(): string {
  return padded(['fault', 'link', 'answers', 'partial', 'longest ms', 'back ms']);
}

/** A line of the table. */
export function rowOf(cell: Cell): string {
  const { toxic, link, answers, partial, longestMs, backMs } = cell;
  const faults = faultsIn(cell).length;
  const cells = [toxic, link, answers, partial, longestMs, backMs].map(String);
  return `${padded(cells)}${faults === 0 ? '' : `  ${faults} faults`}`;
}

/** The broken promises of a cell. `slackMs` extends the limits, for busy machines. */
export function faultsIn(cell: Cell, slackMs = 0): readonly string[] {
  const { toxic, link, answers, longestMs, backMs } = cell;
  const faults = [...cell.faults];
  if (answers === 0) faults.push('no query was answered');
  if (longestMs > DEADLINE_MS + SLACK_MS + slackMs) faults.push(`an answer took ${longestMs} ms`);
  if (backMs > BACK_MS + slackMs) faults.push(`answers were complete again only after ${backMs} ms`);
  return faults.map((fault) => `${toxic} on the link to ${link}: ${fault}`);
}

function padded(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0)).join('');
}
