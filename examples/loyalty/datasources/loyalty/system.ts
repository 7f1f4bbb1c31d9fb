import { apiKey } from '../rest/credentials/api-key.ts';
import { defineSystem } from '../system.ts';
import { LoyaltyReads, LoyaltySource } from './accounts.ts';

/** The loyalty system: batch read by a comma list, API key. None comes with the product. */
export const loyaltySystem = defineSystem({
  name: 'loyalty',
  title: 'the loyalty system, which knows points and tiers',
  embeddedPort: null,
  identity: {
    settings: { API_KEY: { about: 'API key', local: 'local-loyalty-key' } },
    credentials: ({ API_KEY }) => apiKey(API_KEY),
  },
  open: (client, cache) => {
    const accounts = new LoyaltyReads(client, cache);
    return (scope) => ({ accounts: new LoyaltySource(accounts, scope) });
  },
  // It does not say what changed: an account is as old as it may get (LOYALTY_MAX_AGE_SECONDS).
  changes: null,
  changedFields: {},
  pushes: false,
  webhooks: null,
});
