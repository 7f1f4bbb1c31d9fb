import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import type { Principal } from '../../resolvers/principal.ts';

/** What a caller shows of himself: header fields by their names in lower case, or what stands for them over WebSocket. */
export interface Credentials {
  /** `Authorization`. */
  readonly authorization: string | null;
  /** `X-Api-Key`. */
  readonly apiKey: string | null;
}

/** Tells who callers are by one kind of credentials. */
export interface Authenticator {
  /**
   * Who shows these credentials, or why they are refused; null where they are not of this authenticator's kind, and another one is to
   * look. Never throws and never rejects.
   */
  readonly identify: (credentials: Credentials) => MaybePromise<Principal | RefusedCredentials> | null;
}

/** Credentials that nobody is let in with. What was shown is not in the message. */
export class RefusedCredentials {
  /** `invalid`: other ones are needed. `unavailable`: they could not be looked at; the same may do later. */
  readonly reason: 'invalid' | 'unavailable';
  /** For the caller: what was expected. */
  readonly message: string;

  constructor(reason: 'invalid' | 'unavailable', message: string) {
    this.reason = reason;
    this.message = message;
  }
}
