import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../../resolvers/context.ts';
import type { ContextFor } from '../context.ts';
import { attachState, stateOf } from '../operation-state.ts';

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
      const ownContext = attachState(contextFor({ requestId, signal }, principal), stateOf(contextValue));
      // Apollo Server copies the context for each operation; `contextValue` is that copy.
      Object.assign(contextValue, ownContext);
    },
  };
}
