import { clientCredentials } from '../rest/credentials/client-credentials.ts';
import { defineSystem } from '../system.ts';
import { BalanceSource } from './balances.ts';
import { ExchangeRateSource } from './exchange-rates.ts';
import { InvoiceSource } from './invoices.ts';
import { LedgerSource } from './ledger.ts';
import { PaymentSource } from './payments.ts';
import { accountSource, departmentSource, organizationSource } from './reference-tables.ts';
import { FinanceReportSource } from './reports.ts';
import { SYSTEM } from './wire/contract.ts';

/** The accounting system: ids in the query, numbered pages, grouped reads, OAuth 2 client credentials. */
export const accounting = defineSystem({
  name: SYSTEM,
  title: 'the accounting system, which knows invoices, payments and the ledger',
  embeddedPort: 4104,
  identity: {
    settings: {
      CLIENT_ID: { about: 'OAuth 2 client id', local: 'isthmus' },
      CLIENT_SECRET: { about: 'OAuth 2 client secret', local: 'local-accounting-secret' },
    },
    credentials: ({ CLIENT_ID, CLIENT_SECRET }, baseUrl) =>
      clientCredentials({
        tokenUrl: `${baseUrl.replace(/\/$/, '')}/connect/token`,
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
      }),
  },
  open: (client) => (scope) => ({
    invoices: new InvoiceSource(client, scope),
    payments: new PaymentSource(client, scope),
    balances: new BalanceSource(client, scope),
    accounts: accountSource(client, scope),
    organizations: organizationSource(client, scope),
    departments: departmentSource(client, scope),
    ledger: new LedgerSource(client, scope),
    exchangeRates: new ExchangeRateSource(client, scope),
    reports: new FinanceReportSource(client, scope),
  }),
});
