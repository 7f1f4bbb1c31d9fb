import { defaultFieldResolver, type GraphQLField, type GraphQLFieldResolver } from 'graphql';
import type { Context } from '../../resolvers/context.ts';

/** A resolver as the engine calls it. */
export type Resolver = GraphQLFieldResolver<unknown, Context, Record<string, unknown>>;

type Field = Pick<GraphQLField<unknown, Context>, 'resolve'>;

/** What a wrapping resolver consists of. */
interface Wrapped {
  /** The resolver it wraps directly. */
  readonly inner: Resolver;
  /** The resolver as its domain wrote it; undefined if the field had none. */
  readonly original: Resolver | undefined;
}

const wrappers = new WeakMap<object, Wrapped>();

/** Wraps the resolver of a field and returns the new one. A field may be wrapped several times. */
export function wrap(field: Field, around: (inner: Resolver) => Resolver): Resolver {
  const inner = field.resolve ?? defaultFieldResolver;
  const wrapper = around(inner);
  wrappers.set(wrapper, { inner, original: originalOf(field) });
  field.resolve = wrapper;
  return wrapper;
}

/** The resolver of a field as its domain wrote it, without any wrappers; undefined if it has none. */
export function originalOf({ resolve }: Field): Resolver | undefined {
  const wrapped = resolve && wrappers.get(resolve);
  return wrapped ? wrapped.original : resolve;
}

/** The resolver that a wrapper wraps directly; any other resolver is returned unchanged. */
export function innerOf(resolver: Resolver): Resolver {
  return wrappers.get(resolver)?.inner ?? resolver;
}
