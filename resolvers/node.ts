import { InputError } from '../datasources/errors.ts';
import type { Context } from './context.ts';
import type { Domain } from './domain.ts';
import { fromGlobalId, noGlobalId } from './global-id.ts';

/** Access by global id to everything that has one. Owns nothing itself: each look-up goes to the entity's own domain. */
export const node: Domain = {
  systems: [],
  entities: {},
  resolvers: {
    Query: {
      node: (_, { id }, context) => entityOf(id, context) as never,
      nodes: (_, { ids }, context) => {
        const { maxPage } = context.settings;
        if (ids.length > maxPage)
          throw new InputError(`"ids" must be at most ${maxPage}, got ${ids.length}.`);
        return ids.map((id) => entityOf(id, context)) as never;
      },
    },
  },
};

/** Looks up an entity by global id. Rejects rather than throws, so that among many ids a malformed one fails alone. */
function entityOf(globalId: string, context: Context): ReturnType<Context['entity']> {
  const found = fromGlobalId(globalId);
  if (found) return context.entity(found.typeName, found.id);
  return Promise.reject(noGlobalId(globalId));
}
