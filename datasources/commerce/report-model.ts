import type { Id, Ref } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Sort } from '../sort.ts';
import type { Span } from '../span.ts';
import type { OrderChannel, OrderStatus } from './model.ts';

/** The dimensions that sales can be summed by. */
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

/** Which sales to sum, and how. Null stands for no condition. */
export interface SalesQuery {
  /** At most three; with none, everything is summed into one row. */
  readonly groupBy: readonly SalesDimension[];
  readonly period: Span;
  readonly territory: Id<'Territory'> | null;
  /** Includes the categories below it. */
  readonly category: Id<'Category'> | null;
  readonly customer: Id<'Customer'> | null;
  readonly product: Id<'Product'> | null;
  readonly channel: OrderChannel | null;
  readonly sort: Sort<'KEY' | 'REVENUE'>;
}

/** Sales of one combination of dimensions; dimensions not requested are null. */
export interface SalesRow {
  /** The finest one requested: month `2013-06`, quarter `2013-Q2`, year `2013`. */
  readonly period: string | null;
  readonly territory: Ref<'Territory'> | null;
  readonly category: Ref<'Category'> | null;
  readonly channel: OrderChannel | null;
  readonly product: Ref<'Product'> | null;
  readonly customer: Ref<'Customer'> | null;
  readonly orderCount: number;
  readonly units: number;
  /** Excluding tax and freight. */
  readonly revenue: Money;
}

/** The control totals of one block of order numbers, over its orders that are not cancelled. */
export interface OrderControlTotals {
  /** Order number divided by the block size, rounded down. */
  readonly block: number;
  readonly count: number;
  /** Decimal text: the sum of the totals, regardless of currency. */
  readonly total: string;
  /** Σ id·customer, Σ id·total in ten-thousandths, Σ id·currency in base 256; integers as text, modulo 2^61−1. */
  readonly customerHash: string;
  readonly totalHash: string;
  readonly currencyHash: string;
}

/** The figures of one order that another system's books must match. */
export interface OrderTotals extends Ref<'Order'> {
  readonly status: OrderStatus;
  readonly customer: Ref<'Customer'>;
  readonly total: Money;
}
