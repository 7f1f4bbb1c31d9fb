import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../scope.ts';
import { unlessAborted } from './abort.ts';
import { Breaker, outcomeOf, type BreakerState } from './breaker.ts';
import { Bulkhead, BulkheadFullError } from './bulkhead.ts';
import { Deadline } from './deadline.ts';
import { OverloadedError } from './errors/overloaded.ts';
import { RateLimitedError } from './errors/rate-limited.ts';
import { TimeoutError } from './errors/timeout.ts';
import { UnavailableError } from './errors/unavailable.ts';
import type { CallInfo } from './errors/upstream-error.ts';
import { Patience } from './patience.ts';
import { RetryBudget } from './retry-budget.ts';

/** The limits for every call of a system. */
export interface PolicySettings {
  /** Milliseconds that a call may take, including all retries and waiting. */
  readonly timeoutMs: number;
  /** Milliseconds that the system must have had to answer before a call that is cut off counts as its failure. */
  readonly fairMs: number;
  /** How many calls may run at once; four times as many may wait. */
  readonly concurrency: number;
  /** The maximum number of retries of a call. */
  readonly retries: number;
  /** The share of all calls that may be retries, in percent; 0 for no retries. */
  readonly retryBudget: number;
  /** The number of failed attempts, among the last twice as many, after which the system is left alone; 0 for never. */
  readonly breakerFailures: number;
}

/** Statistics of a system's calls since the start. */
export interface CallStats {
  /** Whether calls are sent. */
  readonly breaker: BreakerState['is'];
  /** How many times the breaker has opened. */
  readonly opened: number;
  /** Calls that the breaker has refused. */
  readonly leftAlone: number;
  /** Attempts sent after the first. */
  readonly retries: number;
  /** Retries that the budget did not allow. */
  readonly unretried: number;
  /** Calls that were not answered before their deadline. */
  readonly timeouts: number;
  /** Calls that the bulkhead has refused. */
  readonly overloaded: number;
}

const FIRST_PAUSE_MS = 50;
const WAITING_PER_PLACE = 4;

/** The policies around all calls of one system. */
export interface Guard {
  /**
   * Runs a call under the policies. `isRepeatable` says whether it may be sent twice: reads may, and writes under an idempotency key.
   * `gone` ends it early, with its own reason. Throws TimeoutError, OverloadedError, CircuitOpenError, and whatever `work` throws.
   */
  readonly run: <T>(
    call: CallInfo,
    isRepeatable: boolean,
    gone: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ) => Promise<T>;
  /** Whether the system is left alone for now. */
  readonly isLeftAlone: () => boolean;
  readonly stats: () => CallStats;
}

/**
 * Combines the policies: deadline, retry with its budget, bulkhead, breaker, from the outside in (docs/decisions/0006-rest-policies.md).
 * The deadline covers all attempts together; a call that pauses before a retry holds no place in the bulkhead; calls queued there when the
 * breaker opens are not sent. Retries pause as long as Retry-After says, else exponentially with full jitter.
 */
export function guardOf(
  { timeoutMs, fairMs, concurrency, retries, retryBudget, breakerFailures }: PolicySettings,
  system: string,
  log: Logger,
): Guard {
  const bulkhead = new Bulkhead(concurrency, concurrency * WAITING_PER_PLACE);
  const patience = new Patience(fairMs);
  const budget = new RetryBudget(retryBudget);
  const breaker = new Breaker({
    failures: breakerFailures,
    told: (state) => log.warn({ system }, MESSAGES[state]),
  });
  const counted = { retries: 0, timeouts: 0, overloaded: 0 };

  const send = <T>(
    call: CallInfo,
    tried: number,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ) => {
    let sentAt = performance.now();
    const sent = () => {
      // The breaker may have made it wait, and its caller may have left in the meantime.
      signal.throwIfAborted();
      sentAt = performance.now();
      if (tried > 1) counted.retries += 1;
      return work(signal).finally(() => {
        if (!signal.aborted) patience.heard();
      });
    };
    return breaker.run(call, sent, (error) => {
      if (!signal.aborted) return outcomeOf(error);
      return patience.isFailure(sentAt, signal.reason) ? 'failed' : 'unknown';
    });
  };

  const tryOnce = async <T>(
    call: CallInfo,
    tried: number,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    breaker.check(call);
    patience.came();
    try {
      return await bulkhead.run(() => send(call, tried, signal, work), signal);
    } finally {
      patience.left();
    }
  };

  /** The pause before a failed attempt is retried, in milliseconds; null if it is not. */
  const pauseBeforeNext = (error: unknown, tried: number, leftMs: number): number | null => {
    // If the breaker has opened in the meantime, it would refuse the retry.
    if (tried > retries || breaker.state !== 'closed') return null;
    const pauseMs = pauseAfter(error, tried);
    // A pause that the deadline would cut short is not started: the caller learns of the failure now rather than then.
    return pauseMs !== null && pauseMs < leftMs && budget.spend() ? pauseMs : null;
  };

  const run: Guard['run'] = async (call, isRepeatable, gone, work) => {
    gone.throwIfAborted();
    const timedOut = () => new TimeoutError(call, `no answer within ${timeoutMs} ms`);
    using deadline = new Deadline(timeoutMs, gone, timedOut);
    const { signal } = deadline;
    const end = performance.now() + timeoutMs;
    budget.earn();
    const tryAll = async () => {
      for (let tried = 1; ; tried += 1) {
        try {
          return await tryOnce(call, tried, signal, work);
        } catch (error) {
          const pauseMs =
            isRepeatable && !signal.aborted ? pauseBeforeNext(error, tried, end - performance.now()) : null;
          if (pauseMs === null) throw error;
          await pause(pauseMs, undefined, { signal });
        }
      }
    };
    try {
      // Whatever a policy waits for, the caller gets an answer in time; nothing is sent after it.
      return await unlessAborted(tryAll(), signal);
    } catch (error) {
      if (signal.aborted && !gone.aborted) counted.timeouts += 1;
      signal.throwIfAborted();
      if (!(error instanceof BulkheadFullError)) throw error;
      counted.overloaded += 1;
      throw new OverloadedError(call, `${concurrency} calls run and too many wait`, { cause: error });
    }
  };

  const stats = (): CallStats => ({
    breaker: breaker.state,
    opened: breaker.opened,
    leftAlone: breaker.refused,
    unretried: budget.refused,
    ...counted,
  });
  return { run, stats, isLeftAlone: () => breaker.state !== 'closed' };
}

const MESSAGES = {
  open: 'a system fails again and again: it is left alone, but for one try a second at most',
  closed: 'a system answers again',
} as const;

/**
 * Milliseconds to pause after a failed attempt: as long as its system said, else exponentially with full jitter; null if a retry is
 * pointless. Retry-After gets jitter, too: callers refused together must not return together.
 */
function pauseAfter(error: unknown, tried: number): number | null {
  if (error instanceof RateLimitedError) return error.retryAfterMs + Math.random() * FIRST_PAUSE_MS;
  return error instanceof UnavailableError ? Math.random() * FIRST_PAUSE_MS * 2 ** tried : null;
}
