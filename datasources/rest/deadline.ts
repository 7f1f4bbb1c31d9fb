/**
 * The time that a call may take: its signal aborts when that is over or `gone` does, whichever comes first. Disposed of, it never
 * does. One timer and one listener: to combine the signals that Node has for both costs several times as much, for each call.
 */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #gone: AbortSignal;

  /** Begins now; `reason` makes what the signal's reason is once the time is over. */
  constructor(ms: number, gone: AbortSignal, reason: () => Error) {
    this.#gone = gone;
    this.#timer = setTimeout(() => this.#controller.abort(reason()), ms);
    gone.addEventListener('abort', this.#follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#gone.removeEventListener('abort', this.#follow);
  }

  readonly #follow = (): void => this.#controller.abort(this.#gone.reason);
}
