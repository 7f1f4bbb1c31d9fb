/** Settles like `work`, or rejects with the signal's reason as soon as it aborts. `work` itself continues: others may be waiting for it. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    // Handle `work` even if nothing waits for it any more: a later rejection must not go unhandled.
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
