import type { DatabaseSync } from 'node:sqlite';
import { createService, type ServiceApp } from '../kit/app.ts';
import type { SystemDefinition } from '../kit/system.ts';
import { AccessTokens, addTokenEndpoint, tokenOptions } from './access-tokens.ts';
import { addAgedReceivables } from './aged-receivables.ts';
import { addContacts } from './contacts.ts';
import { addExchangeRates } from './exchange-rates.ts';
import { addInvoiceWrites } from './invoice-writes.ts';
import { addInvoices } from './invoices.ts';
import { addLedgerEntries } from './ledger-entries.ts';
import { addPaymentWrites } from './payment-writes.ts';
import { addPayments } from './payments.ts';
import { addProfitAndLoss } from './profit-and-loss.ts';
import { addReconciliation } from './reconciliation.ts';
import { addReferenceTables } from './reference-tables.ts';
import { components } from './schemas.ts';
import { plan } from './seed.ts';

const ROUTES: readonly ((app: ServiceApp, db: DatabaseSync) => void)[] = [
  addInvoices,
  addInvoiceWrites,
  addPayments,
  addPaymentWrites,
  addContacts,
  addReferenceTables,
  addLedgerEntries,
  addExchangeRates,
  addAgedReceivables,
  addProfitAndLoss,
  addReconciliation,
];

/** The accounting system: invoices, payments and the ledger, below `/api/2.0`. */
export const accounting: SystemDefinition = {
  name: 'accounting',
  plan,
  serve: async (db, switches, env) => {
    const options = tokenOptions(env);
    const tokens = new AccessTokens(options.seconds);
    const app = await createService({
      title: 'Accounting',
      description:
        "Invoices, payments and the ledger of the sample company (Microsoft's AdventureWorks sample data). " +
        'Ids are text; money is decimal text; names are in PascalCase.',
      switches,
      security: {
        type: 'oauth2',
        description: 'Client credentials; the client names itself by HTTP Basic.',
        flows: { clientCredentials: { tokenUrl: '/connect/token', scopes: {} } },
      },
      authenticate: (request) => tokens.accepts(request),
      challenge: 'Bearer realm="accounting"',
      components,
    });
    addTokenEndpoint(app, tokens, options);
    await app.register(
      async (scope: ServiceApp) => {
        for (const addRoutes of ROUTES) addRoutes(scope, db);
      },
      { prefix: '/api/2.0' },
    );
    return app;
  },
};
