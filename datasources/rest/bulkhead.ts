/** As many calls run, and as many more wait, as the bulkhead allows. */
export class BulkheadFullError extends Error {
  override readonly name = 'BulkheadFullError';
}

/**
 * Limits calls of one kind: how many run at once, and how many more wait, first come, first served. A call that leaves while it waits frees
 * its place in the queue at once (docs/decisions/0006-rest-policies.md).
 */
export class Bulkhead {
  readonly #places: number;
  readonly #mostWaiting: number;
  #running = 0;
  /** Called when their turn comes, the longest waiting first. */
  readonly #waiting = new Set<() => void>();

  constructor(places: number, mostWaiting: number) {
    this.#places = places;
    this.#mostWaiting = mostWaiting;
  }

  /** Runs `work` once a place is free. Rejects with {@link BulkheadFullError}, with the reason of `signal`, or as `work` does. */
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

  /** Resolves with a place that another call has left. */
  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.#mostWaiting) {
      throw new BulkheadFullError(`${this.#places} run and ${this.#mostWaiting} wait`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const next = (): void => resolve(undefined);
    const gone = (): void => {
      // If its turn has just come, it has a place to give back, and `run` does so.
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

  /** Hands the place directly to the longest waiting call, so that no newcomer can take it first. */
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
