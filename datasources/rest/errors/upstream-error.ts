/** What callers are told of a failed call, by cause. */
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

/** Which call failed: for the log, never for the caller. */
export interface CallInfo {
  readonly system: string;
  /** Left out where the fault is found after the call, in a part of what it brought. */
  readonly method?: string;
  readonly path: string;
}

/**
 * A system could not give what was asked. `publicMessage` may go to whoever asked the graph; `message` names
 * the call and its failure in full and goes to the log only.
 */
export abstract class UpstreamError extends Error {
  abstract readonly code: UpstreamCode;
  /** Whether the same request may succeed a little later. */
  abstract readonly retryable: boolean;
  abstract readonly publicMessage: string;
  readonly system: string;

  constructor(call: CallInfo, what: string, options?: ErrorOptions) {
    super(`${call.system}: ${[call.method, call.path].filter(Boolean).join(' ')}: ${what}`, options);
    this.system = call.system;
  }
}
