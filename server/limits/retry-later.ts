import { CallerError } from '../../datasources/errors.ts';

/** A refusal that may be retried: the process or the caller has reached a limit. The message is for callers. */
export class RetryLaterError extends CallerError {
  override readonly name = 'RetryLaterError';
  readonly code: 'OVERLOADED' | 'RATE_LIMITED';
  /** Whole seconds after which to retry, for `Retry-After` (RFC 9110, section 10.2.3). */
  readonly retryAfter: number;

  constructor(code: RetryLaterError['code'], retryAfter: number, message: string) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  override get publicFields() {
    return { retryable: true, retryAfter: this.retryAfter };
  }
}

/** The process is at capacity. */
export function overloaded(): RetryLaterError {
  return new RetryLaterError('OVERLOADED', 1, 'This replica is at capacity. Try again in a second.');
}
