import { hash } from 'node:crypto';
import { SELF, type Principal } from '../../resolvers/principal.ts';

const NONE: ReadonlySet<string> = new Set();

/** Every caller of an open gateway, for which the policies of the schema are ignored. */
export const OPEN: Principal = Object.freeze({
  name: 'open',
  isOpen: true,
  isAuthenticated: false,
  scopes: NONE,
  customer: null,
  expiresAt: Infinity,
  revoked: null,
  rights: 'open',
});

/** A caller without credentials, on a gateway that is not open. */
export const ANONYMOUS: Principal = Object.freeze({
  name: 'anonymous',
  isOpen: false,
  isAuthenticated: false,
  scopes: NONE,
  customer: null,
  expiresAt: Infinity,
  revoked: null,
  rights: 'anonymous',
});

/** What an authenticator knows of a caller. */
export interface VerifiedCaller {
  /** The caller's unique name; the prefix `token:`, `client:` or `key:` keeps kinds of callers apart. */
  readonly name: string;
  readonly scopes: Iterable<string>;
  /** The caller's customer id in the CRM; null if the caller is not a customer. */
  readonly customer: string | null;
  /** In milliseconds since the epoch; Infinity for never. */
  readonly expiresAt: number;
}

/**
 * The principal of an authenticated caller; `revoked` aborts when the credentials are no longer valid. The scope `customer:self` only
 * counts for a customer, and the customer id only counts with that scope.
 */
export function principalOf(
  { name, scopes: given, customer, expiresAt }: VerifiedCaller,
  revoked: AbortSignal | null = null,
): Principal {
  const scopes = new Set(given);
  if (customer === null) scopes.delete(SELF);
  const own = scopes.has(SELF) ? customer : null;
  const rights = hash('sha256', JSON.stringify([[...scopes].toSorted(), own]), 'base64url');
  return Object.freeze({
    name,
    isOpen: false,
    isAuthenticated: true,
    scopes,
    customer: own,
    expiresAt,
    revoked,
    rights,
  });
}
