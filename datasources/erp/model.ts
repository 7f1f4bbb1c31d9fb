import type { Id, Ref } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Sort } from '../sort.ts';
import type { Span } from '../span.ts';

/** What the warehouse knows about a product, under the same id as in the shop. */
export interface Item extends Ref<'Product'> {
  /** Pieces that should always be available. */
  readonly safetyStock: number;
  /** If fewer pieces than this are available, more must be made or bought. */
  readonly reorderPoint: number;
  readonly standardCost: Money;
  /** Made in the plant; otherwise bought. */
  readonly madeInHouse: boolean;
}

/** The stock of one product at one location; its id is `<product>-<location>`, such as `776-6`. */
export interface StockLevel extends Ref<'StockLevel'> {
  readonly product: Ref<'Product'>;
  readonly location: Ref<'Location'>;
  readonly shelf: string | null;
  readonly bin: number | null;
  readonly onHand: number;
  /** Held by reservations that are neither confirmed, released nor expired. */
  readonly reserved: number;
  /** On hand minus reserved; never negative. */
  readonly available: number;
}

/** Which stock levels a list contains, and in what order. Null stands for no condition. */
export interface StockLevelQuery {
  readonly product: Id<'Product'> | null;
  readonly location: Id<'Location'> | null;
  readonly maxAvailable: number | null;
  /** Ties are ordered by product and location. */
  readonly sort: Sort<'PRODUCT' | 'ON_HAND' | 'AVAILABLE'>;
}

/** A correction of the stock at a location. */
export interface StockAdjustment {
  readonly product: Id<'Product'>;
  readonly location: Id<'Location'>;
  /** Pieces added (positive) or removed (negative). */
  readonly quantity: number;
  readonly reason: string;
}

/** A move from one location to another. */
export interface StockTransfer {
  readonly product: Id<'Product'>;
  readonly from: Id<'Location'>;
  readonly to: Id<'Location'>;
  readonly quantity: number;
}

/** The stock at both ends of a move, after it. */
export interface TransferredStock {
  readonly from: StockLevel;
  readonly to: StockLevel;
}

/** A store or work center of the plant. */
export interface Location extends Ref<'Location'> {
  readonly name: string;
  /** Per hour of work. */
  readonly costRate: Money;
  /** Hours per week, decimal text. */
  readonly availabilityHours: string;
}

/** A company that sells to this one. */
export interface Supplier extends Ref<'Supplier'> {
  readonly name: string;
  readonly accountNumber: string;
  /** 1 superior … 5 below average. */
  readonly creditRating: number;
  readonly preferred: boolean;
  readonly active: boolean;
  /** An absolute URL. */
  readonly url: string | null;
}

/** Which suppliers a list contains, and in what order. Null stands for no condition. */
export interface SupplierQuery {
  readonly name: string | null;
  readonly active: boolean | null;
  readonly preferred: boolean | null;
  readonly sort: Sort<'ID' | 'NAME' | 'ACCOUNT_NUMBER' | 'CREDIT_RATING'>;
}

/** The terms on which a supplier sells a product. */
export interface SupplyTerms {
  readonly product: Ref<'Product'>;
  readonly supplier: Ref<'Supplier'>;
  readonly leadTimeDays: number;
  readonly standardPrice: Money;
  readonly lastReceiptCost: Money | null;
  /** Calendar day. */
  readonly lastReceiptOn: string | null;
  readonly minOrderQuantity: number;
  readonly maxOrderQuantity: number;
  readonly onOrder: number | null;
  readonly unit: string;
}

/** An order to a supplier, with its lines. */
export interface PurchaseOrder extends Ref<'PurchaseOrder'> {
  readonly status: PurchaseOrderStatus;
  readonly supplier: Ref<'Supplier'>;
  /** Calendar day. */
  readonly orderedOn: string;
  readonly shippedOn: string | null;
  readonly subtotal: Money;
  readonly tax: Money;
  readonly freight: Money;
  readonly total: Money;
  readonly lines: readonly PurchaseOrderLine[];
}

/** The status of a purchase order. */
export type PurchaseOrderStatus = 'PENDING' | 'APPROVED' | 'REJECTED' | 'COMPLETE';

/** One line of a purchase order. */
export interface PurchaseOrderLine {
  readonly number: number;
  readonly product: Ref<'Product'>;
  /** Calendar day. */
  readonly dueOn: string;
  readonly ordered: number;
  readonly received: number;
  readonly rejected: number;
  readonly stocked: number;
  readonly unitPrice: Money;
}

/** Which purchase orders a list contains, and in what order; days are inclusive. Null stands for no condition. */
export interface PurchaseOrderQuery {
  readonly status: PurchaseOrderStatus | null;
  readonly ordered: Span;
  readonly sort: Sort<'ID' | 'ORDERED_ON' | 'TOTAL'>;
}

/** The outstanding quantity of a product on one line of an open purchase order. */
export interface OpenSupply {
  readonly product: Ref<'Product'>;
  readonly purchaseOrder: Ref<'PurchaseOrder'>;
  /** Calendar day; it may have passed. */
  readonly dueOn: string;
  /** At least 1. */
  readonly outstanding: number;
}

/** What is to be reserved, for what purpose, and for how long. */
export interface NewReservation {
  /** Free text from the caller, for people who look at the reservation in the ERP; at most 200 characters. */
  readonly reference: string;
  /** 1 to 86,400. */
  readonly expiresInSeconds: number;
  /** 1 to 100; a product may appear more than once. */
  readonly lines: readonly NewReservationLine[];
}

/** Goods to be reserved. */
export interface NewReservationLine {
  readonly product: Id<'Product'>;
  readonly quantity: number;
  /** The product's display name, for messages to people. */
  readonly name: string;
}

/** Goods held under a reservation. */
export interface Reservation extends Ref<'Reservation'> {
  readonly reference: string;
  readonly status: 'HELD' | 'CONFIRMED' | 'RELEASED' | 'EXPIRED';
  /** Point in time, RFC 3339. */
  readonly expiresAt: string;
  /** The stock from which the goods are taken. */
  readonly lines: readonly ReservedStock[];
}

/** What a reservation takes from one location. */
export interface ReservedStock {
  readonly product: Ref<'Product'>;
  readonly location: Ref<'Location'>;
  readonly quantity: number;
}

/** The value of the stock at standard cost, for one location or one kind of product. */
export interface StockValuationRow {
  readonly name: string;
  /** Null if summed by kind. */
  readonly location: Ref<'Location'> | null;
  /** Products with at least one piece in stock. */
  readonly productCount: number;
  readonly units: number;
  readonly value: Money;
}

/** A product with too little stock available. */
export interface StockOutRow {
  readonly product: Ref<'Product'>;
  readonly available: number;
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly shortBy: number;
  readonly onOrder: number;
  /** Calendar day. */
  readonly nextDueOn: string | null;
}
