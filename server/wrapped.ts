import { defaultFieldResolver, type GraphQLField, type GraphQLFieldResolver } from 'graphql';
import type { Context } from '../resolvers/context.ts';

/** A resolver as the engine calls it. */
export type Resolver = GraphQLFieldResolver<unknown, Context, Record<string, unknown>>;

type Field = Pick<GraphQLField<unknown, Context>, 'resolve'>;

/** What a resolver that others were put around is made of. */
interface Wrapped {
  /** What it is directly around. */
  readonly inner: Resolver;
  /** The resolver as its domain wrote it; undefined where the field had none. */
  readonly original: Resolver | undefined;
}

const wrappers = new WeakMap<object, Wrapped>();

/** Puts something around the resolver of a field. May be done again, by others. Gives what the field has then. */
export function wrap(field: Field, around: (inner: Resolver) => Resolver): Resolver {
  const inner = field.resolve ?? defaultFieldResolver;
  const wrapper = around(inner);
  wrappers.set(wrapper, { inner, original: originalOf(field) });
  field.resolve = wrapper;
  return wrapper;
}

/** The resolver of a field as its domain wrote it, without what is around it; undefined where it has none. */
export function originalOf({ resolve }: Field): Resolver | undefined {
  const wrapped = resolve && wrappers.get(resolve);
  return wrapped ? wrapped.original : resolve;
}

/** What a wrapping resolver is directly around; any other itself. */
export function innerOf(resolver: Resolver): Resolver {
  return wrappers.get(resolver)?.inner ?? resolver;
}
