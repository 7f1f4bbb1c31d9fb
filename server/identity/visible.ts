import { isThenable, later, type MaybePromise } from '../../datasources/maybe-promise.ts';
import { toError } from '../../datasources/thrown.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Policies } from './policies.ts';
import { grantOf, refusalOf } from './requirement.ts';
import type { Rule } from './rule.ts';

/** What decides which objects of a field are visible. */
export interface Visibility {
  readonly rule: Rule;
  readonly policies: Policies;
  /** Whether the field itself is granted only for what is the caller's own, whatever its type. */
  readonly isOwnOnly: boolean;
}

/**
 * The part of a field's value that the caller may see, judged by the type of each object: one that is not granted becomes an error, one
 * that belongs to somebody else becomes null. Lists that must not contain null become shorter instead.
 */
export function visible(value: unknown, sight: Visibility, context: Context): unknown {
  const seen = (item: unknown): unknown => (isThenable(item) ? item.then(seenNow) : seenNow(item));
  const seenNow = (item: unknown): unknown => visibleObject(item, sight, context);
  if (!Array.isArray(value)) return seen(value);
  const items = value.map((item: unknown) => asItem(() => seen(item)));
  if (sight.rule.hasNullableItems) return items;
  return Promise.all(items).then((all) => all.filter((item) => item !== null));
}

/** Whether an object, which has an `id`, belongs to the caller. Rejects if its system does not answer. */
export function isOwn(type: string, object: unknown, context: Context): MaybePromise<boolean> {
  const { customer } = context.principal;
  const { id } = object as { readonly id: string };
  return customer !== null && later(context.ownerOf(type, id), (owner) => owner === customer);
}

function visibleObject(
  value: unknown,
  { rule: { gives }, policies, isOwnOnly }: Visibility,
  context: Context,
): unknown {
  if (value === null || value === undefined || value instanceof Error || gives === null) return value;
  const type = gives.isAbstract ? typeNameOf(value) : gives.type;
  const { requirement, isOwned } = policies.ofType(type);
  const grant = requirement === null ? 'all' : grantOf(context.principal, requirement);
  if (requirement === null || (grant === 'all' && !isOwnOnly)) return value;
  if (grant === 'none' || !isOwned) throw refusalOf(context.principal, requirement);
  return later(isOwn(type, value, context), (own) => (own ? value : null));
}

/** Objects that may be of several types carry their type (resolvers/node.ts, `_entities`). */
function typeNameOf(value: unknown): string {
  const { __typename: name } = value as { readonly __typename?: unknown };
  if (typeof name === 'string') return name;
  throw new Error('An object of an abstract type must have a "__typename", or it is unknown who may see it.');
}

/** In a list, a refused item becomes an error in its own place. */
function asItem(see: () => unknown): unknown {
  try {
    const item = see();
    return isThenable(item) ? item.then(undefined, toError) : item;
  } catch (error) {
    return toError(error);
  }
}
