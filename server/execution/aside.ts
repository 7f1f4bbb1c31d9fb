/** The fast path met something it does not handle: the operation must be run by graphql-js. */
class StepAside extends Error {
  override readonly name = 'StepAside';
}

/** A shared instance: nothing inspects it, and creating an error costs a stack trace. */
const ASIDE = new StepAside('The operation falls back to graphql-js.');

/** Aborts the fast path by throwing; {@link Run} catches the error and reports that it stepped aside. */
export function stepAside(): never {
  throw ASIDE;
}

/** Whether graphql-js would await this value. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

/** Nothing awaits these any more; a later rejection must not end the process. */
export function muteAll(values: readonly unknown[]): void {
  for (const value of values) if (isThenable(value)) value.then(ignore, ignore);
}

function ignore(): void {
  // The next consumer of the same promise gets the same error.
}
