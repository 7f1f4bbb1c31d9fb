import type { Id, Ref } from '../ids.ts';
import type { Money } from '../money.ts';
import type { InvoiceStatus, Scenario } from './model.ts';

/** What open invoices to look at, and how to divide them. */
export interface AgedReceivablesQuery {
  /** Calendar day to look from; today (UTC) where it is null. */
  readonly asOf: string | null;
  /** Last days of all buckets but the oldest, rising; 1 to 12 of them. */
  readonly buckets: readonly number[];
  readonly customer: Id<'Customer'> | null;
}

/** What is owed, by age of the invoice. Of invoices in US dollars: amounts of several currencies are not added up. */
export interface AgedReceivables {
  readonly asOf: string;
  readonly total: Money;
  /** From the youngest to the oldest, empty ones too. */
  readonly buckets: readonly AgeBucket[];
}

/** What is owed from invoices of a range of ages. */
export interface AgeBucket {
  readonly fromDays: number;
  /** Null for no limit. */
  readonly toDays: number | null;
  readonly invoiceCount: number;
  readonly amount: Money;
}

/** Which entries of the ledger to look at, and how to divide them. Null stands for no condition. */
export interface ProfitAndLossQuery {
  /** This organization alone, without those below it. */
  readonly organization: Id<'Organization'> | null;
  /** Calendar days, both in it. */
  readonly from: string | null;
  readonly to: string | null;
  readonly per: 'MONTH' | 'QUARTER' | 'YEAR' | 'TOTAL';
  readonly scenario: Scenario;
}

/** Profit and loss of one organization in one period, in its own currency. Costs, expenses and taxes are positive. */
export interface ProfitAndLossRow {
  readonly organization: Ref<'Organization'> | null;
  /** `2013-06`, `2013-Q2` or `2013`; null for the whole span. */
  readonly period: string | null;
  readonly netSales: Money;
  readonly costOfSales: Money;
  readonly grossMargin: Money;
  readonly operatingExpenses: Money;
  readonly operatingProfit: Money;
  readonly otherIncome: Money;
  readonly taxes: Money;
  readonly netIncome: Money;
}

/** Orders by number, both ends in it, in blocks of `blockSize` numbers. */
export interface ControlRange {
  readonly from: number | null;
  readonly to: number | null;
  readonly blockSize: number;
}

/**
 * Control totals over the invoices, voided ones aside, of one block of order numbers
 * (`floor(order / blockSize)`). Hashes are integers as text: sums weighted by the order number, modulo 2^61−1.
 */
export interface ControlTotal {
  readonly block: number;
  readonly count: number;
  /** Canonical decimal text, whatever the currencies. */
  readonly total: string;
  readonly customerHash: string;
  readonly totalHash: string;
  readonly currencyHash: string;
}

/** Orders from number `from` on in these blocks (at most 100); about `limit` invoices at once (1 to 5000). */
export interface TotalsRange {
  readonly from: number;
  readonly blocks: readonly number[];
  readonly blockSize: number;
  readonly limit: number;
}

/** What reconciliation compares of an invoice. */
export interface InvoiceTotal extends Ref<'Invoice'> {
  readonly order: Ref<'Order'>;
  readonly status: InvoiceStatus;
  readonly customer: Ref<'Customer'>;
  readonly total: Money;
}

/** Invoices by order number, voided ones too; all of one order are in one answer. */
export interface InvoiceTotals {
  readonly items: readonly InvoiceTotal[];
  /** Whether later orders of the range have invoices: ask again from the last order's number plus one. */
  readonly hasMore: boolean;
}
