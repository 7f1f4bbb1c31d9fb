import { MOST_RISE } from '../../test/support/soak/broken.ts';
import { countOf } from '../../test/support/soak/handles.ts';
import type { MixedReport } from '../../test/support/soak/mixed.ts';
import type { Minute } from '../../test/support/soak/watch.ts';

const MB = 1_000_000;
const COLUMNS = ['minute', 'req/s', 'p99 ms', 'RSS MB', 'live MB', 'loop ms', 'handles', 'change ms'];
const WIDTH = 10;
/** The maximum number of faults printed. */
const MAX_SHOWN = 30;

/** Prints the column heads. */
export function printHead(): void {
  console.log(`${lineOf(COLUMNS)}  errors`);
}

/** Prints one minute as a line. */
export function printMinute(minute: Minute): void {
  const { at, perSecond, p99, rssBytes, liveBytes, loopLagMs, handles, changeLagMs, errors } = minute;
  const figures = [p99, rssBytes / MB, liveBytes / MB, loopLagMs, handles, changeLagMs].map((figure) =>
    figure.toFixed(0),
  );
  console.log(`${lineOf([at.toFixed(1), perSecond.toFixed(1), ...figures])}  ${codesOf(errors)}`);
}

/** Prints the result. */
export function printReport(report: MixedReport): void {
  const { kinds, troubles, changes, webhooks, risePerMinute, handles, end, broken } = report;
  const rows = [...kinds].map(([kind, { requests, p50, p99, errors }]) => {
    const ms = { 'p50 ms': Math.round(p50), 'p99 ms': Math.round(p99) };
    return { kind, requests, ...ms, errors: codesOf(errors) };
  });
  console.table(rows);
  const wrong = [...troubles].map(([what, times]) => `${times} × ${what}`).join(', ');
  console.log(`faults: ${wrong === '' ? 'none' : wrong}`);
  console.log(`${changes} changes at the CRM, due to 4 subscribers; ${webhooks} webhooks arrived`);
  const rise =
    risePerMinute === null ? 'too little time to say' : `${(risePerMinute / MB).toFixed(2)} MB a minute`;
  console.log(`growth of live memory once warm: ${rise} (less than ${MOST_RISE / MB} MB is promised)`);
  console.log(`handles: ${countOf(handles.before)} before, ${countOf(handles.after)} after`);
  console.log(`ended with code ${end.code} after ${end.ms.toFixed(0)} ms`);
  if (broken.length === 0) console.log('no promise was broken');
  else console.log(`${broken.length} FAULTS WERE FOUND\n${broken.slice(0, MAX_SHOWN).join('\n')}`);
}

function codesOf(errors: ReadonlyMap<string, number>): string {
  return [...errors].map(([code, count]) => `${count} × ${code}`).join(', ');
}

function lineOf(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(WIDTH)).join('');
}
