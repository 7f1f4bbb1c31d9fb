import { InputError, mapOutcome } from '../../datasources/errors.ts';
import type { Domain } from '../domain.ts';
import { ownList } from '../own-list.ts';
import { payloadOf } from '../mutation.ts';
import type { PublishedDocument } from './admin.ts';

/** The most documents or hashes per call, which also has to fit in the request size limit. */
const MOST = 1_000;

/** The safe list of operations, for operators. Owns no entity. */
export const operation: Domain = {
  systems: [],
  entities: {},
  isOfProcess: true,
  resolvers: {
    Query: {
      publishedOperations: (_, args, context) => {
        const { operations } = context.admin();
        return ownList('operation', () => operations.list(), toGraphQL, args);
      },
    },
    Mutation: {
      operationsPublish: async (_, { documents }, context) => {
        const outcome = await context.admin().operations.publish(bounded('documents', documents));
        return payloadOf(
          'operations',
          mapOutcome(outcome, (published) => published.map(toGraphQL)),
          [],
        );
      },
      operationsRemove: async (_, { hashes }, context) => {
        const count = await context.admin().operations.remove(bounded('hashes', hashes));
        return { count, userErrors: [] };
      },
    },
  },
};

function toGraphQL({ id, names, document, createdAt }: PublishedDocument) {
  return { hash: id, names, document, publishedAt: new Date(createdAt) };
}

function bounded<T>(name: string, items: readonly T[]): readonly T[] {
  if (items.length <= MOST) return items;
  throw new InputError(`"${name}" must be at most ${MOST}, got ${items.length}. Send them in several calls.`);
}
