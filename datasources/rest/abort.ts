/**
 * The result of `work`, or the signal's reason as soon as it aborts. `work` itself goes on: others may wait for it.
 */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    // Also where nobody waits for it any more: what becomes of it then is nobody's error.
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
