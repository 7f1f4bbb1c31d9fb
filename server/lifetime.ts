/**
 * The lifetime of one operation. Its signal aborts when the caller is gone or the time is up, whichever comes first. It uses one timer,
 * cleared at the end; `AbortSignal.timeout` would leave a timer for every request of the last seconds.
 */
export class Lifetime implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  /** Starts now and lasts at most `ms`. */
  constructor(ms: number) {
    // Created only when needed: an exception captures the stack, and few operations need one.
    const end = () => this.#controller.abort(new DOMException(`no answer within ${ms} ms`, 'TimeoutError'));
    this.#timer = setTimeout(end, ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends whatever still runs for a caller that is gone. */
  abandon(): void {
    this[Symbol.dispose]();
    this.#controller.abort(new DOMException('the caller is gone', 'AbortError'));
  }

  /** The operation is over. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
