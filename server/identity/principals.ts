import { hash } from 'node:crypto';
import { SELF, type Principal } from '../../resolvers/principal.ts';

const NONE: ReadonlySet<string> = new Set();

/** Everybody, where the gateway runs open: no policy of the schema is looked at. */
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

/** Who shows no credentials where there are some to show. */
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

/** What an authenticator knows of somebody. */
export interface Known {
  /** Names him, one name for each caller: `token:`, `client:` or `key:` before it keeps kinds of callers apart. */
  readonly name: string;
  readonly scopes: Iterable<string>;
  /** The id, in the CRM, of the customer that he is; null for none. */
  readonly customer: string | null;
  /** In milliseconds since the epoch; Infinity for never. */
  readonly expiresAt: number;
}

/** Somebody of whom it is known who he is; `revoked` aborts when that is no longer so. The scope `customer:self` counts only for who is a customer, and her number only with it. */
export function principalOf(
  { name, scopes: given, customer, expiresAt }: Known,
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
