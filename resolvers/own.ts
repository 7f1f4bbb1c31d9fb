import type { Context } from './context.ts';

/** Where the records of an entity come from, or what belongs to an entity. */
export interface Records {
  /** The record where the request has it, null where there is none; undefined where it must be loaded. */
  peek(id: string): object | null | undefined;
  /**
   * Asks for one that is not here, together with all that is asked for in this tick. When the promise, which may be the same for
   * all of them, resolves, `peek` has it; where it could not be read, it rejects, or the next `want` of it throws.
   */
  want(id: string): Promise<unknown>;
}

/** What is known of a resolver that gives a part of its entity's own record, or of what belongs to it, and does nothing else. */
export interface Own {
  /** The records, in one request. The same function for all fields of one entity. */
  readonly records: (context: Context) => Records;
  /** The field's value; depends on the record alone. */
  pick(record: object): unknown;
}

const owns = new WeakMap<object, Own>();
const ofReference = new WeakSet<object>();

/** Marks a resolver as one that gives a part of its entity's record, or of what belongs to it. Gives the resolver. */
export function markOwn<Resolver extends object>(resolver: Resolver, own: Own): Resolver {
  owns.set(resolver, own);
  return resolver;
}

/** What {@link markOwn} said of a resolver; undefined of all others. */
export function ownOf(resolver: object): Own | undefined {
  return owns.get(resolver);
}

/** Marks a resolver that needs nothing but the id of its parent: no arguments and no context. Gives the resolver. */
export function markOfReference<Resolver extends object>(resolver: Resolver): Resolver {
  ofReference.add(resolver);
  return resolver;
}

/** Whether {@link markOfReference} was said of a resolver. */
export function isOfReference(resolver: object): boolean {
  return ofReference.has(resolver);
}
