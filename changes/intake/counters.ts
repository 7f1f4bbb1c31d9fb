import type { Cursor } from '../event.ts';

/** What was received from one system since the process started. */
export interface IntakeStats {
  /** Webhooks whose changes were recorded, directly or through the feed that they caused to be read. */
  readonly received: number;
  /** Webhooks that reported nothing new. */
  readonly known: number;
  /** Events of unknown types. */
  readonly ignored: number;
  /** Webhooks without a valid signature. */
  readonly forged: number;
  /** Webhooks that were signed but malformed. */
  readonly broken: number;
  /** Webhooks to be sent again, because the log or feed could not be reached. */
  readonly unavailable: number;
  /** Webhooks that arrived out of order, or with too little detail, so that the change feed was read instead. */
  readonly gaps: number;
  /** Pages of the change feed that were read, and how often reading failed. */
  readonly pages: number;
  readonly failures: number;
  /** How often the feed did not report everything that had changed. */
  readonly missed: number;
  /** Changes added to the log, and those whose key was already there: echoes of the gateway's own writes. */
  readonly recorded: number;
  readonly echoes: number;
}

/** A mutable {@link IntakeStats}. */
export type Counters = { -readonly [Name in keyof IntakeStats]: IntakeStats[Name] };

/** All counters at zero. */
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

/** Counts the changes added to the log, and those whose key was already there. */
export function countRecorded(
  counters: Pick<Counters, 'recorded' | 'echoes'>,
  cursors: readonly (Cursor | null)[],
): void {
  const fresh = cursors.filter((cursor) => cursor !== null).length;
  counters.recorded += fresh;
  counters.echoes += cursors.length - fresh;
}
