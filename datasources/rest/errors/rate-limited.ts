import { UpstreamError, type CallTarget } from './upstream-error.ts';

/** The system asked for no more requests for a while (429, or 503 with Retry-After). */
export class RateLimitedError extends UpstreamError {
  override readonly name = 'RateLimitedError';
  readonly code = 'UPSTREAM_RATE_LIMITED';
  readonly retryable = true;
  readonly publicMessage = `The system "${this.system}" accepts no more requests for now. Try again later.`;
  /** Milliseconds that the system asked to wait. */
  readonly retryAfterMs: number;
  /** Whether it is out of service (503), rather than asked too often (429). */
  readonly isOutOfService: boolean;

  constructor(target: CallTarget, retryAfterMs: number, isOutOfService = false) {
    super(target, `left alone for ${retryAfterMs} ms, as it asked`);
    this.retryAfterMs = retryAfterMs;
    this.isOutOfService = isOutOfService;
  }
}
