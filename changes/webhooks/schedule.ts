const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * The pauses before the second attempt, the third and so on, in milliseconds: the schedule that the Standard Webhooks specification
 * recommends ("Operational considerations: retries"). Ten attempts over 75 h 35 min.
 */
export const PAUSES_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/**
 * Pauses are extended by up to a tenth, so that deliveries that failed together are not retried together; the first retry is 5 to 5.5 s
 * later.
 */
const JITTER = 0.1;
/** Pauses between retries while the log or the store is unreachable. */
const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;
/** The limit on Retry-After: no receiver can hold up its deliveries for years. */
const MAX_REST_MS = 24 * HOUR;

/**
 * When to retry a delivery after `tries` attempts, of which the last failed at `now`; null if that was the last attempt. `chance` returns a
 * number from 0 to below 1.
 */
export function nextAttemptAt(
  tries: number,
  now: number,
  pauses: readonly number[],
  chance: () => number = Math.random,
): number | null {
  const pause = pauses[tries - 1];
  return pause === undefined ? null : now + Math.round(pause * (1 + JITTER * chance()));
}

/** The next pause between retries while the log or the store is unreachable, given the previous one in milliseconds (0 for none). */
export function nextPause(pauseMs: number): number {
  return Math.min(Math.max(MIN_PAUSE_MS, 2 * pauseMs), MAX_PAUSE_MS);
}

/** Until when an endpoint is to be left alone, given the milliseconds it asked for; null if it did not. */
export function retryAfterUntil(askedMs: number | null, now: number): number | null {
  return askedMs === null ? null : now + Math.min(askedMs, MAX_REST_MS);
}
