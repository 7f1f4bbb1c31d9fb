import type { Id } from '../datasources/ids.ts';
import { EMPTY_PAGE } from '../datasources/load/page.ts';
import { Connection, pageOf, type PageArgs } from './connection.ts';
import type { Context } from './context.ts';

/**
 * An owner's own list, such as the customers of a territory. Its filter may name an owner too, like that of the list of all; if it names a
 * different one, nothing matches. Throws InputError like {@link pageOf}.
 */
export function ofOwner<Entity extends string, T>(
  owner: Id<Entity>,
  named: Id<Entity> | null,
  args: PageArgs,
  context: Context,
  list: () => Connection<T>,
): Connection<T> {
  if (named === null || named === owner) return list();
  pageOf(args, context);
  return new Connection<T>(
    () => EMPTY_PAGE,
    () => 0,
  );
}
