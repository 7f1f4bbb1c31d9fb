import { UpstreamError, type CallTarget } from './upstream-error.ts';

/** Too little is left of the system's own quota for a call of this kind; the call was not sent. */
export class QuotaLowError extends UpstreamError {
  override readonly name = 'QuotaLowError';
  readonly code = 'UPSTREAM_QUOTA_LOW';
  readonly retryable = true;
  readonly publicMessage = `The quota of system "${this.system}" is nearly used up; only single reads are sent until it resets.`;
  /** Milliseconds until the quota resets. */
  readonly retryAfterMs: number;

  constructor(target: CallTarget, retryAfterMs: number) {
    super(
      target,
      `not sent: little is left of the quota, which begins anew in ${Math.ceil(retryAfterMs)} ms`,
    );
    this.retryAfterMs = retryAfterMs;
  }
}
