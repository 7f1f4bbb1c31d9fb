/** A body is not a CloudEvent; the message says what was expected and what was received. */
export class BrokenEventError extends Error {
  override readonly name = 'BrokenEventError';
  readonly code = 'BAD_REQUEST';
}
