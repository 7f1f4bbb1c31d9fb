import { bearer } from '../rest/credentials/bearer.ts';
import { defineSystem } from '../system.ts';
import { CustomerSource } from './customers.ts';
import { territoryTable } from './territories.ts';

/** The CRM: batch read by POST, opaque cursors, bearer token. */
export const crm = defineSystem({
  name: 'crm',
  title: 'the CRM, which knows customers',
  embeddedPort: 4101,
  identity: {
    settings: { TOKEN: { about: 'bearer token', local: 'local-crm-token' } },
    credentials: ({ TOKEN }) => bearer(TOKEN),
  },
  open: (client) => (scope) => ({
    customers: new CustomerSource(client, scope),
    territories: territoryTable(client, scope),
  }),
});
