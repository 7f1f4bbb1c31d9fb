import { isObjectType, type GraphQLFieldMap, type GraphQLSchema } from 'graphql';
import { later } from '../../datasources/maybe-promise.ts';
import type { Context } from '../../resolvers/context.ts';
import { wrap, type Resolver } from '../graph/wrapped.ts';
import { onlyOwn } from './owned-argument.ts';
import { setPolicies, type Policies } from './policies.ts';
import { grantOf, refusalOf, type Requirement } from './requirement.ts';
import { ruleOf, type Rule } from './rule.ts';
import { isOwn, visible } from './visible.ts';

/**
 * Guards a schema by policies: a field that is not granted is null with an error of its own, and everything else is answered (Apollo
 * Federation, `@authenticated` and `@requiresScopes`; the requirement of a type applies to every field that returns it). Callers that are
 * granted something only by `customer:self` get what is their own; for them, everything else does not exist.
 */
export function guard(schema: GraphQLSchema, policies: Policies): void {
  setPolicies(schema, policies);
  for (const type of Object.values(schema.getTypeMap())) {
    // The introspection types belong to graphql-js and are shared by all schemas.
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields() as GraphQLFieldMap<unknown, Context>)) {
      const rule = ruleOf(policies, type.name, field);
      if (!rule) continue;
      const around = (inner: Resolver) => guarded(rule, policies, inner);
      guards.set(field, around);
      wrap(field, around);
    }
  }
}

const guards = new WeakMap<object, (inner: Resolver) => Resolver>();

/** What wraps the resolver of a guarded field, for another executor than graphql-js; undefined if the field is for everybody. */
export function guardOf(field: object): ((inner: Resolver) => Resolver) | undefined {
  return guards.get(field);
}

function guarded(rule: Rule, policies: Policies, inner: Resolver): Resolver {
  const { requirement, gives } = rule;
  return (source, args, context, info) => {
    const { principal } = context;
    if (principal.isOpen) return inner(source, args, context, info);
    const grant = requirement === null ? 'all' : grantOf(principal, requirement);
    if (requirement !== null && grant === 'none') throw refusalOf(principal, requirement);
    const ask = (asked: Record<string, unknown>) => {
      const value: unknown = inner(source, asked, context, info);
      // What is granted in full needs no check of each object, unless these may be of several types.
      return gives === null || (grant === 'all' && !gives.isAbstract)
        ? value
        : later(value, (found) => visible(found, { rule, policies, isOwnOnly: grant === 'own' }, context));
    };
    return requirement === null || grant === 'all'
      ? ask(args)
      : askOwn(rule, requirement, source, args, context, ask);
  };
}

/** Resolves a field that is granted only for what is the caller's own. If the owner cannot be determined, it is refused. */
function askOwn(
  { ownedBy, ownedParent, gives }: Rule,
  requirement: Requirement,
  source: unknown,
  args: Record<string, unknown>,
  context: Context,
  ask: (args: Record<string, unknown>) => unknown,
): unknown {
  const { principal } = context;
  // Only callers with an effective scope `customer:self` get here, so there is a customer.
  if (ownedBy !== null) return ask(onlyOwn(args, ownedBy, principal.customer ?? ''));
  const refuse = (): never => {
    throw refusalOf(principal, requirement);
  };
  if (ownedParent !== null)
    return later(isOwn(ownedParent, source, context), (own) => (own ? ask(args) : refuse()));
  return gives === null ? refuse() : ask(args);
}
