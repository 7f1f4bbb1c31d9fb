import type { Delivery } from './delivery.ts';
import { nextAttemptAt, retryAfterUntil } from './schedule.ts';
import type { SendResult } from './sender.ts';
import type { AttemptOutcome } from './store.ts';

/** Attempts kept per delivery: two rounds of ten. */
const KEPT_ATTEMPTS = 20;

/** Derives what an attempt's outcome means for the delivery and for its endpoint. */
export function outcomeOf(
  { seq, tries: before, attempts: earlier }: Delivery,
  sent: SendResult,
  now: number,
  pauses: readonly number[],
): AttemptOutcome {
  const tries = before + 1;
  const attempt = { at: sent.at, ms: sent.ms, status: sent.status, error: sent.error };
  const usual = {
    seq,
    triesBefore: before,
    tries,
    nextAt: now,
    attempts: [...earlier, attempt].slice(-KEPT_ATTEMPTS),
    endpoint: null,
    restsUntil: null,
  };
  if (sent.error === null) return { ...usual, state: 'delivered' };
  // It stays queued in case the endpoint returns and an operator resumes it.
  if (sent.isGone) return { ...usual, state: 'pending', tries: 0, endpoint: { is: 'gone', since: now } };
  const restsUntil = retryAfterUntil(sent.retryAfterMs, now);
  const nextAt = nextAttemptAt(tries, now, pauses);
  if (nextAt === null) {
    const reason = `a delivery failed at its last try: ${sent.error}`;
    return { ...usual, state: 'failed', endpoint: { is: 'failed', since: now, reason } };
  }
  return { ...usual, state: 'pending', nextAt, restsUntil };
}
