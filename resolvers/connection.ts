import type { Page, PageRequest } from '../datasources/load/page.ts';
import type { Context } from './context.ts';
import { boundedBy } from './input.ts';

/**
 * A connection (GraphQL Cursor Connections) whose page is read when a field of it asks, once, and whose
 * count is read only where `totalCount` is asked.
 */
export class Connection<T> {
  readonly #read: () => Promise<Page<T>>;
  readonly #count: () => Promise<number>;
  #page: Promise<Page<T>> | undefined;

  constructor(read: () => Promise<Page<T>>, count: () => Promise<number>) {
    this.#read = read;
    this.#count = count;
  }

  /** The page, read at the first call. */
  page(): Promise<Page<T>> {
    return (this.#page ??= this.#read());
  }

  /** How many items the whole list has. */
  count(): Promise<number> {
    return this.#count();
  }
}

/**
 * Resolvers of every type whose name ends in `Connection`. Where the operation is over, by its time or its caller, they
 * go no further: what is nested in the items would be worked out for nobody.
 */
export const connectionFields = {
  edges: async (connection: Connection<unknown>, _args: unknown, { signal }: Context) => {
    const page = await connection.page();
    signal.throwIfAborted();
    return page.items.map((node, index) => ({ node, cursor: page.cursorAt(index) }));
  },
  nodes: async (connection: Connection<unknown>, _args: unknown, { signal }: Context) => {
    const { items } = await connection.page();
    signal.throwIfAborted();
    return items;
  },
  pageInfo: async (connection: Connection<unknown>) => {
    const { items, hasNext, hasPrevious, cursorAt } = await connection.page();
    return {
      hasNextPage: hasNext,
      hasPreviousPage: hasPrevious,
      startCursor: items.length > 0 ? cursorAt(0) : null,
      endCursor: items.length > 0 ? cursorAt(items.length - 1) : null,
    };
  },
  totalCount: (connection: Connection<unknown>) => connection.count(),
};

/** The most items a list gives at once. */
export const MAX_PAGE = 100;

/** The arguments every connection field takes. */
export interface PageArgs {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** The arguments of a connection field as a page request. Throws InputError where `first` is out of bounds. */
export function pageOf(args: PageArgs, max = MAX_PAGE): PageRequest {
  return { first: boundedBy('first', args.first, max), after: args.after ?? null };
}
