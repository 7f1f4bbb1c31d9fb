import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import { unlessAborted } from './abort.ts';
import { Breaker, outcomeOf, type BreakerState } from './breaker.ts';
import { Bulkhead, BulkheadFullError } from './bulkhead.ts';
import { Deadline } from './deadline.ts';
import { OverloadedError } from './errors/overloaded.ts';
import { RateLimitedError } from './errors/rate-limited.ts';
import { TimeoutError } from './errors/timeout.ts';
import { UnavailableError } from './errors/unavailable.ts';
import type { CallTarget } from './errors/upstream-error.ts';
import { TimeoutClassifier } from './timeout-classifier.ts';
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
  readonly refused: number;
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

/** A call to run under the policies. */
export interface PolicedCall<T> {
  readonly target: CallTarget;
  /** Whether it may be sent twice: reads may, and writes under an idempotency key. */
  readonly isRepeatable: boolean;
  /** Sends it once, until `signal` aborts. */
  readonly send: (signal: AbortSignal) => Promise<T>;
}

/**
 * The policies around all calls of one system: deadline, retry with its budget, bulkhead, breaker, from the outside in
 * (docs/decisions/0006-rest-policies.md). The deadline covers all attempts together; a call that pauses before a retry holds no place in the
 * bulkhead; calls queued there when the breaker opens are not sent. Retries pause as long as Retry-After says, else exponentially with full
 * jitter.
 */
export class CallPolicies {
  readonly #settings: PolicySettings;
  readonly #bulkhead: Bulkhead;
  readonly #timeoutClassifier: TimeoutClassifier;
  readonly #budget: RetryBudget;
  readonly #breaker: Breaker;
  #retries = 0;
  #timeouts = 0;
  #overloaded = 0;

  constructor(settings: PolicySettings, system: string, log: Logger) {
    const { concurrency, fairMs, retryBudget, breakerFailures } = settings;
    this.#settings = settings;
    this.#bulkhead = new Bulkhead(concurrency, concurrency * WAITING_PER_PLACE);
    this.#timeoutClassifier = new TimeoutClassifier(fairMs);
    this.#budget = new RetryBudget(retryBudget);
    this.#breaker = new Breaker({
      failures: breakerFailures,
      onStateChange: (state) => log.warn({ system }, MESSAGES[state]),
    });
  }

  /** Whether the system is left alone for now. */
  get isCircuitOpen(): boolean {
    return this.#breaker.state !== 'closed';
  }

  get stats(): CallStats {
    return {
      breaker: this.#breaker.state,
      opened: this.#breaker.opened,
      refused: this.#breaker.refused,
      retries: this.#retries,
      unretried: this.#budget.refused,
      timeouts: this.#timeouts,
      overloaded: this.#overloaded,
    };
  }

  /**
   * Runs a call under the policies; `gone` ends it early, with its own reason. Throws TimeoutError, OverloadedError, CircuitOpenError, and
   * whatever `send` throws.
   */
  async run<T>(call: PolicedCall<T>, gone: AbortSignal): Promise<T> {
    gone.throwIfAborted();
    const { target } = call;
    const { timeoutMs, concurrency } = this.#settings;
    const endsAt = performance.now() + timeoutMs;
    using deadline = new Deadline(
      timeoutMs,
      gone,
      () => new TimeoutError(target, `no answer within ${timeoutMs} ms`),
    );
    const { signal } = deadline;
    this.#budget.earn();
    try {
      // Whatever a policy waits for, the caller gets an answer in time; nothing is sent after it.
      return await unlessAborted(this.#tryUntil(endsAt, call, signal), signal);
    } catch (error) {
      if (signal.aborted && !gone.aborted) this.#timeouts += 1;
      signal.throwIfAborted();
      if (!(error instanceof BulkheadFullError)) throw error;
      this.#overloaded += 1;
      throw new OverloadedError(target, `${concurrency} calls run and too many wait`, { cause: error });
    }
  }

  /** Tries until an attempt succeeds or no further one is allowed; no retry starts after `endsAt`, in milliseconds of `performance.now()`. */
  async #tryUntil<T>(endsAt: number, call: PolicedCall<T>, signal: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#try(call, attempt, signal);
      } catch (error) {
        if (!call.isRepeatable || signal.aborted) throw error;
        const pauseMs = this.#pauseBeforeRetry(error, attempt, endsAt - performance.now());
        if (pauseMs === null) throw error;
        await pause(pauseMs, undefined, { signal });
      }
    }
  }

  async #try<T>(call: PolicedCall<T>, attempt: number, signal: AbortSignal): Promise<T> {
    this.#breaker.check(call.target);
    this.#timeoutClassifier.callStarted();
    try {
      return await this.#bulkhead.run(() => this.#send(call, attempt, signal), signal);
    } finally {
      this.#timeoutClassifier.callEnded();
    }
  }

  #send<T>({ target, send }: PolicedCall<T>, attempt: number, signal: AbortSignal): Promise<T> {
    let sentAt: number;
    const sent = () => {
      // The breaker may have made it wait.
      sentAt = performance.now();
      if (attempt > 1) this.#retries += 1;
      return send(signal).finally(() => {
        if (!signal.aborted) this.#timeoutClassifier.responded();
      });
    };
    return this.#breaker.run(target, signal, sent, (error) => {
      if (!signal.aborted) return outcomeOf(error);
      return this.#timeoutClassifier.isFailure(sentAt, signal.reason) ? 'failed' : 'unknown';
    });
  }

  /** The pause before a failed attempt is retried, in milliseconds; null if it is not. */
  #pauseBeforeRetry(error: unknown, attempt: number, leftMs: number): number | null {
    // If the breaker has opened in the meantime, it would refuse the retry.
    if (attempt > this.#settings.retries || this.isCircuitOpen) return null;
    const pauseMs = pauseAfter(error, attempt);
    // A pause that the deadline would cut short is not started: the caller learns of the failure now rather than then.
    return pauseMs !== null && pauseMs < leftMs && this.#budget.spend() ? pauseMs : null;
  }
}

const MESSAGES = {
  open: 'a system fails again and again: it is left alone, but for one try a second at most',
  closed: 'a system answers again',
} as const;

/**
 * Milliseconds to pause after a failed attempt: as long as its system said, else exponentially with full jitter; null if a retry is
 * pointless. Retry-After gets jitter, too: callers refused together must not return together.
 */
function pauseAfter(error: unknown, attempt: number): number | null {
  if (error instanceof RateLimitedError) return error.retryAfterMs + Math.random() * FIRST_PAUSE_MS;
  return error instanceof UnavailableError ? Math.random() * FIRST_PAUSE_MS * 2 ** attempt : null;
}
