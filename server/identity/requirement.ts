import { SELF, type Principal } from '../../resolvers/principal.ts';
import { ForbiddenError, UnauthenticatedError } from './refusals.ts';

/** Sets of scopes, one of which must be held completely: the argument of `@requiresScopes`. */
export type ScopeSets = readonly (readonly string[])[];

/** What a caller needs for a field: to be authenticated, and to hold one set of scopes from each of `choices`. */
export interface Requirement {
  readonly choices: readonly ScopeSets[];
}

/**
 * How much of a field a caller is granted: all of it, only what is the caller's own (because only `customer:self` grants it), or nothing.
 */
export type Grant = 'all' | 'own' | 'none';

/** The combination of several requirements; null if there are none. */
export function allOf(...requirements: readonly (Requirement | null)[]): Requirement | null {
  const asked = requirements.filter((one) => one !== null);
  return asked.length === 0 ? null : { choices: asked.flatMap(({ choices }) => choices) };
}

/** How much a requirement grants a caller. */
export function grantOf(principal: Principal, { choices }: Requirement): Grant {
  if (principal.isOpen) return 'all';
  if (!principal.isAuthenticated) return 'none';
  let grant: Grant = 'all';
  for (const sets of choices) {
    const held = sets.filter((set) => set.every((scope) => principal.scopes.has(scope)));
    if (held.length === 0) return 'none';
    if (held.every((set) => set.includes(SELF))) grant = 'own';
  }
  return grant;
}

/** The error for a caller that is refused: it says to authenticate, or which scopes are missing. */
export function refusalOf(principal: Principal, { choices }: Requirement): Error {
  if (!principal.isAuthenticated) {
    return new UnauthenticatedError(
      'Authentication required: send "Authorization: Bearer …" or "X-Api-Key: …".',
    );
  }
  const wanted = choices.flatMap((sets) => {
    const grant = grantOf(principal, { choices: [sets] });
    const others = grant === 'none' ? sets : sets.filter((set) => !set.includes(SELF));
    return grant === 'all' ? [] : [others.map((set) => set.join(' and ')).join(', or ')];
  });
  return new ForbiddenError(`Missing scope: ${wanted.join('; and ')}.`);
}
