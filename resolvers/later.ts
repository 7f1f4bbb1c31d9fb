/** A value that is here, or will be. Data sources give what is in memory at once. */
export type Later<T> = T | Promise<T>;

/**
 * Makes something of a value, at once where it is here: a promise for each field costs more than what most fields
 * do. Unlike `await`, it lets what `use` throws through where nothing had to be waited for; graphql-js takes both alike.
 */
export function later<T, U>(value: Later<T>, use: (value: T) => Later<U>): Later<U> {
  return value instanceof Promise ? value.then(use) : use(value);
}
