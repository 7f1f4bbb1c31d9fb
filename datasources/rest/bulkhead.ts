/** So many run, and so many more wait, that another is refused. */
export class BulkheadFullError extends Error {
  override readonly name = 'BulkheadFullError';
}

/**
 * Places for the calls of one system: so many run at once, so many more wait, first come first served. Whoever leaves while it waits
 * gives its place in the queue back at once (docs/decisions/0006-rest-policies.md).
 */
export class Bulkhead {
  readonly #places: number;
  readonly #mostWaiting: number;
  #running = 0;
  /** Called when their turn has come, the longest waiting first. */
  readonly #waiting = new Set<() => void>();

  constructor(places: number, mostWaiting: number) {
    this.#places = places;
    this.#mostWaiting = mostWaiting;
  }

  /** Does `work` once a place is free. Rejects with {@link BulkheadFullError}, with the reason of `signal`, or as `work` does. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.#running < this.#places) this.#running += 1;
    else await this.#turn(signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      this.#leave();
    }
  }

  /** Resolves with a place that another has left. */
  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.#mostWaiting) {
      throw new BulkheadFullError(`${this.#places} run and ${this.#mostWaiting} wait`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const next = (): void => resolve(undefined);
    const gone = (): void => {
      // Whose turn has just come has a place to give back, and does.
      if (this.#waiting.delete(next)) reject(signal.reason as Error);
    };
    this.#waiting.add(next);
    signal.addEventListener('abort', gone, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', gone);
    }
  }

  /** Hands the place to the one that has waited longest, so that nobody who comes now takes it before. */
  #leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
