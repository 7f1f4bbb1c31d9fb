/** A value that is available now or later: reading from memory takes no turn of the event loop. */
export type MaybePromise<T> = T | Promise<T>;

/** Applies `map` to a value, synchronously if it is available. */
export function later<T, U>(value: MaybePromise<T>, map: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(map) : map(value);
}
