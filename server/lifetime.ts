/**
 * The life of one operation: its signal aborts when its caller is gone or its time is over, whichever comes first.
 * One timer, cleared at the end: `AbortSignal.timeout` would leave a timer for every request of the last seconds.
 */
export class Lifetime implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  /** Begins now, and lasts at most `ms`. */
  constructor(ms: number) {
    // Made when it is needed: an exception takes a picture of the stack, and few operations need one.
    const end = () => this.#controller.abort(new DOMException(`no answer within ${ms} ms`, 'TimeoutError'));
    this.#timer = setTimeout(end, ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The caller is gone: whatever still runs for it is to end. */
  abandon(): void {
    this[Symbol.dispose]();
    this.#controller.abort(new DOMException('the caller is gone', 'AbortError'));
  }

  /** The operation is over. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
