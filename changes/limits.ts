/**
 * How far back a log reaches. An event is kept while it is within both limits, and possibly a little longer, because the log trims in
 * batches.
 */
export interface Retention {
  /** The number of events kept. */
  readonly maxEvents: number;
  /** How long they are kept, in milliseconds. */
  readonly maxAgeMs: number;
}

/** How long the names of recordings are remembered for deduplication. A sender retries for no longer than this. */
export const DEDUPLICATION_MS = 72 * 3_600 * 1_000;

/** The most names of recordings that are remembered; the oldest are forgotten first. Up to 7 a second, all are for the full 72 h. */
export const MAX_NAMES = 2_000_000;

/** The most events passed to a follower in one call. */
export const MAX_BATCH = 1_000;
