import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '../../datasources/logger.ts';
import type { Context } from '../../resolvers/context.ts';
import { publicError } from '../errors.ts';
import { sizeFault } from '../limits/answer-size.ts';
import type { ItemCounter } from '../limits/items.ts';
import type { AnswerLimits } from '../limits/limits.ts';

/** Replaces answers past the limits: one truncated by the limit on items would look complete, so none of it is returned. */
export function answerLimits(
  items: ItemCounter,
  limits: AnswerLimits,
  log: Logger,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue }) {
          if (response.body.kind !== 'single') return;
          const fault =
            items.faultOf(contextValue) ?? sizeFault(response.body.singleResult, contextValue, limits);
          if (!fault) return;
          const errors = [publicError(fault, contextValue.requestId, log)];
          response.body = { kind: 'single', singleResult: { data: null, errors } };
        },
      };
    },
  };
}
