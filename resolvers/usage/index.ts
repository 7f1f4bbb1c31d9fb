import { InputError } from '../../datasources/errors.ts';
import type { Domain } from '../domain.ts';
import { boundedBy } from '../input.ts';
import type { ClientUse, FieldUse, Use } from './admin.ts';

const MAX_DAYS = 400;

/** Which clients use which fields, for operators. Owns no entity. */
export const usage: Domain = {
  systems: [],
  entities: {},
  isOfProcess: true,
  resolvers: {
    Query: {
      fieldUsage: async (_, { field, days }, context) => {
        const { usage: uses } = context.admin();
        if (!uses.isCounted(field)) {
          throw new InputError(
            `Expected a field or argument of the schema, such as "Customer.email" or "Query.orders(first:)", got "${field.slice(0, 100)}". Input fields and enum values are counted once they are deprecated.`,
          );
        }
        const [use] = await uses.of([field], boundedBy('days', days, MAX_DAYS));
        return use ? toGraphQL(use) : null;
      },
      deprecatedFieldUsage: async (_, { days }, context) => {
        const { usage: uses } = context.admin();
        return (await uses.of(uses.deprecated, boundedBy('days', days, MAX_DAYS))).map(toGraphQL);
      },
    },
  },
};

function toGraphQL({ clients, ...use }: FieldUse) {
  const requests = clients.reduce((sum, client) => sum + client.requests, 0);
  return { ...use, requests, clients: clients.map(clientToGraphQL) };
}

function clientToGraphQL({ operations, ...client }: ClientUse) {
  return { ...dated(client), operations: operations.map(dated) };
}

function dated<T extends Use>(use: T) {
  return { ...use, lastSeen: new Date(use.lastSeen) };
}
