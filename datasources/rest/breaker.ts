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

/** From the try that opened it to the next one let through; after each that fails, half of it more, up to the most. */
const PROBE_MS = 1_000;
const MOST_PROBE_MS = 3_000;
const CLOSED: BreakerState = { is: 'closed' };

/** What a try says of its system; `unknown` for nothing. */
export type Outcome = 'answered' | 'failed' | 'unknown';

/**
 * A circuit breaker (Nygard, "Release It!", chapter 5): a system that fails again and again is left alone, so that it can recover and
 * nobody waits for it; one try a second, and later one in three, finds out whether it answers again. Counted are the last tries and no
 * time, so that a system that is seldom asked is judged like any other.
 *
 * Where many are asked at once, many more would be sent than it takes to open it, before the first of them has failed for good. So from a
 * failure on, until anything is answered, no more may have failed or be under way than it looks back upon; the others wait.
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
  /** Failed tries since one was answered. */
  #failedInARow = 0;
  /** Tries under way. */
  #running = 0;
  /** Wakes those that wait for what becomes of others. */
  #settled = Promise.withResolvers<undefined>();
  /** Probes that have failed since it opened. */
  #failedProbes = 0;

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
   * Sends one try, as soon as there are not too many of which nobody knows what becomes of them, and learns from it, by `judge` where it
   * throws. Throws {@link CircuitOpenError}, and what `work` throws.
   */
  async run<T>(
    call: CallInfo,
    work: () => Promise<T>,
    judge: (error: unknown) => Outcome = outcomeOf,
  ): Promise<T> {
    this.check(call);
    while (this.#isWary()) {
      await this.#settled.promise;
      this.check(call);
    }
    const isProbe = this.#state.is === 'open';
    if (isProbe) this.#state = { is: 'probing', since: this.#now() };
    let outcome: Outcome = 'unknown';
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
      if (isProbe) this.#probed(outcome);
      else this.#tried(outcome);
      this.#settled.resolve(undefined);
      this.#settled = Promise.withResolvers();
    }
  }

  /** Whether it is to be seen first what becomes of others. */
  #isWary(): boolean {
    if (this.#state.is !== 'closed' || this.#failedInARow === 0 || this.#running === 0) return false;
    return this.#failedInARow + this.#running >= 2 * this.#failures;
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
    this.#failedInARow = outcome === 'failed' ? this.#failedInARow + 1 : 0;
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
      this.#failedInARow = 0;
      this.#failedProbes = 0;
      this.#told('closed');
      return;
    }
    if (outcome === 'failed') this.#failedProbes += 1;
    // From its beginning on: one that hangs has taken time enough.
    this.#open(since);
  }

  #open(from: number): void {
    const pauseMs = Math.min(PROBE_MS * (1 + this.#failedProbes / 2), MOST_PROBE_MS);
    const leastAt = this.#failedProbes > 0 ? this.#now() + PROBE_MS : 0;
    this.#state = { is: 'open', probeAt: Math.max(from + pauseMs, leastAt) };
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
