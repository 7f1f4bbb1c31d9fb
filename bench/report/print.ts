import type { Outcome } from '../run.ts';
import { aimsOf } from './aims.ts';
import { footprintLine, SCENARIOS } from './describe.ts';
import { plainTable } from './table.ts';
import { aimTable, scenarioTable } from './tables.ts';

/** Prints all results, and what is missing and why. */
export function printReport({ results, footprint }: Outcome): void {
  const rows = results.rows();
  for (const [name, title] of SCENARIOS) {
    const table = scenarioTable(rows, name);
    if (table.rows.length > 0) console.log(`\n${title}\n${plainTable(table)}`);
  }
  if (footprint) console.log(`\n${footprintLine(footprint)}`);
  console.log(`\n${plainTable(aimTable(aimsOf(rows, footprint)))}`);
  for (const { label, scenario, reason } of results.gaps) {
    console.log(`Not measured: ${label}, ${scenario}: ${reason.slice(0, 400)}`);
  }
}
