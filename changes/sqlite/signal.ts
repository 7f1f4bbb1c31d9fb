/** Wakes everything that waits for it. */
export class Signal {
  #next = Promise.withResolvers<undefined>();

  /** Wakes everything that is waiting. */
  give(): void {
    this.#next.resolve(undefined);
    this.#next = Promise.withResolvers();
  }

  /** Resolves the next time the signal is given, or when `end` aborts. */
  async wait(end: AbortSignal): Promise<void> {
    if (end.aborted) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const leave = (): void => resolve(undefined);
    end.addEventListener('abort', leave, { once: true });
    await Promise.race([this.#next.promise, promise]);
    end.removeEventListener('abort', leave);
  }
}
