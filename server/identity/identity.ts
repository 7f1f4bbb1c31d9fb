import type { IncomingHttpHeaders } from 'node:http';
import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { RefusedCredentials, type Authenticator, type Credentials } from './authenticator.ts';
import { ANONYMOUS, OPEN } from './principals.ts';

/** Authenticates callers, by any kind of credentials. */
export class Identity {
  readonly #authenticators: readonly Authenticator[];
  readonly #anonymous: Principal;

  /** With null instead of authenticators it is open: callers do not authenticate. */
  constructor(authenticators: readonly Authenticator[] | null) {
    this.#authenticators = authenticators ?? [];
    this.#anonymous = authenticators === null ? OPEN : ANONYMOUS;
  }

  /** Whether callers need not authenticate. */
  get isOpen(): boolean {
    return this.#anonymous.isOpen;
  }

  /**
   * The principal that these credentials belong to; without credentials, the anonymous one. Unless it is open, credentials of an unknown
   * kind are refused. Never throws and never rejects.
   */
  identify(credentials: Credentials): MaybePromise<Principal | RefusedCredentials> {
    const { authorization, apiKey } = credentials;
    if (this.#anonymous.isOpen || (authorization === null && apiKey === null)) return this.#anonymous;
    for (const authenticator of this.#authenticators) {
      const found = authenticator.identify(credentials);
      if (found !== null) return found;
    }
    const kinds = this.#authenticators.map(({ kind }) => kind).join(' or ');
    return new RefusedCredentials('invalid', `Credentials of this kind are not accepted. Send ${kinds}.`);
  }
}

/**
 * The credentials in a request. A field that occurs twice is treated as invalid, because a proxy in front of the gateway may have checked
 * the other one.
 */
export function credentialsOf(
  headers: IncomingHttpHeaders,
  raw: readonly string[],
): Credentials | RefusedCredentials {
  const { authorization = null, 'x-api-key': apiKey = null } = headers;
  if (authorization === null && apiKey === null) return NO_CREDENTIALS;
  const shown = raw.filter((name, index) => index % 2 === 0 && SHOWN.test(name));
  if (shown.length > 1 || Array.isArray(apiKey))
    return new RefusedCredentials('invalid', 'Send one "Authorization" or one "X-Api-Key", not both.');
  return { authorization, apiKey };
}

const SHOWN = /^(authorization|x-api-key)$/i;
/** The credentials of a caller that presents none. */
export const NO_CREDENTIALS: Credentials = Object.freeze({ authorization: null, apiKey: null });

/**
 * The token of `Authorization: Bearer …` (RFC 6750, section 2.1); null for another scheme. Text that is not a token is returned as it is,
 * and refused by the authenticator for tokens.
 */
export function bearerOf({ authorization }: Credentials): string | null {
  return /^bearer +(.*)$/is.exec(authorization ?? '')?.[1]?.trimEnd() ?? null;
}
