import type { CrmRow } from './fast-crm.ts';
import type { Reader } from './reader.ts';

/** What became of the events that one reader was to be told of. */
export interface Verdict {
  readonly reader: string;
  readonly connections: number;
  readonly told: number;
  /** Recorded by the CRM after the first that it was told of, and never told. */
  readonly lost: number;
  readonly twice: number;
  /** Told after a later one of the same customer. */
  readonly outOfOrder: number;
  /** Told with a customer from before what was told. */
  readonly stale: number;
  readonly losses: readonly string[];
  /** How often it stopped reading, and of how many events it was told all the same before it read on. */
  readonly stalls: number;
  readonly toldStalled: number;
  /** Errors and codes of closed sockets that it was told, and how often. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Milliseconds from the change in the CRM to the reader, over all faults: half of them, and all but one in a hundred. */
  readonly p50: number;
  readonly p99: number;
}

/** Holds what a reader was told against what the CRM recorded; `madeAt` is when each was, by number. */
export function verdictOn(
  reader: Reader,
  rows: readonly CrmRow[],
  madeAt: ReadonlyMap<number, number>,
): Verdict {
  const byTime = new Map(rows.map((row) => [row.at, row]));
  const { ids } = reader.options.asks;
  const seen = new Set<number>();
  const newest = new Map<string, number>();
  const latencies: number[] = [];
  const counts = { twice: 0, outOfOrder: 0, stale: 0 };
  for (const { at, id, phone, toldAt } of reader.told) {
    const row = byTime.get(at);
    if (row?.id !== id) throw new Error(`${reader.name} was told of ${id} at ${at}, which never happened`);
    if (seen.has(row.number)) counts.twice += 1;
    else if (row.number < (newest.get(id) ?? 0)) counts.outOfOrder += 1;
    if (phone !== null && Number(phone) < row.number) counts.stale += 1;
    seen.add(row.number);
    newest.set(id, Math.max(newest.get(id) ?? 0, row.number));
    latencies.push(toldAt - (madeAt.get(row.number) ?? toldAt));
  }
  const first = Math.min(...[...seen].slice(0, 1_000));
  const due = rows.filter(({ number, id }) => number >= first && (ids?.has(id) ?? true));
  latencies.sort((one, other) => one - other);
  return {
    reader: reader.name,
    connections: reader.connections,
    told: reader.told.length,
    lost: due.filter(({ number }) => !seen.has(number)).length,
    ...counts,
    losses: reader.losses,
    stalls: reader.stalled.times,
    toldStalled: reader.stalled.told,
    refusals: reader.refusals,
    p50: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  };
}

/** Whether a reader was told everything, once, in order, and nothing old. */
export function isClean({ lost, twice, outOfOrder, stale, losses, told }: Verdict): boolean {
  return told > 0 && lost + twice + outOfOrder + stale + losses.length === 0;
}
