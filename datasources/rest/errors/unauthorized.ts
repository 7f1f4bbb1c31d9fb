import { UpstreamError } from './upstream-error.ts';

/** The system refuses our credentials (401, 403), after renewing them where that is possible. */
export class UnauthorizedError extends UpstreamError {
  override readonly name = 'UnauthorizedError';
  readonly code = 'UPSTREAM_UNAUTHORIZED';
  readonly retryable = false;
  readonly publicMessage = `The system "${this.system}" rejected the gateway’s credentials.`;
}
