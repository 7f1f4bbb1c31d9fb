import { unlessAborted } from './abort.ts';
import { CircuitOpenError } from './errors/circuit-open.ts';
import { RateLimitedError } from './errors/rate-limited.ts';
import { TimeoutError } from './errors/timeout.ts';
import { UnavailableError } from './errors/unavailable.ts';
import { UpstreamError, type CallTarget } from './errors/upstream-error.ts';

/** Whether calls are sent: all (`closed`), none (`open`), or only one probe (`probing`). */
export type BreakerState =
  | { readonly is: 'closed' }
  | { readonly is: 'open'; readonly probeAt: number }
  | { readonly is: 'probing'; readonly since: number };

/** Options of a breaker. */
export interface BreakerOptions {
  /** The number of failed attempts, among the last twice as many, at which it opens; 0 for never. */
  readonly failures: number;
  /** Called when it has opened, and when it has closed again. */
  readonly onStateChange: (state: 'open' | 'closed') => void;
  /** A monotonic clock in milliseconds; `performance.now` by default. */
  readonly now?: () => number;
}

/** The time from the attempt that opened it to the first probe; each failed probe adds half of it, up to the maximum. */
const PROBE_MS = 1_000;
const MAX_PROBE_MS = 3_000;
const CLOSED: BreakerState = { is: 'closed' };

/** What an attempt says about its system; `unknown` for nothing. */
export type CallOutcome = 'answered' | 'failed' | 'unknown';

/**
 * A circuit breaker (Nygard, "Release It!", chapter 5): a system that keeps failing is left alone, so that it can recover and no caller
 * waits for it; one probe a second, later one every three seconds, finds out whether it answers again. It counts the last attempts rather
 * than those in a time window, so a rarely used system is judged like any other.
 *
 * With many concurrent calls, many more than it takes to open the breaker would be sent before the first of them had failed. So after a
 * failure, and until a call is answered, failed calls and calls in flight together may not exceed the number of attempts it looks back on;
 * the others wait.
 *
 * Calls that arrive during a probe are refused at once (docs/decisions/0028-breaker-and-budget.md).
 */
export class Breaker {
  /** How many times it has opened. */
  opened = 0;
  /** How many calls it has refused. */
  refused = 0;
  readonly #failures: number;
  readonly #onStateChange: BreakerOptions['onStateChange'];
  readonly #now: () => number;
  #state: BreakerState = CLOSED;
  /** Whether each of the last attempts failed, newest last. */
  #tries: boolean[] = [];
  /** Failed attempts since the last answered one. */
  #failedInARow = 0;
  /** Attempts in flight. */
  #running = 0;
  /** Wakes calls that wait for the outcome of others. */
  #settled = Promise.withResolvers<undefined>();
  /** Failed probes since it opened. */
  #failedProbes = 0;

  constructor({ failures, onStateChange, now = () => performance.now() }: BreakerOptions) {
    this.#failures = failures;
    this.#onStateChange = onStateChange;
    this.#now = now;
  }

  get state(): BreakerState['is'] {
    return this.#state.is;
  }

  /** Throws {@link CircuitOpenError} if a call would not be sent now, before it waits for anything. */
  check(target: CallTarget): void {
    const waitMs = this.#waitMs();
    if (waitMs === 0) return;
    this.refused += 1;
    throw new CircuitOpenError(target, waitMs);
  }

  /**
   * Sends one attempt, as soon as there are not too many with an unknown outcome, and learns from its outcome; `judge` decides what an
   * error means. Throws {@link CircuitOpenError}, the reason of `signal` if that aborts while it waits, and whatever `work` throws.
   */
  async run<T>(
    target: CallTarget,
    signal: AbortSignal,
    work: () => Promise<T>,
    judge: (error: unknown) => CallOutcome = outcomeOf,
  ): Promise<T> {
    this.check(target);
    while (this.#mustWait()) {
      await unlessAborted(this.#settled.promise, signal);
      this.check(target);
    }
    const isProbe = this.#state.is === 'open';
    if (isProbe) this.#state = { is: 'probing', since: this.#now() };
    let outcome: CallOutcome = 'unknown';
    this.#running += 1;
    try {
      const value = await work();
      outcome = 'answered';
      return value;
    } catch (error) {
      outcome = judge(error);
      throw error;
    } finally {
      this.#running -= 1;
      if (isProbe) this.#recordProbe(outcome);
      else this.#recordAttempt(outcome);
      this.#settled.resolve(undefined);
      this.#settled = Promise.withResolvers();
    }
  }

  /** Whether to wait for the outcome of other attempts first. */
  #mustWait(): boolean {
    if (this.#state.is !== 'closed' || this.#failedInARow === 0 || this.#running === 0) return false;
    return this.#failedInARow + this.#running >= 2 * this.#failures;
  }

  /** Milliseconds until the next attempt is let through; 0 for now. */
  #waitMs(): number {
    switch (this.#state.is) {
      case 'closed':
        return 0;
      case 'open':
        return Math.max(0, this.#state.probeAt - this.#now());
      case 'probing':
        return Math.max(1, this.#state.since + PROBE_MS - this.#now());
    }
  }

  /** Attempts sent before the breaker opened say nothing about the present. */
  #recordAttempt(outcome: CallOutcome): void {
    if (this.#state.is !== 'closed' || outcome === 'unknown' || this.#failures === 0) return;
    this.#failedInARow = outcome === 'failed' ? this.#failedInARow + 1 : 0;
    this.#tries.push(outcome === 'failed');
    if (this.#tries.length > 2 * this.#failures) this.#tries.shift();
    if (this.#tries.filter(Boolean).length < this.#failures) return;
    this.opened += 1;
    this.#open(this.#now());
    this.#onStateChange('open');
  }

  #recordProbe(outcome: CallOutcome): void {
    const since = this.#state.is === 'probing' ? this.#state.since : this.#now();
    if (outcome === 'answered') {
      this.#state = CLOSED;
      this.#tries = [];
      this.#failedInARow = 0;
      this.#failedProbes = 0;
      this.#onStateChange('closed');
      return;
    }
    if (outcome === 'failed') this.#failedProbes += 1;
    // Counted from its start: a probe that hangs has taken long enough.
    this.#open(since);
  }

  #open(from: number): void {
    const pauseMs = Math.min(PROBE_MS * (1 + this.#failedProbes / 2), MAX_PROBE_MS);
    const leastAt = this.#failedProbes > 0 ? this.#now() + PROBE_MS : 0;
    this.#state = { is: 'open', probeAt: Math.max(from + pauseMs, leastAt) };
  }
}

/**
 * What an error says about the system. Only errors that mean it is unavailable are failures: a system that refuses does answer. Unknown if
 * the caller has gone or the fault is our own.
 */
export function outcomeOf(error: unknown): CallOutcome {
  if (error instanceof UnavailableError || error instanceof TimeoutError) return 'failed';
  if (error instanceof RateLimitedError && error.isOutOfService) return 'failed';
  return error instanceof UpstreamError ? 'answered' : 'unknown';
}
