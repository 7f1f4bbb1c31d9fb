/** Somebody asked for what is not for him; the message says what would change that. */
export class ForbiddenError extends Error {
  override readonly name = 'ForbiddenError';
  readonly code = 'FORBIDDEN';
}

/** Somebody who has not said who he is asked for what is not for everybody, or his credentials do not count (any more). */
export class UnauthenticatedError extends Error {
  override readonly name = 'UnauthenticatedError';
  readonly code = 'UNAUTHENTICATED';
}
