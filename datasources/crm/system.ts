import { Table } from '../load/table.ts';
import { bearer } from '../rest/credentials/bearer.ts';
import { defineSystem } from '../system.ts';
import { webhooksAt } from '../webhook-registry.ts';
import { CRM_FIELDS, crmChanges } from './changes.ts';
import { CustomerReads, CustomerSource } from './customers.ts';
import { territoryReads } from './territories.ts';

/** The CRM: batch reads by POST, opaque cursors, bearer token. */
export const crm = defineSystem({
  name: 'crm',
  title: 'the CRM, which knows customers',
  embeddedPort: 4101,
  credentials: {
    settings: { TOKEN: { about: 'bearer token', local: 'local-crm-token' } },
    create: ({ TOKEN }) => bearer(TOKEN),
  },
  open: (client, cache) => {
    const customers = new CustomerReads(client, cache);
    const territories = territoryReads(client, cache);
    return (scope) => ({
      customers: new CustomerSource(customers, client, cache, scope),
      territories: new Table(territories, scope),
    });
  },
  changes: crmChanges,
  changedFields: CRM_FIELDS,
  pushes: true,
  webhooks: webhooksAt('/crm/v3/webhooks'),
});
