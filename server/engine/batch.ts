import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../../resolvers/context.ts';
import type { ContextFor } from '../context.ts';
import { attachArrival, attachedArrivalOf } from '../arrival.ts';
import { accountOf, withAccount } from '../rate/account.ts';

/**
 * Gives each operation of an HTTP batch its own read state, as if it had been sent alone. Whether one operation accepts stale values
 * (`@freshness`), was served stand-ins, or writes does not affect the others. Reads that several of them need are still batched per system,
 * because the caches do that across all requests. This plugin must come before every plugin that looks at the context.
 */
export function batch(contextFor: ContextFor): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ requestIsBatched, contextValue }) {
      if (!requestIsBatched) return;
      const { requestId, signal, principal } = contextValue;
      const ownContext = contextFor({ requestId, signal }, principal);
      attachArrival(ownContext, attachedArrivalOf(contextValue) ?? null);
      withAccount(ownContext, accountOf(contextValue));
      // Apollo Server copies the context for each operation; `contextValue` is that copy.
      Object.assign(contextValue, ownContext);
    },
  };
}
