import { SELF, type Principal } from '../../resolvers/principal.ts';
import { ForbiddenError, UnauthenticatedError } from './refusals.ts';

/** Scopes of which one set, all of it, is enough: the argument of `@requiresScopes`. */
export type ScopeSets = readonly (readonly string[])[];

/** What somebody must have for a field: be signed in, and of each of `choices` one set of scopes. */
export interface Requirement {
  readonly choices: readonly ScopeSets[];
}

/**
 * What of a field somebody is granted: all of it, only what is her own (because nothing but `customer:self` grants it), or nothing.
 */
export type Grant = 'all' | 'own' | 'none';

/** What several requirements demand together; null where none demands anything. */
export function allOf(...requirements: readonly (Requirement | null)[]): Requirement | null {
  const asked = requirements.filter((one) => one !== null);
  return asked.length === 0 ? null : { choices: asked.flatMap(({ choices }) => choices) };
}

/** What a requirement grants somebody. */
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

/** What is said to who is not granted something: to sign in, or which scopes it takes, beside what he is granted of his own. */
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
