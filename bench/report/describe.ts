import type { Footprint } from '../memory.ts';
import type { Scenario } from '../scenarios.ts';
import { figure } from './table.ts';

/** Descriptions of what is measured. */
export const SCENARIOS: readonly (readonly [Scenario['name'], string])[] = [
  ['Q1', 'Q1: one customer, five fields'],
  [
    'Q2',
    'Q2: 50 orders with customer, three lines with product and stock, invoice; the same page again and again',
  ],
  ['Q2v', 'Q2v: the same, another of 239 pages each time'],
  ['Q3', 'Q3: 500 orders with the names of their customers'],
  ['crowd', '200 callers at once, each another page of Q2v, REST calls of 20 ms'],
  ['alone', 'one caller, Q2, REST calls of 20 ms'],
];

/** Describes the start time and the memory of the gateway, in one sentence. */
export function footprintLine(footprint: Footprint): string {
  const { startMs, idleMiB, variedRequests, halfwayMiB, afterVariedMiB, restedMiB } = footprint;
  const start = `Isthmus answers ${figure(startMs / 1_000)} s after its start`;
  const [half, all] = [variedRequests / 2, variedRequests].map((count) => count.toLocaleString('en-US'));
  return (
    `${start}, and uses ${figure(idleMiB)} MiB at rest, ${figure(halfwayMiB)} after ${half} varied requests, ` +
    `${figure(afterVariedMiB)} after ${all}, and ${figure(restedMiB)} at rest again.`
  );
}
