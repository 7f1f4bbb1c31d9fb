import type { Address, NewAddress } from '../address.ts';
import type { Id, Ref } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Sort } from '../sort.ts';
import type { Span } from '../span.ts';

/** An order of the shop. Days are text, `2013-06-30`. */
export interface Order extends Ref<'Order'> {
  readonly status: OrderStatus;
  readonly channel: OrderChannel;
  readonly orderedOn: string;
  readonly dueOn: string;
  readonly shippedOn: string | null;
  readonly customer: Ref<'Customer'>;
  readonly territory: Ref<'Territory'> | null;
  readonly billingAddress: Address;
  readonly shippingAddress: Address;
  readonly shipMethod: string | null;
  readonly currency: string;
  readonly exchangeRate: Ref<'ExchangeRate'> | null;
  readonly subtotal: Money;
  readonly tax: Money;
  readonly freight: Money;
  readonly total: Money;
  readonly reasons: readonly string[];
  readonly lines: readonly OrderLine[];
  readonly cancelReason: string | null;
  /** Point in time, `2013-07-07T00:00:00.000Z`. */
  readonly updatedAt: string;
  /** The reservation that holds the goods in another system, as given to the shop when the order was placed. */
  readonly reservation: string | null;
}

/** The status of an order. */
export type OrderStatus = 'PLACED' | 'SHIPPED' | 'CANCELLED';

/** The channel through which an order was placed. */
export type OrderChannel = 'ONLINE' | 'API' | 'PHONE';

/** One line of an order. */
export interface OrderLine {
  /** From 1. */
  readonly number: number;
  readonly product: Ref<'Product'>;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly tax: Money;
  readonly total: Money;
}

/** Which orders a list contains, and in what order. Null stands for no condition. */
export interface OrderQuery {
  readonly status: OrderStatus | null;
  readonly channel: OrderChannel | null;
  readonly customer: Id<'Customer'> | null;
  readonly territory: Id<'Territory'> | null;
  readonly product: Id<'Product'> | null;
  readonly ordered: Span;
  /** Decimal text. */
  readonly minTotal: string | null;
  readonly sort: Sort<'ID' | 'ORDERED_ON' | 'TOTAL'>;
}

/** What orders can be grouped by, with the id that identifies a group. */
export interface OrderOwners {
  readonly customer: Id<'Customer'>;
  readonly product: Id<'Product'>;
  readonly territory: Id<'Territory'>;
}

/** An order to be placed, at list prices. */
export interface NewOrder {
  readonly customer: Id<'Customer'>;
  /** The sales territory that it counts towards. */
  readonly territory: Id<'Territory'> | null;
  readonly lines: readonly { readonly product: Id<'Product'>; readonly quantity: number }[];
  readonly shippingAddress: NewAddress;
  readonly billingAddress: NewAddress;
  /** The reservation that holds the goods in another system; the shop only stores it. */
  readonly reservation: string | null;
}

/** Totals over the orders of a customer; cancelled orders and those in other currencies do not count. */
export interface CustomerValue {
  readonly lifetimeValue: Money;
  readonly orderCount: number;
  readonly firstOrderedOn: string | null;
  readonly lastOrderedOn: string | null;
}

/** A product of the catalogue. */
export interface Product extends Ref<'Product'> {
  readonly number: string;
  readonly name: string;
  readonly description: string | null;
  readonly model: string | null;
  readonly color: string | null;
  /** With its unit if there is one: `42 CM`, `XL`. */
  readonly size: string | null;
  /** Its unit is `LB` or `G`, for example. */
  readonly weight: { readonly value: string; readonly unit: string | null } | null;
  readonly listPrice: Money;
  readonly category: Ref<'Category'> | null;
  readonly sellStart: string;
  readonly sellEnd: string | null;
  /** Point in time. */
  readonly updatedAt: string;
}

/** Which products a list contains, and in what order. Null stands for no condition. */
export interface ProductQuery {
  /** Text in the name or number, ignoring case. */
  readonly search: string | null;
  /** Includes the categories below it. */
  readonly category: Id<'Category'> | null;
  readonly color: string | null;
  /** Decimal text. */
  readonly minPrice: string | null;
  /** Decimal text. */
  readonly maxPrice: string | null;
  readonly forSale: boolean | null;
  readonly sort: Sort<'ID' | 'NAME' | 'NUMBER' | 'LIST_PRICE'>;
}

/** Sales of a product; cancelled orders and those in other currencies do not count. */
export interface ProductSales {
  /** Pieces. */
  readonly units: number;
  /** Excluding tax and freight. */
  readonly revenue: Money;
}

/** A buyer's review of a product. */
export interface Review {
  readonly reviewer: string;
  readonly reviewedOn: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly comments: string | null;
}

/** A category of the catalogue, with its neighbours in the tree. */
export interface Category extends Ref<'Category'> {
  readonly name: string;
  readonly parent: Ref<'Category'> | null;
  readonly children: readonly Ref<'Category'>[];
}
