/* Made from contract.json by `npm run generate`. */
export interface paths {
    readonly "/odata/v4/Items": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Items, with their stock over all locations */
        readonly get: operations["listItems"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/StockLevels": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Stock by item and location */
        readonly get: operations["listStockLevels"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/StockLevels/TopPer": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The first stock levels of each of many items or locations */
        readonly get: operations["topStockLevelsPer"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/Locations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Stores and work centers of the plant */
        readonly get: operations["listLocations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/Suppliers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Suppliers */
        readonly get: operations["listSuppliers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/SupplierItems": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What suppliers ask for items */
        readonly get: operations["listSupplierItems"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/SupplierItems/TopPer": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The first items of each of many suppliers, or suppliers of each of many items */
        readonly get: operations["topSupplierItemsPer"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/PurchaseOrders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Purchase orders with their lines
         * @description A filter by ProductId finds the orders that have a line for which it holds.
         */
        readonly get: operations["listPurchaseOrders"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/PurchaseOrders/TopPer": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The first purchase orders of each of many suppliers or items */
        readonly get: operations["topPurchaseOrdersPer"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/OpenSupply": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What is still to come from suppliers, by due date */
        readonly get: operations["listOpenSupply"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/Reports/StockValuation": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Value of the stock at standard cost */
        readonly get: operations["reportStockValuation"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/Reports/StockOuts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Items of which too little is available, the shortest first */
        readonly get: operations["reportStockOuts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/StockAdjustments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Correct the stock of an item at a location */
        readonly post: operations["adjustStock"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/StockTransfers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Move stock of an item to another location */
        readonly post: operations["transferStock"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/Reservations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Hold stock for a while, all that is requested or nothing */
        readonly post: operations["reserveStock"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/Reservations/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A reservation as it stands */
        readonly get: operations["getReservation"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Free the held goods, or put confirmed goods back
         * @description Releasing twice is the same as once.
         */
        readonly delete: operations["releaseReservation"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/Reservations/{id}/Confirm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take the held goods out of stock
         * @description Confirming twice is the same as once.
         */
        readonly post: operations["confirmReservation"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/Reservations/{id}/Release": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Free the held goods, unless they have been taken
         * @description Releasing twice is the same as once.
         */
        readonly post: operations["releaseHeldReservation"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/odata/v4/Changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Changes, in the order in which they happened
         * @description A reservation that expires is free from that moment on; the change of its stock is recorded when changes are next requested.
         */
        readonly get: operations["listChanges"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Problem: {
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly detail: string;
            readonly code?: string;
        };
        /** @description An item, with its stock summed over all locations. */
        readonly Item: {
            /** @description The item. */
            readonly ProductId: number;
            /** @description The number people know the item by, such as "BK-M82B-42". */
            readonly Number: string;
            /** @description Its name. */
            readonly Name: string;
            /** @description Made here; otherwise bought. */
            readonly MadeInHouse: boolean;
            /** @description Sold as it is; otherwise a component. */
            readonly FinishedGood: boolean;
            /** @description Pieces that should always be available. */
            readonly SafetyStock: number;
            /** @description Below this many available pieces more is ordered or made. */
            readonly ReorderPoint: number;
            /** @description Cost of a piece in US dollars. */
            readonly StandardCost: number;
            /** @description Days it takes to make. */
            readonly DaysToManufacture: number;
            /** @description Pieces that are there. */
            readonly OnHand: number;
            /** @description Pieces held for reservations that are neither confirmed, released nor expired. */
            readonly Reserved: number;
            /** @description OnHand less Reserved. */
            readonly Available: number;
        };
        /** @description Stock of one item at one location. Where an item never was, there is no row. */
        readonly StockLevel: {
            /**
             * @description "<ProductId>-<LocationId>".
             * @example 776-60
             */
            readonly Id: string;
            /** @description The item. */
            readonly ProductId: number;
            /** @description The location. */
            readonly LocationId: number;
            /** @description The shelf there, if the location has shelves. */
            readonly Shelf: string | null;
            /** @description The bin on the shelf. */
            readonly Bin: number | null;
            /** @description Pieces that are there. */
            readonly OnHand: number;
            /** @description Pieces held for reservations that are neither confirmed, released nor expired. */
            readonly Reserved: number;
            /** @description OnHand less Reserved. */
            readonly Available: number;
        };
        /** @description A store or work center within the plant. */
        readonly Location: {
            /** @description Its id. */
            readonly LocationId: number;
            /** @description Its name. */
            readonly Name: string;
            /** @description Cost of an hour of work there, in US dollars. */
            readonly CostRate: number;
            /** @description Hours of work a week there. */
            readonly AvailabilityHours: number;
        };
        /** @description A company that sells to the plant. */
        readonly Supplier: {
            /** @description Its id. */
            readonly SupplierId: number;
            /** @description Its account number. */
            readonly AccountNumber: string;
            /** @description Its name. */
            readonly Name: string;
            /** @description 1 superior … 5 below average. */
            readonly CreditRating: number;
            /** @description Preferred over others who sell the same. */
            readonly Preferred: boolean;
            /** @description Still bought from. */
            readonly Active: boolean;
            /** @description Where it sells on the web. */
            readonly Url: string | null;
        };
        /** @description What a supplier asks for an item. */
        readonly SupplierItem: {
            /** @description The item. */
            readonly ProductId: number;
            /** @description The supplier. */
            readonly SupplierId: number;
            /** @description Days from order to delivery. */
            readonly LeadTimeDays: number;
            /** @description Price of a unit in US dollars. */
            readonly StandardPrice: number;
            /** @description Price paid last, in US dollars. */
            readonly LastReceiptCost: number | null;
            /** @description Day of the last delivery. */
            readonly LastReceiptOn: string | null;
            /** @description Fewest units of an order. */
            readonly MinOrderQty: number;
            /** @description Most units of an order. */
            readonly MaxOrderQty: number;
            /** @description Units ordered and not delivered, as the supplier says. */
            readonly OnOrderQty: number | null;
            /** @description Unit it is sold by: "EA" each, "CTN" carton, "DZ" dozen, … */
            readonly Unit: string;
        };
        /** @description A line of a purchase order. */
        readonly PurchaseOrderLine: {
            /** @description Its number; unique within the order, not always from 1. */
            readonly LineNumber: number;
            /** @description The item. */
            readonly ProductId: number;
            /**
             * Format: date
             * @description Day the goods are due.
             */
            readonly DueOn: string;
            /** @description Pieces ordered. */
            readonly OrderedQty: number;
            /** @description Price of a piece in US dollars. */
            readonly UnitPrice: number;
            /** @description Pieces delivered. */
            readonly ReceivedQty: number;
            /** @description Delivered pieces that were sent back. */
            readonly RejectedQty: number;
            /** @description Delivered pieces that went into stock. */
            readonly StockedQty: number;
        };
        /** @description An order to a supplier. Amounts are US dollars. */
        readonly PurchaseOrder: {
            /** @description Its id. */
            readonly PurchaseOrderId: number;
            /**
             * @description How far it is.
             * @enum {string}
             */
            readonly Status: "Pending" | "Approved" | "Rejected" | "Complete";
            /** @description The supplier. */
            readonly SupplierId: number;
            /**
             * Format: date
             * @description Day of the order.
             */
            readonly OrderedOn: string;
            /** @description Day the supplier shipped it. */
            readonly ShippedOn: string | null;
            /** @description Sum of the lines. */
            readonly Subtotal: number;
            /** @description Tax. */
            readonly Tax: number;
            /** @description Freight. */
            readonly Freight: number;
            /** @description Subtotal, tax and freight. */
            readonly Total: number;
            /** @description By line number. */
            readonly Lines: readonly components["schemas"]["PurchaseOrderLine"][];
        };
        /** @description What is still to come of a pending or approved purchase order. */
        readonly SupplyLine: {
            /** @description The item. */
            readonly ProductId: number;
            /** @description The purchase order. */
            readonly PurchaseOrderId: number;
            /** @description Its line. */
            readonly LineNumber: number;
            /**
             * Format: date
             * @description Day the goods are due.
             */
            readonly DueOn: string;
            /** @description Pieces ordered and not received. */
            readonly Outstanding: number;
        };
        /** @description Value of the stock of one location, or of one kind of item. */
        readonly StockValue: {
            /** @description Id of the location as text; or FinishedMade, FinishedBought, ComponentMade, ComponentBought. */
            readonly Key: string;
            /** @description Name for people. */
            readonly Name: string;
            /** @description Items of which there is at least one piece. */
            readonly Items: number;
            /** @description Pieces on hand. */
            readonly Units: number;
            /** @description Pieces on hand at standard cost. */
            readonly Value: number;
            /**
             * @description Of Value.
             * @enum {string}
             */
            readonly Currency: "USD";
        };
        /** @description An item of which less is available than there should be. */
        readonly StockOut: {
            /** @description The item. */
            readonly ProductId: number;
            /** @description OnHand less Reserved. */
            readonly Available: number;
            /** @description Pieces that should always be available. */
            readonly SafetyStock: number;
            /** @description Below this many available pieces more is ordered or made. */
            readonly ReorderPoint: number;
            /** @description Pieces missing to the requested level. */
            readonly ShortBy: number;
            /** @description Pieces still to come from open purchase orders. */
            readonly Outstanding: number;
            /** @description Day the next of these are due. */
            readonly NextDueOn: string | null;
        };
        /** @description The write that made a change. */
        readonly ChangeRequest: {
            /** @description Its `Idempotency-Key`. */
            readonly IdempotencyKey: string;
        };
        /** @description A change in this system. */
        readonly Change: {
            /** @description Its place in the order of changes, from 1 without gaps. */
            readonly Sequence: number;
            /**
             * Format: date-time
             * @description When it happened.
             */
            readonly At: string;
            /** @description What changed: "stocklevel". */
            readonly Entity: string;
            /** @description Its id, such as "776-60". */
            readonly Key: string;
            /**
             * @description What happened to it.
             * @enum {string}
             */
            readonly Kind: "created" | "updated" | "deleted";
            /** @description Names of the changed fields where it was updated. */
            readonly Fields: readonly string[];
            /** @description What it belongs to: `item` and `location`, with their ids as text. */
            readonly Owners: {
                readonly [key: string]: string | readonly string[];
            };
            /** @description The write that made it; null where it had no `Idempotency-Key`. */
            readonly Request?: components["schemas"]["ChangeRequest"] | null;
        };
        /** @description One page of a list. */
        readonly ItemPage: {
            /** @description Rows in all that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
            /** @description The rows of this page. */
            readonly value: readonly components["schemas"]["Item"][];
            /**
             * Format: uri
             * @description The next page; not there on the last one.
             */
            readonly "@odata.nextLink"?: string;
        };
        /** @description One page of a list. */
        readonly StockLevelPage: {
            /** @description Rows in all that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
            /** @description The rows of this page. */
            readonly value: readonly components["schemas"]["StockLevel"][];
            /**
             * Format: uri
             * @description The next page; not there on the last one.
             */
            readonly "@odata.nextLink"?: string;
        };
        /** @description One page of a list. */
        readonly LocationPage: {
            /** @description Rows in all that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
            /** @description The rows of this page. */
            readonly value: readonly components["schemas"]["Location"][];
            /**
             * Format: uri
             * @description The next page; not there on the last one.
             */
            readonly "@odata.nextLink"?: string;
        };
        /** @description One page of a list. */
        readonly SupplierPage: {
            /** @description Rows in all that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
            /** @description The rows of this page. */
            readonly value: readonly components["schemas"]["Supplier"][];
            /**
             * Format: uri
             * @description The next page; not there on the last one.
             */
            readonly "@odata.nextLink"?: string;
        };
        /** @description One page of a list. */
        readonly SupplierItemPage: {
            /** @description Rows in all that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
            /** @description The rows of this page. */
            readonly value: readonly components["schemas"]["SupplierItem"][];
            /**
             * Format: uri
             * @description The next page; not there on the last one.
             */
            readonly "@odata.nextLink"?: string;
        };
        /** @description One page of a list. */
        readonly PurchaseOrderPage: {
            /** @description Rows in all that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
            /** @description The rows of this page. */
            readonly value: readonly components["schemas"]["PurchaseOrder"][];
            /**
             * Format: uri
             * @description The next page; not there on the last one.
             */
            readonly "@odata.nextLink"?: string;
        };
        /** @description One page of a list. */
        readonly SupplyLinePage: {
            /** @description Rows in all that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
            /** @description The rows of this page. */
            readonly value: readonly components["schemas"]["SupplyLine"][];
            /**
             * Format: uri
             * @description The next page; not there on the last one.
             */
            readonly "@odata.nextLink"?: string;
        };
        /** @description One page of a list. */
        readonly StockOutPage: {
            /** @description Rows in all that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
            /** @description The rows of this page. */
            readonly value: readonly components["schemas"]["StockOut"][];
            /**
             * Format: uri
             * @description The next page; not there on the last one.
             */
            readonly "@odata.nextLink"?: string;
        };
        /** @description The first rows of one key. */
        readonly StockLevelGroup: {
            /** @description The key. */
            readonly Key: number;
            /** @description Its rows; empty if it has none. */
            readonly Value: readonly components["schemas"]["StockLevel"][];
            /** @description Whether more rows follow these. */
            readonly HasMore: boolean;
            /** @description All rows of the key that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
        };
        /** @description The first rows of one key. */
        readonly SupplierItemGroup: {
            /** @description The key. */
            readonly Key: number;
            /** @description Its rows; empty if it has none. */
            readonly Value: readonly components["schemas"]["SupplierItem"][];
            /** @description Whether more rows follow these. */
            readonly HasMore: boolean;
            /** @description All rows of the key that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
        };
        /** @description The first rows of one key. */
        readonly PurchaseOrderGroup: {
            /** @description The key. */
            readonly Key: number;
            /** @description Its rows; empty if it has none. */
            readonly Value: readonly components["schemas"]["PurchaseOrder"][];
            /** @description Whether more rows follow these. */
            readonly HasMore: boolean;
            /** @description All rows of the key that meet the filter; only with `$count=true`. */
            readonly "@odata.count"?: number;
        };
        /** @description A group for each requested key. */
        readonly StockLevelGroups: {
            /** @description In the order of the keys; a key given twice comes once. */
            readonly value: readonly components["schemas"]["StockLevelGroup"][];
        };
        /** @description A group for each requested key. */
        readonly SupplierItemGroups: {
            /** @description In the order of the keys; a key given twice comes once. */
            readonly value: readonly components["schemas"]["SupplierItemGroup"][];
        };
        /** @description A group for each requested key. */
        readonly PurchaseOrderGroups: {
            /** @description In the order of the keys; a key given twice comes once. */
            readonly value: readonly components["schemas"]["PurchaseOrderGroup"][];
        };
        /** @description The value of all stock. */
        readonly StockValuation: {
            /** @description The most valuable first. */
            readonly value: readonly components["schemas"]["StockValue"][];
        };
        /** @description Changes in the order they happened. */
        readonly ChangePage: {
            /** @description The oldest first; none where nothing is new. */
            readonly value: readonly components["schemas"]["Change"][];
            /** @description Sequence to continue from, as `since`. */
            readonly Next: number;
            /** @description Sequence of the newest change, 0 if there is none; if it equals Next, there are no more. */
            readonly Last: number;
        };
        /** @description An item of which too little is available. */
        readonly Shortage: {
            /** @description The item. */
            readonly ProductId: number;
            /** @description Pieces requested. */
            readonly Requested: number;
            /** @description Pieces available. */
            readonly Available: number;
        };
        /** @description A refused reservation. */
        readonly ReservationProblem: {
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly detail: string;
            readonly code?: string;
            /** @description What is short; only with code `insufficient_stock`. */
            readonly lines?: readonly components["schemas"]["Shortage"][];
        };
        /** @description A correction of stock by hand. */
        readonly NewStockAdjustment: {
            /** @description The item. */
            readonly ProductId: number;
            /** @description The location; a stock level is created where there is none yet. */
            readonly LocationId: number;
            /** @description Pieces that came (positive) or went (negative); not 0. */
            readonly Quantity: number;
            /** @description Why, for the records. */
            readonly Reason: string;
        };
        /** @description A move of stock to another location. */
        readonly NewStockTransfer: {
            /** @description The item. */
            readonly ProductId: number;
            /** @description Where it is taken. */
            readonly FromLocationId: number;
            /** @description Where it is put; a stock level is created where there is none yet. */
            readonly ToLocationId: number;
            /** @description Pieces to move, at most what is available. */
            readonly Quantity: number;
        };
        /** @description Both ends of a move of stock, after it. */
        readonly StockTransfer: {
            readonly From: components["schemas"]["StockLevel"];
            readonly To: components["schemas"]["StockLevel"];
        };
        /** @description What to hold of one item. */
        readonly NewReservationLine: {
            /** @description The item. */
            readonly ProductId: number;
            /** @description Pieces to hold. */
            readonly Quantity: number;
        };
        /** @description Stock to hold, all of it or nothing. */
        readonly NewReservation: {
            /** @description What it is held for. */
            readonly Reference: string;
            /**
             * @description Seconds it is held unless confirmed; of a repeated request, those of the first count.
             * @default 900
             */
            readonly ExpiresInSeconds: number;
            /** @description What to hold; lines of the same item are added up. */
            readonly Lines: readonly components["schemas"]["NewReservationLine"][];
        };
        /** @description Pieces held at one location. */
        readonly ReservationLine: {
            /** @description The item. */
            readonly ProductId: number;
            /** @description Where it is held. */
            readonly LocationId: number;
            /** @description Pieces held. */
            readonly Quantity: number;
        };
        /** @description Stock held for a while. */
        readonly Reservation: {
            /** @description Its id. */
            readonly ReservationId: string;
            /** @description What it is held for. */
            readonly Reference: string;
            /**
             * @description Held; Confirmed: taken out of stock; Released: free again; Expired: free again by time.
             * @enum {string}
             */
            readonly Status: "Held" | "Confirmed" | "Released" | "Expired";
            /**
             * Format: date-time
             * @description When it expires unless confirmed.
             */
            readonly ExpiresAt: string;
            /** @description Where the pieces are, by item and location; the locations with the most available come first in taking. */
            readonly Lines: readonly components["schemas"]["ReservationLine"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly listItems: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: ProductId, Number, Name, MadeInHouse, FinishedGood, SafetyStock, ReorderPoint, StandardCost, DaysToManufacture, OnHand, Reserved, Available.
                 * @example ProductId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description One field, then `asc` or `desc`; by default ProductId. Null is the least value. */
                readonly $orderby?: string;
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
                /** @description From an `@odata.nextLink`; opaque. */
                readonly $skiptoken?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemPage"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listStockLevels: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: Id, ProductId, LocationId, Shelf, Bin, OnHand, Reserved, Available.
                 * @example ProductId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description One field, then `asc` or `desc`; by default ProductId, LocationId. Null is the least value. */
                readonly $orderby?: string;
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
                /** @description From an `@odata.nextLink`; opaque. */
                readonly $skiptoken?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StockLevelPage"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly topStockLevelsPer: {
        readonly parameters: {
            readonly query: {
                /** @description The field the rows are grouped by. */
                readonly by: "ProductId" | "LocationId";
                /**
                 * @description At most 100 values of that field, with commas between them.
                 * @example 1,2,3
                 */
                readonly keys: string;
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: Id, ProductId, LocationId, Shelf, Bin, OnHand, Reserved, Available.
                 * @example ProductId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description One field, then `asc` or `desc`; by default ProductId, LocationId. Null is the least value. */
                readonly $orderby?: string;
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A group for each requested key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StockLevelGroups"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listLocations: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: LocationId, Name, CostRate, AvailabilityHours.
                 * @example LocationId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description One field, then `asc` or `desc`; by default LocationId. Null is the least value. */
                readonly $orderby?: string;
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
                /** @description From an `@odata.nextLink`; opaque. */
                readonly $skiptoken?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LocationPage"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSuppliers: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: SupplierId, AccountNumber, Name, CreditRating, Preferred, Active, Url.
                 * @example SupplierId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description One field, then `asc` or `desc`; by default SupplierId. Null is the least value. */
                readonly $orderby?: string;
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
                /** @description From an `@odata.nextLink`; opaque. */
                readonly $skiptoken?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SupplierPage"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSupplierItems: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: ProductId, SupplierId, LeadTimeDays, StandardPrice, LastReceiptCost, LastReceiptOn, MinOrderQty, MaxOrderQty, OnOrderQty, Unit.
                 * @example ProductId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description One field, then `asc` or `desc`; by default ProductId, SupplierId. Null is the least value. */
                readonly $orderby?: string;
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
                /** @description From an `@odata.nextLink`; opaque. */
                readonly $skiptoken?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SupplierItemPage"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly topSupplierItemsPer: {
        readonly parameters: {
            readonly query: {
                /** @description The field the rows are grouped by. */
                readonly by: "SupplierId" | "ProductId";
                /**
                 * @description At most 100 values of that field, with commas between them.
                 * @example 1,2,3
                 */
                readonly keys: string;
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: ProductId, SupplierId, LeadTimeDays, StandardPrice, LastReceiptCost, LastReceiptOn, MinOrderQty, MaxOrderQty, OnOrderQty, Unit.
                 * @example ProductId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description One field, then `asc` or `desc`; by default ProductId, SupplierId. Null is the least value. */
                readonly $orderby?: string;
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A group for each requested key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SupplierItemGroups"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listPurchaseOrders: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: PurchaseOrderId, Status, SupplierId, OrderedOn, ShippedOn, Subtotal, Tax, Freight, Total, ProductId.
                 * @example PurchaseOrderId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description One field, then `asc` or `desc`; by default PurchaseOrderId. Null is the least value. */
                readonly $orderby?: string;
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
                /** @description From an `@odata.nextLink`; opaque. */
                readonly $skiptoken?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PurchaseOrderPage"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly topPurchaseOrdersPer: {
        readonly parameters: {
            readonly query: {
                /** @description The field the rows are grouped by. */
                readonly by: "SupplierId" | "ProductId";
                /**
                 * @description At most 100 values of that field, with commas between them.
                 * @example 1,2,3
                 */
                readonly keys: string;
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: PurchaseOrderId, Status, SupplierId, OrderedOn, ShippedOn, Subtotal, Tax, Freight, Total, ProductId.
                 * @example PurchaseOrderId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description One field, then `asc` or `desc`; by default PurchaseOrderId. Null is the least value. */
                readonly $orderby?: string;
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A group for each requested key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PurchaseOrderGroups"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listOpenSupply: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Comparisons (eq, ne, gt, ge, lt, le), `Field in (1,2)` with at most 100 values, and `contains(Field,'text')` (ignores case), joined by `and`. Texts are in single quotes, with quotes inside doubled; dates may be bare. Fields: ProductId, PurchaseOrderId, LineNumber, DueOn, Outstanding.
                 * @example PurchaseOrderId in (1,2,3)
                 */
                readonly $filter?: string;
                /** @description Rows of a page, at most 1000. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
                /** @description From an `@odata.nextLink`; opaque. */
                readonly $skiptoken?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SupplyLinePage"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly reportStockValuation: {
        readonly parameters: {
            readonly query?: {
                /** @description By location, or by kind of item: finished goods or components, made in house or bought. */
                readonly by?: "Location" | "Kind";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The value of all stock. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StockValuation"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly reportStockOuts: {
        readonly parameters: {
            readonly query?: {
                /** @description Zero: nothing available. Otherwise: less available than the level of the item. */
                readonly below?: "Zero" | "SafetyStock" | "ReorderPoint";
                /** @description Rows of a page, at most 100. */
                readonly $top?: number;
                /** @description Rows to skip first. */
                readonly $skip?: number;
                /** @description Whether to say how many rows there are in all. */
                readonly $count?: boolean;
                /** @description From an `@odata.nextLink`; opaque. */
                readonly $skiptoken?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StockOutPage"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly adjustStock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request it is refused with 422 `idempotency_key_reused`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewStockAdjustment"];
            };
        };
        readonly responses: {
            /** @description Stock of one item at one location. Where an item never was, there is no row. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StockLevel"];
                };
            };
            /** @description The body is malformed: `bad_request`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `below_zero` (pieces held for reservations cannot be taken), `unknown_location`, `unknown_item`. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly transferStock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request it is refused with 422 `idempotency_key_reused`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewStockTransfer"];
            };
        };
        readonly responses: {
            /** @description Both ends of a move of stock, after it. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StockTransfer"];
                };
            };
            /** @description The body is malformed: `bad_request`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_stock`, `same_location`, `unknown_location`, `unknown_item`. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly reserveStock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request it is refused with 422 `idempotency_key_reused`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewReservation"];
            };
        };
        readonly responses: {
            /** @description Stock held for a while. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reservation"];
                };
            };
            /** @description The body is malformed: `bad_request`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_stock` with `lines`, `unknown_item`, `idempotency_key_reused`. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReservationProblem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getReservation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description ReservationId of the reservation. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Stock held for a while. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reservation"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly releaseReservation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request it is refused with 422 `idempotency_key_reused`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description ReservationId of the reservation. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Released. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused` */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly confirmReservation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request it is refused with 422 `idempotency_key_reused`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description ReservationId of the reservation. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Stock held for a while. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reservation"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `expired`, `released` */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused` */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly releaseHeldReservation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request it is refused with 422 `idempotency_key_reused`. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description ReservationId of the reservation. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Stock held for a while. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Reservation"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `confirmed` */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused` */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listChanges: {
        readonly parameters: {
            readonly query?: {
                /** @description Sequence of the last change known. */
                readonly since?: number;
                /** @description Changes at most. */
                readonly $top?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Changes in the order they happened. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangePage"];
                };
            };
            /** @description A parameter is unknown or malformed: `bad_request`, `unknown_parameter`, `bad_filter`, `bad_orderby`, `bad_cursor`, `too_many_ids`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity is missing or wrong. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to retry. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Switched off by `/_control`. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
