import { decodeCursor, encodeCursor } from '../datasources/load/cursor.ts';
import { Connection, pageOf, type PageArgs } from './connection.ts';
import type { Context } from './context.ts';

/** An item listed by creation time, so that a deletion does not shift pages. */
interface Made {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Pages through all of `list`, oldest first, converting each item with `show`. The list is short enough to be read at once. */
export function listed<T extends Made, Shown>(
  kind: string,
  list: () => Promise<readonly T[]>,
  show: (item: T) => Shown,
  args: PageArgs,
  context: Context,
): Connection<Shown> {
  const { first, after } = pageOf(args, context);
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
