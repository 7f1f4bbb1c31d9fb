/** A value that is here already, or will be: what is in memory costs no turn of the event loop. */
export type MaybePromise<T> = T | Promise<T>;

/** What `map` makes of a value: at once where the value is here. */
export function later<T, U>(value: MaybePromise<T>, map: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(map) : map(value);
}
