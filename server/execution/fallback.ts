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
