import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldMap,
  type GraphQLSchema,
} from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { innerOf, wrap, type Resolver } from '../wrapped.ts';

/** Counts the items of lists that operations take, so that one which asks for too many ends early. */
export interface ItemCounter {
  /** Whether the operation of this context has come past the limit; what it has is not all, and not to be shown. */
  readonly isExceeded: (context: Context) => boolean;
}

/**
 * Sets a limit to the items that one operation takes out of all lists of objects in this schema. What is counted before
 * it runs is a guess where no argument tells the length of a list: `orders { lines { product { orders { … } } } }`
 * can come to many times that, costs the systems a few calls only, as nothing is asked for twice, and would fill
 * the memory with its answer. Past the limit lists are empty, which ends the operation soon.
 */
export function limitItems(schema: GraphQLSchema, limit: number): ItemCounter {
  const counts = new WeakMap<Context, number>();
  const take = (value: unknown, context: Context): unknown => {
    if (!Array.isArray(value)) return value;
    const count = (counts.get(context) ?? 0) + value.length;
    counts.set(context, count);
    return count > limit ? [] : value;
  };
  for (const type of Object.values(schema.getTypeMap())) {
    // The types of introspection belong to graphql-js and are shared by all schemas.
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const fields = type.getFields() as GraphQLFieldMap<unknown, Context>;
    for (const field of Object.values(fields)) if (isListOfObjects(field)) watch(field, take);
  }
  return { isExceeded: (context) => (counts.get(context) ?? 0) > limit };
}

function watch(
  field: GraphQLField<unknown, Context>,
  take: (value: unknown, context: Context) => unknown,
): void {
  const counter = wrap(field, (resolve) => (source, args, context, info) => {
    const value: unknown = resolve(source, args, context, info);
    return value instanceof Promise ? value.then((list) => take(list, context)) : take(value, context);
  });
  counters.add(counter);
}

const counters = new WeakSet<object>();

/** The resolver of a field without what counts its items, for who runs an operation once more. */
export function uncounted({
  resolve = defaultFieldResolver,
}: Pick<GraphQLField<unknown, Context>, 'resolve'>): Resolver {
  return counters.has(resolve) ? innerOf(resolve) : resolve;
}

/** Whether the items of this field count. */
export function isListOfObjects({ type }: GraphQLField<unknown, Context>): boolean {
  return isListType(getNullableType(type)) && isCompositeType(getNamedType(type));
}
