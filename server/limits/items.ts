import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  type GraphQLError,
  type GraphQLField,
  type GraphQLFieldMap,
  type GraphQLSchema,
} from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { requestRefusal } from '../errors.ts';
import { innerOf, wrap, type Resolver } from '../graph/wrapped.ts';

/** Counts the list items of operations, so that an operation that requests too many ends early. */
export interface ItemCounter {
  /** Whether the operation of this context has exceeded the limit; its result is then incomplete and must not be returned. */
  readonly isExceeded: (context: Context) => boolean;
  /** The refusal that takes the place of such a result; null if the limit has not been exceeded. */
  readonly faultOf: (context: Context) => GraphQLError | null;
}

/**
 * Limits the total number of items that one operation takes from all lists of objects in this schema. The cost computed in advance is a
 * guess if no argument sets the length of a list: `orders { lines { product { orders { … } } } }` can return many times as much, makes only
 * a few calls to systems, because nothing is requested twice, and would fill the memory with its answer. Past the limit lists are empty,
 * which ends the operation soon.
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
    // The introspection types belong to graphql-js and are shared by all schemas.
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const fields = type.getFields() as GraphQLFieldMap<unknown, Context>;
    for (const field of Object.values(fields)) if (isListOfObjects(field)) watch(field, take);
  }
  const isExceeded = (context: Context) => (counts.get(context) ?? 0) > limit;
  const message = `The answer holds more than ${limit} list items. Ask for less at once.`;
  const faultOf = (context: Context) =>
    isExceeded(context) ? requestRefusal('OPERATION_TOO_LARGE', message) : null;
  return { isExceeded, faultOf };
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

/** The resolver of a field without the item counter, for running an operation once more. */
export function withoutItemLimit({
  resolve = defaultFieldResolver,
}: Pick<GraphQLField<unknown, Context>, 'resolve'>): Resolver {
  return counters.has(resolve) ? innerOf(resolve) : resolve;
}

/** Whether the items of this field count. */
export function isListOfObjects({ type }: GraphQLField<unknown, Context>): boolean {
  return isListType(getNullableType(type)) && isCompositeType(getNamedType(type));
}
