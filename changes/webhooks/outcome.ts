import type { Delivery } from './delivery.ts';
import { nextTry, restUntil } from './schedule.ts';
import type { Sent } from './sender.ts';
import type { Settling } from './store.ts';

/** Tries that are remembered of one delivery: two rounds of ten. */
const KEPT_ATTEMPTS = 20;

/** What follows from the outcome of a try: for the delivery, and for its endpoint. */
export function judged(
  { seq, tries: before, attempts: earlier }: Delivery,
  sent: Sent,
  now: number,
  pauses: readonly number[],
): Settling {
  const tries = before + 1;
  const attempt = { at: sent.at, ms: sent.ms, status: sent.status, error: sent.error };
  const usual = {
    seq,
    tries,
    nextAt: now,
    attempts: [...earlier, attempt].slice(-KEPT_ATTEMPTS),
    endpoint: null,
    restsUntil: null,
  };
  if (sent.error === null) return { ...usual, state: 'delivered' };
  // It stays in line for the day on which the endpoint is there again, if somebody says so.
  if (sent.isGone) return { ...usual, state: 'pending', tries: 0, endpoint: { is: 'gone', since: now } };
  const restsUntil = restUntil(sent.retryAfterMs, now);
  const nextAt = nextTry(tries, now, pauses);
  if (nextAt === null) {
    const reason = `a delivery failed at its last try: ${sent.error}`;
    return { ...usual, state: 'failed', endpoint: { is: 'failed', since: now, reason } };
  }
  return { ...usual, state: 'pending', nextAt, restsUntil };
}
