/** Somebody asked for what is not for him; the message says what would change that. */
export class ForbiddenError extends Error {
  override readonly name = 'ForbiddenError';
  readonly code = 'FORBIDDEN';
}
