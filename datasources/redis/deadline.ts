/** Redis gave no answer in time; what was asked may have been done, or may be done yet. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code = 'REDIS_NO_ANSWER';

  constructor(ms: number) {
    super(`Redis gave no answer within ${ms} ms`);
  }
}

/**
 * What `work` gives, or a {@link NoAnswerError} once `ms` have passed; `work` itself goes on. When this process was busy for longer than
 * that, the answer may lie in the socket unread while the timer rings: one more turn of the event loop reads it first.
 */
export function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new NoAnswerError(ms));
    const timer = setTimeout(() => setImmediate(giveUp), ms).unref();
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
