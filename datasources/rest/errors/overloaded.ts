import { UpstreamError } from './upstream-error.ts';

/** More calls are waiting for the system than its bulkhead admits. */
export class OverloadedError extends UpstreamError {
  override readonly name = 'OverloadedError';
  readonly code = 'UPSTREAM_OVERLOADED';
  readonly retryable = true;
  readonly publicMessage = `Too many requests are waiting for the system "${this.system}". Try again later.`;
}
