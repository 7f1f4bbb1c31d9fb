import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '../../datasources/logger.ts';
import type { Context } from '../../resolvers/context.ts';
import { publicError } from '../errors.ts';
import type { ItemCounter } from '../limits/items.ts';

/** An answer truncated by the limit would look complete, so none of it is returned. */
export function itemLimit(items: ItemCounter, log: Logger): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue }) {
          const fault = items.faultOf(contextValue);
          if (!fault) return;
          const errors = [publicError(fault, contextValue.requestId, log)];
          response.body = { kind: 'single', singleResult: { data: null, errors } };
        },
      };
    },
  };
}
