import { Table } from '../load/table.ts';
import { clientCredentials } from '../rest/credentials/client-credentials.ts';
import { defineSystem } from '../system.ts';
import { accountingChanges } from './changes.ts';
import { BalanceSource, balanceReads } from './balances.ts';
import { ExchangeRateSource, exchangeRateReads } from './exchange-rates.ts';
import { InvoiceReads, InvoiceSource, VOIDED } from './invoices.ts';
import { LedgerReads, LedgerSource } from './ledger.ts';
import { PaymentReads, PaymentSource } from './payments.ts';
import { accountReads, DepartmentSource, departmentReads, organizationReads } from './reference-tables.ts';
import { FinanceReportReads, FinanceReportSource } from './reports.ts';
import { SYSTEM } from './wire/contract.ts';

/** The accounting system: ids in the query, numbered pages, grouped reads, OAuth 2 client credentials. */
export const accounting = defineSystem({
  name: SYSTEM,
  title: 'the accounting system, which knows invoices, payments and the ledger',
  embeddedPort: 4104,
  credentials: {
    settings: {
      CLIENT_ID: { about: 'OAuth 2 client id', local: 'isthmus' },
      CLIENT_SECRET: { about: 'OAuth 2 client secret', local: 'local-accounting-secret' },
    },
    create: ({ CLIENT_ID, CLIENT_SECRET }, baseUrl) =>
      clientCredentials({
        tokenUrl: `${baseUrl.replace(/\/$/, '')}/connect/token`,
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
      }),
  },
  open: (client, cache) => {
    const invoices = new InvoiceReads(client, cache);
    const payments = new PaymentReads(client, cache);
    const balances = balanceReads(client, cache);
    const accounts = accountReads(client, cache);
    const organizations = organizationReads(client, cache);
    const departments = departmentReads(client, cache);
    const ledger = new LedgerReads(client, cache);
    const rates = exchangeRateReads(client, cache);
    const reports = new FinanceReportReads(client, cache);
    return (scope) => ({
      invoices: new InvoiceSource(invoices, client, cache, scope),
      payments: new PaymentSource(payments, invoices, client, cache, scope),
      balances: new BalanceSource(balances, scope),
      accounts: new Table(accounts, scope),
      organizations: new Table(organizations, scope),
      departments: new DepartmentSource(departments, scope),
      ledger: new LedgerSource(ledger, scope),
      exchangeRates: new ExchangeRateSource(rates, scope),
      reports: new FinanceReportSource(reports, client, scope),
    });
  },
  changes: accountingChanges,
  // Its lists report what changed, but not in which fields; our own writes do.
  changedFields: { Invoice: VOIDED, Payment: [] },
  pushes: false,
  webhooks: null,
});
