import {
  BulkheadRejectedError,
  DelegateBackoff,
  bulkhead,
  handleWhen,
  retry,
  wrap,
  type RetryPolicy,
} from 'cockatiel';
import { unlessAborted } from './abort.ts';
import { Deadline } from './deadline.ts';
import { OverloadedError } from './errors/overloaded.ts';
import { RateLimitedError } from './errors/rate-limited.ts';
import { TimeoutError } from './errors/timeout.ts';
import { UnavailableError } from './errors/unavailable.ts';
import type { CallInfo } from './errors/upstream-error.ts';

/** The figures around every call of a system. */
export interface PolicySettings {
  /** Milliseconds a call may take with all its retries and waiting. */
  readonly timeoutMs: number;
  /** How many calls may run at once; four times as many may wait. */
  readonly concurrency: number;
}

const RETRIES = 2;
const FIRST_PAUSE_MS = 50;
const WAITING_PER_PLACE = 4;

/**
 * Runs a call under a system's policies. It may be tried again: reads can be, and writes go out under an idempotency
 * key. `gone` ends it early, with its own reason. Throws TimeoutError, OverloadedError, and whatever `work` throws.
 */
export type Guard = <T>(
  call: CallInfo,
  gone: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/**
 * Deadline, then retry, then bulkhead, from the outside in (docs/decisions/0006-rest-policies.md): the deadline
 * bounds all tries together, and a call that pauses before it is tried again holds no place in the bulkhead.
 * Retries pause as long as Retry-After says, else exponentially with full jitter.
 */
export function guardOf({ timeoutMs, concurrency }: PolicySettings): Guard {
  const places = bulkhead(concurrency, concurrency * WAITING_PER_PLACE);

  return async (call, gone, work) => {
    gone.throwIfAborted();
    const late = () => new TimeoutError(call, `no answer within ${timeoutMs} ms`);
    using deadline = new Deadline(timeoutMs, gone, late);
    const { signal } = deadline;
    const tries = triesUntil(performance.now() + timeoutMs);
    try {
      // Whatever a policy waits for, the answer is there in time; nothing is sent after it.
      return await unlessAborted(
        wrap(tries, places).execute(() => work(signal), signal),
        signal,
      );
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof BulkheadRejectedError) {
        throw new OverloadedError(call, `${concurrency} calls run and too many wait`, { cause: error });
      }
      throw error;
    }
  };
}

/** Retries of one call whose time is over at `end` (of `performance.now`). */
function triesUntil(end: number): RetryPolicy {
  return retry(
    handleWhen((error) => isWorthRetrying(error, end - performance.now())),
    {
      maxAttempts: RETRIES,
      backoff: new DelegateBackoff((context) => pauseMs(context.attempt, context.result)),
    },
  );
}

/** A pause that the deadline would cut short is not begun: the caller learns now what it would learn then. */
function isWorthRetrying(error: unknown, leftMs: number): boolean {
  if (error instanceof RateLimitedError) return error.retryAfterMs + FIRST_PAUSE_MS < leftMs;
  return error instanceof UnavailableError && FIRST_PAUSE_MS < leftMs;
}

/** With jitter on Retry-After, too: all who were turned away together must not come back together. */
function pauseMs(attempt: number, result: object): number {
  const error = 'error' in result ? result.error : undefined;
  if (error instanceof RateLimitedError) return error.retryAfterMs + Math.random() * FIRST_PAUSE_MS;
  return Math.random() * FIRST_PAUSE_MS * 2 ** attempt;
}
