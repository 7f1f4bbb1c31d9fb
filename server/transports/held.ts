/**
 * What graphql-ws keeps for an operation while it runs here: it ends it when the client completes it or its socket closes, and tells
 * the client when it ends by itself. No result comes out of it.
 */
export class Held implements AsyncGenerator<never, undefined> {
  readonly #onLeave: () => void;
  #isOver = false;
  #resolve: (() => void) | null = null;
  #reject: ((error: Error) => void) | null = null;
  #error: Error | null = null;

  /** `onLeave` is called once, when the client does not want the operation any more. */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  /** Whether the client has ended it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Has the client told that the operation cannot go on. */
  fail(error: Error): void {
    this.#error = error;
    this.#reject?.(error);
  }

  next(): Promise<IteratorResult<never, undefined>> {
    if (this.#error) return Promise.reject(this.#error);
    if (this.#isOver) return DONE;
    return new Promise((resolve, reject) => {
      this.#resolve = () => resolve(DONE);
      this.#reject = reject;
    });
  }

  return(): Promise<IteratorResult<never, undefined>> {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#onLeave();
      this.#resolve?.();
    }
    return DONE;
  }

  throw(): Promise<IteratorResult<never, undefined>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

const DONE = Promise.resolve({ done: true, value: undefined } as const);
