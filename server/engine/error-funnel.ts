import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../datasources/logger.ts';
import type { Context } from '../../resolvers/context.ts';
import type { Config } from '../config.ts';
import { INTERNAL_ERROR, publicErrors, shortened } from '../errors.ts';
import { AdmissionError } from '../limits/admission.ts';

/** Replaces the errors of a response with their public form. */
export function errorFunnel({ introspection }: Config, log: Logger): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, errors, contextValue: { requestId } }) {
          if (response.body.kind !== 'single' || !errors) return;
          const all = errors.flatMap((error) => (error instanceof AdmissionError ? error.faults : error));
          const formatted = publicErrors(all, requestId, log);
          const shown = introspection ? formatted : formatted.map(withoutSuggestion);
          response.body.singleResult.errors = shown.map(shortened);
        },
      };
    },
  };
}

/** The masked form of an error that was thrown outside of any operation; the error itself is logged. */
export function maskedError(error: unknown, log: Logger): GraphQLFormattedError {
  log.error({ err: error }, 'unexpected error outside of an operation');
  return { message: INTERNAL_ERROR, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/** Removes suggestions of graphql-js. They would reveal the schema, including through variables, to callers who may not introspect it. */
function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  const { message } = error;
  // Not a regular expression: the message may repeat a long value of the client's, and backtracking would take quadratic time.
  const start = message.endsWith('?') ? message.lastIndexOf('Did you mean ') : -1;
  return start < 0 ? error : { ...error, message: message.slice(0, start).trimEnd() };
}
