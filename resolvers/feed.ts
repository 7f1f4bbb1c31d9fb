import type { Tag } from '../datasources/cache/tier.ts';
import type { MissedChanges } from '../datasources/change-filter.ts';
import type { ToldChange } from '../datasources/changes.ts';
import type { MaybePromise } from '../datasources/maybe-promise.ts';
import type { Nameable } from './change-filter.ts';
import type { Context } from './context.ts';

/** A change of the log, as resolvers see it. */
export interface LoggedChange extends Omit<ToldChange, 'key'> {
  readonly cursor: string;
  readonly system: string;
}

/** The arguments of any field. */
type AnyArgs = Readonly<Record<string, unknown>>;

/** Which changes a subscription field with these arguments tells. `known` is what can be named of what happens in the systems. */
export interface Feed<Args = AnyArgs> {
  /** The tags of which a change that is to be told touches at least one, so that all others need not be looked at; null for any. */
  readonly tagsOf: (args: Args, known: Nameable) => readonly Tag[] | null;
  /**
   * A filter made of the field's arguments: whether a change is to be told, by what it says of itself. Throws InputError on arguments
   * that make no sense.
   */
  readonly filterOf: (args: Args, known: Nameable) => FeedFilter;
  /** Whether what a system did not tell of may have been to be told. */
  readonly mayMiss: (args: Args, known: Nameable) => (missed: MissedChanges) => boolean;
  /**
   * Whether it is to be told, by what it happened to is now; null where the arguments do not ask about that. Where this fails, the change
   * is told: better once too often than not at all.
   */
  readonly checkOf: (args: Args) => FeedCheck | null;
}

/** Whether a change is to be told, by what it says of itself. */
export type FeedFilter = (change: LoggedChange) => boolean;

/** Whether it is to be told, by what it happened to is now. */
export type FeedCheck = (change: LoggedChange, context: Context) => MaybePromise<boolean>;

const feeds = new WeakMap<object, Feed>();

/**
 * The resolvers of a subscription field. Who serves subscriptions asks {@link feedOf} which changes the field tells, and runs the
 * operation for each, with the change as root; `tell` makes the field's value of it.
 */
export function feed<Args>(described: Feed<Args>, tell: (change: LoggedChange) => unknown) {
  const subscribe = (): never => {
    throw new Error('Subscriptions are served over WebSocket and SSE, from the log of changes.');
  };
  // The schema sees to it that the field's arguments are what codegen says.
  feeds.set(subscribe, described as Feed<never> as Feed);
  return { subscribe, resolve: (change: unknown) => tell(change as LoggedChange) } as never;
}

/** What {@link feed} was told of a field's `subscribe`; undefined of all others. */
export function feedOf(subscribe: object): Feed | undefined {
  return feeds.get(subscribe);
}
