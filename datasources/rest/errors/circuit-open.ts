import { UpstreamError, type CallTarget } from './upstream-error.ts';

/** The system has failed so often that it is left alone; the call was not sent. */
export class CircuitOpenError extends UpstreamError {
  override readonly name = 'CircuitOpenError';
  readonly code = 'UPSTREAM_CIRCUIT_OPEN';
  readonly retryable = true;
  readonly publicMessage = `The system "${this.system}" keeps failing; no requests are sent to it for now. Try again later.`;
  /** Milliseconds until it is tried again. */
  readonly retryAfterMs: number;

  constructor(target: CallTarget, retryAfterMs: number) {
    super(target, `not sent: it has failed too often, and is tried again in ${Math.ceil(retryAfterMs)} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}
