/**
 * Work that may outlive the request that started it, such as undoing half of an order. Before closing anything that this work needs, wait
 * for it to settle.
 */
export class DetachedWork {
  readonly #running = new Set<Promise<unknown>>();

  /** Tracks a promise until it settles. */
  watch<T>(work: Promise<T>): Promise<T> {
    const forget = () => this.#running.delete(work);
    this.#running.add(work);
    void work.then(forget, forget);
    return work;
  }

  /** Resolves once nothing is running, including work started in the meantime. Never throws. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
