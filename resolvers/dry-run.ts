import type { Context } from './context.ts';

/** How to find out what a resolver reads, in a dry run in which no read is answered. Most resolvers are simply run. */
export interface DryRunSteps<Parent, Args> {
  /**
   * The most that it reads, one step after the other. Each step requests what it needs, for any parent. The last one has the field's value.
   */
  readonly steps: readonly ((parent: Parent, args: Args, context: Context) => unknown)[];
  /** Whether more reads may follow, depending on what these find. The total cannot be known then. */
  readonly isOpenEnded: boolean;
}

const dryRuns = new WeakMap<object, DryRunSteps<unknown, unknown>>();

/**
 * Attaches a dry run to a resolver whose reads depend on earlier reads: without answers, it would never get past its first read. Returns
 * the resolver.
 */
export function withDryRun<Parent, Args, Value>(
  resolver: (parent: Parent, args: Args, context: Context) => Value,
  dryRun: DryRunSteps<Parent, Args>,
): (parent: Parent, args: Args, context: Context) => Value {
  dryRuns.set(resolver, dryRun as DryRunSteps<unknown, unknown>);
  return resolver;
}

/** The dry run that {@link withDryRun} attached to a resolver; undefined for all others. */
export function dryRunOf(resolver: object): DryRunSteps<unknown, unknown> | undefined {
  return dryRuns.get(resolver);
}
