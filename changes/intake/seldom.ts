const PAUSE_MS = 60_000;

/** Reports something at most once a minute, with the number of occurrences since: rejected senders must not be able to flood the log. */
export class Seldom {
  readonly #say: (times: number, what: string) => void;
  #times = 0;
  #saidAt = -Infinity;

  constructor(say: (times: number, what: string) => void) {
    this.#say = say;
  }

  /** Reports an occurrence now, or only counts it; `what` describes this occurrence. */
  happened(what: string): void {
    this.#times += 1;
    if (performance.now() - this.#saidAt < PAUSE_MS) return;
    this.#saidAt = performance.now();
    this.#say(this.#times, what);
    this.#times = 0;
  }
}
