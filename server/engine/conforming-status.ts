import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../../resolvers/context.ts';
import { GRAPHQL_TYPE, preferredType } from '../media-type.ts';

/**
 * GraphQL over HTTP, section 6.4.1: for a client that accepts `application/json`, the response to a refused document is well-formed and has
 * status 200. Apollo Server sends 400 for both media types.
 */
export function conformingStatus(): ApolloServerPlugin<Context> {
  const refused = new Set([
    'GRAPHQL_PARSE_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
    'OPERATION_RESOLUTION_FAILURE',
    'INTROSPECTION_DISABLED',
    'BAD_USER_INPUT',
    'OPERATION_TOO_LARGE',
    'SUBSCRIPTION_UNSUPPORTED',
  ]);
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response, errors }) {
          const type = preferredType(request.http?.headers.get('accept'));
          if (type === GRAPHQL_TYPE || response.http.status !== 400) return;
          if (errors?.some((error) => refused.has(String(error.extensions['code']))))
            response.http.status = 200;
        },
      };
    },
  };
}
