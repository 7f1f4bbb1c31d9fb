/** The short way met something that is not its business: the operation is to be run the plain way. */
class StepAside extends Error {
  override readonly name = 'StepAside';
}

/** One for all: nobody looks at it, and making an error costs a stack trace. */
const ASIDE = new StepAside('The operation is run the plain way.');

/** Ends the short way. Throws what {@link Run} turns into its having stepped aside. */
export function stepAside(): never {
  throw ASIDE;
}

/** Whether graphql-js would wait for this value. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

/** Nobody waits for these any more; one that rejects later is not to end the process. */
export function muteAll(values: readonly unknown[]): void {
  for (const value of values) if (isThenable(value)) value.then(nothing, nothing);
}

function nothing(): void {
  // Whoever asks next gets the same.
}
