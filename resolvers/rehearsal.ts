import type { Context } from './context.ts';

/** How a resolver is asked what it reads, without an answer to any of it; of most, that is to run them. */
export interface Rehearsal<Parent, Args> {
  /**
   * What it reads at most, one step after the other; each asks for what its turn needs, of any parent. The field's value is that of the
   * last.
   */
  readonly steps: readonly ((parent: Parent, args: Args, context: Context) => unknown)[];
  /** Whether more may follow, by what these find. Then nobody can say how many reads it takes. */
  readonly isOpenEnded: boolean;
}

const rehearsals = new WeakMap<object, Rehearsal<unknown, unknown>>();

/**
 * Says of a resolver how it is rehearsed, which is for one that reads by what it has read: unanswered, it would come no further than its
 * first read. Gives the resolver.
 */
export function rehearsed<Parent, Args, Value>(
  resolver: (parent: Parent, args: Args, context: Context) => Value,
  rehearsal: Rehearsal<Parent, Args>,
): (parent: Parent, args: Args, context: Context) => Value {
  rehearsals.set(resolver, rehearsal as Rehearsal<unknown, unknown>);
  return resolver;
}

/** What {@link rehearsed} was told of a resolver; undefined of all others. */
export function rehearsalOf(resolver: object): Rehearsal<unknown, unknown> | undefined {
  return rehearsals.get(resolver);
}
