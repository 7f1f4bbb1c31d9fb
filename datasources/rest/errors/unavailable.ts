import { UpstreamError } from './upstream-error.ts';

/** The system cannot be reached, broke the connection, or answered 5xx. */
export class UnavailableError extends UpstreamError {
  override readonly name = 'UnavailableError';
  readonly code = 'UPSTREAM_UNAVAILABLE';
  readonly retryable = true;
  readonly publicMessage = `The system "${this.system}" cannot be reached or is failing. Try again later.`;
}
