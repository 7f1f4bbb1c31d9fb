import type { Id, Ref } from '../ids.ts';
import type { Money } from '../money.ts';
import type { InvoiceStatus, Scenario } from './model.ts';

/** Which open invoices to include, and how to group them. */
export interface AgedReceivablesQuery {
  /** The calendar day from which ages are counted; null for today (UTC). */
  readonly asOf: string | null;
  /** The last day of each bucket except the oldest, ascending; 1 to 12 of them. */
  readonly buckets: readonly number[];
  readonly customer: Id<'Customer'> | null;
  /** ISO 4217. Amounts in several currencies are not added up. */
  readonly currency: string;
}

/** The amounts due, by age of the invoice, of invoices in one currency. */
export interface AgedReceivables {
  readonly asOf: string;
  readonly total: Money;
  /** From the youngest to the oldest, including empty ones. */
  readonly buckets: readonly AgeBucket[];
}

/** The amount due on invoices in a range of ages. */
export interface AgeBucket {
  readonly fromDays: number;
  /** Null for no limit. */
  readonly toDays: number | null;
  readonly invoiceCount: number;
  readonly amount: Money;
}

/** Which entries of the ledger to include, and how to group them. Null stands for no condition. */
export interface ProfitAndLossQuery {
  /** This organization only, without those below it. */
  readonly organization: Id<'Organization'> | null;
  /** Calendar days, inclusive. */
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

/** Orders by number, including both ends, in blocks of `blockSize` numbers. */
export interface ControlRange {
  readonly from: number | null;
  readonly to: number | null;
  readonly blockSize: number;
}

/**
 * Control totals over the invoices, except voided ones, of one block of order numbers (`floor(order / blockSize)`). Hashes are integers as
 * text: sums weighted by the order number, modulo 2^61−1.
 */
export interface ControlTotal {
  readonly block: number;
  readonly count: number;
  /** Canonical decimal text, regardless of currency. */
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

/** The fields of an invoice that reconciliation compares. */
export interface InvoiceTotal extends Ref<'Invoice'> {
  readonly order: Ref<'Order'>;
  readonly status: InvoiceStatus;
  readonly customer: Ref<'Customer'>;
  readonly total: Money;
}

/** Invoices by order number, including voided ones; all invoices of one order are in the same answer. */
export interface InvoiceTotals {
  readonly items: readonly InvoiceTotal[];
  /** Whether later orders of the range have invoices: continue from the last order's number plus one. */
  readonly hasMore: boolean;
}
