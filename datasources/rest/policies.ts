import {
  BulkheadRejectedError,
  DelegateBackoff,
  TaskCancelledError,
  TimeoutStrategy,
  bulkhead,
  handleWhen,
  noop,
  retry,
  timeout,
  wrap,
  type IPolicy,
} from 'cockatiel';
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

/** Runs a call under a system's policies; `idempotent` calls are tried again. */
export type Guard = <T>(
  call: CallInfo,
  idempotent: boolean,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/**
 * Deadline, then retry, then bulkhead, from the outside in (docs/decisions/0006): the deadline bounds all
 * tries together, and a call that pauses before it is tried again holds no place in the bulkhead.
 * Retries pause as long as Retry-After says, else exponentially with full jitter.
 */
export function guardOf(settings: PolicySettings): Guard {
  const deadline = timeout(settings.timeoutMs, TimeoutStrategy.Aggressive);
  const places = bulkhead(settings.concurrency, settings.concurrency * 4);
  const again = retry(
    handleWhen((error) => isWorthRetrying(error, settings.timeoutMs)),
    {
      maxAttempts: RETRIES,
      backoff: new DelegateBackoff((context) => pauseMs(context.attempt, context.result)),
    },
  );
  const tried = wrap(deadline, again, places);
  const once = wrap(deadline, noop, places);

  return async (call, idempotent, work) => {
    const policy: IPolicy = idempotent ? tried : once;
    try {
      return await policy.execute(({ signal }) => work(signal));
    } catch (error) {
      if (error instanceof TaskCancelledError) {
        throw new TimeoutError(call, `no answer within ${settings.timeoutMs} ms`, { cause: error });
      }
      if (error instanceof BulkheadRejectedError) {
        throw new OverloadedError(call, `${settings.concurrency} calls run and too many wait`, {
          cause: error,
        });
      }
      throw error;
    }
  };
}

function isWorthRetrying(error: unknown, timeoutMs: number): boolean {
  if (error instanceof RateLimitedError) return error.retryAfterMs < timeoutMs;
  return error instanceof UnavailableError;
}

function pauseMs(attempt: number, result: object): number {
  const error = 'error' in result ? result.error : undefined;
  if (error instanceof RateLimitedError) return error.retryAfterMs;
  return Math.random() * FIRST_PAUSE_MS * 2 ** attempt;
}
