import type { PublicError } from '../errors.ts';

/**
 * The iterator that graphql-ws holds for an operation that runs outside of it. graphql-ws ends it when the client completes the operation
 * or its socket closes, and reports to the client when the operation cannot continue. It never yields a result.
 *
 * Once the client has ended the operation, graphql-ws must not be told that it is over: it would delete whatever operation has the id by
 * then, since clients may reuse an id at once.
 */
export class HeldOperation implements AsyncGenerator<never, undefined> {
  readonly #onLeave: () => void;
  readonly #failed = Promise.withResolvers<never>();
  #isOver = false;
  #hasLeft = false;

  /** `onLeave` is called once, when the operation is over: either the client ended it, or it cannot continue. */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
    // Not an unhandled rejection if nothing awaits it yet.
    this.#failed.promise.catch(() => undefined);
  }

  /** Whether the client has ended the operation. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Reports to the client that the operation cannot continue. */
  fail(error: PublicError): void {
    this.#failed.reject(error);
    this.#leave();
  }

  next(): Promise<never> {
    return this.#failed.promise;
  }

  return(): Promise<IteratorResult<never, undefined>> {
    this.#isOver = true;
    this.#leave();
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

  #leave(): void {
    if (!this.#hasLeft) this.#onLeave();
    this.#hasLeft = true;
  }
}

const DONE = Promise.resolve({ done: true, value: undefined } as const);
