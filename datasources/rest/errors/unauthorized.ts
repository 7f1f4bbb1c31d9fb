import { UpstreamError } from './upstream-error.ts';

/** The system rejected our credentials (401, 403), even after renewing them where possible. */
export class UnauthorizedError extends UpstreamError {
  override readonly name = 'UnauthorizedError';
  readonly code = 'UPSTREAM_UNAUTHORIZED';
  readonly retryable = false;
  readonly publicMessage = `The system "${this.system}" rejected the gateway’s credentials.`;
}
