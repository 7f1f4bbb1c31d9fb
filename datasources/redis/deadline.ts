/** Redis did not answer in time; the command may have been executed, or may still be. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code = 'REDIS_NO_ANSWER';

  constructor(ms: number) {
    super(`Redis gave no answer within ${ms} ms`);
  }
}

/**
 * Settles like `work`, or rejects with a {@link NoAnswerError} after `ms`; `work` itself continues. If this process was busy for longer
 * than that, the answer may be waiting unread in the socket when the timer fires: one more turn of the event loop reads it first.
 */
export function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new NoAnswerError(ms));
    const timer = setTimeout(() => setImmediate(giveUp), ms).unref();
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
