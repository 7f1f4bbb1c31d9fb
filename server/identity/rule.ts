import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import type { OwnedArgument } from './owned-argument.ts';
import type { Policies } from './policies.ts';
import { allOf, type Requirement } from './requirement.ts';

/** The properties of a field that determine how it is guarded. */
type Shape = Pick<GraphQLField<unknown, unknown>, 'name' | 'args' | 'type'>;

/** How a field of an object is guarded. */
export interface Rule {
  /** What access requires, according to the field and the type it returns; null for nothing. */
  readonly requirement: Requirement | null;
  /** The argument that names the customer; null if there is none. */
  readonly ownedBy: OwnedArgument | null;
  /** The parent type, if it belongs to a customer; null otherwise. */
  readonly ownedParent: string | null;
  /** The type of the returned objects, if they must be checked one by one; null if not. */
  readonly gives: { readonly type: string; readonly isAbstract: boolean } | null;
  /** For a list: whether its items may be null. */
  readonly hasNullableItems: boolean;
}

/** How a field of the object type `parent` is guarded; null if it is for everybody. Throws if `@ownedBy` names no existing argument. */
export function ruleOf(policies: Policies, parent: string, field: Shape): Rule | null {
  const { requirement: own, ownedBy } = policies.ofField(parent, field.name);
  const type = getNamedType(field.type);
  const given = policies.ofType(type.name);
  const requirement = allOf(own, given.requirement);
  const isAbstract = isAbstractType(type);
  if (requirement === null && !isAbstract) return null;
  const list = getNullableType(field.type);
  return {
    requirement,
    ownedBy: ownedBy === null ? null : argumentAt(ownedBy, parent, field),
    ownedParent: policies.ofType(parent).isOwned ? parent : null,
    gives: given.isOwned || isAbstract ? { type: type.name, isAbstract } : null,
    hasNullableItems: isListType(list) && !isNonNullType(list.ofType),
  };
}

function argumentAt(place: string, parent: string, { name, args }: Shape): OwnedArgument {
  const path = place.split('.');
  const type = path.slice(1).reduce<GraphQLInputType | undefined>(
    (outer, part) => {
      const inner = outer && getNullableType(outer);
      return isInputObjectType(inner) ? inner.getFields()[part]?.type : undefined;
    },
    args.find((argument) => argument.name === path[0])?.type,
  );
  if (!type)
    throw new Error(`@ownedBy of ${parent}.${name} names "${place}", which is none of its arguments.`);
  return { path, isList: isListType(getNullableType(type)) };
}
