import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../resolvers/context.ts';
import type { ContextFor } from './context.ts';
import { remember, rememberedOf } from './observed.ts';
import { payerOf, payingFor } from './rate/account.ts';

/**
 * Gives each operation of an HTTP batch reads of its own, as if it had come alone: what one wants of old values (`@freshness`), what stood
 * in for it, and that one writes are nothing to the others. What several of them ask for is still asked of its system together, as caches do
 * for all requests. It must come before all plugins that look at the context.
 */
export function batch(contextFor: ContextFor): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ requestIsBatched, contextValue }) {
      if (!requestIsBatched) return;
      const { requestId, signal, principal } = contextValue;
      const own = contextFor({ requestId, signal }, principal);
      remember(own, rememberedOf(contextValue) ?? null);
      payingFor(own, payerOf(contextValue));
      // Apollo Server makes a copy of the context for each operation, and this is that copy.
      Object.assign(contextValue, own);
    },
  };
}
