import type { Id, Ref } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Sort } from '../sort.ts';
import type { Span } from '../span.ts';

/** What a customer has to pay. All amounts are in one currency. */
export interface Invoice extends Ref<'Invoice'> {
  readonly status: InvoiceStatus;
  readonly order: Ref<'Order'> | null;
  readonly customer: Ref<'Customer'>;
  /** Calendar day. */
  readonly issuedOn: string;
  readonly currency: string;
  readonly exchangeRate: Ref<'ExchangeRate'> | null;
  readonly subtotal: Money;
  readonly tax: Money;
  readonly freight: Money;
  readonly total: Money;
  readonly paid: Money;
  /** Zero if the invoice is voided. */
  readonly outstanding: Money;
  /** Point in time, `2014-05-01T00:00:00.000Z`. */
  readonly updatedAt: string;
}

/** The status of an invoice. */
export type InvoiceStatus = 'OPEN' | 'PAID' | 'VOIDED';

/** Which invoices a list contains, and in what order. Null stands for no condition. */
export interface InvoiceQuery {
  readonly status: InvoiceStatus | null;
  /** Whether they are open and were issued more than 30 days ago. */
  readonly overdue: boolean | null;
  readonly customer: Id<'Customer'> | null;
  readonly issued: Span;
  /** Decimal text, compared regardless of currency. */
  readonly minTotal: string | null;
  readonly maxTotal: string | null;
  readonly sort: Sort<'ID' | 'ISSUED_ON' | 'TOTAL' | 'OUTSTANDING'>;
}

/** An invoice to be issued. Its currency is that of the total. */
export interface NewInvoice {
  readonly order: Id<'Order'>;
  readonly customer: Id<'Customer'>;
  readonly subtotal: Money;
  readonly tax: Money;
  readonly freight: Money;
  readonly total: Money;
  /** Calendar day; null for today (UTC). */
  readonly issuedOn: string | null;
}

/** A payment received for an invoice. */
export interface Payment extends Ref<'Payment'> {
  readonly invoice: Ref<'Invoice'>;
  readonly customer: Ref<'Customer'>;
  readonly amount: Money;
  /** Calendar day. */
  readonly receivedOn: string;
  readonly method: PaymentMethod;
  readonly reference: string | null;
  readonly card: Card | null;
  /** Point in time. */
  readonly updatedAt: string;
}

/** The means of payment. */
export type PaymentMethod = 'CARD' | 'BANK' | 'CASH';

/** A payment card, as far as it is recorded in the books. */
export interface Card {
  readonly brand: string;
  readonly last4: string;
}

/** Which payments a list contains, and in what order. Null stands for no condition. */
export interface PaymentQuery {
  readonly customer: Id<'Customer'> | null;
  readonly received: Span;
  readonly sort: Sort<'ID' | 'RECEIVED_ON' | 'AMOUNT'>;
}

/** A payment to be recorded. */
export interface NewPayment {
  readonly invoice: Id<'Invoice'>;
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** Calendar day; null for today (UTC). */
  readonly receivedOn: string | null;
  readonly reference: string | null;
}

/** An account of the ledger. */
export interface Account extends Ref<'Account'> {
  readonly parent: Ref<'Account'> | null;
  readonly code: string;
  readonly name: string;
  readonly type: string | null;
  /** How it counts towards its parent account. */
  readonly rollUp: 'ADD' | 'SUBTRACT' | 'NONE';
  /** Whether its amounts are money or counts. */
  readonly valueType: 'CURRENCY' | 'UNITS';
}

/** A part of the company with its own books. */
export interface Organization extends Ref<'Organization'> {
  readonly parent: Ref<'Organization'> | null;
  readonly name: string;
  /** Decimal text from 0 to 1. */
  readonly ownershipShare: string;
  readonly currency: string;
}

/** The amount posted to an account on one posting day. */
export interface LedgerEntry extends Ref<'LedgerEntry'> {
  /** Calendar day. */
  readonly postedOn: string;
  readonly organization: Ref<'Organization'>;
  /** The department by its number; `departments` has its name. */
  readonly department: Ref<'Department'>;
  readonly scenario: Scenario;
  readonly account: Ref<'Account'>;
  /** Decimal text, in the organization's currency or in pieces. */
  readonly amount: string;
}

/** What a figure of the ledger stands for: an actual, budgeted or forecast amount. */
export type Scenario = 'ACTUAL' | 'BUDGET' | 'FORECAST';

/** Which entries a list contains, and in what order. Null stands for no condition. */
export interface LedgerEntryQuery {
  readonly account: Id<'Account'> | null;
  readonly organization: Id<'Organization'> | null;
  readonly scenario: Scenario | null;
  readonly posted: Span;
  readonly sort: Sort<'ID' | 'POSTED_ON' | 'AMOUNT'>;
}

/** The value of one currency in another on a day. */
export interface ExchangeRate extends Ref<'ExchangeRate'> {
  /** Calendar day. */
  readonly ratedOn: string;
  readonly from: string;
  readonly to: string;
  /** Decimal text, as is the next. */
  readonly averageRate: string;
  readonly endOfDayRate: string;
}

/** Which rates a list contains, and in what order. Null stands for no condition. */
export interface ExchangeRateQuery {
  readonly from: string | null;
  readonly to: string | null;
  readonly rated: Span;
  readonly sort: Sort<'ID' | 'RATED_ON'>;
}
