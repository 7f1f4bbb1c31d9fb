import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { Context } from '../../resolvers/context.ts';
import { publishAnswered } from '../arrival.ts';
import { AdmissionError } from '../limits/admission.ts';
import { refusalsOf, stateOf } from '../operation-state.ts';

/** Publishes each operation answered by the engine to diagnostics subscribers. It comes last, when the errors are in their public form. */
export function operationEvents(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, errors, request, ...given }) {
          const { operation, operationName, queryHash, document, response } = given;
          const { body } = response;
          const { arrival } = stateOf(contextValue);
          if (!arrival) return;
          const sentErrors = (body.kind === 'single' && body.singleResult.errors) || [];
          const isGood = operation && !errors?.some((error) => error instanceof AdmissionError);
          publishAnswered(arrival, {
            // Only for operations that passed the checks. Others could introduce an unlimited number of names.
            name: isGood ? (operationName ?? null) : null,
            type: operation?.operation ?? null,
            hash: queryHash,
            document: (isGood && document) || null,
            variables: request.variables ?? {},
            by: 'engine',
            errors: sentErrors.length,
            codes: [...new Set([...sentErrors.map(codeOf), ...refusalsOf(contextValue)])],
          });
        },
      };
    },
  };
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  return String(extensions?.['code']);
}
