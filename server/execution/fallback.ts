/** The fast path met something it does not handle: the operation must be run by graphql-js. */
class FallbackSignal extends Error {
  override readonly name = 'FallbackSignal';
}

/** A shared instance: nothing inspects it, and creating an error costs a stack trace. */
const FALLBACK = new FallbackSignal('The operation falls back to graphql-js.');

/** Aborts the fast path by throwing; {@link Run} catches the error and reports that it fell back. */
export function fallBack(): never {
  throw FALLBACK;
}

/** Whether graphql-js would await this value. */
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
