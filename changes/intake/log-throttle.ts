const PAUSE_MS = 60_000;

/** Reports something at most once a minute, with the number of occurrences since: rejected senders must not be able to flood the log. */
export class LogThrottle {
  readonly #report: (times: number, what: string) => void;
  #times = 0;
  #reportedAt = -Infinity;

  constructor(say: (times: number, what: string) => void) {
    this.#report = say;
  }

  /** Reports an occurrence now, or only counts it; `what` describes this occurrence. */
  happened(what: string): void {
    this.#times += 1;
    if (performance.now() - this.#reportedAt < PAUSE_MS) return;
    this.#reportedAt = performance.now();
    this.#report(this.#times, what);
    this.#times = 0;
  }
}
