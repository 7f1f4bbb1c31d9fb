import { offsetPage, offsetWindow } from '../datasources/load/offset.ts';
import { cursorAt, type Page, type PageRequest } from '../datasources/load/page.ts';
import type { Context } from './context.ts';
import { boundedBy } from './input.ts';
import { later, type MaybePromise } from '../datasources/maybe-promise.ts';

/**
 * A connection (GraphQL Cursor Connections). Its page is read once, when one of its fields needs it; its count is read only if `totalCount`
 * is selected.
 */
export class Connection<T> {
  readonly #read: () => MaybePromise<Page<T>>;
  readonly #count: () => MaybePromise<number>;
  #page: MaybePromise<Page<T>> | undefined;

  constructor(read: () => MaybePromise<Page<T>>, count: () => MaybePromise<number>) {
    this.#read = read;
    this.#count = count;
  }

  /** The page, read on the first call. */
  page(): MaybePromise<Page<T>> {
    return (this.#page ??= this.#read());
  }

  /** The number of items in the whole list. */
  count(): MaybePromise<number> {
    return this.#count();
  }
}

/**
 * Resolvers for every type whose name ends in `Connection`. They stop if the operation has timed out or its client has gone: nobody would
 * receive what is nested in the items.
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

/** The arguments that every connection field takes. */
export interface PageArgs {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** Converts the arguments of a connection field to a page request. Throws InputError if `first` is out of bounds. */
export function pageOf(args: PageArgs, { settings }: Context): PageRequest {
  return { first: boundedBy('first', args.first, settings.maxPage), after: args.after ?? null };
}

/** A list of a data source. */
interface ListSource<Query, T> {
  list(query: Query, page: PageRequest): MaybePromise<Page<T>>;
  count(query: Query): MaybePromise<number>;
}

/** A connection over what matches a query. Throws InputError like {@link pageOf}. */
export function listConnection<Query, T>(
  source: ListSource<Query, T>,
  query: Query,
  args: PageArgs,
  context: Context,
): Connection<T> {
  const page = pageOf(args, context);
  return new Connection(
    () => source.list(query, page),
    () => source.count(query),
  );
}

/**
 * A connection over a list that is short by nature: it is read whole, so counting it takes no call of its own. `kind` names the list, its
 * owner and its order. Throws InputError for a bad cursor and like {@link pageOf}.
 */
export function wholeList<T>(
  kind: string,
  read: () => MaybePromise<readonly T[]>,
  args: PageArgs,
  context: Context,
): Connection<T> {
  const window = offsetWindow(pageOf(args, context), kind);
  const end = window.offset + window.first;
  return new Connection(
    () => later(read(), (all) => offsetPage(window, kind, all.slice(window.offset, end), all.length > end)),
    () => later(read(), ({ length }) => length),
  );
}
