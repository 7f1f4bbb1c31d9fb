import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import type { Principal } from '../../resolvers/principal.ts';

/** The credentials that a caller presents: header fields, or their equivalents over WebSocket. */
export interface Credentials {
  /** The value of `Authorization`. */
  readonly authorization: string | null;
  /** The value of `X-Api-Key`. */
  readonly apiKey: string | null;
}

/** Authenticates callers by one kind of credentials. */
export interface Authenticator {
  /** The kind of credentials, in ASCII, for callers who send another: "a signed token (JWT)". */
  readonly kind: string;
  /**
   * The principal that these credentials belong to, or why they are refused; null if they are not of this authenticator's kind and another
   * one should try. Never throws and never rejects.
   */
  readonly identify: (credentials: Credentials) => MaybePromise<Principal | RefusedCredentials> | null;
}

/** Credentials that are not accepted. The message does not contain them. */
export class RefusedCredentials {
  /** `invalid`: other credentials are needed. `unavailable`: they could not be checked; the same may work later. */
  readonly reason: 'invalid' | 'unavailable';
  /** For the caller: what was expected. */
  readonly message: string;

  constructor(reason: 'invalid' | 'unavailable', message: string) {
    this.reason = reason;
    this.message = message;
  }
}
