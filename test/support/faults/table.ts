import type { Cell } from './matrix.ts';

/** The usual deadline of a call. */
const DEADLINE_MS = 2_000;
/** Beyond that nobody waits for longer. */
const SLACK_MS = 500;
/** Within this all is well again after a fault has ended. */
const BACK_MS = 5_000;

const WIDTHS = [11, 11, 9, 9, 12, 9] as const;

/** The first line of the table. */
export function headOf(): string {
  return lineOf(['fault', 'way', 'answers', 'partial', 'longest ms', 'back ms']);
}

/** A line of the table. */
export function rowOf(cell: Cell): string {
  const { toxic, link, answers, partial, longestMs, backMs } = cell;
  const faults = faultsIn(cell).length;
  const cells = [toxic, link, answers, partial, longestMs, backMs].map(String);
  return `${lineOf(cells)}${faults === 0 ? '' : `  ${faults} faults`}`;
}

/** What is not as it is promised; on a busy machine, `slackMs` more may go by. */
export function faultsIn(cell: Cell, slackMs = 0): readonly string[] {
  const { toxic, link, answers, longestMs, backMs } = cell;
  const faults = [...cell.faults];
  if (answers === 0) faults.push('nobody was answered');
  if (longestMs > DEADLINE_MS + SLACK_MS + slackMs) faults.push(`somebody waited for ${longestMs} ms`);
  if (backMs > BACK_MS + slackMs) faults.push(`all was well again after ${backMs} ms only`);
  return faults.map((fault) => `${toxic} on the way to ${link}: ${fault}`);
}

function lineOf(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0)).join('');
}
