const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * The pauses before the second try, the third and so on, in milliseconds: the schedule that the Standard Webhooks specification
 * recommends ("Operational considerations: retries"). Ten tries over 75 h 35 min.
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

/** Pauses grow by up to a tenth, so that what failed together does not come back together; the first retry is 5 to 5.5 s later. */
const JITTER = 0.1;
/** Of what is repeated while the log or the store is away. */
const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** What is asked for with Retry-After is kept up to this: no receiver holds up what it is sent for years. */
const LONGEST_REST_MS = 24 * HOUR;

/**
 * When a delivery is to be tried again, after `tries` tries of which the last failed at `now`; null where that was the last. `chance`
 * is from 0 to below 1.
 */
export function nextTry(
  tries: number,
  now: number,
  pauses: readonly number[],
  chance: () => number = Math.random,
): number | null {
  const pause = pauses[tries - 1];
  return pause === undefined ? null : now + Math.round(pause * (1 + JITTER * chance()));
}

/** The pause after one of so many milliseconds, 0 before the first, in which the log or the store could not be reached. */
export function longer(pauseMs: number): number {
  return Math.min(Math.max(SHORTEST_PAUSE_MS, 2 * pauseMs), LONGEST_PAUSE_MS);
}

/** Until when an endpoint wants to be left alone, given the milliseconds that it asked for; null where it did not. */
export function restUntil(askedMs: number | null, now: number): number | null {
  return askedMs === null ? null : now + Math.min(askedMs, LONGEST_REST_MS);
}
