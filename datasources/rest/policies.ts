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

/** The figures around every call of a system. */
export interface PolicySettings {
  /** Milliseconds a call may take with all its retries and waiting. */
  readonly timeoutMs: number;
  /** Milliseconds that the system must have had for an answer before one that is cut off is its failure. */
  readonly fairMs: number;
  /** How many calls may run at once; four times as many may wait. */
  readonly concurrency: number;
  /** How often a call is tried again at most. */
  readonly retries: number;
  /** The share of all calls that may be retries, in percent; 0 for no retries. */
  readonly retryBudget: number;
  /** Failed tries, among the last twice as many, after which the system is left alone; 0 for never. */
  readonly breakerFailures: number;
}

/** What became of the calls of a system since the start, for whoever measures. */
export interface CallStats {
  /** Whether calls are sent. */
  readonly breaker: BreakerState['is'];
  /** How often the breaker has opened. */
  readonly opened: number;
  /** Calls that it has refused. */
  readonly leftAlone: number;
  /** Tries beyond the first that were sent. */
  readonly retries: number;
  /** Retries for which the budget had nothing left. */
  readonly unretried: number;
  /** Calls that found no answer before their deadline. */
  readonly timeouts: number;
  /** Calls that the bulkhead has refused. */
  readonly overloaded: number;
}

const FIRST_PAUSE_MS = 50;
const WAITING_PER_PLACE = 4;

/** The policies around all calls of one system. */
export interface Guard {
  /**
   * Runs a call under them. `isRepeatable` says whether it may be sent twice: reads may, and writes under an idempotency key. `gone` ends
   * it early, with its own reason. Throws TimeoutError, OverloadedError, CircuitOpenError, and whatever `work` throws.
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
 * Deadline, retry with its budget, bulkhead, breaker, from the outside in (docs/decisions/0006-rest-policies.md): the deadline bounds all
 * tries together; a call that pauses before it is tried again holds no place in the bulkhead; what waited there while the breaker
 * opened is not sent. Retries pause as long as Retry-After says, else exponentially with full jitter.
 */
export function guardOf(
  { timeoutMs, fairMs, concurrency, retries, retryBudget, breakerFailures }: PolicySettings,
  system: string,
  log: Logger,
): Guard {
  const places = new Bulkhead(concurrency, concurrency * WAITING_PER_PLACE);
  const patience = new Patience(fairMs);
  const budget = new RetryBudget(retryBudget);
  const breaker = new Breaker({
    failures: breakerFailures,
    told: (state) => log.warn({ system }, SAID[state]),
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
      // The breaker may have had it wait, and its caller may have left meanwhile.
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
      return await places.run(() => send(call, tried, signal, work), signal);
    } finally {
      patience.left();
    }
  };

  /** The pause after which a failed try is followed by another, in milliseconds; null where it is not. */
  const pauseBeforeNext = (error: unknown, tried: number, leftMs: number): number | null => {
    // What has opened the breaker meanwhile would refuse it.
    if (tried > retries || breaker.state !== 'closed') return null;
    const pauseMs = pauseAfter(error, tried);
    // One that the deadline would cut short is not begun: the caller learns now what it would learn then.
    return pauseMs !== null && pauseMs < leftMs && budget.spend() ? pauseMs : null;
  };

  const run: Guard['run'] = async (call, isRepeatable, gone, work) => {
    gone.throwIfAborted();
    const late = () => new TimeoutError(call, `no answer within ${timeoutMs} ms`);
    using deadline = new Deadline(timeoutMs, gone, late);
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
      // Whatever a policy waits for, the answer is there in time; nothing is sent after it.
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

const SAID = {
  open: 'a system fails again and again: it is left alone, but for one try a second at most',
  closed: 'a system answers again',
} as const;

/**
 * Milliseconds to pause after a failed try: as long as its system said, else exponentially with full jitter; null where trying again
 * makes no sense. With jitter on Retry-After, too: all who were turned away together must not come back together.
 */
function pauseAfter(error: unknown, tried: number): number | null {
  if (error instanceof RateLimitedError) return error.retryAfterMs + Math.random() * FIRST_PAUSE_MS;
  return error instanceof UnavailableError ? Math.random() * FIRST_PAUSE_MS * 2 ** tried : null;
}
