import { apiKey } from '../rest/credentials/api-key.ts';
import { defineSystem } from '../system.ts';
import { LoyaltyReads, LoyaltySource } from './accounts.ts';

/** The loyalty system: batch reads by a comma-separated list, authentication by API key. It is not embedded in the product. */
export const loyaltySystem = defineSystem({
  name: 'loyalty',
  title: 'the loyalty system, which knows points and tiers',
  embeddedPort: null,
  credentials: {
    settings: { API_KEY: { about: 'API key', local: 'local-loyalty-key' } },
    create: ({ API_KEY }) => apiKey(API_KEY),
  },
  open: (client, cache) => {
    const accounts = new LoyaltyReads(client, cache);
    return (scope) => ({ accounts: new LoyaltySource(accounts, scope) });
  },
  // The system does not report changes: an account may be as old as its hard age (LOYALTY_MAX_AGE_SECONDS, CACHE_STALE_SECONDS) allows.
  changes: null,
  changedFields: {},
  pushes: false,
  webhooks: null,
});
