/**
 * Work that goes on although the request that began it may be over, such as undoing half of an order. Whoever
 * closes what this work needs waits for it first.
 */
export class DetachedWork {
  readonly #running = new Set<Promise<unknown>>();

  /** Keeps an eye on some work until it ends, well or not. */
  watch<T>(work: Promise<T>): Promise<T> {
    const forget = () => this.#running.delete(work);
    this.#running.add(work);
    void work.then(forget, forget);
    return work;
  }

  /** Resolves once none is running, what running work has begun meanwhile included. Never throws. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
