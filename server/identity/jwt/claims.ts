import type { JWTPayload } from 'jose';
import { fromGlobalId } from '../../../resolvers/global-id.ts';
import { SELF } from '../../../resolvers/principal.ts';
import type { VerifiedCaller } from '../principals.ts';

/** Matches a customer number of a system, and nothing that could be taken for part of something else. */
const ID = /^[\w-]{1,64}$/;

/**
 * The caller that a token identifies, by claims whose signature and times have been verified; a string says why they are not sufficient.
 * The caller is the `sub`; without one, the `client_id` (RFC 8693, section 4.3), whose names have a different prefix. Scopes are those of
 * `scope` (RFC 8693, section 4.2: separated by spaces) and `scp` (a list, or a string like `scope`); `customerClaim` holds the customer's
 * global id or number.
 */
export function verifiedCallerOf(
  claims: JWTPayload,
  customerClaim: string,
  expiresAt: number,
): VerifiedCaller | string {
  const { sub, client_id: client } = claims;
  const [kind, named] = sub === undefined ? ['client', client] : ['token', sub];
  if (typeof named !== 'string' || named === '') return 'The token must say whose it is, by "sub".';
  const scopes = [...scopesIn(claims['scope']), ...scopesIn(claims['scp'])];
  const customer = scopes.includes(SELF) ? customerIn(claims[customerClaim]) : null;
  if (scopes.includes(SELF) && customer === null)
    return `The token has the scope ${SELF} and must say which customer that is, by "${customerClaim}".`;
  return { name: `${kind}:${named}`, scopes, customer, expiresAt };
}

function scopesIn(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter(Boolean);
  return Array.isArray(claim) ? claim.filter((scope) => typeof scope === 'string') : [];
}

function customerIn(claim: unknown): string | null {
  if (typeof claim === 'number') return Number.isSafeInteger(claim) && claim > 0 ? String(claim) : null;
  if (typeof claim !== 'string') return null;
  const found = fromGlobalId(claim);
  const id = found === null ? claim : found.typeName === 'Customer' ? found.id : '';
  return ID.test(id) ? id : null;
}
