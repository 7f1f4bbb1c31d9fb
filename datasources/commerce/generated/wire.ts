/* Made from contract.json by `npm run generate`. */
export interface paths {
    readonly "/v2/orders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Lists orders
         * @description A page of orders, newest first unless `sort` says otherwise. `Link` leads to the next page.
         */
        readonly get: operations["listOrders"];
        readonly put?: never;
        /**
         * Places an order
         * @description Tax is 8 %, freight 2.5 % of the subtotal, and the order is due 12 days later. 422: `empty_order`, `unknown_product`, `not_for_sale`, `unknown_ship_method`.
         */
        readonly post: operations["createOrder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/orders/count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Counts orders
         * @description How many orders pass the filters of the list.
         */
        readonly get: operations["countOrders"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/orders/grouped": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Lists orders for each of many keys
         * @description A page of orders for each key. With `page_info`, every key continues after that position.
         */
        readonly get: operations["groupOrders"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/orders/grouped_count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Counts orders for each of many keys
         * @description How many orders of each key pass the filters.
         */
        readonly get: operations["countGroupedOrders"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/reports/control_totals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Gives control totals of blocks of orders
         * @description Five figures for each block of order ids, over the orders that are not cancelled.
         */
        readonly get: operations["getControlTotals"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/orders/totals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Lists the totals of a range of orders
         * @description By id, cancelled orders as well. Continue from the last id plus one while there is more.
         */
        readonly get: operations["listOrderTotals"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/orders/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Corrects an order by hand
         * @description Sets what is given, without any of the usual checks. 404: `not_found`.
         */
        readonly patch: operations["correctOrder"];
        readonly trace?: never;
    };
    readonly "/v2/orders/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Cancels an order
         * @description 404: `not_found`. 409: `already_shipped`, `already_cancelled`.
         */
        readonly post: operations["cancelOrder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/products": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Lists products
         * @description A page of products, by id unless `sort` says otherwise. `Link` leads to the next page.
         */
        readonly get: operations["listProducts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/products/count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Counts products
         * @description How many products pass the filters of the list.
         */
        readonly get: operations["countProducts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/products/grouped": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Lists products for each of many keys
         * @description A page of products for each key. With `page_info`, every key continues after that position.
         */
        readonly get: operations["groupProducts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/products/grouped_count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Counts products for each of many keys
         * @description How many products of each key pass the filters.
         */
        readonly get: operations["countGroupedProducts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/categories": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Lists all categories
         * @description Top categories and those below them, in one table.
         */
        readonly get: operations["listCategories"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/reviews": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Lists the reviews of products
         * @description All reviews of the requested products; products without reviews add nothing.
         */
        readonly get: operations["listReviews"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/products/sales": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Adds up the sales of products
         * @description Zero where nothing was sold. Cancelled orders and orders in other currencies do not count.
         */
        readonly get: operations["getProductSales"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/customers/values": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Adds up the orders of customers
         * @description Zero where nothing was ordered. Cancelled orders and orders in other currencies do not count.
         */
        readonly get: operations["getCustomerValues"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/reports/sales": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Adds up sales by up to three keys
         * @description Cancelled orders and orders in other currencies do not count. `subcategory` includes `category`: with both, `category_id` is that of the subcategory.
         */
        readonly get: operations["getSalesReport"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Lists events
         * @description What happened after an event, the oldest first: the same as in webhooks, for receivers that may have missed some. `Link` leads to the next page.
         */
        readonly get: operations["listEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/webhooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Registers a receiver of changes
         * @description From now on every change is sent there in order, as a CloudEvent signed according to Standard Webhooks, and retried until it is answered with 2xx. `sequence` is the id of the same event in `GET /events`. With the payload `thin` there is neither `data.fields` nor `data.owners`.
         */
        readonly post: operations["registerWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v2/webhooks/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Registers a receiver of changes under an id of its choice
         * @description As `registerWebhook`. If the id is registered already, its address, secret and payload are replaced, and events not delivered yet are sent to the new address.
         */
        readonly put: operations["putWebhook"];
        readonly post?: never;
        /**
         * Removes a receiver of changes
         * @description 404: `not_found`.
         */
        readonly delete: operations["removeWebhook"];
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
        /** @description How many rows a list has. */
        readonly Count: {
            /** @description Rows that pass the filters. */
            readonly count: number;
        };
        /** @description How many rows each key has. */
        readonly GroupedCounts: {
            /** @description One for each key, in the order of `keys`. */
            readonly groups: readonly {
                /** @description One of the requested keys. */
                readonly key: number;
                /** @description Rows with this key that pass the filters. */
                readonly count: number;
            }[];
        };
        /** @description A postal address. */
        readonly Address: {
            /** @description Id in the address book; null for an address that was given with one order. */
            readonly id: number | null;
            /** @description Street and number. */
            readonly line1: string;
            /** @description Second line. */
            readonly line2: string | null;
            /** @description Town. */
            readonly city: string;
            /** @description State or province, its name. */
            readonly state: string | null;
            /** @description State or province, its code. */
            readonly state_code: string | null;
            /** @description Country, ISO 3166-1 alpha-2. */
            readonly country_code: string;
            /** @description Postal code. */
            readonly postal_code: string | null;
        };
        /** @description A carrier and its service. */
        readonly ShipMethod: {
            /** @description Id of the method. */
            readonly id: number;
            /** @description Name of the method. */
            readonly name: string;
        };
        /** @description One product of an order. */
        readonly OrderLine: {
            /** @description Place in the order, from 1. */
            readonly line_number: number;
            /** @description Product. */
            readonly product_id: number;
            /** @description Pieces. */
            readonly quantity: number;
            /**
             * @description Price of one piece without tax.
             * @example 3578.27
             */
            readonly unit_price: string;
            /**
             * @description Tax on the line.
             * @example 3578.27
             */
            readonly tax: string;
            /**
             * @description Quantity times unit price, without tax.
             * @example 3578.27
             */
            readonly total: string;
        };
        /** @description An order of a customer. */
        readonly Order: {
            /** @description Order number; a higher one was placed later. */
            readonly id: number;
            /**
             * @description How far the order is.
             * @enum {string}
             */
            readonly status: "placed" | "shipped" | "cancelled";
            /**
             * @description The channel of the order.
             * @enum {string}
             */
            readonly channel: "online" | "api" | "phone";
            /**
             * Format: date
             * @description Day of the order.
             */
            readonly ordered_on: string;
            /**
             * Format: date
             * @description Day by which the goods are to reach the customer.
             */
            readonly due_on: string;
            /** @description Day of shipping; null before. */
            readonly shipped_on: string | null;
            /** @description Customer, an id of the CRM. */
            readonly customer_id: number;
            /** @description Sales territory, an id of the CRM. */
            readonly territory_id: number | null;
            readonly bill_to: components["schemas"]["Address"];
            readonly ship_to: components["schemas"]["Address"];
            /** @description How the goods travel. */
            readonly ship_method: components["schemas"]["ShipMethod"] | null;
            /**
             * @description Currency of all amounts, ISO 4217.
             * @example USD
             */
            readonly currency: string;
            /** @description Exchange rate (an id of accounting) at which the customer saw their own currency. */
            readonly exchange_rate_id: number | null;
            /**
             * @description Sum of the lines without tax.
             * @example 3578.27
             */
            readonly subtotal: string;
            /**
             * @description Sales tax.
             * @example 3578.27
             */
            readonly tax: string;
            /**
             * @description Freight.
             * @example 3578.27
             */
            readonly freight: string;
            /**
             * @description What the customer owes.
             * @example 3578.27
             */
            readonly total: string;
            /** @description Why the customer bought, in their own words. */
            readonly reasons: readonly string[];
            /** @description By line number. */
            readonly lines: readonly components["schemas"]["OrderLine"][];
            /** @description Why it was cancelled, if a reason was given. */
            readonly cancel_reason: string | null;
            /** @description What the client stored with the order to find the goods it holds. */
            readonly reservation: string | null;
            /**
             * Format: date-time
             * @description Last change.
             */
            readonly updated_at: string;
        };
        /** @description A page of orders; a `Link` header with rel="next" leads to the next page while there is more. */
        readonly OrderPage: {
            /** @description In the order of `sort`. */
            readonly orders: readonly components["schemas"]["Order"][];
        };
        /** @description A page of orders for each key. */
        readonly OrderGroups: {
            /** @description One for each key, in the order of `keys`. */
            readonly groups: readonly {
                /** @description One of the requested keys. */
                readonly key: number;
                /** @description In the order of `sort`. */
                readonly orders: readonly components["schemas"]["Order"][];
                /** @description `page_info` of the following page of this key; null at the end. */
                readonly next: string | null;
            }[];
        };
        /** @description An address that is given with one order. */
        readonly NewAddress: {
            /** @description Street and number. */
            readonly line1: string;
            /** @description Second line. */
            readonly line2?: string | null;
            /** @description Town. */
            readonly city: string;
            /** @description State or province, its name. */
            readonly state?: string | null;
            /** @description State or province, its code. */
            readonly state_code?: string | null;
            /** @description Country, ISO 3166-1 alpha-2. */
            readonly country_code: string;
            /** @description Postal code. */
            readonly postal_code?: string | null;
        };
        /** @description One product of a new order. */
        readonly NewOrderLine: {
            /** @description Product. */
            readonly product_id: number;
            /** @description Pieces. */
            readonly quantity: number;
            /**
             * @description Price of one piece without tax; the list price where it is left out.
             * @example 3578.27
             */
            readonly unit_price?: string;
        };
        /** @description An order to be placed. */
        readonly NewOrder: {
            /** @description Customer, an id of the CRM; not checked here. */
            readonly customer_id: number;
            /**
             * @description ISO 4217.
             * @default USD
             */
            readonly currency: string;
            /**
             * @description The channel of the order.
             * @default api
             * @enum {string}
             */
            readonly channel: "online" | "api" | "phone";
            readonly bill_to: components["schemas"]["NewAddress"];
            readonly ship_to: components["schemas"]["NewAddress"];
            /** @description How the goods are to travel. */
            readonly ship_method_id?: number;
            /** @description Sales territory it counts for, an id of the CRM; not checked here. */
            readonly territory_id?: number;
            /** @description At least one, or it is an `empty_order`. */
            readonly lines: readonly components["schemas"]["NewOrderLine"][];
            /** @description Opaque text that is kept with the order. */
            readonly reservation?: string;
        };
        /** @description A correction by hand, without any of the usual checks. */
        readonly OrderCorrection: {
            /**
             * @description New total; subtotal, tax and freight stay as they are.
             * @example 3578.27
             */
            readonly total?: string;
            /**
             * @description New currency; amounts stay as they are.
             * @example USD
             */
            readonly currency?: string;
            /** @description New customer. */
            readonly customer_id?: number;
            /**
             * @description How far the order is.
             * @enum {string}
             */
            readonly status?: "placed" | "shipped" | "cancelled";
        };
        /** @description Why an order is cancelled. */
        readonly Cancellation: {
            /** @description Why. */
            readonly reason?: string;
        };
        /** @description A product of the catalogue. */
        readonly Product: {
            /** @description Id, the same in the ERP. */
            readonly id: number;
            /**
             * @description Article number.
             * @example BK-R93R-62
             */
            readonly number: string;
            /** @description Name. */
            readonly name: string;
            /** @description A sentence or two for the customer. */
            readonly description: string | null;
            /** @description Colour. */
            readonly color: string | null;
            /** @description Size: a number with `size_unit`, or S, M, L, XL. */
            readonly size: string | null;
            /** @description Unit of `size`, such as CM. */
            readonly size_unit: string | null;
            /** @description Weight in `weight_unit`. */
            readonly weight: number | null;
            /** @description Unit of `weight`, such as LB or G. */
            readonly weight_unit: string | null;
            /** @description Product line: R road, M mountain, T touring, S standard. */
            readonly line: string | null;
            /** @description Class: H high, M medium, L low. */
            readonly class: string | null;
            /** @description Style: W women's, M men's, U universal. */
            readonly style: string | null;
            /** @description Model that variants share. */
            readonly model: string | null;
            /** @description Category; null for parts that are not sold. */
            readonly category_id: number | null;
            /**
             * @description List price of one piece without tax; 0 for what is not sold.
             * @example 3578.27
             */
            readonly list_price: string;
            /**
             * @description Currency of the list price, ISO 4217.
             * @example USD
             */
            readonly currency: string;
            /**
             * Format: date
             * @description First day of sale.
             */
            readonly sell_start: string;
            /** @description Last day of sale; null while there is no end to it. */
            readonly sell_end: string | null;
            /**
             * Format: date-time
             * @description Last change.
             */
            readonly updated_at: string;
        };
        /** @description A page of products; a `Link` header with rel="next" leads to the next page while there is more. */
        readonly ProductPage: {
            /** @description In the order of `sort`. */
            readonly products: readonly components["schemas"]["Product"][];
        };
        /** @description A page of products for each key. */
        readonly ProductGroups: {
            /** @description One for each key, in the order of `keys`. */
            readonly groups: readonly {
                /** @description One of the requested keys. */
                readonly key: number;
                /** @description In the order of `sort`. */
                readonly products: readonly components["schemas"]["Product"][];
                /** @description `page_info` of the following page of this key; null at the end. */
                readonly next: string | null;
            }[];
        };
        /** @description What was sold of each product. */
        readonly ProductSales: {
            /** @description One for each id, in the order of the request. */
            readonly products: readonly {
                /** @description One of the requested ids. */
                readonly product_id: number;
                /** @description Pieces sold. */
                readonly units: number;
                /**
                 * @description Sum of the lines without tax and freight.
                 * @example 3578.27
                 */
                readonly revenue: string;
                /** @description Orders with the product. */
                readonly order_count: number;
                /**
                 * @description Currency, ISO 4217.
                 * @example USD
                 */
                readonly currency: string;
            }[];
        };
        /** @description All categories. */
        readonly CategoryList: {
            /** @description By id. */
            readonly categories: readonly {
                /** @description Id of the category. */
                readonly id: number;
                /** @description Category above; null at the top. */
                readonly parent_id: number | null;
                /** @description Name. */
                readonly name: string;
            }[];
        };
        /** @description Reviews of products. */
        readonly ReviewList: {
            /** @description By id. */
            readonly reviews: readonly {
                /** @description Id of the review. */
                readonly id: number;
                /** @description Product. */
                readonly product_id: number;
                /** @description Name of the reviewer. */
                readonly reviewer: string;
                /**
                 * Format: date
                 * @description Day of the review.
                 */
                readonly reviewed_on: string;
                /** @description From 1 to 5, 5 is best. */
                readonly rating: number;
                /** @description What the reviewer wrote. */
                readonly comments: string | null;
            }[];
        };
        /** @description What each customer has ordered so far. */
        readonly CustomerValues: {
            /** @description One for each id, in the order of the request. */
            readonly customers: readonly {
                /** @description One of the requested ids. */
                readonly customer_id: number;
                /** @description Orders. */
                readonly order_count: number;
                /**
                 * @description Sum of the totals of the orders.
                 * @example 3578.27
                 */
                readonly total: string;
                /**
                 * @description Currency, ISO 4217.
                 * @example USD
                 */
                readonly currency: string;
                /** @description Day of the first order. */
                readonly first_ordered_on: string | null;
                /** @description Day of the last order. */
                readonly last_ordered_on: string | null;
            }[];
        };
        /** @description Sales of one combination of keys; only the requested keys are there. */
        readonly SalesRow: {
            /**
             * @description Month.
             * @example 2013-06
             */
            readonly month?: string;
            /**
             * @description Quarter.
             * @example 2013-Q2
             */
            readonly quarter?: string;
            /**
             * @description Year.
             * @example 2013
             */
            readonly year?: string;
            /** @description Territory; null for orders without one. */
            readonly territory_id?: number | null;
            /** @description Category: a top one with `category`, the lowest one with `subcategory`. */
            readonly category_id?: number | null;
            /** @description Product. */
            readonly product_id?: number;
            /** @description Customer. */
            readonly customer_id?: number;
            /**
             * @description Channel.
             * @enum {string}
             */
            readonly channel?: "online" | "api" | "phone";
            /** @description Orders with at least one such line; not to be added up over rows. */
            readonly orders: number;
            /** @description Pieces. */
            readonly units: number;
            /**
             * @description Sum of the lines without tax and freight.
             * @example 3578.27
             */
            readonly revenue: string;
            /**
             * @description Currency, ISO 4217.
             * @example USD
             */
            readonly currency: string;
        };
        /** @description Sales by up to three keys. */
        readonly SalesReport: {
            /** @description In the order of `sort`. */
            readonly rows: readonly components["schemas"]["SalesRow"][];
            /** @description Whether `limit` cut rows off. */
            readonly has_more: boolean;
        };
        /** @description Figures by which two books are compared without reading every row. */
        readonly ControlTotals: {
            /** @description By block; blocks without orders are left out. */
            readonly blocks: readonly {
                /** @description Order id divided by the block size, rounded down. */
                readonly block: number;
                /** @description Orders that are not cancelled. */
                readonly count: number;
                /**
                 * @description Sum of their totals, whatever the currency.
                 * @example 3578.27
                 */
                readonly total: string;
                /** @description Sum of id times customer id, modulo 2^61-1. */
                readonly customer_hash: string;
                /** @description Sum of id times total in ten-thousandths, modulo 2^61-1. */
                readonly total_hash: string;
                /** @description Sum of id times currency code as a number in base 256, modulo 2^61-1. */
                readonly currency_hash: string;
            }[];
        };
        /** @description The figures of orders that another book must agree with. */
        readonly OrderTotals: {
            /** @description By id, cancelled orders as well. */
            readonly orders: readonly {
                /** @description Order id. */
                readonly id: number;
                /**
                 * @description How far the order is.
                 * @enum {string}
                 */
                readonly status: "placed" | "shipped" | "cancelled";
                /** @description Customer. */
                readonly customer_id: number;
                /**
                 * @description What the customer owes.
                 * @example 3578.27
                 */
                readonly total: string;
                /**
                 * @description Currency, ISO 4217.
                 * @example USD
                 */
                readonly currency: string;
            }[];
            /** @description Whether there are further ids in the range. */
            readonly has_more: boolean;
        };
        /** @description The write that made a change, where it came with a key. */
        readonly EventRequest: {
            /** @description Its `Idempotency-Key`. */
            readonly idempotency_key: string;
        };
        /** @description The `data` of an event that is sent to a receiver; without `fields` and `owners` where its payload is thin. */
        readonly EventData: {
            /** @description Names of the changed fields where it was updated; empty otherwise. */
            readonly fields?: readonly string[];
            /** @description Whose it is: `customer`, with the id as text. If it moved from one to another, both in a list. */
            readonly owners?: {
                readonly [key: string]: string | readonly string[];
            };
            /** @description The write that made the change; null where it had no `Idempotency-Key`. */
            readonly request?: components["schemas"]["EventRequest"] | null;
        };
        /** @description An event. */
        readonly Event: {
            /** @description Its place in the order of events, without gaps: `sequence` of the same event in a webhook. */
            readonly id: number;
            /** @description `order.created` or `order.updated`. */
            readonly type: string;
            /** @description Id of what it happened to. */
            readonly subject: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            readonly occurred_at: string;
            /** @description Names of the changed fields where it was updated; empty otherwise. */
            readonly fields: readonly string[];
            /** @description Whose it is: `customer`, with the id as text. If it moved from one to another, both in a list. */
            readonly owners: {
                readonly [key: string]: string | readonly string[];
            };
            /** @description The write that made the change; null where it had no `Idempotency-Key`. */
            readonly request?: components["schemas"]["EventRequest"] | null;
        };
        /** @description A page of the record of events. */
        readonly EventPage: {
            /** @description The oldest first; none where nothing is new. */
            readonly events: readonly components["schemas"]["Event"][];
            /** @description Id of the newest event there is; 0 where there is none. */
            readonly last_id: number;
        };
        /** @description A receiver of all changes from now on. */
        readonly NewWebhook: {
            /**
             * Format: uri
             * @description Where changes are sent.
             */
            readonly url: string;
            /** @description Standard Webhooks secret: `whsec_` and at least 18 bytes in base64. */
            readonly secret: string;
            /**
             * @description Whether events say what changed and whose it is, or only that something did.
             * @default full
             * @enum {string}
             */
            readonly payload: "full" | "thin";
        };
        /** @description A registered receiver of changes. */
        readonly WebhookTarget: {
            /** @description Id of the registration. */
            readonly id: string;
            /** @description Where changes are sent. */
            readonly url: string;
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
    readonly listOrders: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Order ids; unknown ones are left out. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly ids?: string;
                /** @description How far the order is. */
                readonly status?: "placed" | "shipped" | "cancelled";
                /** @description The channel of the order. */
                readonly channel?: "online" | "api" | "phone";
                /** @description Orders of this customer. */
                readonly customer_id?: number;
                /** @description Orders from this territory. */
                readonly territory_id?: number;
                /** @description Orders with a line of this product. */
                readonly product_id?: number;
                /** @description Ordered on this day or later. */
                readonly ordered_from?: string;
                /** @description Ordered on this day or earlier. */
                readonly ordered_to?: string;
                /**
                 * @description Orders of at least this total.
                 * @example 3578.27
                 */
                readonly min_total?: string;
                /** @description Orders that this text was stored with. */
                readonly reservation?: string;
                /** @description Rows in a page. */
                readonly limit?: number;
                /** @description Opaque: where the page starts, from an earlier answer with the same filters and sort. */
                readonly page_info?: string;
                /** @description Order of the rows, `-` for descending; ties by id in the same direction. */
                readonly sort?: "id" | "ordered_on" | "total" | "-id" | "-ordered_on" | "-total";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of orders; a `Link` header with rel="next" leads to the next page while there is more. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OrderPage"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request, a 422. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewOrder"];
            };
        };
        readonly responses: {
            /** @description An order of a customer. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countOrders: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Order ids; unknown ones are left out. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly ids?: string;
                /** @description How far the order is. */
                readonly status?: "placed" | "shipped" | "cancelled";
                /** @description The channel of the order. */
                readonly channel?: "online" | "api" | "phone";
                /** @description Orders of this customer. */
                readonly customer_id?: number;
                /** @description Orders from this territory. */
                readonly territory_id?: number;
                /** @description Orders with a line of this product. */
                readonly product_id?: number;
                /** @description Ordered on this day or later. */
                readonly ordered_from?: string;
                /** @description Ordered on this day or earlier. */
                readonly ordered_to?: string;
                /**
                 * @description Orders of at least this total.
                 * @example 3578.27
                 */
                readonly min_total?: string;
                /** @description Orders that this text was stored with. */
                readonly reservation?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows a list has. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Count"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly groupOrders: {
        readonly parameters: {
            readonly query: {
                /** @description What the rows of a group have in common. */
                readonly by: "customer_id" | "product_id" | "territory_id";
                /**
                 * @description One group is answered for each. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly keys: string;
                /**
                 * @description Order ids; unknown ones are left out. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly ids?: string;
                /** @description How far the order is. */
                readonly status?: "placed" | "shipped" | "cancelled";
                /** @description The channel of the order. */
                readonly channel?: "online" | "api" | "phone";
                /** @description Orders of this customer. */
                readonly customer_id?: number;
                /** @description Orders from this territory. */
                readonly territory_id?: number;
                /** @description Orders with a line of this product. */
                readonly product_id?: number;
                /** @description Ordered on this day or later. */
                readonly ordered_from?: string;
                /** @description Ordered on this day or earlier. */
                readonly ordered_to?: string;
                /**
                 * @description Orders of at least this total.
                 * @example 3578.27
                 */
                readonly min_total?: string;
                /** @description Orders that this text was stored with. */
                readonly reservation?: string;
                /** @description Rows in a page. */
                readonly limit?: number;
                /** @description Opaque: where the page starts, from an earlier answer with the same filters and sort. */
                readonly page_info?: string;
                /** @description Order of the rows, `-` for descending; ties by id in the same direction. */
                readonly sort?: "id" | "ordered_on" | "total" | "-id" | "-ordered_on" | "-total";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of orders for each key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OrderGroups"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countGroupedOrders: {
        readonly parameters: {
            readonly query: {
                /** @description What the rows of a group have in common. */
                readonly by: "customer_id" | "product_id" | "territory_id";
                /**
                 * @description One group is answered for each. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly keys: string;
                /**
                 * @description Order ids; unknown ones are left out. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly ids?: string;
                /** @description How far the order is. */
                readonly status?: "placed" | "shipped" | "cancelled";
                /** @description The channel of the order. */
                readonly channel?: "online" | "api" | "phone";
                /** @description Orders of this customer. */
                readonly customer_id?: number;
                /** @description Orders from this territory. */
                readonly territory_id?: number;
                /** @description Orders with a line of this product. */
                readonly product_id?: number;
                /** @description Ordered on this day or later. */
                readonly ordered_from?: string;
                /** @description Ordered on this day or earlier. */
                readonly ordered_to?: string;
                /**
                 * @description Orders of at least this total.
                 * @example 3578.27
                 */
                readonly min_total?: string;
                /** @description Orders that this text was stored with. */
                readonly reservation?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows each key has. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GroupedCounts"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getControlTotals: {
        readonly parameters: {
            readonly query?: {
                /** @description Order ids in a block. */
                readonly block_size?: number;
                /** @description First order id. */
                readonly from_id?: number;
                /** @description Last order id. */
                readonly to_id?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Figures by which two books are compared without reading every row. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ControlTotals"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listOrderTotals: {
        readonly parameters: {
            readonly query?: {
                /** @description First order id. */
                readonly from_id?: number;
                /** @description Last order id. */
                readonly to_id?: number;
                /**
                 * @description Only orders in these blocks, as the control totals of the same block size number them. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly blocks?: string;
                /** @description Order ids in a block. */
                readonly block_size?: number;
                /** @description Rows. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The figures of orders that another book must agree with. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OrderTotals"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly correctOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request, a 422. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /** @description Order id. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OrderCorrection"];
            };
        };
        readonly responses: {
            /** @description An order of a customer. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request, a 422. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /** @description Order id. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Cancellation"] | null;
            };
        };
        readonly responses: {
            /** @description An order of a customer. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listProducts: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Product ids; unknown ones are left out. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly ids?: string;
                /** @description Text anywhere in name or number, whatever the case. */
                readonly q?: string;
                /** @description Products of this category; a parent includes its children. */
                readonly category_id?: number;
                /** @description Products of this colour, whatever the case. */
                readonly color?: string;
                /**
                 * @description List price of at least this.
                 * @example 3578.27
                 */
                readonly min_price?: string;
                /**
                 * @description List price of at most this.
                 * @example 3578.27
                 */
                readonly max_price?: string;
                /** @description Whether it has a list price and today is within its days of sale. */
                readonly for_sale?: boolean;
                /** @description Rows in a page. */
                readonly limit?: number;
                /** @description Opaque: where the page starts, from an earlier answer with the same filters and sort. */
                readonly page_info?: string;
                /** @description Order of the rows, `-` for descending; ties by id in the same direction. */
                readonly sort?: "id" | "name" | "number" | "list_price" | "-id" | "-name" | "-number" | "-list_price";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of products; a `Link` header with rel="next" leads to the next page while there is more. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProductPage"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countProducts: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Product ids; unknown ones are left out. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly ids?: string;
                /** @description Text anywhere in name or number, whatever the case. */
                readonly q?: string;
                /** @description Products of this category; a parent includes its children. */
                readonly category_id?: number;
                /** @description Products of this colour, whatever the case. */
                readonly color?: string;
                /**
                 * @description List price of at least this.
                 * @example 3578.27
                 */
                readonly min_price?: string;
                /**
                 * @description List price of at most this.
                 * @example 3578.27
                 */
                readonly max_price?: string;
                /** @description Whether it has a list price and today is within its days of sale. */
                readonly for_sale?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows a list has. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Count"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly groupProducts: {
        readonly parameters: {
            readonly query: {
                /** @description What the rows of a group have in common. */
                readonly by: "category_id";
                /**
                 * @description One group is answered for each. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly keys: string;
                /**
                 * @description Product ids; unknown ones are left out. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly ids?: string;
                /** @description Text anywhere in name or number, whatever the case. */
                readonly q?: string;
                /** @description Products of this category; a parent includes its children. */
                readonly category_id?: number;
                /** @description Products of this colour, whatever the case. */
                readonly color?: string;
                /**
                 * @description List price of at least this.
                 * @example 3578.27
                 */
                readonly min_price?: string;
                /**
                 * @description List price of at most this.
                 * @example 3578.27
                 */
                readonly max_price?: string;
                /** @description Whether it has a list price and today is within its days of sale. */
                readonly for_sale?: boolean;
                /** @description Rows in a page. */
                readonly limit?: number;
                /** @description Opaque: where the page starts, from an earlier answer with the same filters and sort. */
                readonly page_info?: string;
                /** @description Order of the rows, `-` for descending; ties by id in the same direction. */
                readonly sort?: "id" | "name" | "number" | "list_price" | "-id" | "-name" | "-number" | "-list_price";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of products for each key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProductGroups"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countGroupedProducts: {
        readonly parameters: {
            readonly query: {
                /** @description What the rows of a group have in common. */
                readonly by: "category_id";
                /**
                 * @description One group is answered for each. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly keys: string;
                /**
                 * @description Product ids; unknown ones are left out. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly ids?: string;
                /** @description Text anywhere in name or number, whatever the case. */
                readonly q?: string;
                /** @description Products of this category; a parent includes its children. */
                readonly category_id?: number;
                /** @description Products of this colour, whatever the case. */
                readonly color?: string;
                /**
                 * @description List price of at least this.
                 * @example 3578.27
                 */
                readonly min_price?: string;
                /**
                 * @description List price of at most this.
                 * @example 3578.27
                 */
                readonly max_price?: string;
                /** @description Whether it has a list price and today is within its days of sale. */
                readonly for_sale?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows each key has. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GroupedCounts"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listCategories: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All categories. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CategoryList"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listReviews: {
        readonly parameters: {
            readonly query: {
                /**
                 * @description Product ids. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly product_ids: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Reviews of products. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReviewList"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getProductSales: {
        readonly parameters: {
            readonly query: {
                /**
                 * @description Product ids. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly product_ids: string;
                /** @description Ordered on this day or later. */
                readonly from?: string;
                /** @description Ordered on this day or earlier. */
                readonly to?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What was sold of each product. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProductSales"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getCustomerValues: {
        readonly parameters: {
            readonly query: {
                /**
                 * @description Customer ids. At most 100 numbers with commas between them.
                 * @example 1,2,3
                 */
                readonly customer_ids: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What each customer has ordered so far. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CustomerValues"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSalesReport: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description At most three of month, quarter, year, territory, category, subcategory, channel, product, customer, with commas between them. Without it there is one row of all sales.
                 * @example month,territory
                 */
                readonly group_by?: string;
                /** @description Ordered on this day or later. */
                readonly from?: string;
                /** @description Ordered on this day or earlier. */
                readonly to?: string;
                /** @description Orders from this territory. */
                readonly territory_id?: number;
                /** @description Lines of products of this category; a parent includes its children. */
                readonly category_id?: number;
                /** @description Orders of this customer. */
                readonly customer_id?: number;
                /** @description Lines of this product. */
                readonly product_id?: number;
                /** @description Orders of this channel. */
                readonly channel?: "online" | "api" | "phone";
                /** @description By revenue (ties by key), or by the keys in the order of `group_by`. */
                readonly sort?: "revenue" | "-revenue" | "key" | "-key";
                /** @description Rows. */
                readonly limit?: number;
                /** @description Rows to leave out before. */
                readonly offset?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Sales by up to three keys. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SalesReport"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Id of the last event known. */
                readonly after_id?: number;
                /** @description Events in a page. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of the record of events. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly registerWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key with the same request gets the first answer again; with another request, a 422. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewWebhook"];
            };
        };
        readonly responses: {
            /** @description A registered receiver of changes. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookTarget"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the registration. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewWebhook"];
            };
        };
        readonly responses: {
            /** @description A registered receiver of changes. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookTarget"];
                };
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly removeWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the registration. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Removed. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request was refused; `code` is for programs, `detail` for people. */
            readonly "4XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
