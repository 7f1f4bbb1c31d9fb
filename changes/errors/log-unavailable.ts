import { errorText } from '../../datasources/thrown.ts';

/** The log cannot be reached; nothing is known to have been recorded. */
export class LogUnavailableError extends Error {
  override readonly name = 'LogUnavailableError';
  readonly code = 'CHANGES_UNAVAILABLE';

  constructor(cause: unknown) {
    super('The change log cannot be reached now. Try again soon.', { cause });
  }
}

/** What is logged of a failure: an outage of the log in one line, anything else, which may be a defect, with its stack. */
export function loggedOutage(error: unknown): { readonly reason: string } | { readonly err: unknown } {
  if (!(error instanceof LogUnavailableError)) return { err: error };
  return { reason: errorText(error.cause ?? error) };
}
