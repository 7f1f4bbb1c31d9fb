import type { Verdict } from '../../test/support/faults/audit.ts';
import type { SoakReport } from '../../test/support/faults/soak.ts';
import type { Asked } from '../../test/support/faults/told.ts';
import { isFarOff, type Aim } from './aims.ts';

/** What was done, and what each subscriber was told. */
export function printSoak({ events, seconds, faults, webhooks, verdicts }: SoakReport): void {
  const done = [...faults].map(([fault, times]) => `${times} × ${fault}`).join(', ');
  const { sent, dropped, crowdedOut, doubled, late, replayed, refused } = webhooks;
  console.log(`${events} events in ${seconds.toFixed(0)} s; ${done}`);
  console.log(
    `webhooks: ${sent} taken, ${dropped} dropped, ${crowdedOut + refused} not taken in time, ${doubled} doubled, ${late} late, ${replayed} replayed`,
  );
  console.table(verdicts.map(rowOf));
  for (const { reader, refusals } of verdicts) {
    const ends = [...refusals].map(([why, times]) => `${times} × ${why}`).join(', ');
    if (ends !== '') console.log(`${reader} was told: ${ends}`);
  }
  for (const { reader, losses } of verdicts) for (const loss of losses) console.log(`${reader}: ${loss}`);
}

/** What whoever asked was given. */
export function printAsked({ questions, told, restarts, stale }: Asked): void {
  console.log(
    `${questions} questions by who was told of ${told} changes, while ${restarts} replicas were killed: ${stale.length} answers older than that`,
  );
  for (const what of stale) console.log(what);
}

/** How long things take where nothing goes wrong, beside what is promised. */
export function printAims(aims: readonly Aim[]): void {
  console.log('without faults:');
  console.table(
    aims.map((aim) => ({
      what: aim.what,
      'aim ms': aim.aim,
      'reached ms': Number(aim.reached.toFixed(1)),
      met: aim.reached <= aim.aim ? 'yes' : isFarOff(aim) ? 'FAR OFF' : 'no',
    })),
  );
}

function rowOf(verdict: Verdict) {
  const { reader, connections, told, lost, twice, outOfOrder, stale, p50, p99 } = verdict;
  const ms = { 'p50 ms': Math.round(p50), 'p99 ms': Math.round(p99) };
  return { reader, connections, told, lost, twice, 'out of order': outOfOrder, old: stale, ...ms };
}
