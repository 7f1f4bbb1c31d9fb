import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { demandOf, hasDemand } from './demand.ts';
import type { Provenance } from './provenance.ts';

/** Heeds `@freshness`, and says in `extensions.provenance` which parts of an answer are stale. */
export function freshness(schema: GraphQLSchema, provenance: Provenance): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ request, requestIsBatched, operation, contextValue }) {
          if (!operation) return;
          if (requestIsBatched) refuseDemand(operation);
          else contextValue.reads.demand = demandOf(schema, operation, request.variables ?? {});
        },
        async willSendResponse({
          request,
          requestIsBatched,
          document,
          operation,
          response: { body },
          contextValue,
        }) {
          // To find out where something stood in, an operation is run again, which a write must never be.
          if (!document || operation?.operation !== OperationTypeNode.QUERY || body.kind !== 'single') return;
          if (contextValue.reads.standIns.size === 0) return;
          const { operationName = null, variables = {} } = request;
          const ran = { document, operationName, variables, root: undefined };
          const parts = requestIsBatched
            ? provenance.unplaced(contextValue)
            : await provenance.of(ran, contextValue);
          if (parts.length === 0) return;
          body.singleResult.extensions = { ...body.singleResult.extensions, provenance: parts };
        },
      };
    },
  };
}

/** The operations of a batch read together, so that none can have its own way. */
function refuseDemand(operation: OperationDefinitionNode): void {
  if (!hasDemand(operation)) return;
  const message =
    '@freshness does not go with other operations in one request. Send the operation by itself.';
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}
