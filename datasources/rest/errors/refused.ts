import { UpstreamError } from './upstream-error.ts';

/** The system answered 4xx for a reason that its contract does not give. */
export class RefusedError extends UpstreamError {
  override readonly name = 'RefusedError';
  readonly code = 'UPSTREAM_REFUSED';
  readonly retryable = false;
  readonly publicMessage = `The system "${this.system}" refused the request.`;
}
