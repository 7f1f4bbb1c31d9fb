import type { CrmRow } from './fast-crm.ts';
import type { Reader } from './reader.ts';

/** How the events due to one reader were delivered. */
export interface Verdict {
  readonly reader: string;
  readonly connections: number;
  readonly received: number;
  /** Events that the CRM recorded after the first one delivered, and that were never delivered. */
  readonly lost: number;
  readonly twice: number;
  /** Delivered after a later event of the same customer. */
  readonly outOfOrder: number;
  /** Delivered with a customer older than the event. */
  readonly stale: number;
  readonly losses: readonly string[];
  /** How often it stopped reading, and how many events it still received before it resumed. */
  readonly stalls: number;
  readonly receivedStalled: number;
  /** Errors and close codes it received, and how often. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Milliseconds from the change in the CRM to the reader, faults included: median and 99th percentile. */
  readonly p50: number;
  readonly p99: number;
}

/** Compares what a reader received with what the CRM recorded; `madeAt` is the time of each change, by number. */
export function verdictOn(
  reader: Reader,
  rows: readonly CrmRow[],
  madeAt: ReadonlyMap<number, number>,
): Verdict {
  const byTime = new Map(rows.map((row) => [row.at, row]));
  const { ids } = reader.options.subscription;
  const seen = new Set<number>();
  const newest = new Map<string, number>();
  const latencies: number[] = [];
  const counts = { twice: 0, outOfOrder: 0, stale: 0 };
  for (const { at, id, phone, receivedAt } of reader.events) {
    const row = byTime.get(at);
    if (row?.id !== id)
      throw new Error(`${reader.name} received an event of ${id} at ${at}, which never happened`);
    if (seen.has(row.number)) counts.twice += 1;
    else if (row.number < (newest.get(id) ?? 0)) counts.outOfOrder += 1;
    if (phone !== null && Number(phone) < row.number) counts.stale += 1;
    seen.add(row.number);
    newest.set(id, Math.max(newest.get(id) ?? 0, row.number));
    latencies.push(receivedAt - (madeAt.get(row.number) ?? receivedAt));
  }
  const first = Math.min(...[...seen].slice(0, 1_000));
  const due = rows.filter(({ number, id }) => number >= first && (ids?.has(id) ?? true));
  latencies.sort((one, other) => one - other);
  return {
    reader: reader.name,
    connections: reader.connections,
    received: reader.events.length,
    lost: due.filter(({ number }) => !seen.has(number)).length,
    ...counts,
    losses: reader.losses,
    stalls: reader.stalled.times,
    receivedStalled: reader.stalled.events,
    refusals: reader.refusals,
    p50: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  };
}

/** Whether a reader received everything, once, in order, and nothing stale. */
export function isClean({ lost, twice, outOfOrder, stale, losses, received }: Verdict): boolean {
  return received > 0 && lost + twice + outOfOrder + stale + losses.length === 0;
}
