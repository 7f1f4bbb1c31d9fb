import type { Cursor } from '../event.ts';

/** What came in of one system since the start of the process. */
export interface IntakeStats {
  /** Webhooks whose changes were recorded, by them or by the feed that they had read. */
  readonly received: number;
  /** Webhooks that told nothing new. */
  readonly known: number;
  /** Events of types that are not known. */
  readonly ignored: number;
  /** Webhooks that were not signed as they must be. */
  readonly forged: number;
  /** Webhooks that were signed and broken. */
  readonly broken: number;
  /** Webhooks that were to be sent again, as log or feed could not be reached. */
  readonly unavailable: number;
  /** Webhooks that came out of order, or told too little, so that the system's own record was read. */
  readonly gaps: number;
  /** Pages of the system's own record that were read, and how often that failed. */
  readonly pages: number;
  readonly failures: number;
  /** How often its record did not tell of all that had changed. */
  readonly missed: number;
  /** Changes put into the log, and those that were known there by their key: echoes of writes of our own. */
  readonly recorded: number;
  readonly echoes: number;
}

/** The same while it is counted. */
export type Counters = { -readonly [Name in keyof IntakeStats]: IntakeStats[Name] };

/** Nothing so far. */
export function newCounters(): Counters {
  return {
    received: 0,
    known: 0,
    ignored: 0,
    forged: 0,
    broken: 0,
    unavailable: 0,
    gaps: 0,
    pages: 0,
    failures: 0,
    missed: 0,
    recorded: 0,
    echoes: 0,
  };
}

/** Counts what was put into the log, and what was known there by its key. */
export function countRecorded(
  counters: Pick<Counters, 'recorded' | 'echoes'>,
  cursors: readonly (Cursor | null)[],
): void {
  const fresh = cursors.filter((cursor) => cursor !== null).length;
  counters.recorded += fresh;
  counters.echoes += cursors.length - fresh;
}
