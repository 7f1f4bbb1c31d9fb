import { CallerError } from '../../datasources/errors.ts';

/** The caller lacks the rights for something; the message says what is missing. */
export class ForbiddenError extends CallerError {
  override readonly name = 'ForbiddenError';
  readonly code = 'FORBIDDEN';
}

/** An anonymous caller requested something that is not for everybody, or the caller's credentials are not (or no longer) valid. */
export class UnauthenticatedError extends CallerError {
  override readonly name = 'UnauthenticatedError';
  readonly code = 'UNAUTHENTICATED';
}
