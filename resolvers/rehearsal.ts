import type { Context } from './context.ts';

/** How to find out what a resolver reads, in a dry run in which no read is answered. Most resolvers are simply run. */
export interface Rehearsal<Parent, Args> {
  /**
   * The most that it reads, one step after the other. Each step requests what it needs, for any parent. The last one has the field's value.
   */
  readonly steps: readonly ((parent: Parent, args: Args, context: Context) => unknown)[];
  /** Whether more reads may follow, depending on what these find. The total cannot be known then. */
  readonly isOpenEnded: boolean;
}

const rehearsals = new WeakMap<object, Rehearsal<unknown, unknown>>();

/**
 * Attaches a rehearsal to a resolver whose reads depend on earlier reads: without answers, it would never get past its first read. Returns
 * the resolver.
 */
export function rehearsed<Parent, Args, Value>(
  resolver: (parent: Parent, args: Args, context: Context) => Value,
  rehearsal: Rehearsal<Parent, Args>,
): (parent: Parent, args: Args, context: Context) => Value {
  rehearsals.set(resolver, rehearsal as Rehearsal<unknown, unknown>);
  return resolver;
}

/** The rehearsal that {@link rehearsed} attached to a resolver; undefined for all others. */
export function rehearsalOf(resolver: object): Rehearsal<unknown, unknown> | undefined {
  return rehearsals.get(resolver);
}
