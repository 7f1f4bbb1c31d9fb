import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { demandOf } from './demand.ts';
import type { Provenance } from './provenance.ts';

/** Applies `@freshness`, and reports in `extensions.provenance` which parts of an answer are stale. */
export function freshness(schema: GraphQLSchema, provenance: Provenance): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ request, operation, contextValue }) {
          if (operation) contextValue.reads.demand = demandOf(schema, operation, request.variables ?? {});
        },
        async willSendResponse({ request, document, operation, response: { body }, contextValue }) {
          // Finding the stale parts requires running the operation again, which a write must never be.
          if (!document || operation?.operation !== OperationTypeNode.QUERY || body.kind !== 'single') return;
          if (contextValue.reads.standIns.size === 0) return;
          const { operationName = null, variables = {} } = request;
          const ran = { document, operationName, variables, root: undefined };
          const parts = await provenance.of(ran, contextValue);
          if (parts.length === 0) return;
          body.singleResult.extensions = { ...body.singleResult.extensions, provenance: parts };
        },
      };
    },
  };
}
