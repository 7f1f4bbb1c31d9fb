/** Retries that even a system with few calls has: this many at once, and one more per second. */
const RESERVE = 10;

/**
 * Limits the retries for a system to a share of all calls, so that they cannot add more load than that to a system in trouble (Finagle's
 * RetryBudget, Linkerd's "retry budgets").
 */
export class RetryBudget {
  /** Number of retries refused. */
  refused = 0;
  readonly #share: number;
  readonly #now: () => number;
  #left: number;
  #at: number;

  /** `percent` of all calls may be retries, none with 0; `now` is a monotonic clock in milliseconds. */
  constructor(percent: number, now: () => number = () => performance.now()) {
    this.#share = percent / 100;
    this.#left = percent === 0 ? 0 : RESERVE;
    this.#now = now;
    this.#at = now();
  }

  /** Counts a call, which earns a fraction of a retry. */
  earn(): void {
    this.#add(this.#share);
  }

  /** Takes one retry from the budget; false if none is left, which is counted, or if retries are off. */
  spend(): boolean {
    if (this.#share === 0) return false;
    const now = this.#now();
    this.#add((now - this.#at) / 1_000);
    this.#at = now;
    if (this.#left < 1) {
      this.refused += 1;
      return false;
    }
    this.#left -= 1;
    return true;
  }

  #add(retries: number): void {
    this.#left = Math.min(this.#left + retries, RESERVE);
  }
}
