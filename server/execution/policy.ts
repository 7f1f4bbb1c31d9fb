import {
  getNamedType,
  Kind,
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { Context } from '../../resolvers/context.ts';

/** Who may cache an answer: everybody, or only its own caller. */
export type Scope = 'PUBLIC' | 'PRIVATE';

/** How long an answer may be cached, in seconds, and by whom; null if nothing in it says how long. */
export interface CachePolicy {
  readonly maxAge: number | null;
  readonly scope: Scope;
}

/** The combined hints of all fields of an object: the shortest time, in seconds; Infinity if none sets one. */
export interface Hint {
  readonly maxAge: number;
  readonly isPrivate: boolean;
}

/** Combines two hints; undefined is no hint. */
export function bothHints(one: Hint | undefined, other: Hint | undefined): Hint | undefined {
  if (!one || !other) return one ?? other;
  return { maxAge: Math.min(one.maxAge, other.maxAge), isPrivate: one.isPrivate || other.isPrivate };
}

/**
 * The `@cacheControl` of a field; what it leaves open is taken from the type of its value (as in Apollo Server). Undefined if neither says
 * anything; such a field changes nothing.
 */
export function hintOfField(schema: GraphQLSchema, field: GraphQLField<unknown, Context>): Hint | undefined {
  const own = directiveIn(field.astNode?.directives);
  const ofType = directiveOfType(schema, getNamedType(field.type));
  return hintFrom(own.maxAge ?? ofType.maxAge, own.scope ?? ofType.scope);
}

/** The `@cacheControl` of a type; undefined if it has none. */
export function hintOfType(schema: GraphQLSchema, type: GraphQLNamedType): Hint | undefined {
  const { maxAge, scope } = directiveOfType(schema, type);
  return hintFrom(maxAge, scope);
}

interface Directive {
  readonly maxAge?: number | undefined;
  readonly scope?: string | undefined;
}

function directiveOfType(schema: GraphQLSchema, { name }: GraphQLNamedType): Directive {
  const type = schema.getType(name);
  const nodes = type ? [type.astNode, ...type.extensionASTNodes] : [];
  return directiveIn(nodes.flatMap((node) => node?.directives ?? []));
}

function directiveIn(directives: readonly ConstDirectiveNode[] = []): Directive {
  const found = directives.find(({ name }) => name.value === 'cacheControl');
  const valueOf = (name: string) => found?.arguments?.find((argument) => argument.name.value === name)?.value;
  const [maxAge, scope] = [valueOf('maxAge'), valueOf('scope')];
  return {
    maxAge: maxAge?.kind === Kind.INT ? Number(maxAge.value) : undefined,
    scope: scope?.kind === Kind.ENUM ? scope.value : undefined,
  };
}

function hintFrom(maxAge: number | undefined, scope: string | undefined): Hint | undefined {
  if (maxAge === undefined && scope === undefined) return undefined;
  return { maxAge: maxAge ?? Infinity, isPrivate: scope === 'PRIVATE' };
}
