import type { Tag } from '../datasources/cache/tier.ts';
import type { MissedChanges } from '../datasources/change-filter.ts';
import type { ToldChange } from '../datasources/changes.ts';
import type { MaybePromise } from '../datasources/maybe-promise.ts';
import type { Context } from './context.ts';

/** A change of the log, as resolvers see it. */
export interface LoggedChange extends Omit<ToldChange, 'key'> {
  readonly cursor: string;
  readonly system: string;
}

/** Which changes a subscription field tells. */
export interface Feed {
  /** The tags of which a change that is to be told touches at least one, so that all others need not be looked at; null for any. */
  readonly tagsOf: (args: never) => readonly Tag[] | null;
  /**
   * A filter made of the field's arguments: whether a change is to be told, by what it says of itself. Throws InputError on arguments
   * that make no sense.
   */
  readonly filterOf: (args: never) => FeedFilter;
  /** Whether what a system did not tell of may have been to be told. */
  readonly mayMiss: (args: never) => (missed: MissedChanges) => boolean;
  /**
   * Whether it is to be told, by what it happened to is now; null where the arguments do not ask about that. Where this fails, the change
   * is told: better once too often than not at all.
   */
  readonly checkOf: (args: never) => FeedCheck | null;
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
export function feed(described: Feed, tell: (change: LoggedChange) => unknown) {
  const subscribe = (): never => {
    throw new Error('Subscriptions are served over WebSocket and SSE, from the log of changes.');
  };
  feeds.set(subscribe, described);
  return { subscribe, resolve: (change: unknown) => tell(change as LoggedChange) } as never;
}

/** What {@link feed} was told of a field's `subscribe`; undefined of all others. */
export function feedOf(subscribe: object): Feed | undefined {
  return feeds.get(subscribe);
}
