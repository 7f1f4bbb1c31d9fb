import { decodeCursor, encodeCursor } from '../datasources/load/cursor.ts';
import type { PageRequest } from '../datasources/load/page.ts';
import { Connection, type PageArgs } from './connection.ts';
import { boundedBy } from './input.ts';

/** The most items that a list of the gateway's own returns at once. MAX_PAGE_SIZE must suit systems; these come from none. */
const MAX_OWN_PAGE = 100;

/** An item listed by creation time, so that a deletion does not shift pages. */
interface Made {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Converts the arguments of a list of the gateway's own to a page request. Throws InputError if `first` is out of bounds. */
export function ownPageOf({ first, after }: PageArgs): PageRequest {
  return { first: boundedBy('first', first, MAX_OWN_PAGE), after: after ?? null };
}

/**
 * A connection over a list of the gateway's own, oldest first, which is short enough to be read at once. `kind` names the list; `show`
 * converts an item to its form in the graph.
 */
export function ownList<T extends Made, Shown>(
  kind: string,
  list: () => Promise<readonly T[]>,
  show: (item: T) => Shown,
  args: PageArgs,
): Connection<Shown> {
  const { first, after } = ownPageOf(args);
  const isLater = after === null ? () => true : laterThan(kind, after);
  return new Connection(
    async () => {
      const all = await list();
      const rest = all.filter(isLater);
      const items = rest.slice(0, first);
      const cursors = items.map(({ createdAt, id }) => encodeCursor(kind, createdAt, id));
      return {
        items: items.map(show),
        hasNext: rest.length > first,
        hasPrevious: rest.length < all.length,
        cursors: { is: 'listed', cursors },
      };
    },
    async () => (await list()).length,
  );
}

function laterThan(kind: string, cursor: string): (item: Made) => boolean {
  const [at, id] = decodeCursor(kind, cursor).map(String);
  return ({ createdAt, id: own }) => createdAt > Number(at) || (createdAt === Number(at) && own > String(id));
}
