import { UpstreamError, type CallInfo } from './upstream-error.ts';

/** The system wants to be left alone for a while (429, or 503 with Retry-After). */
export class RateLimitedError extends UpstreamError {
  override readonly name = 'RateLimitedError';
  readonly code = 'UPSTREAM_RATE_LIMITED';
  readonly retryable = true;
  readonly publicMessage = `The system "${this.system}" takes no more requests for now. Try again later.`;
  /** Milliseconds the system asked to be left alone. */
  readonly retryAfterMs: number;

  constructor(call: CallInfo, retryAfterMs: number) {
    super(call, `left alone for ${retryAfterMs} ms, as it asked`);
    this.retryAfterMs = retryAfterMs;
  }
}
