/** Retries that a system with few calls has all the same: so many at once, and one more a second. */
const RESERVE = 10;

/**
 * How many calls of a system may be tried again: a share of all calls, so that retries cannot add more than that to what a system in
 * trouble has to bear (Finagle's RetryBudget, Linkerd's "retry budgets").
 */
export class RetryBudget {
  /** Retries that it has refused. */
  refused = 0;
  readonly #share: number;
  readonly #now: () => number;
  #left: number;
  #at: number;

  /** `percent` of all calls may be retries, with 0 none; `now` are milliseconds that only grow. */
  constructor(percent: number, now: () => number = () => performance.now()) {
    this.#share = percent / 100;
    this.#left = percent === 0 ? 0 : RESERVE;
    this.#now = now;
    this.#at = now();
  }

  /** Counts a call, which earns its share of a retry. */
  earn(): void {
    this.#add(this.#share);
  }

  /** Takes a retry out; false where there is none left, which is counted, and where there are to be none. */
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
