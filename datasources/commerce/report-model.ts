import type { Id, Ref } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Span } from '../span.ts';
import type { OrderChannel, OrderStatus } from './model.ts';

/** What sales can be summed by. */
export type SalesDimension =
  | 'MONTH'
  | 'QUARTER'
  | 'YEAR'
  | 'TERRITORY'
  | 'CATEGORY'
  | 'SUBCATEGORY'
  | 'CHANNEL'
  | 'PRODUCT'
  | 'CUSTOMER';

/** What sales to sum, and how. Null stands for no condition. */
export interface SalesQuery {
  /** At most three; none sums up everything to one row. */
  readonly groupBy: readonly SalesDimension[];
  readonly period: Span;
  readonly territory: Id<'Territory'> | null;
  /** With the categories below it. */
  readonly category: Id<'Category'> | null;
  readonly channel: OrderChannel | null;
  readonly sort: { readonly by: 'KEY' | 'REVENUE'; readonly descending: boolean };
  /** 1 to 1000 rows. */
  readonly limit: number;
}

/** Sales of one combination of dimensions; what was not summed by is null. */
export interface SalesRow {
  /** The finest of those asked for: month `2013-06`, quarter `2013-Q2`, year `2013`. */
  readonly period: string | null;
  readonly territory: Ref<'Territory'> | null;
  readonly category: Ref<'Category'> | null;
  readonly channel: OrderChannel | null;
  readonly product: Ref<'Product'> | null;
  readonly customer: Ref<'Customer'> | null;
  readonly orderCount: number;
  readonly units: number;
  /** Without tax and freight. */
  readonly revenue: Money;
}

/** Rows of a report, and whether its limit cut some off. */
export interface SalesReport {
  readonly rows: readonly SalesRow[];
  readonly hasMore: boolean;
}

/** The control totals of one block of order numbers, over its orders that are not cancelled. */
export interface OrderControlTotals {
  /** Order number divided by the block size, rounded down. */
  readonly block: number;
  readonly count: number;
  /** Decimal text: the sum of the totals, whatever their currency. */
  readonly total: string;
  /** Σ id·customer, Σ id·total in ten-thousandths, Σ id·currency in base 256; integers as text, modulo 2^61−1. */
  readonly customerHash: string;
  readonly totalHash: string;
  readonly currencyHash: string;
}

/** The figures of one order that another book must agree with. */
export interface OrderTotals extends Ref<'Order'> {
  readonly status: OrderStatus;
  readonly customer: Ref<'Customer'>;
  readonly total: Money;
}
