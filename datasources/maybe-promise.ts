/** A value that is available now or later: reading from memory takes no turn of the event loop. */
export type MaybePromise<T> = T | Promise<T>;

/** Applies `map` to a value, synchronously if it is available. */
export function later<T, U>(value: MaybePromise<T>, map: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(map) : map(value);
}

/** Whether `await` would wait for a value. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

/** Nothing awaits these any more; a later rejection must not end the process. */
export function ignoreRejections(values: readonly unknown[]): void {
  for (const value of values) if (isThenable(value)) value.then(ignore, ignore);
}

function ignore(): void {
  // The next consumer of the same promise gets the same error.
}
