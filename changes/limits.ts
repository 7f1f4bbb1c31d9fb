/** How far a log reaches back: an event stays as long as both allow. It may stay a little longer, as the log forgets in portions. */
export interface Reach {
  /** How many events. */
  readonly maxEvents: number;
  /** For how many milliseconds. */
  readonly maxAgeMs: number;
}

/** For how long it is remembered what was recorded by which name. A sender that tries again does so for no longer than this. */
export const REMEMBERED_MS = 72 * 3_600 * 1_000;

/** How many events a follower is told at once, at most. */
export const MOST_AT_ONCE = 1_000;
