/** A body is no CloudEvent; the message says what was expected and what came. */
export class BrokenEventError extends Error {
  override readonly name = 'BrokenEventError';
  readonly code = 'BAD_REQUEST';
}
