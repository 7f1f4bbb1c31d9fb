const PAUSE_MS = 60_000;

/** Says something once a minute at most, and how often it would have been said since: who is not let in must not fill the log. */
export class Seldom {
  readonly #say: (times: number, what: string) => void;
  #times = 0;
  #saidAt = -Infinity;

  constructor(say: (times: number, what: string) => void) {
    this.#say = say;
  }

  /** Says it now, or counts it; `what` it was this time. */
  happened(what: string): void {
    this.#times += 1;
    if (performance.now() - this.#saidAt < PAUSE_MS) return;
    this.#saidAt = performance.now();
    this.#say(this.#times, what);
    this.#times = 0;
  }
}
