import { CircuitOpenError } from './errors/circuit-open.ts';
import { RateLimitedError } from './errors/rate-limited.ts';
import { TimeoutError } from './errors/timeout.ts';
import { UnavailableError } from './errors/unavailable.ts';
import { UpstreamError, type CallInfo } from './errors/upstream-error.ts';

/** Whether calls are sent: all (`closed`), none (`open`), or none while one finds out (`probing`). */
export type BreakerState =
  | { readonly is: 'closed' }
  | { readonly is: 'open'; readonly probeAt: number }
  | { readonly is: 'probing'; readonly since: number };

/** How a breaker is set up. */
export interface BreakerOptions {
  /** Failed tries, among the last twice as many, at which it opens; 0 for never. */
  readonly failures: number;
  /** Told when it has opened, and when it has closed again. */
  readonly told: (state: 'open' | 'closed') => void;
  /** Milliseconds that only grow; `performance.now` where not given. */
  readonly now?: () => number;
}

/** From a failed try to the next one let through, while it is open. */
const PROBE_MS = 1_000;
const CLOSED: BreakerState = { is: 'closed' };

/** What a try says of its system; `unknown` for nothing. */
export type Outcome = 'answered' | 'failed' | 'unknown';

/**
 * A circuit breaker (Nygard, "Release It!", chapter 5): a system that fails again and again is left alone, so that it can recover and
 * nobody waits for it; one try a second finds out whether it answers again. Counted are the last tries and no time, so that a system
 * that is seldom asked is judged like any other.
 *
 * What comes during a probe is refused at once (docs/decisions/0028-breaker-and-budget.md).
 */
export class Breaker {
  /** How often it has opened. */
  opened = 0;
  /** How many calls it has refused. */
  refused = 0;
  readonly #failures: number;
  readonly #told: BreakerOptions['told'];
  readonly #now: () => number;
  #state: BreakerState = CLOSED;
  /** The last tries, the newest last: whether each failed. */
  #tries: boolean[] = [];

  constructor({ failures, told, now = () => performance.now() }: BreakerOptions) {
    this.#failures = failures;
    this.#told = told;
    this.#now = now;
  }

  get state(): BreakerState['is'] {
    return this.#state.is;
  }

  /** Throws {@link CircuitOpenError} where a call would not be sent now, before it waits for anything. */
  check(call: CallInfo): void {
    const waitMs = this.#waitMs();
    if (waitMs === 0) return;
    this.refused += 1;
    throw new CircuitOpenError(call, waitMs);
  }

  /**
   * Sends one try, and learns from what becomes of it, by `judge` where it throws. Throws {@link CircuitOpenError}, and what `work` throws.
   */
  async run<T>(
    call: CallInfo,
    work: () => Promise<T>,
    judge: (error: unknown) => Outcome = outcomeOf,
  ): Promise<T> {
    this.check(call);
    const isProbe = this.#state.is === 'open';
    if (isProbe) this.#state = { is: 'probing', since: this.#now() };
    let outcome: Outcome = 'unknown';
    try {
      const value = await work();
      outcome = 'answered';
      return value;
    } catch (error) {
      outcome = judge(error);
      throw error;
    } finally {
      if (isProbe) this.#probed(outcome);
      else this.#tried(outcome);
    }
  }

  /** Milliseconds until the next try is let through; 0 for now. */
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

  /** What was sent before it opened says nothing of now. */
  #tried(outcome: Outcome): void {
    if (this.#state.is !== 'closed' || outcome === 'unknown' || this.#failures === 0) return;
    this.#tries.push(outcome === 'failed');
    if (this.#tries.length > 2 * this.#failures) this.#tries.shift();
    if (this.#tries.filter(Boolean).length < this.#failures) return;
    this.opened += 1;
    this.#open(this.#now());
    this.#told('open');
  }

  #probed(outcome: Outcome): void {
    const since = this.#state.is === 'probing' ? this.#state.since : this.#now();
    if (outcome === 'answered') {
      this.#state = CLOSED;
      this.#tries = [];
      this.#told('closed');
    } else this.#open(outcome === 'failed' ? this.#now() : since);
  }

  #open(from: number): void {
    this.#state = { is: 'open', probeAt: from + PROBE_MS };
  }
}

/**
 * What an error says of the system. Only what says that it is not there is a failure: one that refuses answers. Nothing where the caller
 * has gone, or the fault is our own.
 */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof UnavailableError || error instanceof TimeoutError) return 'failed';
  if (error instanceof RateLimitedError && error.isOutOfService) return 'failed';
  return error instanceof UpstreamError ? 'answered' : 'unknown';
}
