import type { TSchema } from 'typebox';
import * as fields from './schemas/fields.ts';
import * as invoices from './schemas/invoices.ts';
import * as ledger from './schemas/ledger.ts';
import * as payments from './schemas/payments.ts';
import * as reports from './schemas/reports.ts';

/** Every wire type with a name of its own in the OpenAPI document. */
export const components: readonly TSchema[] = [
  fields.Pagination,
  fields.Count,
  fields.GroupedCounts,
  invoices.Invoice,
  invoices.InvoiceInput,
  invoices.InvoiceList,
  invoices.InvoiceGroups,
  invoices.InvoiceTotal,
  invoices.InvoiceTotals,
  invoices.Balance,
  invoices.Balances,
  payments.Card,
  payments.Payment,
  payments.PaymentInput,
  payments.PaymentList,
  payments.PaymentGroups,
  ledger.Account,
  ledger.AccountList,
  ledger.Organisation,
  ledger.OrganisationList,
  ledger.Department,
  ledger.DepartmentList,
  ledger.Currency,
  ledger.CurrencyList,
  ledger.ExchangeRate,
  ledger.ExchangeRateList,
  ledger.LedgerEntry,
  ledger.LedgerEntryList,
  ledger.LedgerEntryGroups,
  reports.AgeBucket,
  reports.AgedReceivables,
  reports.ProfitAndLossRow,
  reports.ProfitAndLoss,
  reports.ControlBlock,
  reports.ControlTotals,
  reports.AccessToken,
];
