/** The error code that clients receive for a failed call, by cause. */
export type UpstreamCode =
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_CONTRACT'
  | 'UPSTREAM_RATE_LIMITED'
  | 'UPSTREAM_UNAUTHORIZED'
  | 'UPSTREAM_REFUSED'
  | 'UPSTREAM_OVERLOADED'
  | 'UPSTREAM_CIRCUIT_OPEN'
  | 'UPSTREAM_QUOTA_LOW';

/** The call that failed: for the log, never for the client. */
export interface CallTarget {
  readonly system: string;
  /** Absent if the fault is found after the call, in a part of its result. */
  readonly method?: string;
  readonly path: string;
}

/**
 * A system could not answer a call. `publicMessage` may be sent to clients; `message` names the call and its failure in full and is only
 * for the log.
 */
export abstract class UpstreamError extends Error {
  abstract readonly code: UpstreamCode;
  /** Whether the same request may succeed a little later. */
  abstract readonly retryable: boolean;
  abstract readonly publicMessage: string;
  readonly system: string;

  constructor(target: CallTarget, what: string, options?: ErrorOptions) {
    super(`${target.system}: ${[target.method, target.path].filter(Boolean).join(' ')}: ${what}`, options);
    this.system = target.system;
  }
}
