import type { Verdict } from '../../test/support/faults/audit.ts';
import type { SoakReport } from '../../test/support/faults/soak.ts';
import type { ListenerReport } from '../../test/support/faults/listener.ts';
import { isFarOff, type Aim } from './aims.ts';

/** Prints the load, the faults, and what each subscriber received. */
export function printSoak({ events, seconds, faults, webhooks, verdicts }: SoakReport): void {
  const done = [...faults].map(([fault, times]) => `${times} × ${fault}`).join(', ');
  const { sent, dropped, crowdedOut, doubled, late, replayed, refused } = webhooks;
  console.log(`${events} events in ${seconds.toFixed(0)} s; ${done}`);
  console.log(
    `webhooks: ${sent} accepted, ${dropped} dropped, ${crowdedOut + refused} not accepted in time, ${doubled} sent twice, ${late} late, ${replayed} replayed`,
  );
  console.table(verdicts.map(rowOf));
  for (const { reader, refusals } of verdicts) {
    const ends = [...refusals].map(([why, times]) => `${times} × ${why}`).join(', ');
    if (ends !== '') console.log(`${reader} received errors and close codes: ${ends}`);
  }
  for (const { reader, losses } of verdicts) for (const loss of losses) console.log(`${reader}: ${loss}`);
}

/** Prints the result of the client that queries all replicas on each event. */
export function printListener({ queries, events, restarts, stale }: ListenerReport): void {
  console.log(
    `${queries} queries by a client that received ${events} events, while ${restarts} replicas were killed: ${stale.length} stale answers`,
  );
  for (const what of stale) console.log(what);
}

/** Prints latencies without faults beside their targets. */
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
  const { reader, connections, received, lost, twice, outOfOrder, stale, p50, p99 } = verdict;
  const ms = { 'p50 ms': Math.round(p50), 'p99 ms': Math.round(p99) };
  return { reader, connections, received, lost, twice, 'out of order': outOfOrder, old: stale, ...ms };
}
