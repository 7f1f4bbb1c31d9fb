import { UpstreamError } from './upstream-error.ts';

/** The system answered 4xx without a reason known from its contract. */
export class RefusedError extends UpstreamError {
  override readonly name = 'RefusedError';
  readonly code = 'UPSTREAM_REFUSED';
  readonly retryable = false;
  readonly publicMessage = `The system "${this.system}" refused the request.`;
}
