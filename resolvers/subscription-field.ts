import type { Tag } from '../datasources/cache/tier.ts';
import type { MissedChanges } from '../datasources/change-filter.ts';
import type { ReportedChange } from '../datasources/changes.ts';
import type { MaybePromise } from '../datasources/maybe-promise.ts';
import type { FilterNames } from './change-filter.ts';
import type { Context } from './context.ts';

/** A change from the log, as resolvers see it. */
export interface LoggedChange extends Omit<ReportedChange, 'key'> {
  readonly cursor: string;
  readonly system: string;
}

/** The arguments of any field. */
type AnyArgs = Readonly<Record<string, unknown>>;

/** Which changes a subscription field delivers for given arguments. `known` has the names that arguments can refer to. */
export interface ChangeSelector<Args = AnyArgs> {
  /** Tags of which every matching change carries at least one, so that all other changes can be skipped; null if any change may match. */
  readonly tagsOf: (args: Args, known: FilterNames) => readonly Tag[] | null;
  /**
   * Builds a filter from the field's arguments, which decides by the content of the change itself. Throws InputError for invalid arguments.
   */
  readonly filterOf: (args: Args, known: FilterNames) => ChangeTest;
  /** Whether changes that a system did not report may have matched. */
  readonly mayMiss: (args: Args, known: FilterNames) => (missed: MissedChanges) => boolean;
  /**
   * Builds a check of the entity's current state; null if the arguments do not need one. If the check fails with an error, the change is
   * delivered: better once too often than not at all.
   */
  readonly checkOf: (args: Args) => EntityCheck | null;
}

/** Whether to deliver a change, by its own content. */
export type ChangeTest = (change: LoggedChange) => boolean;

/** Whether to deliver a change, by the current state of its entity. */
export type EntityCheck = (change: LoggedChange, context: Context) => MaybePromise<boolean>;

const selectors = new WeakMap<object, ChangeSelector>();

/**
 * The resolvers of a subscription field. The subscription server uses {@link selectorOf} to find out which changes the field delivers, and
 * executes the operation for each with the change as the root value; `toEvent` converts it to the field's value.
 */
export function subscriptionField<Args>(
  selector: ChangeSelector<Args>,
  toEvent: (change: LoggedChange) => unknown,
) {
  const subscribe = (): never => {
    throw new Error('Subscriptions are served over WebSocket and SSE, from the log of changes.');
  };
  // The schema guarantees that the arguments have the types that codegen generated.
  selectors.set(subscribe, selector as ChangeSelector<never> as ChangeSelector);
  return { subscribe, resolve: (change: unknown) => toEvent(change as LoggedChange) } as never;
}

/** The selector that {@link subscriptionField} registered for a field's `subscribe`; undefined for any other function. */
export function selectorOf(subscribe: object): ChangeSelector | undefined {
  return selectors.get(subscribe);
}
