import { cursorAt, type Page, type PageRequest } from '../datasources/load/page.ts';
import type { Context } from './context.ts';
import { boundedBy } from './input.ts';
import { later, type MaybePromise } from '../datasources/maybe-promise.ts';

/**
 * A connection (GraphQL Cursor Connections) whose page is read when a field of it asks, once, and whose
 * count is read only where `totalCount` is asked.
 */
export class Connection<T> {
  readonly #read: () => MaybePromise<Page<T>>;
  readonly #count: () => MaybePromise<number>;
  #page: MaybePromise<Page<T>> | undefined;

  constructor(read: () => MaybePromise<Page<T>>, count: () => MaybePromise<number>) {
    this.#read = read;
    this.#count = count;
  }

  /** The page, read at the first call. */
  page(): MaybePromise<Page<T>> {
    return (this.#page ??= this.#read());
  }

  /** How many items the whole list has. */
  count(): MaybePromise<number> {
    return this.#count();
  }
}

/**
 * Resolvers of every type whose name ends in `Connection`. Where the operation is over, by its time or its caller, they
 * go no further: what is nested in the items would be worked out for nobody.
 */
export const connectionFields = {
  edges: (connection: Connection<unknown>, _args: unknown, { signal }: Context) =>
    later(connection.page(), (page) => {
      signal.throwIfAborted();
      return page.items.map((node, index) => ({ node, cursor: cursorAt(page, index) }));
    }),
  nodes: (connection: Connection<unknown>, _args: unknown, { signal }: Context) =>
    later(connection.page(), ({ items }) => {
      signal.throwIfAborted();
      return items;
    }),
  pageInfo: (connection: Connection<unknown>) =>
    later(connection.page(), (page) => ({
      hasNextPage: page.hasNext,
      hasPreviousPage: page.hasPrevious,
      startCursor: page.items.length > 0 ? cursorAt(page, 0) : null,
      endCursor: page.items.length > 0 ? cursorAt(page, page.items.length - 1) : null,
    })),
  totalCount: (connection: Connection<unknown>) => connection.count(),
};

/** The arguments every connection field takes. */
export interface PageArgs {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** The arguments of a connection field as a page request. Throws InputError where `first` is out of bounds. */
export function pageOf(args: PageArgs, { settings }: Context): PageRequest {
  return { first: boundedBy('first', args.first, settings.maxPage), after: args.after ?? null };
}
