/* Made from contract.json by `npm run generate`. */
export interface paths {
    readonly "/connect/token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Issues an access token
         * @description OAuth 2 client credentials: client id and secret by HTTP Basic. Refused with 401 `invalid_client` and 400 `unsupported_grant_type`. A restart of the system ends all tokens.
         */
        readonly post: operations["createAccessToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Invoices": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One page of Invoices */
        readonly get: operations["listInvoices"];
        readonly put?: never;
        /**
         * Issues an invoice
         * @description Refused with 409 `already_invoiced` where the order has an invoice that is not voided, and with 422 `unknown_currency`. Takes an `Idempotency-Key`.
         */
        readonly post: operations["createInvoice"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Invoices/Count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How many Invoices match */
        readonly get: operations["countInvoices"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Invoices/Grouped": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One page of Invoices for each key */
        readonly get: operations["groupInvoices"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Invoices/GroupedCount": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How many Invoices match, for each key */
        readonly get: operations["countGroupedInvoices"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Invoices/{InvoiceID}/Void": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Voids an invoice
         * @description Refused with 409 `already_voided`, and with 409 `already_paid` where any payment was booked for it. Takes an `Idempotency-Key`.
         */
        readonly post: operations["voidInvoice"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Payments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One page of Payments */
        readonly get: operations["listPayments"];
        readonly put?: never;
        /**
         * Books a payment of an invoice or a part of it
         * @description The invoice becomes PAID when nothing is due any more. Refused with 422 and the first of these codes that applies: `not_positive`, `unknown_invoice`, `voided`, `already_paid`, `currency_mismatch`, `overpaid`. Takes an `Idempotency-Key`.
         */
        readonly post: operations["createPayment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Payments/Count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How many Payments match */
        readonly get: operations["countPayments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Payments/Grouped": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One page of Payments for each key */
        readonly get: operations["groupPayments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Payments/GroupedCount": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How many Payments match, for each key */
        readonly get: operations["countGroupedPayments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Contacts/Balances": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What customers owe */
        readonly get: operations["listBalances"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Accounts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All Accounts */
        readonly get: operations["listAccounts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Organisations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All Organisations */
        readonly get: operations["listOrganisations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Departments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All Departments */
        readonly get: operations["listDepartments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Currencies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All Currencies */
        readonly get: operations["listCurrencies"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/LedgerEntries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One page of LedgerEntries */
        readonly get: operations["listLedgerEntries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/LedgerEntries/Count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How many LedgerEntries match */
        readonly get: operations["countLedgerEntries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/LedgerEntries/Grouped": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One page of LedgerEntries for each key */
        readonly get: operations["groupLedgerEntries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/LedgerEntries/GroupedCount": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How many LedgerEntries match, for each key */
        readonly get: operations["countGroupedLedgerEntries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/ExchangeRates": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One page of ExchangeRates */
        readonly get: operations["listExchangeRates"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/ExchangeRates/Count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How many ExchangeRates match */
        readonly get: operations["countExchangeRates"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Reports/AgedReceivables": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Open invoices by age
         * @description Invoices issued up to AsOf and not voided, less what was received up to AsOf, by days from IssuedOn to AsOf. 400 `bad_buckets` where the buckets do not rise.
         */
        readonly get: operations["reportAgedReceivables"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Reports/ProfitAndLoss": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Profit and loss
         * @description Computed from the ledger entries. A figure is the value of one account: what was posted to it, and the values of the accounts below it, each added or subtracted as its Operator says (`~`: not at all). NetSales is account 4100, CostOfSales 5000, GrossMargin 400 = NetSales − CostOfSales, OperatingExpenses 60, OperatingProfit 40 = GrossMargin − OperatingExpenses, OtherIncome 80, Taxes 8500, NetIncome 4 = OperatingProfit + OtherIncome − Taxes. Costs, expenses and taxes are positive. Amounts are in the currency of each organisation and are not converted: with GroupBy=None there is a row a currency. Ownership shares are not applied. An organisation does not include those below it; only the lowest ones have entries. Postings drift through the calendar (none in February 2011, two in March), so months and quarters may hold more or fewer than one posting a month.
         */
        readonly get: operations["reportProfitAndLoss"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Reports/ControlTotals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Control totals of the invoices, by block of order ids
         * @description Over invoices that are for an order in the range and not voided. A block that the range cuts holds the part inside it.
         */
        readonly get: operations["reportControlTotals"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/2.0/Invoices/Totals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Invoices by order, voided ones too */
        readonly get: operations["listInvoiceTotals"];
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
        /** @description Which page of a list this is. */
        readonly Pagination: {
            /** @description Number of the page, from 1. */
            readonly Page: number;
            /** @description Most rows a page holds. */
            readonly PageSize: number;
            /** @description Whether the next page has rows. */
            readonly HasMore: boolean;
        };
        /** @description How many rows match the filters. */
        readonly Count: {
            /** @description Rows that match the filters. */
            readonly Count: number;
        };
        /** @description How many rows match the filters, for each key. */
        readonly GroupedCounts: {
            /** @description One group per key, in the order of the request. */
            readonly Groups: readonly {
                /** @description The key as it was given. */
                readonly Key: string;
                /** @description Rows of this key that match the filters. */
                readonly Count: number;
            }[];
        };
        /** @description An invoice. */
        readonly Invoice: {
            /** @description `INV-` and the number of the invoice. */
            readonly InvoiceID: string;
            /** @description Order of the shop it was issued for; null where there is none. */
            readonly OrderID: string | null;
            /** @description The customer who must pay. */
            readonly ContactID: string;
            /**
             * @description OPEN until nothing is due, then PAID; or VOIDED.
             * @enum {string}
             */
            readonly Status: "OPEN" | "PAID" | "VOIDED";
            /**
             * Format: date
             * @description Day of issue.
             */
            readonly IssuedOn: string;
            /**
             * @description Currency of all amounts.
             * @example USD
             */
            readonly CurrencyCode: string;
            /** @description Rate at which the customer saw the amounts in another currency. */
            readonly ExchangeRateID: string | null;
            /**
             * @description Goods, without tax and freight.
             * @example 3578.27
             */
            readonly Subtotal: string;
            /**
             * @description Tax.
             * @example 3578.27
             */
            readonly Tax: string;
            /**
             * @description Freight.
             * @example 3578.27
             */
            readonly Freight: string;
            /**
             * @description What the customer is to pay.
             * @example 3578.27
             */
            readonly Total: string;
            /**
             * @description Sum of the payments.
             * @example 3578.27
             */
            readonly AmountPaid: string;
            /**
             * @description Total less AmountPaid; 0 where the invoice is voided.
             * @example 3578.27
             */
            readonly AmountDue: string;
            /**
             * Format: date-time
             * @description Last change; payments and voiding change an invoice. Midnight of IssuedOn in the sample.
             */
            readonly UpdatedAt: string;
            /**
             * Format: date-time
             * @description When it was created. Only in answers to If-Modified-Since.
             */
            readonly CreatedAt?: string;
            /** @description `Idempotency-Key` of the write that created it. Only in answers to If-Modified-Since. */
            readonly CreatedByRequest?: string | null;
            /** @description `Idempotency-Key` of the write that changed it last, or created it. Only in answers to If-Modified-Since. */
            readonly UpdatedByRequest?: string | null;
        };
        /** @description A new invoice. */
        readonly InvoiceInput: {
            /** @description Order it is for. An order has one invoice not voided. */
            readonly OrderID?: string;
            /** @description The customer who must pay. */
            readonly ContactID: string;
            /**
             * @description Currency of all amounts, one of `/Currencies`.
             * @example USD
             */
            readonly CurrencyCode: string;
            /**
             * @description Goods, without tax and freight.
             * @example 3578.27
             */
            readonly Subtotal: string;
            /**
             * @description Tax.
             * @example 3578.27
             */
            readonly Tax: string;
            /**
             * @description Freight.
             * @example 3578.27
             */
            readonly Freight: string;
            /**
             * @description What the customer is to pay; booked as given, even if the parts do not add up to it.
             * @example 3578.27
             */
            readonly Total: string;
            /**
             * Format: date
             * @description Day of issue; today (UTC) where it is left out.
             */
            readonly IssuedOn?: string;
        };
        /** @description One page of Invoices. */
        readonly InvoiceList: {
            readonly Invoices: readonly components["schemas"]["Invoice"][];
            readonly Pagination: components["schemas"]["Pagination"];
        };
        /** @description One page of Invoices for each key; a key without any is empty. */
        readonly InvoiceGroups: {
            /** @description One group per key, in the order of the request. */
            readonly Groups: readonly {
                /** @description The key as it was given. */
                readonly Key: string;
                readonly Invoices: readonly components["schemas"]["Invoice"][];
                /** @description Whether the next page has rows of this key. */
                readonly HasMore: boolean;
            }[];
        };
        /** @description What reconciliation compares of an invoice. */
        readonly InvoiceTotal: {
            /** @description The invoice. */
            readonly InvoiceID: string;
            /** @description Order it was issued for. */
            readonly OrderID: string;
            /**
             * @description Whether it counts: voided invoices do not.
             * @enum {string}
             */
            readonly Status: "OPEN" | "PAID" | "VOIDED";
            /** @description The customer who must pay. */
            readonly ContactID: string;
            /**
             * @description What the customer is to pay.
             * @example 3578.27
             */
            readonly Total: string;
            /**
             * @description Currency of Total.
             * @example USD
             */
            readonly CurrencyCode: string;
        };
        /** @description Invoices by order; all invoices of an order are on one page. */
        readonly InvoiceTotals: {
            /** @description By order id, then by invoice number. */
            readonly Invoices: readonly components["schemas"]["InvoiceTotal"][];
            /** @description Whether later orders have invoices: continue from the last OrderID plus one. */
            readonly HasMore: boolean;
        };
        /** @description What a customer owes in one currency. */
        readonly Balance: {
            /** @description The customer. */
            readonly ContactID: string;
            /**
             * @description Currency of Outstanding.
             * @example USD
             */
            readonly CurrencyCode: string;
            /**
             * @description Sum of AmountDue over the open invoices.
             * @example 3578.27
             */
            readonly Outstanding: string;
            /** @description Invoices not voided. */
            readonly InvoiceCount: number;
            /** @description Open invoices. */
            readonly OpenCount: number;
        };
        /** @description What several customers owe. */
        readonly Balances: {
            /** @description In the order of the request. Every id is answered: a customer without invoices with one row of zeros in USD, one with invoices in several currencies with one row per currency, by its code. */
            readonly Balances: readonly components["schemas"]["Balance"][];
        };
        /** @description The card of a payment. */
        readonly Card: {
            /** @description Brand of the card. */
            readonly Type: string;
            /** @description Last four digits of its number. */
            readonly Last4: string;
        };
        /** @description A payment of an invoice or a part of it. */
        readonly Payment: {
            /** @description `PAY-` and the number of the payment. */
            readonly PaymentID: string;
            /** @description Invoice it pays. */
            readonly InvoiceID: string;
            /** @description Customer of the invoice. */
            readonly ContactID: string;
            /**
             * @description The amount received.
             * @example 3578.27
             */
            readonly Amount: string;
            /**
             * @description Currency of Amount, the same as that of the invoice.
             * @example USD
             */
            readonly CurrencyCode: string;
            /**
             * Format: date
             * @description Day on which it was received.
             */
            readonly ReceivedOn: string;
            /**
             * @description The method of payment.
             * @enum {string}
             */
            readonly Method: "CARD" | "BANK" | "CASH";
            /** @description Approval code of the card, or what the payer wrote. */
            readonly Reference: string | null;
            readonly Card: components["schemas"]["Card"] | null;
            /**
             * Format: date-time
             * @description Last change. Midnight of ReceivedOn in the sample.
             */
            readonly UpdatedAt: string;
            /**
             * Format: date-time
             * @description When it was created. Only in answers to If-Modified-Since.
             */
            readonly CreatedAt?: string;
            /** @description `Idempotency-Key` of the write that created it. Only in answers to If-Modified-Since. */
            readonly CreatedByRequest?: string | null;
            /** @description `Idempotency-Key` of the write that changed it last, or created it. Only in answers to If-Modified-Since. */
            readonly UpdatedByRequest?: string | null;
        };
        /** @description A new payment. */
        readonly PaymentInput: {
            /** @description Invoice it pays. */
            readonly InvoiceID: string;
            /**
             * @description The amount received: more than 0, at most the AmountDue of the invoice.
             * @example 3578.27
             */
            readonly Amount: string;
            /**
             * @description Must be the currency of the invoice.
             * @example USD
             */
            readonly CurrencyCode: string;
            /**
             * @description The method of payment.
             * @enum {string}
             */
            readonly Method: "CARD" | "BANK" | "CASH";
            /**
             * Format: date
             * @description Day on which it was received; today (UTC) where it is left out.
             */
            readonly ReceivedOn?: string;
            /** @description What the payer wrote. */
            readonly Reference?: string;
        };
        /** @description One page of Payments. */
        readonly PaymentList: {
            readonly Payments: readonly components["schemas"]["Payment"][];
            readonly Pagination: components["schemas"]["Pagination"];
        };
        /** @description One page of Payments for each key; a key without any is empty. */
        readonly PaymentGroups: {
            /** @description One group per key, in the order of the request. */
            readonly Groups: readonly {
                /** @description The key as it was given. */
                readonly Key: string;
                readonly Payments: readonly components["schemas"]["Payment"][];
                /** @description Whether the next page has rows of this key. */
                readonly HasMore: boolean;
            }[];
        };
        /** @description A row of the chart of accounts. */
        readonly Account: {
            /** @description The account. */
            readonly AccountID: string;
            /** @description Account it is a part of. */
            readonly ParentID: string | null;
            /** @description Its number in the chart of accounts. */
            readonly Code: string;
            /** @description Its name. */
            readonly Name: string;
            /** @description Such as Assets, Liabilities, Revenue, Expenditures. */
            readonly Type: string | null;
            /**
             * @description How it adds to its parent: `+`, `-`, or `~` for not at all.
             * @enum {string}
             */
            readonly Operator: "+" | "-" | "~";
            /**
             * @description What its amounts are.
             * @enum {string}
             */
            readonly ValueType: "Currency" | "Units";
        };
        /** @description One page of Accounts. */
        readonly AccountList: {
            readonly Accounts: readonly components["schemas"]["Account"][];
            readonly Pagination: components["schemas"]["Pagination"];
        };
        /** @description A part of the company that keeps its own ledger. */
        readonly Organisation: {
            /** @description The organisation. */
            readonly OrganisationID: string;
            /** @description Organisation it is a part of. */
            readonly ParentID: string | null;
            /** @description Its name. */
            readonly Name: string;
            /** @description Share the company owns of it, from 0 to 1. */
            readonly OwnershipShare: number;
            /**
             * @description Currency of its ledger.
             * @example USD
             */
            readonly CurrencyCode: string;
        };
        /** @description One page of Organisations. */
        readonly OrganisationList: {
            readonly Organisations: readonly components["schemas"]["Organisation"][];
            readonly Pagination: components["schemas"]["Pagination"];
        };
        /** @description A department of the company. */
        readonly Department: {
            /** @description The department. */
            readonly DepartmentID: string;
            /** @description Department it is a part of. */
            readonly ParentID: string | null;
            /** @description Its name. */
            readonly Name: string;
        };
        /** @description One page of Departments. */
        readonly DepartmentList: {
            readonly Departments: readonly components["schemas"]["Department"][];
            readonly Pagination: components["schemas"]["Pagination"];
        };
        /** @description A currency. */
        readonly Currency: {
            /**
             * @description Its code.
             * @example USD
             */
            readonly CurrencyCode: string;
            /** @description Its name in English. */
            readonly Name: string;
        };
        /** @description One page of Currencies. */
        readonly CurrencyList: {
            readonly Currencies: readonly components["schemas"]["Currency"][];
            readonly Pagination: components["schemas"]["Pagination"];
        };
        /** @description The rate of one currency on one day. */
        readonly ExchangeRate: {
            /** @description The rate. */
            readonly ExchangeRateID: string;
            /**
             * Format: date
             * @description Day of the rate.
             */
            readonly RatedOn: string;
            /**
             * @description Always USD in the sample.
             * @example USD
             */
            readonly FromCurrency: string;
            /**
             * @description Currency of which the rate is given.
             * @example USD
             */
            readonly ToCurrency: string;
            /**
             * @description Units of ToCurrency for one of FromCurrency, mean of the day.
             * @example 3578.27
             */
            readonly AverageRate: string;
            /**
             * @description Units of ToCurrency for one of FromCurrency, at the end of the day.
             * @example 3578.27
             */
            readonly EndOfDayRate: string;
        };
        /** @description One page of ExchangeRates. */
        readonly ExchangeRateList: {
            readonly ExchangeRates: readonly components["schemas"]["ExchangeRate"][];
            readonly Pagination: components["schemas"]["Pagination"];
        };
        /** @description What was posted to an account, in total, at one posting day. */
        readonly LedgerEntry: {
            /** @description The entry. */
            readonly LedgerEntryID: string;
            /**
             * Format: date
             * @description Day of posting. Postings are about monthly but drift: a calendar month may hold two of them or none.
             */
            readonly PostedOn: string;
            /** @description Organisation in whose ledger, and in whose currency, it was posted. */
            readonly OrganisationID: string;
            /** @description Department it concerns. */
            readonly DepartmentID: string;
            /**
             * @description Whether it happened or was planned.
             * @enum {string}
             */
            readonly Scenario: "ACTUAL" | "BUDGET" | "FORECAST";
            /** @description Account it was posted to. */
            readonly AccountID: string;
            /**
             * @description In the sense of the account: an expense is positive; the operators of the accounts subtract it. Money in the currency of the organisation, or units where ValueType of the account says so.
             * @example 3578.27
             */
            readonly Amount: string;
        };
        /** @description One page of LedgerEntries. */
        readonly LedgerEntryList: {
            readonly LedgerEntries: readonly components["schemas"]["LedgerEntry"][];
            readonly Pagination: components["schemas"]["Pagination"];
        };
        /** @description One page of LedgerEntries for each key; a key without any is empty. */
        readonly LedgerEntryGroups: {
            /** @description One group per key, in the order of the request. */
            readonly Groups: readonly {
                /** @description The key as it was given. */
                readonly Key: string;
                readonly LedgerEntries: readonly components["schemas"]["LedgerEntry"][];
                /** @description Whether the next page has rows of this key. */
                readonly HasMore: boolean;
            }[];
        };
        /** @description Open invoices of one range of ages. */
        readonly AgeBucket: {
            /** @description Least days since IssuedOn. */
            readonly FromDays: number;
            /** @description Most days since IssuedOn; null for no limit. */
            readonly ToDays: number | null;
            /** @description Invoices with something due. */
            readonly Invoices: number;
            /**
             * @description Sum of what is due.
             * @example 3578.27
             */
            readonly Amount: string;
        };
        /** @description Open invoices by age. */
        readonly AgedReceivables: {
            /**
             * Format: date
             * @description Day the report looks at.
             */
            readonly AsOf: string;
            /** @description From the youngest to the oldest; empty ones too. */
            readonly Buckets: readonly components["schemas"]["AgeBucket"][];
            /**
             * @description Currency of the invoices in the report.
             * @example USD
             */
            readonly CurrencyCode: string;
            /**
             * @description Sum of all buckets.
             * @example 3578.27
             */
            readonly Total: string;
        };
        /** @description One row of a profit and loss report. */
        readonly ProfitAndLossRow: {
            /** @description The organisation; null unless GroupBy=Organisation. */
            readonly OrganisationID: string | null;
            /** @description Calendar period of PostedOn: `2013-06`, `2013-Q2`, `2013`; null for Period=total. */
            readonly Period: string | null;
            /**
             * @description Account 4100 and what adds to it.
             * @example 3578.27
             */
            readonly NetSales: string;
            /**
             * @description Account 5000 and what adds to it; a cost is positive.
             * @example 3578.27
             */
            readonly CostOfSales: string;
            /**
             * @description Account 400: NetSales less CostOfSales.
             * @example 3578.27
             */
            readonly GrossMargin: string;
            /**
             * @description Account 60 and what adds to it; an expense is positive.
             * @example 3578.27
             */
            readonly OperatingExpenses: string;
            /**
             * @description Account 40: GrossMargin less OperatingExpenses.
             * @example 3578.27
             */
            readonly OperatingProfit: string;
            /**
             * @description Account 80 and what adds to it, net of interest expense; negative for a loss.
             * @example 3578.27
             */
            readonly OtherIncome: string;
            /**
             * @description Account 8500; a tax is positive.
             * @example 3578.27
             */
            readonly Taxes: string;
            /**
             * @description Account 4: OperatingProfit plus OtherIncome less Taxes.
             * @example 3578.27
             */
            readonly NetIncome: string;
            /**
             * @description Currency of the amounts.
             * @example USD
             */
            readonly CurrencyCode: string;
        };
        /** @description A profit and loss report. */
        readonly ProfitAndLoss: {
            /** @description By Period, OrganisationID and CurrencyCode. There is no row where nothing was posted. */
            readonly Rows: readonly components["schemas"]["ProfitAndLossRow"][];
        };
        /** @description The control totals of one block of order ids. */
        readonly ControlBlock: {
            /** @description Order id divided by the block size, rounded down. */
            readonly Block: number;
            /** @description Invoices not voided. */
            readonly Count: number;
            /**
             * @description Sum of their totals, whatever their currencies.
             * @example 3578.27
             */
            readonly Total: string;
            /** @description Σ OrderID·ContactID mod 2^61−1. */
            readonly ContactHash: string;
            /** @description Σ OrderID·(Total in ten-thousandths) mod 2^61−1. */
            readonly TotalHash: string;
            /** @description Σ OrderID·(the letters of CurrencyCode as a number in base 256) mod 2^61−1. */
            readonly CurrencyHash: string;
        };
        /** @description Control totals of the invoices, by block of order ids. */
        readonly ControlTotals: {
            /** @description By Block. A block without an invoice is left out. */
            readonly Blocks: readonly components["schemas"]["ControlBlock"][];
        };
        /** @description An access token (RFC 6749, section 5.1). */
        readonly AccessToken: {
            /** @description Opaque text for `Authorization: Bearer`. */
            readonly access_token: string;
            /**
             * @description Always Bearer.
             * @enum {string}
             */
            readonly token_type: "Bearer";
            /** @description Seconds until it expires. */
            readonly expires_in: number;
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
    readonly createAccessToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": {
                    /** @description Must be `client_credentials`. */
                    readonly grant_type: string;
                };
            };
        };
        readonly responses: {
            /** @description An access token (RFC 6749, section 5.1). */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccessToken"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listInvoices: {
        readonly parameters: {
            readonly query?: {
                /** @description Only these invoices; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only invoices for these orders. At most 100, separated by commas. */
                readonly OrderIDs?: string;
                /** @description Only invoices of this customer. */
                readonly ContactID?: string;
                /** @description Only invoices in this state. */
                readonly Status?: "OPEN" | "PAID" | "VOIDED";
                /** @description Only invoices issued on this day or later. */
                readonly IssuedFrom?: string;
                /** @description Only invoices issued on this day or earlier. */
                readonly IssuedTo?: string;
                /**
                 * @description Only invoices of this total or more, whatever the currency.
                 * @example 3578.27
                 */
                readonly MinTotal?: string;
                /**
                 * @description Only invoices of this total or less, whatever the currency.
                 * @example 3578.27
                 */
                readonly MaxTotal?: string;
                /** @description Only invoices that are (true) or are not (false) open and issued more than 30 days ago. */
                readonly Overdue?: boolean;
                /** @description Number of the page. */
                readonly page?: number;
                /** @description Most rows on the page. */
                readonly pageSize?: number;
                /** @description Field to order by, then ASC or DESC; `InvoiceID ASC` where it is left out. Equal rows are in the order of their numbers. New rows come last by number, so only an ascending walk meets each row once. */
                readonly order?: string;
            };
            readonly header?: {
                /** @description Only rows whose UpdatedAt is at or after this HTTP date or ISO 8601 time. Rows of that very moment are in the answer, so repeating the request with the newest UpdatedAt seen misses nothing. To the millisecond for an ISO 8601 time. Rows then say where they come from (`CreatedAt`, `CreatedByRequest`, `UpdatedByRequest`). */
                readonly "if-modified-since"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of Invoices. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InvoiceList"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createInvoice: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["InvoiceInput"];
            };
        };
        readonly responses: {
            /** @description An invoice. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Invoice"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The present state of the document does not allow this. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed, but the books do not allow it. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countInvoices: {
        readonly parameters: {
            readonly query?: {
                /** @description Only these invoices; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only invoices for these orders. At most 100, separated by commas. */
                readonly OrderIDs?: string;
                /** @description Only invoices of this customer. */
                readonly ContactID?: string;
                /** @description Only invoices in this state. */
                readonly Status?: "OPEN" | "PAID" | "VOIDED";
                /** @description Only invoices issued on this day or later. */
                readonly IssuedFrom?: string;
                /** @description Only invoices issued on this day or earlier. */
                readonly IssuedTo?: string;
                /**
                 * @description Only invoices of this total or more, whatever the currency.
                 * @example 3578.27
                 */
                readonly MinTotal?: string;
                /**
                 * @description Only invoices of this total or less, whatever the currency.
                 * @example 3578.27
                 */
                readonly MaxTotal?: string;
                /** @description Only invoices that are (true) or are not (false) open and issued more than 30 days ago. */
                readonly Overdue?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows match the filters. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Count"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly groupInvoices: {
        readonly parameters: {
            readonly query: {
                /** @description Only these invoices; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only invoices for these orders. At most 100, separated by commas. */
                readonly OrderIDs?: string;
                /** @description Only invoices of this customer. */
                readonly ContactID?: string;
                /** @description Only invoices in this state. */
                readonly Status?: "OPEN" | "PAID" | "VOIDED";
                /** @description Only invoices issued on this day or later. */
                readonly IssuedFrom?: string;
                /** @description Only invoices issued on this day or earlier. */
                readonly IssuedTo?: string;
                /**
                 * @description Only invoices of this total or more, whatever the currency.
                 * @example 3578.27
                 */
                readonly MinTotal?: string;
                /**
                 * @description Only invoices of this total or less, whatever the currency.
                 * @example 3578.27
                 */
                readonly MaxTotal?: string;
                /** @description Only invoices that are (true) or are not (false) open and issued more than 30 days ago. */
                readonly Overdue?: boolean;
                /** @description Field whose values are the keys. */
                readonly by: "ContactID" | "OrderID";
                /** @description The keys. At most 100, separated by commas. */
                readonly keys: string;
                /** @description Number of the page. */
                readonly page?: number;
                /** @description Most rows on the page. */
                readonly pageSize?: number;
                /** @description Field to order by, then ASC or DESC; `InvoiceID ASC` where it is left out. Equal rows are in the order of their numbers. New rows come last by number, so only an ascending walk meets each row once. */
                readonly order?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of Invoices for each key; a key without any is empty. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InvoiceGroups"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countGroupedInvoices: {
        readonly parameters: {
            readonly query: {
                /** @description Only these invoices; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only invoices for these orders. At most 100, separated by commas. */
                readonly OrderIDs?: string;
                /** @description Only invoices of this customer. */
                readonly ContactID?: string;
                /** @description Only invoices in this state. */
                readonly Status?: "OPEN" | "PAID" | "VOIDED";
                /** @description Only invoices issued on this day or later. */
                readonly IssuedFrom?: string;
                /** @description Only invoices issued on this day or earlier. */
                readonly IssuedTo?: string;
                /**
                 * @description Only invoices of this total or more, whatever the currency.
                 * @example 3578.27
                 */
                readonly MinTotal?: string;
                /**
                 * @description Only invoices of this total or less, whatever the currency.
                 * @example 3578.27
                 */
                readonly MaxTotal?: string;
                /** @description Only invoices that are (true) or are not (false) open and issued more than 30 days ago. */
                readonly Overdue?: boolean;
                /** @description Field whose values are the keys. */
                readonly by: "ContactID" | "OrderID";
                /** @description The keys. At most 100, separated by commas. */
                readonly keys: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows match the filters, for each key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GroupedCounts"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly voidInvoice: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The invoice. */
                readonly InvoiceID: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description An invoice. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Invoice"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such resource. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The present state of the document does not allow this. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed, but the books do not allow it. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listPayments: {
        readonly parameters: {
            readonly query?: {
                /** @description Only these payments; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only payments of these invoices. At most 100, separated by commas. */
                readonly InvoiceIDs?: string;
                /** @description Only payments of this customer. */
                readonly ContactID?: string;
                /** @description Only payments received on this day or later. */
                readonly ReceivedFrom?: string;
                /** @description Only payments received on this day or earlier. */
                readonly ReceivedTo?: string;
                /** @description Number of the page. */
                readonly page?: number;
                /** @description Most rows on the page. */
                readonly pageSize?: number;
                /** @description Field to order by, then ASC or DESC; `PaymentID ASC` where it is left out. Equal rows are in the order of their numbers. New rows come last by number, so only an ascending walk meets each row once. */
                readonly order?: string;
            };
            readonly header?: {
                /** @description Only rows whose UpdatedAt is at or after this HTTP date or ISO 8601 time. Rows of that very moment are in the answer, so repeating the request with the newest UpdatedAt seen misses nothing. To the millisecond for an ISO 8601 time. Rows then say where they come from (`CreatedAt`, `CreatedByRequest`, `UpdatedByRequest`). */
                readonly "if-modified-since"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of Payments. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PaymentList"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createPayment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PaymentInput"];
            };
        };
        readonly responses: {
            /** @description A payment of an invoice or a part of it. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is well formed, but the books do not allow it. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countPayments: {
        readonly parameters: {
            readonly query?: {
                /** @description Only these payments; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only payments of these invoices. At most 100, separated by commas. */
                readonly InvoiceIDs?: string;
                /** @description Only payments of this customer. */
                readonly ContactID?: string;
                /** @description Only payments received on this day or later. */
                readonly ReceivedFrom?: string;
                /** @description Only payments received on this day or earlier. */
                readonly ReceivedTo?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows match the filters. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Count"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly groupPayments: {
        readonly parameters: {
            readonly query: {
                /** @description Only these payments; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only payments of these invoices. At most 100, separated by commas. */
                readonly InvoiceIDs?: string;
                /** @description Only payments of this customer. */
                readonly ContactID?: string;
                /** @description Only payments received on this day or later. */
                readonly ReceivedFrom?: string;
                /** @description Only payments received on this day or earlier. */
                readonly ReceivedTo?: string;
                /** @description Field whose values are the keys. */
                readonly by: "InvoiceID" | "ContactID";
                /** @description The keys. At most 100, separated by commas. */
                readonly keys: string;
                /** @description Number of the page. */
                readonly page?: number;
                /** @description Most rows on the page. */
                readonly pageSize?: number;
                /** @description Field to order by, then ASC or DESC; `PaymentID ASC` where it is left out. Equal rows are in the order of their numbers. New rows come last by number, so only an ascending walk meets each row once. */
                readonly order?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of Payments for each key; a key without any is empty. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PaymentGroups"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countGroupedPayments: {
        readonly parameters: {
            readonly query: {
                /** @description Only these payments; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only payments of these invoices. At most 100, separated by commas. */
                readonly InvoiceIDs?: string;
                /** @description Only payments of this customer. */
                readonly ContactID?: string;
                /** @description Only payments received on this day or later. */
                readonly ReceivedFrom?: string;
                /** @description Only payments received on this day or earlier. */
                readonly ReceivedTo?: string;
                /** @description Field whose values are the keys. */
                readonly by: "InvoiceID" | "ContactID";
                /** @description The keys. At most 100, separated by commas. */
                readonly keys: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows match the filters, for each key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GroupedCounts"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listBalances: {
        readonly parameters: {
            readonly query: {
                /** @description The customers. At most 100, separated by commas. */
                readonly ContactIDs: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What several customers owe. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Balances"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listAccounts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of Accounts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AccountList"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listOrganisations: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of Organisations. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OrganisationList"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listDepartments: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of Departments. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DepartmentList"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listCurrencies: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of Currencies. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CurrencyList"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listLedgerEntries: {
        readonly parameters: {
            readonly query?: {
                /** @description Only these entries; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only entries of this account, not of the accounts below it. */
                readonly AccountID?: string;
                /** @description Only entries of this organisation, not of those below it. */
                readonly OrganisationID?: string;
                /** @description Only entries of this department, not of those below it. */
                readonly DepartmentID?: string;
                /** @description Only entries of this scenario. */
                readonly Scenario?: "ACTUAL" | "BUDGET" | "FORECAST";
                /** @description Only entries posted on this day or later. */
                readonly From?: string;
                /** @description Only entries posted on this day or earlier. */
                readonly To?: string;
                /** @description Number of the page. */
                readonly page?: number;
                /** @description Most rows on the page. */
                readonly pageSize?: number;
                /** @description Field to order by, then ASC or DESC; `LedgerEntryID ASC` where it is left out. Equal rows are in the order of their numbers. New rows come last by number, so only an ascending walk meets each row once. */
                readonly order?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of LedgerEntries. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LedgerEntryList"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countLedgerEntries: {
        readonly parameters: {
            readonly query?: {
                /** @description Only these entries; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only entries of this account, not of the accounts below it. */
                readonly AccountID?: string;
                /** @description Only entries of this organisation, not of those below it. */
                readonly OrganisationID?: string;
                /** @description Only entries of this department, not of those below it. */
                readonly DepartmentID?: string;
                /** @description Only entries of this scenario. */
                readonly Scenario?: "ACTUAL" | "BUDGET" | "FORECAST";
                /** @description Only entries posted on this day or later. */
                readonly From?: string;
                /** @description Only entries posted on this day or earlier. */
                readonly To?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows match the filters. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Count"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly groupLedgerEntries: {
        readonly parameters: {
            readonly query: {
                /** @description Only these entries; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only entries of this account, not of the accounts below it. */
                readonly AccountID?: string;
                /** @description Only entries of this organisation, not of those below it. */
                readonly OrganisationID?: string;
                /** @description Only entries of this department, not of those below it. */
                readonly DepartmentID?: string;
                /** @description Only entries of this scenario. */
                readonly Scenario?: "ACTUAL" | "BUDGET" | "FORECAST";
                /** @description Only entries posted on this day or later. */
                readonly From?: string;
                /** @description Only entries posted on this day or earlier. */
                readonly To?: string;
                /** @description Field whose values are the keys. */
                readonly by: "AccountID" | "OrganisationID";
                /** @description The keys. At most 100, separated by commas. */
                readonly keys: string;
                /** @description Number of the page. */
                readonly page?: number;
                /** @description Most rows on the page. */
                readonly pageSize?: number;
                /** @description Field to order by, then ASC or DESC; `LedgerEntryID ASC` where it is left out. Equal rows are in the order of their numbers. New rows come last by number, so only an ascending walk meets each row once. */
                readonly order?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of LedgerEntries for each key; a key without any is empty. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LedgerEntryGroups"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countGroupedLedgerEntries: {
        readonly parameters: {
            readonly query: {
                /** @description Only these entries; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /** @description Only entries of this account, not of the accounts below it. */
                readonly AccountID?: string;
                /** @description Only entries of this organisation, not of those below it. */
                readonly OrganisationID?: string;
                /** @description Only entries of this department, not of those below it. */
                readonly DepartmentID?: string;
                /** @description Only entries of this scenario. */
                readonly Scenario?: "ACTUAL" | "BUDGET" | "FORECAST";
                /** @description Only entries posted on this day or later. */
                readonly From?: string;
                /** @description Only entries posted on this day or earlier. */
                readonly To?: string;
                /** @description Field whose values are the keys. */
                readonly by: "AccountID" | "OrganisationID";
                /** @description The keys. At most 100, separated by commas. */
                readonly keys: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows match the filters, for each key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GroupedCounts"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listExchangeRates: {
        readonly parameters: {
            readonly query?: {
                /** @description Only these rates; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /**
                 * @description Only rates from this currency.
                 * @example USD
                 */
                readonly From?: string;
                /**
                 * @description Only rates to this currency.
                 * @example USD
                 */
                readonly To?: string;
                /** @description Only rates of this day or later. */
                readonly RatedFrom?: string;
                /** @description Only rates of this day or earlier. */
                readonly RatedTo?: string;
                /** @description Number of the page. */
                readonly page?: number;
                /** @description Most rows on the page. */
                readonly pageSize?: number;
                /** @description Field to order by, then ASC or DESC; `ExchangeRateID ASC` where it is left out. Equal rows are in the order of their numbers. New rows come last by number, so only an ascending walk meets each row once. */
                readonly order?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of ExchangeRates. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExchangeRateList"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countExchangeRates: {
        readonly parameters: {
            readonly query?: {
                /** @description Only these rates; unknown ones are left out. At most 100, separated by commas. */
                readonly IDs?: string;
                /**
                 * @description Only rates from this currency.
                 * @example USD
                 */
                readonly From?: string;
                /**
                 * @description Only rates to this currency.
                 * @example USD
                 */
                readonly To?: string;
                /** @description Only rates of this day or later. */
                readonly RatedFrom?: string;
                /** @description Only rates of this day or earlier. */
                readonly RatedTo?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How many rows match the filters. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Count"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly reportAgedReceivables: {
        readonly parameters: {
            readonly query?: {
                /** @description Day the report looks at; today (UTC) where it is left out. */
                readonly AsOf?: string;
                /** @description Last days of the buckets but the oldest, rising, separated by commas; at most 12. */
                readonly Buckets?: string;
                /** @description Only invoices of this customer. */
                readonly ContactID?: string;
                /** @description Only invoices in this currency: amounts of several are not added up. */
                readonly CurrencyCode?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Open invoices by age. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AgedReceivables"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly reportProfitAndLoss: {
        readonly parameters: {
            readonly query?: {
                /** @description Only this organisation, without those below it. */
                readonly OrganisationID?: string;
                /** @description Only entries posted on this day or later. */
                readonly From?: string;
                /** @description Only entries posted on this day or earlier. */
                readonly To?: string;
                /** @description Calendar periods the rows are split into, by PostedOn. */
                readonly Period?: "month" | "quarter" | "year" | "total";
                /** @description Which entries are counted. */
                readonly Scenario?: "ACTUAL" | "BUDGET" | "FORECAST";
                /** @description Whether each organisation has rows of its own. */
                readonly GroupBy?: "Organisation" | "None";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A profit and loss report. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProfitAndLoss"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly reportControlTotals: {
        readonly parameters: {
            readonly query?: {
                /** @description Order ids a block spans. */
                readonly blockSize?: number;
                /** @description Only invoices for this order or later ones. */
                readonly fromOrderID?: number;
                /** @description Only invoices for this order or earlier ones. */
                readonly toOrderID?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Control totals of the invoices, by block of order ids. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ControlTotals"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listInvoiceTotals: {
        readonly parameters: {
            readonly query?: {
                /** @description Only invoices for this order or later ones. */
                readonly fromOrderID?: number;
                /** @description Only invoices for this order or earlier ones. */
                readonly toOrderID?: number;
                /** @description Only orders in these blocks, as the control totals of the same block size number them. At most 100, separated by commas. */
                readonly blocks?: string;
                /** @description Order ids a block spans. */
                readonly blockSize?: number;
                /** @description Most invoices; more are answered only to complete the last order. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Invoices by order; all invoices of an order are on one page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InvoiceTotals"];
                };
            };
            /** @description A parameter or the body is not as described. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token is missing, unknown or expired. */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; retry after Retry-After seconds. */
            readonly 429: {
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
