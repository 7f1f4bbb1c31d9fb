import { UpstreamError } from './upstream-error.ts';

/** The system did not answer before the deadline. */
export class TimeoutError extends UpstreamError {
  override readonly name = 'TimeoutError';
  readonly code = 'UPSTREAM_TIMEOUT';
  readonly retryable = true;
  readonly publicMessage = `The system "${this.system}" did not answer in time. Try again later.`;
}
