import type { PublicError } from '../errors.ts';

/**
 * What graphql-ws keeps for an operation while it runs here: it ends it when the client completes it or its socket closes, and tells
 * the client when it cannot go on. No result comes out of it.
 *
 * Once the client has ended it, graphql-ws is never told that it is over: it would do away with whatever operation has the id by then,
 * as clients may use one again at once.
 */
export class Held implements AsyncGenerator<never, undefined> {
  readonly #onLeave: () => void;
  readonly #failed = Promise.withResolvers<never>();
  #isOver = false;
  #hasLeft = false;

  /** `onLeave` is called once, when the operation is over: because its client has ended it, or because it cannot go on. */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
    // Until somebody asks for it, it is nobody's error.
    this.#failed.promise.catch(() => undefined);
  }

  /** Whether the client has ended it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Has the client told that the operation cannot go on. */
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
