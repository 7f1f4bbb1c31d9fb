/* Made from contract.json by `npm run generate`. */
export interface paths {
    readonly "/crm/v3/customers/batch/read": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Customers by id
         * @description At most 100 customers by id (more: 400 `too_many_ids`), in the order of their ids. Status 207 says that some are not there; `errors` names them.
         */
        readonly post: operations["readCustomerBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/crm/v3/customers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Customers, page by page
         * @description Customers that match all given filters. Follow `paging.next.after` for the next page; each page continues after the last customer of the one before, so no customer is skipped or repeated when others are added.
         */
        readonly get: operations["listCustomers"];
        readonly put?: never;
        /**
         * Create a customer
         * @description The customer is dated today and gets the next id and account number. Refused with 422 `email_taken`, `unknown_territory`, `invalid_name`, `idempotency_key_reused`.
         */
        readonly post: operations["createCustomer"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/crm/v3/customers/count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How many customers
         * @description How many customers match all given filters.
         */
        readonly get: operations["countCustomers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/crm/v3/customers/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A customer
         * @description One customer by id; 404 `not_found` where there is none.
         */
        readonly get: operations["getCustomer"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a customer
         * @description What is left out stays, null clears. 404 `not_found` where there is none. Refused with 422 `email_taken`, `unknown_territory`, `invalid_name`, `idempotency_key_reused`.
         */
        readonly patch: operations["updateCustomer"];
        readonly trace?: never;
    };
    readonly "/crm/v3/territories": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * All sales territories
         * @description All sales territories by id, in one page.
         */
        readonly get: operations["listTerritories"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/crm/v3/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Events, page by page
         * @description All events after one, the oldest first: the same as in webhooks, for receivers that may have missed some. `after` is the id of the last event known, `paging.next.after`, or the `sequence` of a webhook without its leading zeros.
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
    readonly "/crm/v3/webhooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Register a receiver of changes
         * @description Every change from now on is posted to `url` as a CloudEvent 1.0 (`customer.created`, `customer.updated`; the subject is the id, `data.fields` names what changed, `data.request` the write that did it, `sequence` is its place in the order of events), signed as Standard Webhooks says, in order, and again until the receiver answers 2xx. With the payload `thin` there is neither `data.fields` nor `data.owners`.
         */
        readonly post: operations["registerWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/crm/v3/webhooks/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Register a receiver of changes under an id of its choice
         * @description As `registerWebhook`. If the id is registered already, its address, secret and payload are replaced, and events not delivered yet are sent to the new address: a receiver can register again on each start without being registered twice.
         */
        readonly put: operations["putWebhook"];
        readonly post?: never;
        /**
         * Remove a receiver of changes
         * @description Nothing more is sent to it; 404 `not_found` where there is none of this id.
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
        /** @description A postal address of a customer. */
        readonly Address: {
            /**
             * @description What the address is for.
             * @enum {string}
             */
            readonly type: "home" | "main_office" | "shipping" | "other";
            /** @description Street and number. */
            readonly line1: string;
            /** @description Flat, floor, or the like. */
            readonly line2: string | null;
            /** @description City or town. */
            readonly city: string;
            /** @description Name of the state or province. */
            readonly state: string | null;
            /** @description Code of the state or province, such as `WA`. */
            readonly stateCode: string | null;
            /** @description ISO 3166-1 alpha-2 code of the country, such as `US`. */
            readonly countryCode: string;
            /** @description Postal code. */
            readonly postalCode: string | null;
        };
        /** @description The customers to read. */
        readonly BatchReadInput: {
            /** @description At most 100; an id given twice is answered once. */
            readonly inputs: readonly {
                /** @description Id of a customer. */
                readonly id: string;
            }[];
        };
        /** @description A person who speaks for a store. */
        readonly Contact: {
            /** @description First and last name. */
            readonly name: string;
            /** @description What the person does at the store, such as `Owner`. */
            readonly role: string;
            /** @description E-mail address. */
            readonly email: string | null;
            /** @description Telephone number. */
            readonly phone: string | null;
        };
        /** @description A person or a store that buys. */
        readonly Customer: {
            /** @description Id of the customer, such as `29485`. */
            readonly id: string;
            /**
             * @description Whether a person or a store buys.
             * @enum {string}
             */
            readonly kind: "person" | "store";
            /** @description A store's name, or a person's first and last name. */
            readonly name: string;
            /** @description First name; persons only. */
            readonly firstName?: string;
            /** @description Middle name or initial; persons who gave one only. */
            readonly middleName?: string;
            /** @description Last name; persons only. */
            readonly lastName?: string;
            /** @description Form of address, such as `Ms.`; persons who gave one only. */
            readonly title?: string;
            /** @description E-mail address; a store's is that of its first contact unless it was changed. */
            readonly email: string | null;
            /** @description Telephone number; a store's is that of its first contact unless it was changed. */
            readonly phone: string | null;
            /** @description `AW` and eight digits; no two customers share one. */
            readonly accountNumber: string;
            /** @description Id of the sales territory. */
            readonly territoryId: string | null;
            /** @description The day they became a customer; null if they have not ordered yet. */
            readonly since: string | null;
            /** @description Addresses; those of the store for a person at a store. */
            readonly addresses: readonly components["schemas"]["Address"][];
            /** @description People of a store; empty for persons. */
            readonly contacts: readonly components["schemas"]["Contact"][];
            /**
             * Format: date-time
             * @description When the customer was last changed (UTC).
             */
            readonly updatedAt: string;
        };
        /** @description Customers read by id. */
        readonly CustomerBatch: {
            /**
             * @description The read is done, whether or not all ids were found.
             * @enum {string}
             */
            readonly status: "COMPLETE";
            /** @description The customers found, by id, whatever the order of the inputs. */
            readonly results: readonly components["schemas"]["Customer"][];
            /** @description The ids that are not there; empty with status 200. */
            readonly errors: readonly {
                /** @description The id as it was given. */
                readonly id: string;
                /**
                 * @description What is wrong with it.
                 * @enum {string}
                 */
                readonly category: "OBJECT_NOT_FOUND";
                /** @description The same in words. */
                readonly message: string;
            }[];
        };
        /** @description A number of customers. */
        readonly CustomerCount: {
            /** @description Customers that match the filters. */
            readonly count: number;
        };
        /** @description One page of customers. */
        readonly CustomerPage: {
            /** @description The customers. */
            readonly results: readonly components["schemas"]["Customer"][];
            /** @description How to continue. */
            readonly paging: {
                /** @description Absent on the last page. */
                readonly next?: {
                    /** @description Value of `after` for the next page. */
                    readonly after: string;
                };
            };
        };
        /** @description A sales territory. */
        readonly Territory: {
            /** @description Id of the territory, such as `4`. */
            readonly id: string;
            /** @description Name, such as `Southwest`. */
            readonly name: string;
            /** @description ISO 3166-1 alpha-2 code of its country. */
            readonly countryCode: string;
            /** @description Part of the world, such as `Europe`. */
            readonly group: string;
        };
        /** @description All sales territories. */
        readonly TerritoryList: {
            /** @description All of them, by id. */
            readonly results: readonly components["schemas"]["Territory"][];
        };
        /** @description An address to keep; what is left out is null. */
        readonly AddressInput: {
            /**
             * @description What the address is for.
             * @enum {string}
             */
            readonly type: "home" | "main_office" | "shipping" | "other";
            /** @description Street and number. */
            readonly line1: string;
            /** @description Flat, floor, or the like. */
            readonly line2?: string | null;
            /** @description City or town. */
            readonly city: string;
            /** @description Name of the state or province. */
            readonly state?: string | null;
            /** @description Code of the state or province, such as `WA`. */
            readonly stateCode?: string | null;
            /** @description ISO 3166-1 alpha-2 code, such as `US`. */
            readonly countryCode: string;
            /** @description Postal code. */
            readonly postalCode?: string | null;
        };
        /** @description A new customer. */
        readonly CustomerInput: {
            /**
             * @description A person needs `firstName` and `lastName`, a store needs `name`.
             * @enum {string}
             */
            readonly kind: "person" | "store";
            /** @description A store's name; stores only. */
            readonly name?: string;
            /** @description First name; persons only. */
            readonly firstName?: string;
            /** @description Last name; persons only. */
            readonly lastName?: string;
            /** @description E-mail address that no other customer has. */
            readonly email?: string | null;
            /** @description Telephone number. */
            readonly phone?: string | null;
            /** @description Id of a sales territory. */
            readonly territoryId?: string | null;
            /** @description All addresses of the customer; they replace what was there. */
            readonly addresses?: readonly components["schemas"]["AddressInput"][];
        };
        /** @description What is to change; what is left out stays, null clears. */
        readonly CustomerPatch: {
            /** @description A store's name; stores only. */
            readonly name?: string;
            /** @description First name; persons only. */
            readonly firstName?: string;
            /** @description Last name; persons only. */
            readonly lastName?: string;
            /** @description E-mail address that no other customer has. */
            readonly email?: string | null;
            /** @description Telephone number. */
            readonly phone?: string | null;
            /** @description Id of a sales territory. */
            readonly territoryId?: string | null;
            /** @description All addresses of the customer; they replace what was there. */
            readonly addresses?: readonly components["schemas"]["AddressInput"][];
        };
        /** @description A receiver of changes to register. */
        readonly WebhookInput: {
            /**
             * Format: uri
             * @description Where changes are posted to, as CloudEvents 1.0 in structured JSON.
             */
            readonly url: string;
            /** @description Standard Webhooks secret: `whsec_` and the key in base64. */
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
            /** @description Where changes are posted to. */
            readonly url: string;
        };
        /** @description An event. */
        readonly Event: {
            /** @description Its place in the order of events, from 1 without gaps: `sequence` of the same event in a webhook. */
            readonly id: string;
            /** @description `customer.created` or `customer.updated`. */
            readonly type: string;
            /** @description Id of what it happened to. */
            readonly objectId: string;
            /**
             * Format: date-time
             * @description When it happened (UTC).
             */
            readonly occurredAt: string;
            /** @description Names of the changed fields where it was updated; empty otherwise. */
            readonly fields: readonly string[];
            /** @description What it belongs to, by kind; customers belong to nothing. */
            readonly owners: {
                readonly [key: string]: string | readonly string[];
            };
            /** @description The write that made the change; null where it had no `Idempotency-Key`. */
            readonly request?: components["schemas"]["EventRequest"] | null;
        };
        /** @description The `data` of an event that is posted to a receiver; without `fields` and `owners` where its payload is thin. */
        readonly EventData: {
            /** @description Names of the changed fields where it was updated; empty otherwise. */
            readonly fields?: readonly string[];
            /** @description What it belongs to, by kind; customers belong to nothing. */
            readonly owners?: {
                readonly [key: string]: string | readonly string[];
            };
            /** @description The write that made the change; null where it had no `Idempotency-Key`. */
            readonly request?: components["schemas"]["EventRequest"] | null;
        };
        /** @description A page of the record of events. */
        readonly EventPage: {
            /** @description The oldest first; none where nothing is new. */
            readonly results: readonly components["schemas"]["Event"][];
            readonly paging: components["schemas"]["EventPaging"];
        };
        /** @description How to continue. */
        readonly EventPaging: {
            /** @description Absent on the last page. */
            readonly next?: {
                /** @description Value of `after` for the next page: id of the last event on this one. */
                readonly after: string;
            };
            /** @description Id of the newest event there is; `0` where there is none. */
            readonly latest: string;
        };
        /** @description The write that made a change, where it came with a key. */
        readonly EventRequest: {
            /** @description Its `Idempotency-Key`. */
            readonly idempotencyKey: string;
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
    readonly readCustomerBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["BatchReadInput"];
            };
        };
        readonly responses: {
            /** @description Customers read by id. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CustomerBatch"];
                };
            };
            /** @description Customers read by id. */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CustomerBatch"];
                };
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listCustomers: {
        readonly parameters: {
            readonly query?: {
                /** @description Only persons, or only stores (default both). */
                readonly kind?: "person" | "store";
                /** @description Only customers of this territory. */
                readonly territoryId?: string;
                /** @description Text anywhere in the name; case and accents are ignored. */
                readonly q?: string;
                /** @description The whole e-mail address, whatever its case. */
                readonly email?: string;
                /** @description The whole account number. */
                readonly accountNumber?: string;
                /** @description Customers on a page. */
                readonly limit?: number;
                /** @description `paging.next.after` of the page before, same `sort`. */
                readonly after?: string;
                /** @description Order; `-` for descending; equals by id. Customers without `since` come last either way. */
                readonly sort?: "id" | "-id" | "name" | "-name" | "accountNumber" | "-accountNumber" | "since" | "-since";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of customers. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CustomerPage"];
                };
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createCustomer: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same request, it gets the first answer again; with another, a 422. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CustomerInput"];
            };
        };
        readonly responses: {
            /** @description A person or a store that buys. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countCustomers: {
        readonly parameters: {
            readonly query?: {
                /** @description Only persons, or only stores (default both). */
                readonly kind?: "person" | "store";
                /** @description Only customers of this territory. */
                readonly territoryId?: string;
                /** @description Text anywhere in the name; case and accents are ignored. */
                readonly q?: string;
                /** @description The whole e-mail address, whatever its case. */
                readonly email?: string;
                /** @description The whole account number. */
                readonly accountNumber?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A number of customers. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CustomerCount"];
                };
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getCustomer: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the customer. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A person or a store that buys. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly updateCustomer: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same request, it gets the first answer again; with another, a 422. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /** @description Id of the customer. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CustomerPatch"];
            };
        };
        readonly responses: {
            /** @description A person or a store that buys. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listTerritories: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All sales territories. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TerritoryList"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Id of the last event known. */
                readonly after?: string;
                /** @description Events on a page. */
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
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly registerWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same request, it gets the first answer again; with another, a 422. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookInput"];
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
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the registration: letters, digits, `_`, `.`, `-`. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookInput"];
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
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
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
            /** @description Default Response */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            readonly 429: {
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
