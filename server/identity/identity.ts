import type { IncomingHttpHeaders } from 'node:http';
import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { RefusedCredentials, type Authenticator, type Credentials } from './authenticator.ts';
import { ANONYMOUS, OPEN } from './principals.ts';

/** Tells who callers are, by whatever they show. */
export class Identity {
  readonly #authenticators: readonly Authenticator[];
  readonly #nobody: Principal;

  /** With no authenticators at all, null, it is open: nobody is asked who he is. */
  constructor(authenticators: readonly Authenticator[] | null) {
    this.#authenticators = authenticators ?? [];
    this.#nobody = authenticators === null ? OPEN : ANONYMOUS;
  }

  /** Whether nobody is asked who he is. */
  get isOpen(): boolean {
    return this.#nobody.isOpen;
  }

  /**
   * Who shows these credentials; who shows none is nobody in particular. Credentials that are of no kind that is known here are refused,
   * unless it is open. Never throws and never rejects.
   */
  identify(credentials: Credentials): MaybePromise<Principal | RefusedCredentials> {
    const { authorization, apiKey } = credentials;
    if (this.#nobody.isOpen || (authorization === null && apiKey === null)) return this.#nobody;
    for (const authenticator of this.#authenticators) {
      const found = authenticator.identify(credentials);
      if (found !== null) return found;
    }
    return new RefusedCredentials('invalid', 'Credentials of this kind are not accepted here.');
  }
}

/**
 * What a request shows of its caller. A field that comes twice is taken for a fault: who is in front of the gateway may have looked at the
 * other one.
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
/** What who shows nothing shows. */
export const NO_CREDENTIALS: Credentials = Object.freeze({ authorization: null, apiKey: null });

/**
 * The token of `Authorization: Bearer …` (RFC 6750, section 2.1); null where it is of another scheme. Text that is no token is
 * given as it is: whoever knows tokens refuses it.
 */
export function bearerOf({ authorization }: Credentials): string | null {
  return /^bearer +(.*)$/is.exec(authorization ?? '')?.[1]?.trimEnd() ?? null;
}
