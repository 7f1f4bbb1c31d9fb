import type { Id, Ref } from '../ids.ts';
import type { Money } from '../money.ts';

/** What the warehouse knows of a product, by the id the shop knows it by, too. */
export interface Item extends Ref<'Product'> {
  /** Pieces that should always be available. */
  readonly safetyStock: number;
  /** Below this many available pieces more is to be made or bought. */
  readonly reorderPoint: number;
  readonly standardCost: Money;
  /** Made in the plant; otherwise bought. */
  readonly madeInHouse: boolean;
}

/** What lies of one product at one location; its id is `<product>-<location>`, such as `776-6`. */
export interface StockLevel extends Ref<'StockLevel'> {
  readonly product: Ref<'Product'>;
  readonly location: Ref<'Location'>;
  readonly shelf: string | null;
  readonly bin: number | null;
  readonly onHand: number;
  /** Held by reservations that are neither confirmed, released nor expired. */
  readonly reserved: number;
  /** On hand less reserved; never negative. */
  readonly available: number;
}

/** How stock levels are sorted; ties are by product and location. */
export interface StockLevelSort {
  readonly by: 'PRODUCT' | 'ON_HAND' | 'AVAILABLE';
  readonly descending: boolean;
}

/** Which stock levels a list holds, and in what order. Null stands for no condition. */
export interface StockLevelQuery {
  readonly product: Id<'Product'> | null;
  readonly location: Id<'Location'> | null;
  readonly maxAvailable: number | null;
  readonly sort: StockLevelSort;
}

/** A correction of what lies at a location. */
export interface StockAdjustment {
  readonly product: Id<'Product'>;
  readonly location: Id<'Location'>;
  /** Pieces that came (positive) or went (negative). */
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
  /** Of an hour of work. */
  readonly costRate: Money;
  /** Hours a week, decimal text. */
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
  /** An absolute web address. */
  readonly url: string | null;
}

/** Which suppliers a list holds, and in what order. Null stands for no condition. */
export interface SupplierQuery {
  readonly name: string | null;
  readonly active: boolean | null;
  readonly preferred: boolean | null;
  readonly sort: {
    readonly by: 'ID' | 'NAME' | 'ACCOUNT_NUMBER' | 'CREDIT_RATING';
    readonly descending: boolean;
  };
}

/** On which terms a supplier sells a product. */
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

/** How far a purchase order is. */
export type PurchaseOrderStatus = 'PENDING' | 'APPROVED' | 'REJECTED' | 'COMPLETE';

/** One position of a purchase order. */
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

/** Which purchase orders a list holds, and in what order; days are inclusive. Null stands for no condition. */
export interface PurchaseOrderQuery {
  readonly status: PurchaseOrderStatus | null;
  readonly ordered: { readonly from: string | null; readonly to: string | null };
  readonly sort: { readonly by: 'ID' | 'ORDERED_ON' | 'TOTAL'; readonly descending: boolean };
}

/** What is still to come of a product by one line of an open purchase order. */
export interface OpenSupply {
  readonly product: Ref<'Product'>;
  readonly purchaseOrder: Ref<'PurchaseOrder'>;
  /** Calendar day; it may have passed. */
  readonly dueOn: string;
  /** At least 1. */
  readonly outstanding: number;
}

/** What is to be held, for whom, and for how long. */
export interface NewReservation {
  /** In the caller's own words, for people who look into the ERP; at most 200 characters. */
  readonly reference: string;
  /** 1 to 86,400. */
  readonly expiresInSeconds: number;
  /** 1 to 100; a product may come more than once. */
  readonly lines: readonly NewReservationLine[];
}

/** Goods to be held. */
export interface NewReservationLine {
  readonly product: Id<'Product'>;
  readonly quantity: number;
  /** What people call the product, for what they are told of it. */
  readonly name: string;
}

/** Goods held for somebody. */
export interface Reservation extends Ref<'Reservation'> {
  readonly reference: string;
  readonly status: 'HELD' | 'CONFIRMED' | 'RELEASED' | 'EXPIRED';
  /** Point in time, RFC 3339. */
  readonly expiresAt: string;
  /** From where the goods are taken. */
  readonly lines: readonly ReservedStock[];
}

/** What a reservation takes from one location. */
export interface ReservedStock {
  readonly product: Ref<'Product'>;
  readonly location: Ref<'Location'>;
  readonly quantity: number;
}

/** What the stock is worth at standard cost, of one location or one kind of product. */
export interface StockValuationRow {
  readonly name: string;
  /** Null where it is summed by kind. */
  readonly location: Ref<'Location'> | null;
  /** Products of which there is at least one piece. */
  readonly productCount: number;
  readonly units: number;
  readonly value: Money;
}

/** A product of which too little is available. */
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
