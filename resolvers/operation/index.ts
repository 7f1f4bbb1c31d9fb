import { InputError, mapOutcome } from '../../datasources/errors.ts';
import type { Domain } from '../domain.ts';
import { listed } from '../listed.ts';
import { payloadOf } from '../mutation.ts';
import type { PublishedDocument } from './admin.ts';

/** So many in one call, which its client has to send within the size of a request anyway. */
const MOST = 1_000;

/** The operations that may be asked, for operators. It owns no entity. */
export const operation: Domain = {
  systems: [],
  entities: {},
  isOfProcess: true,
  resolvers: {
    Query: {
      publishedOperations: (_, args, context) => {
        const { operations } = context.admin();
        return listed('operation', () => operations.list(), shown, args, context);
      },
    },
    Mutation: {
      operationsPublish: async (_, { documents }, context) => {
        const outcome = await context.admin().operations.publish(bounded('documents', documents));
        return payloadOf(
          'operations',
          mapOutcome(outcome, (published) => published.map(shown)),
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

function shown({ id, names, document, createdAt }: PublishedDocument) {
  return { hash: id, names, document, publishedAt: new Date(createdAt) };
}

function bounded<T>(name: string, items: readonly T[]): readonly T[] {
  if (items.length <= MOST) return items;
  throw new InputError(`"${name}" must be at most ${MOST}, got ${items.length}. Send them in several calls.`);
}
