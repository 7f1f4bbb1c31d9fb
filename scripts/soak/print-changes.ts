import type { Verdict } from '../../test/support/faults/audit.ts';
import type { Rates } from '../../test/support/faults/rates.ts';
import type { SoakReport } from '../../test/support/faults/soak.ts';
import type { Asked } from '../../test/support/faults/told.ts';

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
export function printAsked({ questions, told, stale }: Asked): void {
  console.log(
    `${questions} questions by who was told of ${told} changes: ${stale.length} answers older than that`,
  );
  for (const what of stale) console.log(what);
}

/** How long things take where nothing goes wrong. */
export function printRates({ events, perSecond, everywhere, told }: Rates): void {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  console.log(`${events} events at ${perSecond} a second, without faults`);
  console.table({
    'change to eviction in every memory': { p50: ms(everywhere.p50), p99: ms(everywhere.p99) },
    'change to subscriber': { p50: ms(told.p50), p99: ms(told.p99) },
  });
}

function rowOf(verdict: Verdict) {
  const { reader, connections, told, lost, twice, outOfOrder, stale, p50, p99 } = verdict;
  const ms = { 'p50 ms': Math.round(p50), 'p99 ms': Math.round(p99) };
  return { reader, connections, told, lost, twice, 'out of order': outOfOrder, old: stale, ...ms };
}
