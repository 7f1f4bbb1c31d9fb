import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Context } from '../context.ts';
import type { Parent } from '../parent.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A currency by its three letters: `USD` (ISO 4217). */
  CurrencyCode: { input: string; output: string; }
  /** A calendar day without a time: `2013-06-30` (RFC 3339, full-date). */
  Date: { input: string; output: string; }
  /** A point in time: `2013-06-30T12:00:00Z` (RFC 3339, date-time). */
  DateTime: { input: Date; output: Date | string; }
  /** An exact decimal number, written as text so that no digit is lost: `"3578.27"`. */
  Decimal: { input: string; output: string; }
  /** An e-mail address (RFC 5322), with letters of all languages (RFC 6531). */
  EmailAddress: { input: string; output: string; }
  /** An absolute address on the web (RFC 3986). */
  URL: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** An account of the ledger. Known to the accounting system. */
export type Account = Node & {
  readonly __typename?: 'Account';
  /** The accounts below. */
  readonly children?: Maybe<ReadonlyArray<Account>>;
  /** Number in the chart of accounts, such as `4100`. */
  readonly code?: Maybe<Scalars['String']['output']>;
  /** The entries of this account; those of accounts below are not among them. */
  readonly entries?: Maybe<LedgerEntryConnection>;
  /** The global id, such as `account:50`. */
  readonly id: Scalars['ID']['output'];
  /** Name, such as `Net Sales`. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The account above; null on the topmost. */
  readonly parent?: Maybe<Account>;
  /** How the account counts in the one above it. */
  readonly rollUp?: Maybe<AccountRollUp>;
  /** What kind of account it is, such as `Assets` or `Revenue`; null on the topmost. */
  readonly type?: Maybe<Scalars['String']['output']>;
  /** What its amounts are. */
  readonly valueType?: Maybe<AccountValueType>;
};


/** An account of the ledger. Known to the accounting system. */
export type AccountEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<LedgerEntryFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<LedgerEntrySort>;
};

/** How an account counts in the one above it. */
export type AccountRollUp =
  /** It is added. */
  | 'ADD'
  /** It does not count. */
  | 'NONE'
  /** It is subtracted. */
  | 'SUBTRACT';

/** What the amounts of an account are. */
export type AccountValueType =
  /** Money, in the currency of the organization whose books they are in. */
  | 'CURRENCY'
  /** A count, such as employees or square feet. */
  | 'UNITS';

/** A postal address. */
export type Address = {
  readonly __typename?: 'Address';
  /** City or town. */
  readonly city: Scalars['String']['output'];
  /** Country by its two letters (ISO 3166-1). */
  readonly countryCode: Scalars['String']['output'];
  /** What the address is used for, where the system says so. */
  readonly kind?: Maybe<AddressKind>;
  /** Street and number. */
  readonly line1: Scalars['String']['output'];
  /** Suite, floor, department and the like. */
  readonly line2?: Maybe<Scalars['String']['output']>;
  /** Postal code. */
  readonly postalCode?: Maybe<Scalars['String']['output']>;
  /** State or province by name. */
  readonly state?: Maybe<Scalars['String']['output']>;
  /** State or province by code, such as `WA`. */
  readonly stateCode?: Maybe<Scalars['String']['output']>;
};

/** A postal address to be stored. */
export type AddressInput = {
  /** City or town. */
  readonly city: Scalars['String']['input'];
  /** Country by its two letters (ISO 3166-1). */
  readonly countryCode: Scalars['String']['input'];
  /** Street and number. */
  readonly line1: Scalars['String']['input'];
  /** Suite, floor, department and the like. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** Postal code. */
  readonly postalCode?: InputMaybe<Scalars['String']['input']>;
  /** State or province by name. */
  readonly state?: InputMaybe<Scalars['String']['input']>;
  /** State or province by code, such as `WA`. */
  readonly stateCode?: InputMaybe<Scalars['String']['input']>;
};

/** What an address is used for. */
export type AddressKind =
  /** Where the bill is sent. */
  | 'BILLING'
  /** A private home. */
  | 'HOME'
  /** The main office of a store. */
  | 'MAIN_OFFICE'
  /** Anything else. */
  | 'OTHER'
  /** Where goods are sent. */
  | 'SHIPPING';

/** A key by which a service authenticates. */
export type ApiKey = {
  readonly __typename?: 'ApiKey';
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The global id of the customer whose own data it gives access to (scope `customer:self`); null if it is bound to no customer. */
  readonly customer?: Maybe<Scalars['ID']['output']>;
  /** When it expires; null for never. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Until when the previous secret is valid; null if it is not. */
  readonly formerSecretUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Its id, the part between the first two underscores. It is no secret, and stays when the secret is rotated. */
  readonly id: Scalars['ID']['output'];
  /** When it was used last, to the minute; null if it never was. */
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it is for, in the words of whoever made it. */
  readonly name: Scalars['String']['output'];
  /** When it was revoked; null if it was not. */
  readonly revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When its secret was rotated last; null if it was not. */
  readonly rotatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it may do, such as `orders:read`. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** Whether it may be used. */
  readonly state: ApiKeyState;
};

/** A page of API keys. */
export type ApiKeyConnection = {
  readonly __typename?: 'ApiKeyConnection';
  /** The keys with their cursors. */
  readonly edges: ReadonlyArray<ApiKeyEdge>;
  /** The keys alone. */
  readonly nodes: ReadonlyArray<ApiKey>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A new API key. */
export type ApiKeyCreateInput = {
  /** The global id of the customer whose own data it gives access to (scope `customer:self`). */
  readonly customer?: InputMaybe<Scalars['ID']['input']>;
  /** When it expires; never by default. */
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What it is for, such as the name of the service: 1 to 100 characters. */
  readonly name: Scalars['String']['input'];
  /** Its scopes, such as `orders:read`; by default, it may do nothing that requires one. */
  readonly scopes?: ReadonlyArray<Scalars['String']['input']>;
};

/** An API key in a list. */
export type ApiKeyEdge = {
  readonly __typename?: 'ApiKeyEdge';
  /** Pass it as `after` to continue after this key. */
  readonly cursor: Scalars['String']['output'];
  /** The key. */
  readonly node: ApiKey;
};

/** The result of changing an API key. */
export type ApiKeyPayload = {
  readonly __typename?: 'ApiKeyPayload';
  /** The key as it is now; null if it was refused. */
  readonly apiKey?: Maybe<ApiKey>;
  /** Why it was refused; empty if it was not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The result of creating an API key or its secret. */
export type ApiKeySecretPayload = {
  readonly __typename?: 'ApiKeySecretPayload';
  /** The key as it is now; null if it was refused. */
  readonly apiKey?: Maybe<ApiKey>;
  /**
   * What the service sends, such as `isk_…`. It is shown only this once and stored nowhere. Null if the call was refused, or was repeated and
   * made nothing new; then rotate the key.
   */
  readonly secret?: Maybe<Scalars['String']['output']>;
  /** Why it was refused; empty if it was not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Whether an API key may be used. */
export type ApiKeyState =
  /** It may be used. */
  | 'ACTIVE'
  /** It has expired. */
  | 'EXPIRED'
  /** It was revoked. */
  | 'REVOKED';

/** Who may cache an answer. */
export type CacheControlScope =
  /** Only the caller, such as a browser. */
  | 'PRIVATE'
  /** Everyone, shared caches and CDNs as well. */
  | 'PUBLIC';

/** What to drop from the caches: exactly one of these. */
export type CacheEvictInput =
  /** One entity by its global id, such as `customer:42`: its record, and all lists of its type, because it may be in any of them. */
  { readonly id: Scalars['ID']['input']; readonly system?: never; readonly tag?: never; readonly type?: never; }
  |  /** Everything that was read from a system, such as `crm`. */
  { readonly id?: never; readonly system: Scalars['String']['input']; readonly tag?: never; readonly type?: never; }
  |  /** Everything with this tag: `Customer:42`, `Customer:*`, `Customer`, `Customer:42/Order`, `Order/*`, `@crm`. */
  { readonly id?: never; readonly system?: never; readonly tag: Scalars['String']['input']; readonly type?: never; }
  |  /** All records of a type, such as `Customer`, and all lists of them. */
  { readonly id?: never; readonly system?: never; readonly tag?: never; readonly type: Scalars['String']['input']; };

/** What an eviction dropped. */
export type CacheEvictPayload = {
  readonly __typename?: 'CacheEvictPayload';
  /** How many records, lists and whole answers were dropped from the memory of this process. */
  readonly entries: Scalars['Int']['output'];
  /** How many values were dropped from the tier that replicas share, as far as they could be counted; null if there is no such tier. */
  readonly shared?: Maybe<Scalars['Int']['output']>;
  /**
   * Whether all of them were counted. If the tier fails, or counting takes more than five seconds, there were more, and they were dropped as
   * well. Null if there is no such tier.
   */
  readonly sharedIsComplete?: Maybe<Scalars['Boolean']['output']>;
  /** The tags of what was dropped. */
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
};

/** What became of reads of one kind. */
export type CacheReads = {
  readonly __typename?: 'CacheReads';
  /** Reads from the system; each fetches everything that was missing. */
  readonly fetches: Scalars['Float']['output'];
  /** Values read from memory or the tier that replicas share. */
  readonly hits: Scalars['Float']['output'];
  /** What is read, such as `Customer`. */
  readonly name: Scalars['String']['output'];
  /** The system that is read, such as `crm`. */
  readonly system: Scalars['String']['output'];
};

/** The tier that replicas share, as this process sees it. */
export type CacheSharedTier = {
  readonly __typename?: 'CacheSharedTier';
  /** Milliseconds that a read took on average; null before the first. */
  readonly averageReadMs?: Maybe<Scalars['Float']['output']>;
  /** How often it failed. */
  readonly failures: Scalars['Float']['output'];
  /** Values that were there. */
  readonly hits: Scalars['Float']['output'];
  /** How often it was read, many values at a time. */
  readonly reads: Scalars['Float']['output'];
  /** Whether it is used at present. */
  readonly state: CacheSharedTierState;
};

/** Whether the tier that replicas share is used at present. */
export type CacheSharedTierState =
  /** It cannot be reached: the systems are asked instead. */
  | 'AWAY'
  /** It can be reached, but is not read until it has caught up with all evictions. */
  | 'BEHIND'
  /** It is used. */
  | 'READY';

/**
 * The caches of one process. Counts are since its start, and whole numbers; those that may pass the 32 bits of an Int are written as
 * Float.
 */
export type CacheStatistics = {
  readonly __typename?: 'CacheStatistics';
  /** Whole answers given from memory. */
  readonly answerHits: Scalars['Float']['output'];
  /** How many bytes they take, approximately. */
  readonly bytes: Scalars['Float']['output'];
  /** How many records, lists and whole answers are in memory. */
  readonly entries: Scalars['Int']['output'];
  /** Reads from systems; each fetches everything that was missing. */
  readonly fetches: Scalars['Float']['output'];
  /** How many bytes they may take at most: five eighths of the setting CACHE_BYTES. */
  readonly maxBytes: Scalars['Float']['output'];
  /** Records and lists served from memory, including those past their freshness. */
  readonly memoryHits: Scalars['Float']['output'];
  /** Whether caches are on (setting CACHE). */
  readonly on: Scalars['Boolean']['output'];
  /** The reads of each kind, the most frequent first. */
  readonly reads: ReadonlyArray<CacheReads>;
  /** The tier that replicas share; null if there is none. */
  readonly shared?: Maybe<CacheSharedTier>;
  /** Records and lists read from the tier that replicas share. */
  readonly sharedHits: Scalars['Float']['output'];
  /** Records and lists served from memory past their freshness, and refreshed in the background. */
  readonly staleHits: Scalars['Float']['output'];
  /** Records and lists past their age that were served while their system was unavailable, overloaded or short of quota. */
  readonly standIns: Scalars['Float']['output'];
};

/** A payment card; its number is not known here. */
export type Card = {
  readonly __typename?: 'Card';
  /** Brand of the card. */
  readonly brand: Scalars['String']['output'];
  /** The last four digits. */
  readonly last4: Scalars['String']['output'];
};

/** A category of the catalogue. */
export type Category = Node & {
  readonly __typename?: 'Category';
  /** The categories below. */
  readonly children?: Maybe<ReadonlyArray<Category>>;
  /** The global id, such as `category:1`. */
  readonly id: Scalars['ID']['output'];
  /** Name, such as `Bikes`. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The category above; null on the first level. */
  readonly parent?: Maybe<Category>;
  /** The products of this category and of those below it. */
  readonly products?: Maybe<ProductConnection>;
};


/** A category of the catalogue. */
export type CategoryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ProductFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<ProductSort>;
};

/** Something that happened to an entity of any type. */
export type Change = {
  readonly __typename?: 'Change';
  /** The fields that changed; empty if the system does not say. */
  readonly changedFields: ReadonlyArray<Scalars['String']['output']>;
  /** The place of this event in the log of changes. */
  readonly cursor: Scalars['String']['output'];
  /** The type of what it happened to, such as `Customer`. */
  readonly entity: Scalars['String']['output'];
  /** The global id of what it happened to. */
  readonly entityId: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** What it happened to, as it is now; null if it was deleted. */
  readonly node?: Maybe<Node>;
  /** When, by the clock of the system that it happened in. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** The system that it happened in, such as `crm`. */
  readonly system: Scalars['String']['output'];
};

/** Which changes; all conditions must hold. */
export type ChangeFilter = {
  /** Only this customer and what belongs to it, or may belong to it, if a system does not name the owner. */
  readonly customer?: InputMaybe<Scalars['ID']['input']>;
  /** Only of these types, such as `Customer`. */
  readonly entities?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Only changes of one of these fields, such as `status` of an order, and changes that do not say which fields changed. */
  readonly fields?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Only what these global ids name. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Only what happened in one of these ways. */
  readonly kinds?: InputMaybe<ReadonlyArray<ChangeKind>>;
  /** Only this product and what belongs to it, or may belong to it, if a system does not name the owner. */
  readonly product?: InputMaybe<Scalars['ID']['input']>;
  /** Only what happened in these systems, such as `crm`. */
  readonly systems?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** What happened to an entity. */
export type ChangeKind =
  /** It was created. */
  | 'CREATED'
  /** It was deleted. */
  | 'DELETED'
  /** It was changed. */
  | 'UPDATED';

/** What one system says. */
export type Claim = {
  readonly __typename?: 'Claim';
  /** The record it keeps, by global id; null if it keeps none. */
  readonly record?: Maybe<Scalars['ID']['output']>;
  /** What it says of the order, in words and figures. */
  readonly statement: Scalars['String']['output'];
  /** The system, such as `commerce` or `accounting`. */
  readonly system: Scalars['String']['output'];
};

/** A client's use of a field. */
export type ClientUsage = {
  readonly __typename?: 'ClientUsage';
  /** When it last asked, to within ten seconds. */
  readonly lastSeen: Scalars['DateTime']['output'];
  /** The name it gives itself; null if it gives none. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Its operations with the field, the most frequent first. One answer lists at most 10,000 operations in all. */
  readonly operations: ReadonlyArray<OperationUsage>;
  /** Its requests with the field, a whole number. */
  readonly requests: Scalars['Float']['output'];
  /** The version it gives; null if it gives none. */
  readonly version?: Maybe<Scalars['String']['output']>;
};

/** A person to talk to at a store. */
export type Contact = {
  readonly __typename?: 'Contact';
  /** E-mail address. */
  readonly email?: Maybe<Scalars['EmailAddress']['output']>;
  /** Full name. */
  readonly name: Scalars['String']['output'];
  /** Telephone number. */
  readonly phone?: Maybe<Scalars['String']['output']>;
  /** What the person does at the store, such as `Owner`. */
  readonly role: Scalars['String']['output'];
};

/** A person or a store that buys from the company. Known to the CRM. */
export type Customer = Node & {
  readonly __typename?: 'Customer';
  /** Account number, such as `AW00029485`. */
  readonly accountNumber?: Maybe<Scalars['String']['output']>;
  /** Postal addresses. */
  readonly addresses?: Maybe<ReadonlyArray<Address>>;
  /** What the customer owes, over all open invoices; null if that is in several currencies: see `balances`. */
  readonly balance?: Maybe<Money>;
  /** What the customer owes, one amount a currency; empty if nothing is owed. */
  readonly balances?: Maybe<ReadonlyArray<Money>>;
  /** The people to talk to at a store; empty for a person. */
  readonly contacts?: Maybe<ReadonlyArray<Contact>>;
  /** E-mail address; of a store, that of its first contact. */
  readonly email?: Maybe<Scalars['EmailAddress']['output']>;
  /** First name of a person. */
  readonly firstName?: Maybe<Scalars['String']['output']>;
  /** The day of the oldest order that makes up the lifetime value; null if there is none. */
  readonly firstOrderedOn?: Maybe<Scalars['Date']['output']>;
  /** The global id, such as `customer:29485`. */
  readonly id: Scalars['ID']['output'];
  /** The customer's invoices. */
  readonly invoices?: Maybe<InvoiceConnection>;
  /** Whether this is a person or a store. */
  readonly kind?: Maybe<CustomerKind>;
  /** Last name of a person. */
  readonly lastName?: Maybe<Scalars['String']['output']>;
  /** The day of the newest order that makes up the lifetime value; null if there is none. */
  readonly lastOrderedOn?: Maybe<Scalars['Date']['output']>;
  /** The sum of all orders in the shop's own currency that were not cancelled, tax and freight included. */
  readonly lifetimeValue?: Maybe<Money>;
  /** Full name of the person, or name of the store. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** How many orders make up the lifetime value. */
  readonly orderCount?: Maybe<Scalars['Int']['output']>;
  /** The customer's orders. */
  readonly orders?: Maybe<OrderConnection>;
  /** The customer's payments. */
  readonly payments?: Maybe<PaymentConnection>;
  /** Telephone number; of a store, that of its first contact. */
  readonly phone?: Maybe<Scalars['String']['output']>;
  /** The day since when this is a customer; null if nothing was bought yet and the CRM has no day. */
  readonly since?: Maybe<Scalars['Date']['output']>;
  /** The sales territory the customer belongs to. */
  readonly territory?: Maybe<Territory>;
  /** When the customer was last changed in the CRM. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
};


/** A person or a store that buys from the company. Known to the CRM. */
export type CustomerInvoicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<InvoiceFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<InvoiceSort>;
};


/** A person or a store that buys from the company. Known to the CRM. */
export type CustomerOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<OrderSort>;
};


/** A person or a store that buys from the company. Known to the CRM. */
export type CustomerPaymentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PaymentFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<PaymentSort>;
};

/** A postal address of a customer to be stored. */
export type CustomerAddressInput = {
  /** City or town. */
  readonly city: Scalars['String']['input'];
  /** Country by its two letters (ISO 3166-1). */
  readonly countryCode: Scalars['String']['input'];
  /** What the address is used for, all but `BILLING`; left out, `MAIN_OFFICE` of a store and `HOME` of a person. */
  readonly kind?: InputMaybe<AddressKind>;
  /** Street and number. */
  readonly line1: Scalars['String']['input'];
  /** Suite, floor, department and the like. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** Postal code. */
  readonly postalCode?: InputMaybe<Scalars['String']['input']>;
  /** State or province by name. */
  readonly state?: InputMaybe<Scalars['String']['input']>;
  /** State or province by code, such as `WA`. */
  readonly stateCode?: InputMaybe<Scalars['String']['input']>;
};

/** Something that happened to a customer. */
export type CustomerChange = {
  readonly __typename?: 'CustomerChange';
  /** The fields that changed; empty if the system does not say. */
  readonly changedFields: ReadonlyArray<Scalars['String']['output']>;
  /** The place of this event in the log of changes. */
  readonly cursor: Scalars['String']['output'];
  /** The customer as it is now; null if it was deleted. */
  readonly customer?: Maybe<Customer>;
  /** The global id of the customer, even if it was deleted. */
  readonly entityId: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** When, by the clock of the system that it happened in. */
  readonly occurredAt: Scalars['DateTime']['output'];
};

/** Which changes of customers; all conditions must hold. */
export type CustomerChangeFilter = {
  /** Only these customers. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Only what happened in one of these ways. */
  readonly kinds?: InputMaybe<ReadonlyArray<ChangeKind>>;
  /** Only customers that are in this territory now. */
  readonly territory?: InputMaybe<Scalars['ID']['input']>;
};

/** A page of customers. */
export type CustomerConnection = {
  readonly __typename?: 'CustomerConnection';
  /** The customers with their cursors. */
  readonly edges: ReadonlyArray<CustomerEdge>;
  /** The customers alone. */
  readonly nodes: ReadonlyArray<Customer>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A new customer. */
export type CustomerCreateInput = {
  /** Postal addresses. */
  readonly addresses?: InputMaybe<ReadonlyArray<CustomerAddressInput>>;
  /** E-mail address; no two customers share one. */
  readonly email?: InputMaybe<Scalars['EmailAddress']['input']>;
  /** First name; needed for a person. */
  readonly firstName?: InputMaybe<Scalars['String']['input']>;
  /** Person or store. */
  readonly kind: CustomerKind;
  /** Last name; needed for a person. */
  readonly lastName?: InputMaybe<Scalars['String']['input']>;
  /** Name; needed for a store. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Telephone number. */
  readonly phone?: InputMaybe<Scalars['String']['input']>;
  /** Global id of the sales territory. */
  readonly territory?: InputMaybe<Scalars['ID']['input']>;
};

/** A customer in a list. */
export type CustomerEdge = {
  readonly __typename?: 'CustomerEdge';
  /** Pass it as `after` to continue after this customer. */
  readonly cursor: Scalars['String']['output'];
  /** The customer. */
  readonly node: Customer;
};

/** Conditions on customers; all that are given must hold. */
export type CustomerFilter = {
  /** The exact account number. */
  readonly accountNumber?: InputMaybe<Scalars['String']['input']>;
  /** The exact e-mail address. */
  readonly email?: InputMaybe<Scalars['EmailAddress']['input']>;
  /** Persons or stores only. */
  readonly kind?: InputMaybe<CustomerKind>;
  /** Text that the name contains, whatever the case. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Customers of this territory (global id). */
  readonly territory?: InputMaybe<Scalars['ID']['input']>;
};

/** What a customer can be. */
export type CustomerKind =
  /** A natural person. */
  | 'PERSON'
  /** A store that sells on. */
  | 'STORE';

/** The result of creating or changing a customer. */
export type CustomerPayload = {
  readonly __typename?: 'CustomerPayload';
  /** The customer as it is now; null if the business refused. */
  readonly customer?: Maybe<Customer>;
  /** Why the business refused; empty if it did not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** How to sort customers. */
export type CustomerSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: CustomerSortField;
};

/** What customers can be sorted by. */
export type CustomerSortField =
  /** Account number. */
  | 'ACCOUNT_NUMBER'
  /** The number in the CRM. */
  | 'ID'
  /** Full name or store name. */
  | 'NAME'
  /** The day since when this is a customer. */
  | 'SINCE';

/** Changes of a customer; what is left out stays. */
export type CustomerUpdateInput = {
  /** Postal addresses; they replace all previous ones, and `[]` removes these. They cannot be null. */
  readonly addresses?: InputMaybe<ReadonlyArray<CustomerAddressInput>>;
  /** E-mail address; null removes it. */
  readonly email?: InputMaybe<Scalars['EmailAddress']['input']>;
  /** First name, of a person; it cannot be null. */
  readonly firstName?: InputMaybe<Scalars['String']['input']>;
  /** Last name, of a person; it cannot be null. */
  readonly lastName?: InputMaybe<Scalars['String']['input']>;
  /** Name, of a store; it cannot be null. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Telephone number; null removes it. */
  readonly phone?: InputMaybe<Scalars['String']['input']>;
  /** Global id of the sales territory; null removes it. */
  readonly territory?: InputMaybe<Scalars['ID']['input']>;
};

/** A span of days, both included; a side that is left out is open. */
export type DateRange = {
  /** The first day. */
  readonly from?: InputMaybe<Scalars['Date']['input']>;
  /** The last day. */
  readonly to?: InputMaybe<Scalars['Date']['input']>;
};

/** A disagreement between the shop and the ledger over one order. */
export type Discrepancy = {
  readonly __typename?: 'Discrepancy';
  /** Which system says what. */
  readonly claims: ReadonlyArray<Claim>;
  /** The invoices in question. */
  readonly invoices: ReadonlyArray<Invoice>;
  /** What they disagree about. */
  readonly kind: DiscrepancyKind;
  /** The disagreement in one sentence. */
  readonly message: Scalars['String']['output'];
  /** The order; where the shop knows none, the one that the invoice names. */
  readonly order?: Maybe<Order>;
};

/** A page of discrepancies. */
export type DiscrepancyConnection = {
  readonly __typename?: 'DiscrepancyConnection';
  /** The discrepancies with their cursors. */
  readonly edges: ReadonlyArray<DiscrepancyEdge>;
  /** The discrepancies alone. */
  readonly nodes: ReadonlyArray<Discrepancy>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A discrepancy in a list. */
export type DiscrepancyEdge = {
  readonly __typename?: 'DiscrepancyEdge';
  /** Pass it as `after` to continue after this discrepancy. */
  readonly cursor: Scalars['String']['output'];
  /** The discrepancy. */
  readonly node: Discrepancy;
};

/** Conditions on discrepancies; all that are given must hold. */
export type DiscrepancyFilter = {
  /** Orders from this one on (global id). */
  readonly fromOrder?: InputMaybe<Scalars['ID']['input']>;
  /** Disagreements of these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<DiscrepancyKind>>;
  /** Orders up to this one (global id). */
  readonly toOrder?: InputMaybe<Scalars['ID']['input']>;
};

/** What the shop and the ledger can disagree about. */
export type DiscrepancyKind =
  /** The order was cancelled, its invoice was not voided. */
  | 'CANCELLED_BUT_INVOICED'
  /** The currencies differ. */
  | 'CURRENCY'
  /** The customers differ. */
  | 'CUSTOMER'
  /** There is more than one invoice for the order. */
  | 'DUPLICATE_INVOICE'
  /** There is an order without an invoice. */
  | 'MISSING_INVOICE'
  /** There is an invoice whose order the shop does not know. */
  | 'MISSING_ORDER'
  /** The totals differ. */
  | 'TOTAL';

/** What one currency was worth in another on a day. */
export type ExchangeRate = Node & {
  readonly __typename?: 'ExchangeRate';
  /** What one unit was worth on average that day. */
  readonly averageRate?: Maybe<Scalars['Decimal']['output']>;
  /** What one unit was worth at the end of the day. */
  readonly endOfDayRate?: Maybe<Scalars['Decimal']['output']>;
  /** The currency of the one unit. */
  readonly from?: Maybe<Scalars['CurrencyCode']['output']>;
  /** The global id, such as `exchange-rate:4`. */
  readonly id: Scalars['ID']['output'];
  /** The day. */
  readonly ratedOn?: Maybe<Scalars['Date']['output']>;
  /** The currency in which its value is stated. */
  readonly to?: Maybe<Scalars['CurrencyCode']['output']>;
};

/** A page of exchange rates. */
export type ExchangeRateConnection = {
  readonly __typename?: 'ExchangeRateConnection';
  /** The rates with their cursors. */
  readonly edges: ReadonlyArray<ExchangeRateEdge>;
  /** The rates alone. */
  readonly nodes: ReadonlyArray<ExchangeRate>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** An exchange rate in a list. */
export type ExchangeRateEdge = {
  readonly __typename?: 'ExchangeRateEdge';
  /** Pass it as `after` to continue after this rate. */
  readonly cursor: Scalars['String']['output'];
  /** The rate. */
  readonly node: ExchangeRate;
};

/** Conditions on exchange rates; all that are given must hold. */
export type ExchangeRateFilter = {
  /** Rates from this currency. */
  readonly from?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** Rates of this span. */
  readonly rated?: InputMaybe<DateRange>;
  /** Rates to this currency. */
  readonly to?: InputMaybe<Scalars['CurrencyCode']['input']>;
};

/** How to sort exchange rates. */
export type ExchangeRateSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: ExchangeRateSortField;
};

/** What exchange rates can be sorted by. */
export type ExchangeRateSortField =
  /** The number in the accounting system. */
  | 'ID'
  /** The day of the rate. */
  | 'RATED_ON';

/** The clients that request a field, or use whatever else a coordinate names. */
export type FieldUsage = {
  readonly __typename?: 'FieldUsage';
  /** The clients that asked for it, the most frequent first. */
  readonly clients: ReadonlyArray<ClientUsage>;
  /** Why it is deprecated; null if it is not. */
  readonly deprecationReason?: Maybe<Scalars['String']['output']>;
  /** Its schema coordinate. */
  readonly field: Scalars['String']['output'];
  /** How many requests asked for it, a whole number. */
  readonly requests: Scalars['Float']['output'];
  /** The first of the days that were looked at. */
  readonly since: Scalars['Date']['output'];
  /**
   * How many requests were counted without what they asked for, because a day had more operations, clients or pairs of both than are kept
   * (settings USAGE_MAX_OPERATIONS, USAGE_MAX_CLIENTS, USAGE_MAX_PAIRS); a whole number. If it is not 0, it is not certain that a field is
   * unused.
   */
  readonly unknownRequests: Scalars['Float']['output'];
};

/** An order against today's stock. */
export type Fulfilment = {
  readonly __typename?: 'Fulfilment';
  /**
   * The day on which the last short line can be expected; null if nothing is short or some day is not known. It lies in the past where a
   * supplier is late.
   */
  readonly expectedOn?: Maybe<Scalars['Date']['output']>;
  /** Each line. */
  readonly lines: ReadonlyArray<FulfilmentLine>;
  /** All lines taken together. */
  readonly status: FulfilmentStatus;
};

/** A line of an order against today's stock. */
export type FulfilmentLine = {
  readonly __typename?: 'FulfilmentLine';
  /** How many can be promised to this line. */
  readonly available: Scalars['Int']['output'];
  /**
   * The day on which open purchase orders cover what is missing; null if nothing is missing or they do not. It lies in the past where a
   * supplier is late.
   */
  readonly expectedOn?: Maybe<Scalars['Date']['output']>;
  /** Position within the order. */
  readonly number: Scalars['Int']['output'];
  /** What was ordered. */
  readonly product?: Maybe<Product>;
  /** How many were ordered. */
  readonly quantity: Scalars['Int']['output'];
  /** How many are missing. */
  readonly shortBy: Scalars['Int']['output'];
  /** Whether stock covers it, after the lines before it took theirs. */
  readonly status: FulfilmentStatus;
};

/** Whether stock covers what was ordered. */
export type FulfilmentStatus =
  /** Stock covers all of it. */
  | 'IN_STOCK'
  /** Stock covers a part. */
  | 'PARTIAL'
  /** Stock covers none of it. */
  | 'SHORT';

/** An invoice. Known to the accounting system. */
export type Invoice = Node & {
  readonly __typename?: 'Invoice';
  /** The currency of all amounts of the invoice. */
  readonly currency?: Maybe<Scalars['CurrencyCode']['output']>;
  /** Who owes it. */
  readonly customer?: Maybe<Customer>;
  /** The rate at which the customer saw the amounts in a currency of their own. */
  readonly exchangeRate?: Maybe<ExchangeRate>;
  /** Cost of transport. */
  readonly freight?: Maybe<Money>;
  /** The global id, such as `invoice:INV-43697`. */
  readonly id: Scalars['ID']['output'];
  /** The day it was issued. */
  readonly issuedOn?: Maybe<Scalars['Date']['output']>;
  /** The order it bills; null if it bills none. */
  readonly order?: Maybe<Order>;
  /** What is still owed. */
  readonly outstanding?: Maybe<Money>;
  /** What was paid so far. */
  readonly paid?: Maybe<Money>;
  /** The payments, the newest first. */
  readonly payments?: Maybe<PaymentConnection>;
  /** Whether it is open, paid or voided. */
  readonly status?: Maybe<InvoiceStatus>;
  /** Sum of what was delivered. */
  readonly subtotal?: Maybe<Money>;
  /** Tax on the subtotal. */
  readonly tax?: Maybe<Money>;
  /** Subtotal, tax and freight. */
  readonly total?: Maybe<Money>;
  /** When the invoice was last changed in the accounting system. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
};


/** An invoice. Known to the accounting system. */
export type InvoicePaymentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** Something that happened to an invoice. */
export type InvoiceChange = {
  readonly __typename?: 'InvoiceChange';
  /** The fields that changed; empty if the system does not say. */
  readonly changedFields: ReadonlyArray<Scalars['String']['output']>;
  /** The place of this event in the log of changes. */
  readonly cursor: Scalars['String']['output'];
  /** The global id of the invoice, even if it was deleted. */
  readonly entityId: Scalars['ID']['output'];
  /** The invoice as it is now; null if it was deleted. */
  readonly invoice?: Maybe<Invoice>;
  /** What happened. */
  readonly kind: ChangeKind;
  /** When, by the clock of the system that it happened in. */
  readonly occurredAt: Scalars['DateTime']['output'];
};

/** Which changes of invoices; all conditions must hold. */
export type InvoiceChangeFilter = {
  /** Only invoices of this customer. */
  readonly customer?: InputMaybe<Scalars['ID']['input']>;
  /** Only these invoices. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Only what happened in one of these ways. */
  readonly kinds?: InputMaybe<ReadonlyArray<ChangeKind>>;
  /** Only the invoice of this order. */
  readonly order?: InputMaybe<Scalars['ID']['input']>;
  /** Only invoices that have one of these statuses now. */
  readonly statuses?: InputMaybe<ReadonlyArray<InvoiceStatus>>;
};

/** A page of invoices. */
export type InvoiceConnection = {
  readonly __typename?: 'InvoiceConnection';
  /** The invoices with their cursors. */
  readonly edges: ReadonlyArray<InvoiceEdge>;
  /** The invoices alone. */
  readonly nodes: ReadonlyArray<Invoice>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** An invoice in a list. */
export type InvoiceEdge = {
  readonly __typename?: 'InvoiceEdge';
  /** Pass it as `after` to continue after this invoice. */
  readonly cursor: Scalars['String']['output'];
  /** The invoice. */
  readonly node: Invoice;
};

/** Conditions on invoices; all that are given must hold. */
export type InvoiceFilter = {
  /** Invoices of this customer (global id). */
  readonly customer?: InputMaybe<Scalars['ID']['input']>;
  /** Invoices issued in this span. */
  readonly issued?: InputMaybe<DateRange>;
  /** Invoices of at most this total, in their own currency. */
  readonly maxTotal?: InputMaybe<Scalars['Decimal']['input']>;
  /** Invoices of at least this total, in their own currency. */
  readonly minTotal?: InputMaybe<Scalars['Decimal']['input']>;
  /** Overdue invoices only, or only the others: an invoice is overdue if it is open and was issued more than 30 days ago. */
  readonly overdue?: InputMaybe<Scalars['Boolean']['input']>;
  /** Invoices with this status. */
  readonly status?: InputMaybe<InvoiceStatus>;
};

/** An invoice to issue. */
export type InvoiceIssueInput = {
  /** The day of issue; today by default. */
  readonly issuedOn?: InputMaybe<Scalars['Date']['input']>;
  /** Global id of the order. */
  readonly order: Scalars['ID']['input'];
};

/** The result of issuing an invoice. */
export type InvoiceIssuePayload = {
  readonly __typename?: 'InvoiceIssuePayload';
  /** The invoice; null if the business refused. */
  readonly invoice?: Maybe<Invoice>;
  /** Why the business refused; empty if it did not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** How to sort invoices. */
export type InvoiceSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: InvoiceSortField;
};

/** What invoices can be sorted by. */
export type InvoiceSortField =
  /** The number in the accounting system. */
  | 'ID'
  /** The day of issue. */
  | 'ISSUED_ON'
  /** What is still owed. */
  | 'OUTSTANDING'
  /** The total. */
  | 'TOTAL';

/** Status of an invoice. */
export type InvoiceStatus =
  /** Something is still owed. */
  | 'OPEN'
  /** All is paid. */
  | 'PAID'
  /** Taken back; nothing is owed. */
  | 'VOIDED';

/**
 * The total of one month on one account, in one organization and department: the accounting system keeps monthly totals,
 * not single postings.
 */
export type LedgerEntry = Node & {
  readonly __typename?: 'LedgerEntry';
  /** Which account. */
  readonly account?: Maybe<Account>;
  /** The amount, in the sense of the account: an expense is positive. Money in the organization's currency, or a count: `Account.valueType`. */
  readonly amount?: Maybe<Scalars['Decimal']['output']>;
  /** The department, such as `Sales and Marketing`. */
  readonly department?: Maybe<Scalars['String']['output']>;
  /** The global id, such as `ledger-entry:1`. */
  readonly id: Scalars['ID']['output'];
  /** Whose books. */
  readonly organization?: Maybe<Organization>;
  /** The day the month was posted. */
  readonly postedOn?: Maybe<Scalars['Date']['output']>;
  /** What happened, what was planned, or what is expected. */
  readonly scenario?: Maybe<Scenario>;
};

/** A page of entries of the ledger. */
export type LedgerEntryConnection = {
  readonly __typename?: 'LedgerEntryConnection';
  /** The entries with their cursors. */
  readonly edges: ReadonlyArray<LedgerEntryEdge>;
  /** The entries alone. */
  readonly nodes: ReadonlyArray<LedgerEntry>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** An entry of the ledger in a list. */
export type LedgerEntryEdge = {
  readonly __typename?: 'LedgerEntryEdge';
  /** Pass it as `after` to continue after this entry. */
  readonly cursor: Scalars['String']['output'];
  /** The entry. */
  readonly node: LedgerEntry;
};

/** Conditions on entries of the ledger; all that are given must hold. */
export type LedgerEntryFilter = {
  /** Entries of this account (global id). */
  readonly account?: InputMaybe<Scalars['ID']['input']>;
  /** Entries of this organization (global id). */
  readonly organization?: InputMaybe<Scalars['ID']['input']>;
  /** Entries posted in this span. */
  readonly posted?: InputMaybe<DateRange>;
  /** Entries of this scenario. */
  readonly scenario?: InputMaybe<Scenario>;
};

/** How to sort entries of the ledger. */
export type LedgerEntrySort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: LedgerEntrySortField;
};

/** What entries of the ledger can be sorted by. */
export type LedgerEntrySortField =
  /** The amount, whatever the currency. */
  | 'AMOUNT'
  /** The number in the accounting system. */
  | 'ID'
  /** The day of posting. */
  | 'POSTED_ON';

/** A place within the plant where goods are stored or worked on. */
export type Location = Node & {
  readonly __typename?: 'Location';
  /** Hours of work per week that are available there. */
  readonly availabilityHours?: Maybe<Scalars['Decimal']['output']>;
  /** What an hour of work there costs; zero for a store. */
  readonly costRate?: Maybe<Money>;
  /** The global id, such as `location:7`. */
  readonly id: Scalars['ID']['output'];
  /** Name, such as `Finished Goods Storage`. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The stock at this location. */
  readonly stock?: Maybe<StockLevelConnection>;
};


/** A place within the plant where goods are stored or worked on. */
export type LocationStockArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<StockLevelFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<StockLevelSort>;
};

/** An amount of money in a currency. */
export type Money = {
  readonly __typename?: 'Money';
  /** The amount, exact, with up to four decimal places. */
  readonly amount: Scalars['Decimal']['output'];
  /** The currency of the amount. */
  readonly currency: Scalars['CurrencyCode']['output'];
};

/** An amount of money in a currency, as an argument. */
export type MoneyInput = {
  /** The amount, with up to four decimal places. */
  readonly amount: Scalars['Decimal']['input'];
  /** The currency of the amount. */
  readonly currency: Scalars['CurrencyCode']['input'];
};

/** All that can be changed; the changes of one request happen one after the other. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Creates an API key, by which a service authenticates. For operators: requires the setting ADMIN. */
  readonly apiKeyCreate?: Maybe<ApiKeySecretPayload>;
  /**
   * Ends an API key and all its secrets, here at once and in every other replica within two seconds. Repeating the call does no harm. For
   * operators: requires the setting ADMIN.
   */
  readonly apiKeyRevoke?: Maybe<ApiKeyPayload>;
  /**
   * Gives an API key a new secret. The previous one stays valid for a while, so that services can change over. For operators: requires the
   * setting ADMIN.
   */
  readonly apiKeyRotate?: Maybe<ApiKeySecretPayload>;
  /** Drops cached data, so that the systems are asked again. Repeating the call does no harm. For operators: requires the setting ADMIN. */
  readonly cacheEvict?: Maybe<CacheEvictPayload>;
  /** Adds a customer to the CRM. */
  readonly customerCreate?: Maybe<CustomerPayload>;
  /** Changes a customer in the CRM; what is left out stays as it is. */
  readonly customerUpdate?: Maybe<CustomerPayload>;
  /** Issues the invoice of an order that has none, over the order's own amounts. */
  readonly invoiceIssue?: Maybe<InvoiceIssuePayload>;
  /**
   * Puts documents on the safe list, each by the SHA-256 of its exact text. They must be valid and within all limits, or none of them is put
   * on it. Repeating the call does no harm. For operators: requires the setting ADMIN.
   */
  readonly operationsPublish?: Maybe<OperationsPublishPayload>;
  /** Takes documents off the safe list. Repeating the call does no harm. For operators: requires the setting ADMIN. */
  readonly operationsRemove?: Maybe<OperationsRemovePayload>;
  /**
   * Cancels an order that was not shipped yet, puts its goods back into stock (ERP) and voids its open invoice (accounting). If only one of
   * these two cannot be done, the order is cancelled all the same: then `userErrors` come with the order, and repeating the call completes the
   * rest.
   */
  readonly orderCancel?: Maybe<OrderCancelPayload>;
  /**
   * Places an order over three systems: holds the goods (ERP), creates the order (shop), issues its invoice (accounting), and takes the goods
   * out of stock. If a step fails, what was done before is undone; should the gateway die in between, the hold on the goods runs out by
   * itself.
   */
  readonly orderPlace?: Maybe<OrderPlacePayload>;
  /** Books a payment for an open invoice. */
  readonly paymentRecord?: Maybe<PaymentRecordPayload>;
  /** Corrects the stock of a product at a location, after a count or a loss. */
  readonly stockAdjust?: Maybe<StockAdjustPayload>;
  /** Moves goods from one location to another. */
  readonly stockTransfer?: Maybe<StockTransferPayload>;
  /** Creates a webhook: changes from now on are sent to an address. Requires a scope for webhooks, or the setting ADMIN. */
  readonly webhookCreate?: Maybe<WebhookSecretPayload>;
  /** Deletes a webhook and all of its deliveries. Requires a scope for webhooks, or the setting ADMIN. */
  readonly webhookDelete?: Maybe<WebhookDeletePayload>;
  /**
   * Pauses a webhook: nothing is sent until it is resumed, and changes wait in the change log. Requires a scope for webhooks, or the setting
   * ADMIN.
   */
  readonly webhookPause?: Maybe<WebhookPayload>;
  /**
   * Sends all changes after a cursor again, under the same `webhook-id` as before. What is waiting is sent as well; so a cursor ahead of what
   * has been taken changes nothing. If the webhook is paused, has failed or is gone, nothing is sent before it is resumed. Requires a scope
   * for webhooks, or the setting ADMIN.
   */
  readonly webhookReplay?: Maybe<WebhookPayload>;
  /**
   * Resumes a webhook after a pause or a failure: everything that waits is attempted at once, each delivery from the beginning of its retry
   * schedule. Requires a scope for webhooks, or the setting ADMIN.
   */
  readonly webhookResume?: Maybe<WebhookPayload>;
  /** Makes a new secret. For 24 hours messages are signed with the old one as well. Requires a scope for webhooks, or the setting ADMIN. */
  readonly webhookRotateSecret?: Maybe<WebhookSecretPayload>;
  /** Sends a test event now, whatever the webhook's state, and answers with the result. Requires a scope for webhooks, or the setting ADMIN. */
  readonly webhookTest?: Maybe<WebhookTestPayload>;
  /**
   * Changes a webhook; fields that are left out stay as they are. A new filter applies to changes from now on, a new address to everything
   * that has not been sent yet. Requires a scope for webhooks, or the setting ADMIN.
   */
  readonly webhookUpdate?: Maybe<WebhookPayload>;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationApiKeyCreateArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: ApiKeyCreateInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationApiKeyRevokeArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationApiKeyRotateArgs = {
  graceSeconds?: Scalars['Int']['input'];
  id: Scalars['ID']['input'];
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationCacheEvictArgs = {
  input: CacheEvictInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationCustomerCreateArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: CustomerCreateInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationCustomerUpdateArgs = {
  id: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: CustomerUpdateInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationInvoiceIssueArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: InvoiceIssueInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationOperationsPublishArgs = {
  documents: ReadonlyArray<Scalars['String']['input']>;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationOperationsRemoveArgs = {
  hashes: ReadonlyArray<Scalars['String']['input']>;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationOrderCancelArgs = {
  id: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  reason?: InputMaybe<Scalars['String']['input']>;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationOrderPlaceArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: OrderPlaceInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationPaymentRecordArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: PaymentRecordInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationStockAdjustArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: StockAdjustInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationStockTransferArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: StockTransferInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationWebhookCreateArgs = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  input: WebhookCreateInput;
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationWebhookDeleteArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationWebhookPauseArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationWebhookReplayArgs = {
  from: Scalars['String']['input'];
  id: Scalars['ID']['input'];
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationWebhookResumeArgs = {
  id: Scalars['ID']['input'];
  retryFailed?: Scalars['Boolean']['input'];
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationWebhookRotateSecretArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationWebhookTestArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be changed; the changes of one request happen one after the other. */
export type MutationWebhookUpdateArgs = {
  id: Scalars['ID']['input'];
  input: WebhookUpdateInput;
};

/** Anything that has a global id and can be fetched by it with `node` and `nodes`. */
export type Node = {
  /** The global id: the kind of thing and its number in its own system, such as `customer:29485`. */
  readonly id: Scalars['ID']['output'];
};

/** What is answered in place of data whose system cannot be reached. */
export type OnSourceDown =
  /** Null, and an error that names the system. */
  | 'FAIL'
  /** The data that was read last, for a limited time; an error if there is none. */
  | 'STALE';

/** An operation that asks for a field. */
export type OperationUsage = {
  readonly __typename?: 'OperationUsage';
  /** The SHA-256 of its document, in hexadecimal. */
  readonly hash: Scalars['String']['output'];
  /** When this client last sent it, to within ten seconds. */
  readonly lastSeen: Scalars['DateTime']['output'];
  /** Its name; null if it has none. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** How often this client sent it, a whole number. */
  readonly requests: Scalars['Float']['output'];
};

/** The result of publishing documents. */
export type OperationsPublishPayload = {
  readonly __typename?: 'OperationsPublishPayload';
  /** The documents of the call as they are on the list now, in the same order; null if they were refused. */
  readonly operations?: Maybe<ReadonlyArray<PublishedOperation>>;
  /** Why documents were refused, each with its position in the argument; empty if none was. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The result of taking documents off the list. */
export type OperationsRemovePayload = {
  readonly __typename?: 'OperationsRemovePayload';
  /** How many of them were on it. */
  readonly count?: Maybe<Scalars['Int']['output']>;
  /** Why it was refused; empty if it was not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** An order of the shop. */
export type Order = Node & {
  readonly __typename?: 'Order';
  /** Where the bill goes. */
  readonly billingAddress?: Maybe<Address>;
  /** Why the order was cancelled, in words. */
  readonly cancelReason?: Maybe<Scalars['String']['output']>;
  /** How the order came in. */
  readonly channel?: Maybe<OrderChannel>;
  /** The currency of all amounts of the order. */
  readonly currency?: Maybe<Scalars['CurrencyCode']['output']>;
  /** Who ordered. */
  readonly customer?: Maybe<Customer>;
  /** Where the ledger disagrees with this order; empty if it agrees. */
  readonly discrepancies?: Maybe<ReadonlyArray<Discrepancy>>;
  /** The day by which the customer is to have the goods. */
  readonly dueOn?: Maybe<Scalars['Date']['output']>;
  /** The rate at which the customer saw the amounts in a currency of their own. */
  readonly exchangeRate?: Maybe<ExchangeRate>;
  /** Cost of transport. */
  readonly freight?: Maybe<Money>;
  /**
   * Each line against today's stock and what is on order: can the order be delivered, and when? Goods that were taken or are
   * held for a placed order count for it. For an order that was shipped or cancelled: whether the same goods could be delivered
   * again today.
   */
  readonly fulfilment?: Maybe<Fulfilment>;
  /** The global id, such as `order:43697`. */
  readonly id: Scalars['ID']['output'];
  /** The invoice of the order: the first that was not voided; null if there is none. */
  readonly invoice?: Maybe<Invoice>;
  /** The invoices of the order, voided ones and duplicates too, the oldest first. */
  readonly invoices?: Maybe<InvoiceConnection>;
  /** What was ordered. */
  readonly lines?: Maybe<ReadonlyArray<OrderLine>>;
  /** The day the order was placed. */
  readonly orderedOn?: Maybe<Scalars['Date']['output']>;
  /** Why the customer bought, as asked at the checkout. */
  readonly reasons?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** How the goods travel. */
  readonly shipMethod?: Maybe<Scalars['String']['output']>;
  /** The day the goods left; null before. */
  readonly shippedOn?: Maybe<Scalars['Date']['output']>;
  /** Where the goods go. */
  readonly shippingAddress?: Maybe<Address>;
  /** The status of the order. */
  readonly status?: Maybe<OrderStatus>;
  /** Sum of the lines. */
  readonly subtotal?: Maybe<Money>;
  /** Tax on the subtotal. */
  readonly tax?: Maybe<Money>;
  /** The sales territory the order counts for. */
  readonly territory?: Maybe<Territory>;
  /** Subtotal, tax and freight. */
  readonly total?: Maybe<Money>;
  /** When the order was last changed in the shop. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
};


/** An order of the shop. */
export type OrderInvoicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** The result of cancelling an order. */
export type OrderCancelPayload = {
  readonly __typename?: 'OrderCancelPayload';
  /** The order as it is now; null if it was not cancelled by this call. */
  readonly order?: Maybe<Order>;
  /** Why the business refused, or what remains to be done about an order that was cancelled; empty if all is done. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Something that happened to an order. */
export type OrderChange = {
  readonly __typename?: 'OrderChange';
  /** The fields that changed; empty if the system does not say. */
  readonly changedFields: ReadonlyArray<Scalars['String']['output']>;
  /** The place of this event in the log of changes. */
  readonly cursor: Scalars['String']['output'];
  /** The global id of the order, even if it was deleted. */
  readonly entityId: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** When, by the clock of the system that it happened in. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** The order as it is now; null if it was deleted. */
  readonly order?: Maybe<Order>;
};

/** Which changes of orders; all conditions must hold. */
export type OrderChangeFilter = {
  /** Only orders of this customer. */
  readonly customer?: InputMaybe<Scalars['ID']['input']>;
  /** Only these orders. */
  readonly ids?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Only what happened in one of these ways. */
  readonly kinds?: InputMaybe<ReadonlyArray<ChangeKind>>;
  /** Only orders with this product among their lines. */
  readonly product?: InputMaybe<Scalars['ID']['input']>;
  /** Only orders that have one of these statuses now. */
  readonly statuses?: InputMaybe<ReadonlyArray<OrderStatus>>;
};

/** How an order came in. */
export type OrderChannel =
  /** A program, such as this graph. */
  | 'API'
  /** The web shop. */
  | 'ONLINE'
  /** The telephone. */
  | 'PHONE';

/** A page of orders. */
export type OrderConnection = {
  readonly __typename?: 'OrderConnection';
  /** The orders with their cursors. */
  readonly edges: ReadonlyArray<OrderEdge>;
  /** The orders alone. */
  readonly nodes: ReadonlyArray<Order>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** An order in a list. */
export type OrderEdge = {
  readonly __typename?: 'OrderEdge';
  /** Pass it as `after` to continue after this order. */
  readonly cursor: Scalars['String']['output'];
  /** The order. */
  readonly node: Order;
};

/** Conditions on orders; all that are given must hold. */
export type OrderFilter = {
  /** Orders that came in this way. */
  readonly channel?: InputMaybe<OrderChannel>;
  /** Orders of this customer (global id). */
  readonly customer?: InputMaybe<Scalars['ID']['input']>;
  /** Orders of at least this total, in their own currency. */
  readonly minTotal?: InputMaybe<Scalars['Decimal']['input']>;
  /** Orders placed in this span. */
  readonly ordered?: InputMaybe<DateRange>;
  /** Orders with a line of this product (global id). */
  readonly product?: InputMaybe<Scalars['ID']['input']>;
  /** Orders with this status. */
  readonly status?: InputMaybe<OrderStatus>;
  /** Orders of this territory (global id). */
  readonly territory?: InputMaybe<Scalars['ID']['input']>;
};

/** One position of an order. */
export type OrderLine = {
  readonly __typename?: 'OrderLine';
  /** Position within the order, from 1. */
  readonly number: Scalars['Int']['output'];
  /** What was ordered. */
  readonly product?: Maybe<Product>;
  /** How many. */
  readonly quantity: Scalars['Int']['output'];
  /** Tax on the line. */
  readonly tax: Money;
  /** Quantity times unit price, without tax. */
  readonly total: Money;
  /** Price of one, without tax. */
  readonly unitPrice: Money;
};

/** One position of a new order. */
export type OrderLineInput = {
  /** Global id of the product. */
  readonly product: Scalars['ID']['input'];
  /** How many, 1 to 1000. */
  readonly quantity: Scalars['Int']['input'];
};

/** A new order. */
export type OrderPlaceInput = {
  /** Where the bill goes; the shipping address by default. */
  readonly billingAddress?: InputMaybe<AddressInput>;
  /** Global id of the customer who orders. */
  readonly customer: Scalars['ID']['input'];
  /** What is ordered; 1 to 100 lines. */
  readonly lines: ReadonlyArray<OrderLineInput>;
  /** Where the goods go. */
  readonly shippingAddress: AddressInput;
};

/** The result of placing an order. */
export type OrderPlacePayload = {
  readonly __typename?: 'OrderPlacePayload';
  /** Its invoice; null if the business refused, or if it was voided since an earlier call under the same key. */
  readonly invoice?: Maybe<Invoice>;
  /** The new order; null if the business refused. */
  readonly order?: Maybe<Order>;
  /** Why the business refused; empty if it did not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** How to sort orders. */
export type OrderSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: OrderSortField;
};

/** What orders can be sorted by. */
export type OrderSortField =
  /** The number in the shop. */
  | 'ID'
  /** The day of the order. */
  | 'ORDERED_ON'
  /** The total. */
  | 'TOTAL';

/** Status of an order. */
export type OrderStatus =
  /** Cancelled before shipping. */
  | 'CANCELLED'
  /** Accepted; the goods are still here. */
  | 'PLACED'
  /** The goods have left. */
  | 'SHIPPED';

/** A part of the company with books of its own. */
export type Organization = Node & {
  readonly __typename?: 'Organization';
  /** The organizations below. */
  readonly children?: Maybe<ReadonlyArray<Organization>>;
  /** The currency its books are kept in. */
  readonly currency?: Maybe<Scalars['CurrencyCode']['output']>;
  /** Its entries. */
  readonly entries?: Maybe<LedgerEntryConnection>;
  /** The global id, such as `organization:14`. */
  readonly id: Scalars['ID']['output'];
  /** Name, such as `USA Operations`. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The share of it that the company owns: 1 is all of it. */
  readonly ownershipShare?: Maybe<Scalars['Decimal']['output']>;
  /** The organization above; null on the topmost. */
  readonly parent?: Maybe<Organization>;
};


/** A part of the company with books of its own. */
export type OrganizationEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<LedgerEntryFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<LedgerEntrySort>;
};

/** Where a page is in its list (GraphQL Cursor Connections). */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor of the last edge: pass it as `after` to get the next page; null on an empty page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether there is more after this page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is something before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first edge; null on an empty page. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** A payment that came in. Known to the accounting system. */
export type Payment = Node & {
  readonly __typename?: 'Payment';
  /** How much. */
  readonly amount?: Maybe<Money>;
  /** The card, of a payment by card. */
  readonly card?: Maybe<Card>;
  /** Who paid. */
  readonly customer?: Maybe<Customer>;
  /** The global id, such as `payment:PAY-43697`. */
  readonly id: Scalars['ID']['output'];
  /** The invoice it pays. */
  readonly invoice?: Maybe<Invoice>;
  /** How it was paid. */
  readonly method?: Maybe<PaymentMethod>;
  /** The day it came in. */
  readonly receivedOn?: Maybe<Scalars['Date']['output']>;
  /** The payer's or the bank's reference, such as an approval code. */
  readonly reference?: Maybe<Scalars['String']['output']>;
  /** When the payment was last changed in the accounting system. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A page of payments. */
export type PaymentConnection = {
  readonly __typename?: 'PaymentConnection';
  /** The payments with their cursors. */
  readonly edges: ReadonlyArray<PaymentEdge>;
  /** The payments alone. */
  readonly nodes: ReadonlyArray<Payment>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A payment in a list. */
export type PaymentEdge = {
  readonly __typename?: 'PaymentEdge';
  /** Pass it as `after` to continue after this payment. */
  readonly cursor: Scalars['String']['output'];
  /** The payment. */
  readonly node: Payment;
};

/** Conditions on payments; all that are given must hold. */
export type PaymentFilter = {
  /** Payments of this customer (global id). */
  readonly customer?: InputMaybe<Scalars['ID']['input']>;
  /** Payments received in this span. */
  readonly received?: InputMaybe<DateRange>;
};

/** How something was paid. */
export type PaymentMethod =
  /** By bank transfer. */
  | 'BANK'
  /** By payment card. */
  | 'CARD'
  /** In cash. */
  | 'CASH';

/** A payment that came in. */
export type PaymentReceived = {
  readonly __typename?: 'PaymentReceived';
  /** The place of this event in the log of changes. */
  readonly cursor: Scalars['String']['output'];
  /** The global id of the payment, even if it was deleted. */
  readonly entityId: Scalars['ID']['output'];
  /** Always CREATED. */
  readonly kind: ChangeKind;
  /** When, by the clock of the system that it happened in. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** The payment. */
  readonly payment?: Maybe<Payment>;
};

/** Which payments; all conditions must hold. */
export type PaymentReceivedFilter = {
  /** Only payments of this customer. */
  readonly customer?: InputMaybe<Scalars['ID']['input']>;
  /** Only payments of this invoice. */
  readonly invoice?: InputMaybe<Scalars['ID']['input']>;
};

/** A payment to record. */
export type PaymentRecordInput = {
  /** How much, at most what is owed, in the invoice's currency. */
  readonly amount: MoneyInput;
  /** Global id of the invoice. */
  readonly invoice: Scalars['ID']['input'];
  /** How it was paid. */
  readonly method?: PaymentMethod;
  /** The day it came in; today by default. */
  readonly receivedOn?: InputMaybe<Scalars['Date']['input']>;
  /** The payer's or the bank's reference. */
  readonly reference?: InputMaybe<Scalars['String']['input']>;
};

/** The result of recording a payment. */
export type PaymentRecordPayload = {
  readonly __typename?: 'PaymentRecordPayload';
  /** The invoice as it is now; null if the business refused. */
  readonly invoice?: Maybe<Invoice>;
  /** The payment; null if the business refused. */
  readonly payment?: Maybe<Payment>;
  /** Why the business refused; empty if it did not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** How to sort payments. */
export type PaymentSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: PaymentSortField;
};

/** What payments can be sorted by. */
export type PaymentSortField =
  /** The amount, whatever the currency. */
  | 'AMOUNT'
  /** The number in the accounting system. */
  | 'ID'
  /** The day it came in. */
  | 'RECEIVED_ON';

/** Something the company makes, buys or sells. Known to the shop by its catalogue. */
export type Product = Node & {
  readonly __typename?: 'Product';
  /** How many can be promised: on hand less reserved, over all locations. */
  readonly available?: Maybe<Scalars['Int']['output']>;
  /** The category it is listed under; null for what is not listed. */
  readonly category?: Maybe<Category>;
  /** Colour. */
  readonly color?: Maybe<Scalars['String']['output']>;
  /** What the catalogue says about it. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The global id, such as `product:776`. */
  readonly id: Scalars['ID']['output'];
  /** Price in the catalogue, without tax. */
  readonly listPrice?: Maybe<Money>;
  /** Whether it is made in the plant; otherwise it is bought. */
  readonly madeInHouse?: Maybe<Scalars['Boolean']['output']>;
  /** Model, shared by sizes and colours of the same thing. */
  readonly model?: Maybe<Scalars['String']['output']>;
  /** Name. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Article number, such as `BK-M82B-42`. */
  readonly number?: Maybe<Scalars['String']['output']>;
  /** How many there are, over all locations. */
  readonly onHand?: Maybe<Scalars['Int']['output']>;
  /** Orders with a line of this product. */
  readonly orders?: Maybe<OrderConnection>;
  /** Purchase orders with a line of it. */
  readonly purchaseOrders?: Maybe<PurchaseOrderConnection>;
  /** The level at which more is to be made or bought. */
  readonly reorderPoint?: Maybe<Scalars['Int']['output']>;
  /** What the product brought in, without tax. Cancelled orders and orders in other currencies do not count. */
  readonly revenue?: Maybe<Money>;
  /** What buyers wrote about it, the oldest first. */
  readonly reviews?: Maybe<ReviewConnection>;
  /** How many should always be in stock. */
  readonly safetyStock?: Maybe<Scalars['Int']['output']>;
  /** The day it went off sale; null while it is sold. */
  readonly sellEnd?: Maybe<Scalars['Date']['output']>;
  /** The day it went on sale. */
  readonly sellStart?: Maybe<Scalars['Date']['output']>;
  /** Size, with its unit where there is one. */
  readonly size?: Maybe<Scalars['String']['output']>;
  /** Standard cost of making or buying one. */
  readonly standardCost?: Maybe<Money>;
  /** Stock by location: at most one level for each location of the plant. */
  readonly stock?: Maybe<ReadonlyArray<StockLevel>>;
  /** Who sells it to the company, and on which terms. */
  readonly suppliers?: Maybe<SupplyTermsConnection>;
  /** How many were sold. Cancelled orders and orders in other currencies do not count. */
  readonly unitsSold?: Maybe<Scalars['Int']['output']>;
  /** When the product was last changed in the shop. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Weight. */
  readonly weight?: Maybe<Weight>;
};


/** Something the company makes, buys or sells. Known to the shop by its catalogue. */
export type ProductOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<OrderSort>;
};


/** Something the company makes, buys or sells. Known to the shop by its catalogue. */
export type ProductPurchaseOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PurchaseOrderFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<PurchaseOrderSort>;
};


/** Something the company makes, buys or sells. Known to the shop by its catalogue. */
export type ProductRevenueArgs = {
  period?: InputMaybe<DateRange>;
};


/** Something the company makes, buys or sells. Known to the shop by its catalogue. */
export type ProductReviewsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** Something the company makes, buys or sells. Known to the shop by its catalogue. */
export type ProductSuppliersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** Something the company makes, buys or sells. Known to the shop by its catalogue. */
export type ProductUnitsSoldArgs = {
  period?: InputMaybe<DateRange>;
};

/** A page of products. */
export type ProductConnection = {
  readonly __typename?: 'ProductConnection';
  /** The products with their cursors. */
  readonly edges: ReadonlyArray<ProductEdge>;
  /** The products alone. */
  readonly nodes: ReadonlyArray<Product>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A product in a list. */
export type ProductEdge = {
  readonly __typename?: 'ProductEdge';
  /** Pass it as `after` to continue after this product. */
  readonly cursor: Scalars['String']['output'];
  /** The product. */
  readonly node: Product;
};

/** Conditions on products; all that are given must hold. */
export type ProductFilter = {
  /** Products of this category or those below it (global id). */
  readonly category?: InputMaybe<Scalars['ID']['input']>;
  /** The colour, whatever the case. */
  readonly color?: InputMaybe<Scalars['String']['input']>;
  /** Whether it can be ordered today. */
  readonly forSale?: InputMaybe<Scalars['Boolean']['input']>;
  /** List price of at most this. */
  readonly maxPrice?: InputMaybe<Scalars['Decimal']['input']>;
  /** List price of at least this. */
  readonly minPrice?: InputMaybe<Scalars['Decimal']['input']>;
  /** Text that name or number contains, whatever the case. */
  readonly search?: InputMaybe<Scalars['String']['input']>;
};

/** How to sort products. */
export type ProductSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: ProductSortField;
};

/** What products can be sorted by. */
export type ProductSortField =
  /** The number in the shop. */
  | 'ID'
  /** List price. */
  | 'LIST_PRICE'
  /** Name. */
  | 'NAME'
  /** Article number. */
  | 'NUMBER';

/** Profit and loss of one organization in one period. */
export type ProfitAndLossRow = {
  readonly __typename?: 'ProfitAndLossRow';
  /** What the goods cost. */
  readonly costOfSales: Money;
  /** Net sales less cost of sales. */
  readonly grossMargin: Money;
  /** Operating profit and other income less taxes. */
  readonly netIncome: Money;
  /** Sales less returns and discounts. */
  readonly netSales: Money;
  /** What running the company cost. */
  readonly operatingExpenses: Money;
  /** Gross margin less operating expenses. */
  readonly operatingProfit: Money;
  /** Whose books. */
  readonly organization?: Maybe<Organization>;
  /** Income less expenses from outside the business. */
  readonly otherIncome: Money;
  /** Month `2013-06`, quarter `2013-Q2` or year `2013`; null for the whole span. */
  readonly period?: Maybe<Scalars['String']['output']>;
  /** Taxes on the profit. */
  readonly taxes: Money;
};

/** A document on the safe list. */
export type PublishedOperation = {
  readonly __typename?: 'PublishedOperation';
  /** Its text. */
  readonly document: Scalars['String']['output'];
  /** The SHA-256 of its text, in hexadecimal: what clients send in its place (`extensions.persistedQuery.sha256Hash`). */
  readonly hash: Scalars['String']['output'];
  /** The names of its operations; an anonymous operation has none here. */
  readonly names: ReadonlyArray<Scalars['String']['output']>;
  /** When it was put on the list. */
  readonly publishedAt: Scalars['DateTime']['output'];
};

/** A page of published operations. */
export type PublishedOperationConnection = {
  readonly __typename?: 'PublishedOperationConnection';
  /** The operations with their cursors. */
  readonly edges: ReadonlyArray<PublishedOperationEdge>;
  /** The operations alone. */
  readonly nodes: ReadonlyArray<PublishedOperation>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A published operation in a list. */
export type PublishedOperationEdge = {
  readonly __typename?: 'PublishedOperationEdge';
  /** Pass it as `after` to continue after this operation. */
  readonly cursor: Scalars['String']['output'];
  /** The operation. */
  readonly node: PublishedOperation;
};

/** An order of the company to a supplier. */
export type PurchaseOrder = Node & {
  readonly __typename?: 'PurchaseOrder';
  /** Cost of transport. */
  readonly freight?: Maybe<Money>;
  /** The global id, such as `purchase-order:4012`. */
  readonly id: Scalars['ID']['output'];
  /** What was ordered. */
  readonly lines?: Maybe<ReadonlyArray<PurchaseOrderLine>>;
  /** The day it was placed. */
  readonly orderedOn?: Maybe<Scalars['Date']['output']>;
  /** The day the goods were sent; null before. */
  readonly shippedOn?: Maybe<Scalars['Date']['output']>;
  /** The status of the purchase order. */
  readonly status?: Maybe<PurchaseOrderStatus>;
  /** Sum of the lines. */
  readonly subtotal?: Maybe<Money>;
  /** Whom it went to. */
  readonly supplier?: Maybe<Supplier>;
  /** Tax. */
  readonly tax?: Maybe<Money>;
  /** Subtotal, tax and freight. */
  readonly total?: Maybe<Money>;
};

/** A page of purchase orders. */
export type PurchaseOrderConnection = {
  readonly __typename?: 'PurchaseOrderConnection';
  /** The purchase orders with their cursors. */
  readonly edges: ReadonlyArray<PurchaseOrderEdge>;
  /** The purchase orders alone. */
  readonly nodes: ReadonlyArray<PurchaseOrder>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A purchase order in a list. */
export type PurchaseOrderEdge = {
  readonly __typename?: 'PurchaseOrderEdge';
  /** Pass it as `after` to continue after this purchase order. */
  readonly cursor: Scalars['String']['output'];
  /** The purchase order. */
  readonly node: PurchaseOrder;
};

/** Conditions on purchase orders; all that are given must hold. */
export type PurchaseOrderFilter = {
  /** Purchase orders placed in this span. */
  readonly ordered?: InputMaybe<DateRange>;
  /** Purchase orders with this status. */
  readonly status?: InputMaybe<PurchaseOrderStatus>;
};

/** One position of a purchase order. */
export type PurchaseOrderLine = {
  readonly __typename?: 'PurchaseOrderLine';
  /** The day it was promised for. */
  readonly dueOn: Scalars['Date']['output'];
  /** The line's number in the ERP. */
  readonly number: Scalars['Int']['output'];
  /** How many were ordered. */
  readonly ordered: Scalars['Int']['output'];
  /** What was ordered. */
  readonly product?: Maybe<Product>;
  /** How many came. */
  readonly received: Scalars['Int']['output'];
  /** How many of them were sent back. */
  readonly rejected: Scalars['Int']['output'];
  /** How many of them went into stock. */
  readonly stocked: Scalars['Int']['output'];
  /** Price of one. */
  readonly unitPrice: Money;
};

/** How to sort purchase orders. */
export type PurchaseOrderSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: PurchaseOrderSortField;
};

/** What purchase orders can be sorted by. */
export type PurchaseOrderSortField =
  /** The number in the ERP. */
  | 'ID'
  /** The day it was placed. */
  | 'ORDERED_ON'
  /** The total. */
  | 'TOTAL';

/** Status of a purchase order. */
export type PurchaseOrderStatus =
  /** Approved. What the supplier has not delivered counts as on order. */
  | 'APPROVED'
  /** Delivered and closed. */
  | 'COMPLETE'
  /** Placed, not approved yet. The supplier may deliver it all the same, and what it has not delivered counts as on order. */
  | 'PENDING'
  /** Rejected. */
  | 'REJECTED';

/** All that can be read. */
export type Query = {
  readonly __typename?: 'Query';
  /** One account of the ledger by global id; null if there is none. */
  readonly account?: Maybe<Account>;
  /** All accounts of the ledger, in the order of the chart: those that begin with `1`, with `2` and so on. */
  readonly accounts?: Maybe<ReadonlyArray<Account>>;
  /** One API key by its id; null if there is none. For operators: requires the setting ADMIN. */
  readonly apiKey?: Maybe<ApiKey>;
  /** All API keys, the oldest first; those that ended are shown for 90 days more. For operators: requires the setting ADMIN. */
  readonly apiKeys?: Maybe<ApiKeyConnection>;
  /** What the caches of this process hold, and what they did since its start. For operators: requires the setting ADMIN. */
  readonly cacheStatistics?: Maybe<CacheStatistics>;
  /** The categories of the first level; each has its own below it. */
  readonly categories?: Maybe<ReadonlyArray<Category>>;
  /** One category by global id; null if there is none. */
  readonly category?: Maybe<Category>;
  /**
   * The cursor of the newest change that this process has delivered to subscribers. To copy data and then follow its changes: ask for this
   * cursor first, then read the data, then subscribe `after` the cursor. So nothing that happens in between is missed.
   */
  readonly changesCursor?: Maybe<Scalars['String']['output']>;
  /** One customer by global id; null if there is none. */
  readonly customer?: Maybe<Customer>;
  /** Customers, page by page. */
  readonly customers?: Maybe<CustomerConnection>;
  /**
   * The same for everything that is deprecated: fields, arguments, input fields and enum values, including those that nobody uses. For
   * operators: requires the setting ADMIN.
   */
  readonly deprecatedFieldUsage?: Maybe<ReadonlyArray<FieldUsage>>;
  /**
   * Where the shop's orders and the ledger's invoices disagree, by order number. The two systems are compared by control
   * totals of blocks of orders first and row by row only where these differ.
   */
  readonly discrepancies?: Maybe<DiscrepancyConnection>;
  /** One exchange rate by global id; null if there is none. */
  readonly exchangeRate?: Maybe<ExchangeRate>;
  /** Exchange rates, page by page. */
  readonly exchangeRates?: Maybe<ExchangeRateConnection>;
  /**
   * Which clients have requested a field, or used whatever else the coordinate names, and in which operations. Clients are named as they name
   * themselves (`apollographql-client-name` and `-version`). For operators: requires the setting ADMIN.
   */
  readonly fieldUsage?: Maybe<FieldUsage>;
  /** One invoice by global id; null if there is none. */
  readonly invoice?: Maybe<Invoice>;
  /** Invoices, page by page. */
  readonly invoices?: Maybe<InvoiceConnection>;
  /** Entries of the ledger, page by page. */
  readonly ledgerEntries?: Maybe<LedgerEntryConnection>;
  /** One entry of the ledger by global id; null if there is none. */
  readonly ledgerEntry?: Maybe<LedgerEntry>;
  /** One location by global id; null if there is none. */
  readonly location?: Maybe<Location>;
  /** All locations of the plant. */
  readonly locations?: Maybe<ReadonlyArray<Location>>;
  /** Any object by its global id; null if it does not exist (GraphQL Global Object Identification). */
  readonly node?: Maybe<Node>;
  /** Up to 100 objects by their global ids, in the order requested; null for an id that does not exist. */
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  /** One order by global id; null if there is none. */
  readonly order?: Maybe<Order>;
  /** Orders, page by page. */
  readonly orders?: Maybe<OrderConnection>;
  /** One organization by global id; null if there is none. */
  readonly organization?: Maybe<Organization>;
  /** All organizations of the company. */
  readonly organizations?: Maybe<ReadonlyArray<Organization>>;
  /** One payment by global id; null if there is none. */
  readonly payment?: Maybe<Payment>;
  /** Payments, page by page. */
  readonly payments?: Maybe<PaymentConnection>;
  /** One product by global id; null if there is none. */
  readonly product?: Maybe<Product>;
  /** Products, page by page. */
  readonly products?: Maybe<ProductConnection>;
  /** Profit and loss by organization and period, each in the organization's own currency. */
  readonly profitAndLoss?: Maybe<ReadonlyArray<ProfitAndLossRow>>;
  /**
   * The operations that were published, the oldest first: the safe list. Each can be sent as its hash alone; with the setting
   * SAFE_LIST=enforce, no others are accepted. For operators: requires the setting ADMIN.
   */
  readonly publishedOperations?: Maybe<PublishedOperationConnection>;
  /** One purchase order by global id; null if there is none. */
  readonly purchaseOrder?: Maybe<PurchaseOrder>;
  /** Purchase orders, page by page. */
  readonly purchaseOrders?: Maybe<PurchaseOrderConnection>;
  /** What customers owe in one currency, by the age of the invoice; invoices in other currencies are left out. */
  readonly receivablesByAge?: Maybe<ReceivablesReport>;
  /** What was sold, summed by up to three dimensions. Cancelled orders and orders in other currencies do not count. */
  readonly salesReport?: Maybe<SalesReport>;
  /** The stock of one product at one location by global id; null if there is none. */
  readonly stockLevel?: Maybe<StockLevel>;
  /** Stock levels, page by page. */
  readonly stockLevels?: Maybe<StockLevelConnection>;
  /**
   * Products of which too little is available at all locations together, the shortest first. Those that are kept at no location, which have no
   * stock level, are among them.
   */
  readonly stockOuts?: Maybe<StockOutConnection>;
  /** What the goods in stock are worth at standard cost. */
  readonly stockValuation?: Maybe<ReadonlyArray<StockValuationRow>>;
  /** One supplier by global id; null if there is none. */
  readonly supplier?: Maybe<Supplier>;
  /** Suppliers, page by page. */
  readonly suppliers?: Maybe<SupplierConnection>;
  /** All sales territories. */
  readonly territories?: Maybe<ReadonlyArray<Territory>>;
  /** One sales territory by global id; null if there is none. */
  readonly territory?: Maybe<Territory>;
  /** The customers who brought in most, without tax, the best first; counted like the sales report. */
  readonly topCustomers?: Maybe<ReadonlyArray<SalesRow>>;
  /** One webhook by its id; null if there is none. Requires a scope for webhooks, or the setting ADMIN. */
  readonly webhook?: Maybe<Webhook>;
  /** All webhooks, the oldest first. Requires a scope for webhooks, or the setting ADMIN. */
  readonly webhooks?: Maybe<WebhookConnection>;
};


/** All that can be read. */
export type QueryAccountArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryApiKeyArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryApiKeysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** All that can be read. */
export type QueryCategoryArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryCustomerArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryCustomersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CustomerFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<CustomerSort>;
};


/** All that can be read. */
export type QueryDeprecatedFieldUsageArgs = {
  days?: Scalars['Int']['input'];
};


/** All that can be read. */
export type QueryDiscrepanciesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DiscrepancyFilter>;
  first?: Scalars['Int']['input'];
};


/** All that can be read. */
export type QueryExchangeRateArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryExchangeRatesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ExchangeRateFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<ExchangeRateSort>;
};


/** All that can be read. */
export type QueryFieldUsageArgs = {
  days?: Scalars['Int']['input'];
  field: Scalars['String']['input'];
};


/** All that can be read. */
export type QueryInvoiceArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryInvoicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<InvoiceFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<InvoiceSort>;
};


/** All that can be read. */
export type QueryLedgerEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<LedgerEntryFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<LedgerEntrySort>;
};


/** All that can be read. */
export type QueryLedgerEntryArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryLocationArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** All that can be read. */
export type QueryOrderArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<OrderSort>;
};


/** All that can be read. */
export type QueryOrganizationArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryPaymentArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryPaymentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PaymentFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<PaymentSort>;
};


/** All that can be read. */
export type QueryProductArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ProductFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<ProductSort>;
};


/** All that can be read. */
export type QueryProfitAndLossArgs = {
  organization?: InputMaybe<Scalars['ID']['input']>;
  per?: ReportPeriod;
  period?: InputMaybe<DateRange>;
  scenario?: Scenario;
};


/** All that can be read. */
export type QueryPublishedOperationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** All that can be read. */
export type QueryPurchaseOrderArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryPurchaseOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PurchaseOrderFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<PurchaseOrderSort>;
};


/** All that can be read. */
export type QueryReceivablesByAgeArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
  buckets?: ReadonlyArray<Scalars['Int']['input']>;
  currency?: Scalars['CurrencyCode']['input'];
  customer?: InputMaybe<Scalars['ID']['input']>;
};


/** All that can be read. */
export type QuerySalesReportArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SalesFilter>;
  first?: Scalars['Int']['input'];
  groupBy: ReadonlyArray<SalesDimension>;
  orderBy?: InputMaybe<SalesSort>;
  period?: InputMaybe<DateRange>;
};


/** All that can be read. */
export type QueryStockLevelArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryStockLevelsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<StockLevelFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<StockLevelSort>;
};


/** All that can be read. */
export type QueryStockOutsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  below?: StockThreshold;
  first?: Scalars['Int']['input'];
};


/** All that can be read. */
export type QueryStockValuationArgs = {
  by?: StockDimension;
};


/** All that can be read. */
export type QuerySupplierArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QuerySuppliersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SupplierFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<SupplierSort>;
};


/** All that can be read. */
export type QueryTerritoryArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryTopCustomersArgs = {
  first?: Scalars['Int']['input'];
  period?: InputMaybe<DateRange>;
};


/** All that can be read. */
export type QueryWebhookArgs = {
  id: Scalars['ID']['input'];
};


/** All that can be read. */
export type QueryWebhooksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** What is owed from invoices of a certain age. */
export type ReceivablesBucket = {
  readonly __typename?: 'ReceivablesBucket';
  /** What they owe. */
  readonly amount: Money;
  /** Age in days from which the bucket counts. */
  readonly fromDays: Scalars['Int']['output'];
  /** How many open invoices. */
  readonly invoiceCount: Scalars['Int']['output'];
  /** Age in days up to which it counts; null on the oldest. */
  readonly toDays?: Maybe<Scalars['Int']['output']>;
};

/** What customers owe, by age. */
export type ReceivablesReport = {
  readonly __typename?: 'ReceivablesReport';
  /** The day the report is as of. */
  readonly asOf: Scalars['Date']['output'];
  /** The youngest first. */
  readonly buckets: ReadonlyArray<ReceivablesBucket>;
  /** All buckets together. */
  readonly total: Money;
};

/** How a span is divided. */
export type ReportPeriod =
  /** By month. */
  | 'MONTH'
  /** By quarter. */
  | 'QUARTER'
  /** Not at all. */
  | 'TOTAL'
  /** By year. */
  | 'YEAR';

/** What a buyer wrote about a product. */
export type Review = {
  readonly __typename?: 'Review';
  /** In words. */
  readonly comments?: Maybe<Scalars['String']['output']>;
  /** 1 (poor) to 5 (excellent). */
  readonly rating: Scalars['Int']['output'];
  /** The day it was written. */
  readonly reviewedOn: Scalars['Date']['output'];
  /** Who wrote it. */
  readonly reviewer: Scalars['String']['output'];
};

/** A page of reviews. */
export type ReviewConnection = {
  readonly __typename?: 'ReviewConnection';
  /** The reviews with their cursors. */
  readonly edges: ReadonlyArray<ReviewEdge>;
  /** The reviews alone. */
  readonly nodes: ReadonlyArray<Review>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A review in a list. */
export type ReviewEdge = {
  readonly __typename?: 'ReviewEdge';
  /** Pass it as `after` to continue after this review. */
  readonly cursor: Scalars['String']['output'];
  /** The review. */
  readonly node: Review;
};

/** What sales can be summed by. */
export type SalesDimension =
  /** Category of the first level. */
  | 'CATEGORY'
  /** How the order came in. */
  | 'CHANNEL'
  /** Customer. */
  | 'CUSTOMER'
  /** Month of the order. */
  | 'MONTH'
  /** Product. */
  | 'PRODUCT'
  /** Quarter of the order. */
  | 'QUARTER'
  /** Category of the second level; it replaces `CATEGORY` if both are named. */
  | 'SUBCATEGORY'
  /** Sales territory. */
  | 'TERRITORY'
  /** Year of the order. */
  | 'YEAR';

/** Which sales count; all conditions must hold. */
export type SalesFilter = {
  /** Sales of this category and those below it (global id). */
  readonly category?: InputMaybe<Scalars['ID']['input']>;
  /** Sales that came in this way. */
  readonly channel?: InputMaybe<OrderChannel>;
  /** Sales to this customer (global id). */
  readonly customer?: InputMaybe<Scalars['ID']['input']>;
  /** Sales of this product (global id). */
  readonly product?: InputMaybe<Scalars['ID']['input']>;
  /** Sales in this territory (global id). */
  readonly territory?: InputMaybe<Scalars['ID']['input']>;
};

/** What was sold. */
export type SalesReport = {
  readonly __typename?: 'SalesReport';
  /** Pass it as `after` to continue after the last row; null if there are no rows. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether there are more rows than requested. */
  readonly hasMore: Scalars['Boolean']['output'];
  /** One row for each combination of what is summed by. */
  readonly rows: ReadonlyArray<SalesRow>;
};

/** Sales of one group. Only what is summed by is filled in. */
export type SalesRow = {
  readonly __typename?: 'SalesRow';
  /** The category. */
  readonly category?: Maybe<Category>;
  /** How the orders came in. */
  readonly channel?: Maybe<OrderChannel>;
  /** The customer. */
  readonly customer?: Maybe<Customer>;
  /** How many orders. */
  readonly orderCount: Scalars['Int']['output'];
  /** Month `2013-06`, quarter `2013-Q2` or year `2013`: the finest of those that are summed by. */
  readonly period?: Maybe<Scalars['String']['output']>;
  /** The product. */
  readonly product?: Maybe<Product>;
  /** What they brought in, without tax and freight. */
  readonly revenue: Money;
  /** The sales territory. */
  readonly territory?: Maybe<Territory>;
  /** How many pieces. */
  readonly units: Scalars['Int']['output'];
};

/** How to sort rows of sales. */
export type SalesSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: SalesSortField;
};

/** What rows of sales can be sorted by. */
export type SalesSortField =
  /** What they are summed by, in the order of `groupBy`. */
  | 'KEY'
  /** What they brought in. */
  | 'REVENUE';

/** What a figure of the ledger means. */
export type Scenario =
  /** What happened. */
  | 'ACTUAL'
  /** What was planned. */
  | 'BUDGET'
  /** What is expected. */
  | 'FORECAST';

/** Which way a list is sorted. */
export type SortDirection =
  /** The smallest, oldest or alphabetically first comes first. */
  | 'ASC'
  /** The largest, newest or alphabetically last comes first. */
  | 'DESC';

/** A correction of stock. */
export type StockAdjustInput = {
  /** Global id of the location. */
  readonly location: Scalars['ID']['input'];
  /** Global id of the product. */
  readonly product: Scalars['ID']['input'];
  /** How many more (positive) or fewer (negative) are there than the ERP believes. */
  readonly quantity: Scalars['Int']['input'];
  /** Why, in words; the ERP keeps it. */
  readonly reason: Scalars['String']['input'];
};

/** The result of correcting stock. */
export type StockAdjustPayload = {
  readonly __typename?: 'StockAdjustPayload';
  /** The stock as it is now; null if the business refused. */
  readonly stockLevel?: Maybe<StockLevel>;
  /** Why the business refused; empty if it did not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Something that happened to the stock of a product at a location. */
export type StockChange = {
  readonly __typename?: 'StockChange';
  /** The fields that changed; empty if the system does not say. */
  readonly changedFields: ReadonlyArray<Scalars['String']['output']>;
  /** The place of this event in the log of changes. */
  readonly cursor: Scalars['String']['output'];
  /** The global id of the stock level, even if it was deleted. */
  readonly entityId: Scalars['ID']['output'];
  /** What happened. */
  readonly kind: ChangeKind;
  /** When, by the clock of the ERP. For a change made through the graph, by the clock of the gateway: the ERP does not say. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** The stock as it is now; null if it was deleted. */
  readonly stockLevel?: Maybe<StockLevel>;
};

/** Which changes of stock; all conditions must hold. */
export type StockChangeFilter = {
  /** Only products of which fewer are available now, over all locations, than the level at which more is to be made or bought. */
  readonly belowReorderPoint?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only at this location. */
  readonly location?: InputMaybe<Scalars['ID']['input']>;
  /** Only these products. */
  readonly products?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

/** What stock can be summed by. */
export type StockDimension =
  /** Finished goods and components, made or bought. */
  | 'KIND'
  /** Where it lies. */
  | 'LOCATION';

/** The stock of one product at one location. Known to the ERP. */
export type StockLevel = Node & {
  readonly __typename?: 'StockLevel';
  /** On hand less reserved. */
  readonly available?: Maybe<Scalars['Int']['output']>;
  /** Bin on the shelf. */
  readonly bin?: Maybe<Scalars['Int']['output']>;
  /** The global id: product and location, such as `stock-level:776-7`. */
  readonly id: Scalars['ID']['output'];
  /** The location. */
  readonly location?: Maybe<Location>;
  /** How many are there. */
  readonly onHand?: Maybe<Scalars['Int']['output']>;
  /** The product. */
  readonly product?: Maybe<Product>;
  /** How many of them are held for orders. */
  readonly reserved?: Maybe<Scalars['Int']['output']>;
  /** Shelf at the location. */
  readonly shelf?: Maybe<Scalars['String']['output']>;
};

/** A page of stock levels. */
export type StockLevelConnection = {
  readonly __typename?: 'StockLevelConnection';
  /** The stock levels with their cursors. */
  readonly edges: ReadonlyArray<StockLevelEdge>;
  /** The stock levels alone. */
  readonly nodes: ReadonlyArray<StockLevel>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A stock level in a list. */
export type StockLevelEdge = {
  readonly __typename?: 'StockLevelEdge';
  /** Pass it as `after` to continue after this stock level. */
  readonly cursor: Scalars['String']['output'];
  /** The stock level. */
  readonly node: StockLevel;
};

/** Conditions on stock levels; all that are given must hold. */
export type StockLevelFilter = {
  /** Stock at this location (global id). */
  readonly location?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Stock of which at most this many are available. A product that is kept at no location has no stock level, so that none is found for it:
   * `stockOuts` lists such products, too.
   */
  readonly maxAvailable?: InputMaybe<Scalars['Int']['input']>;
  /** Stock of this product (global id). */
  readonly product?: InputMaybe<Scalars['ID']['input']>;
};

/** How to sort stock levels. */
export type StockLevelSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: StockLevelSortField;
};

/** What stock levels can be sorted by. */
export type StockLevelSortField =
  /** How many are available. */
  | 'AVAILABLE'
  /** How many are there. */
  | 'ON_HAND'
  /** The product's number. */
  | 'PRODUCT';

/** A product of which too little is available. */
export type StockOut = {
  readonly __typename?: 'StockOut';
  /** How many are available. */
  readonly available: Scalars['Int']['output'];
  /** When the next of them are due; null if none are on order. */
  readonly nextDueOn?: Maybe<Scalars['Date']['output']>;
  /** How many are on order from suppliers: ordered, approved or not, and not delivered yet. */
  readonly onOrder: Scalars['Int']['output'];
  /** The product. */
  readonly product?: Maybe<Product>;
  /** The level at which more is to be made or bought. */
  readonly reorderPoint: Scalars['Int']['output'];
  /** How many should always be in stock. */
  readonly safetyStock: Scalars['Int']['output'];
  /** How many more are needed to reach the threshold. */
  readonly shortBy: Scalars['Int']['output'];
};

/** A page of products of which too little is available. */
export type StockOutConnection = {
  readonly __typename?: 'StockOutConnection';
  /** The rows with their cursors. */
  readonly edges: ReadonlyArray<StockOutEdge>;
  /** The rows alone. */
  readonly nodes: ReadonlyArray<StockOut>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A product of which too little is available, in a list. */
export type StockOutEdge = {
  readonly __typename?: 'StockOutEdge';
  /** Pass it as `after` to continue after this row. */
  readonly cursor: Scalars['String']['output'];
  /** The row. */
  readonly node: StockOut;
};

/** What counts as too little. */
export type StockThreshold =
  /** Less than the reorder point is available. */
  | 'REORDER_POINT'
  /** Less than the safety stock is available. */
  | 'SAFETY_STOCK'
  /** Nothing is available. */
  | 'ZERO';

/** A move of goods. */
export type StockTransferInput = {
  /** Global id of the location the goods leave. */
  readonly from: Scalars['ID']['input'];
  /** Global id of the product. */
  readonly product: Scalars['ID']['input'];
  /** How many, at least 1. */
  readonly quantity: Scalars['Int']['input'];
  /** Global id of the location the goods go to. */
  readonly to: Scalars['ID']['input'];
};

/** The result of moving goods. */
export type StockTransferPayload = {
  readonly __typename?: 'StockTransferPayload';
  /** The stock at the location the goods left; null if the business refused. */
  readonly from?: Maybe<StockLevel>;
  /** The stock at the location the goods went to; null if the business refused. */
  readonly to?: Maybe<StockLevel>;
  /** Why the business refused; empty if it did not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** What stock is worth. */
export type StockValuationRow = {
  readonly __typename?: 'StockValuationRow';
  /** The location, where it is summed by location. */
  readonly location?: Maybe<Location>;
  /** What is summed by, in words. */
  readonly name: Scalars['String']['output'];
  /** How many products. */
  readonly productCount: Scalars['Int']['output'];
  /** How many pieces. */
  readonly units: Scalars['Int']['output'];
  /** What they are worth at standard cost. */
  readonly value: Money;
};

/**
 * What happens in the systems, as it happens: over WebSocket (graphql-transport-ws) and SSE (GraphQL over SSE, distinct connections). Every
 * event comes with a cursor; a client that lost its connection passes the last one it has as `after`, and misses nothing. A cursor older than
 * the log of changes is refused with `CURSOR_EXPIRED`, and the error names the oldest one available.
 */
export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Changes of entities of every type. */
  readonly changes: Change;
  /** Customers that were created, changed or deleted. */
  readonly customerChanged: CustomerChange;
  /** Invoices that were issued, paid or voided. */
  readonly invoiceChanged: InvoiceChange;
  /** Orders that were placed, changed or cancelled. */
  readonly orderChanged: OrderChange;
  /** Payments as they come in. */
  readonly paymentReceived: PaymentReceived;
  /** Stock that was moved, held, released or counted. */
  readonly stockChanged: StockChange;
};


/**
 * What happens in the systems, as it happens: over WebSocket (graphql-transport-ws) and SSE (GraphQL over SSE, distinct connections). Every
 * event comes with a cursor; a client that lost its connection passes the last one it has as `after`, and misses nothing. A cursor older than
 * the log of changes is refused with `CURSOR_EXPIRED`, and the error names the oldest one available.
 */
export type SubscriptionChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChangeFilter>;
};


/**
 * What happens in the systems, as it happens: over WebSocket (graphql-transport-ws) and SSE (GraphQL over SSE, distinct connections). Every
 * event comes with a cursor; a client that lost its connection passes the last one it has as `after`, and misses nothing. A cursor older than
 * the log of changes is refused with `CURSOR_EXPIRED`, and the error names the oldest one available.
 */
export type SubscriptionCustomerChangedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CustomerChangeFilter>;
};


/**
 * What happens in the systems, as it happens: over WebSocket (graphql-transport-ws) and SSE (GraphQL over SSE, distinct connections). Every
 * event comes with a cursor; a client that lost its connection passes the last one it has as `after`, and misses nothing. A cursor older than
 * the log of changes is refused with `CURSOR_EXPIRED`, and the error names the oldest one available.
 */
export type SubscriptionInvoiceChangedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<InvoiceChangeFilter>;
};


/**
 * What happens in the systems, as it happens: over WebSocket (graphql-transport-ws) and SSE (GraphQL over SSE, distinct connections). Every
 * event comes with a cursor; a client that lost its connection passes the last one it has as `after`, and misses nothing. A cursor older than
 * the log of changes is refused with `CURSOR_EXPIRED`, and the error names the oldest one available.
 */
export type SubscriptionOrderChangedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderChangeFilter>;
};


/**
 * What happens in the systems, as it happens: over WebSocket (graphql-transport-ws) and SSE (GraphQL over SSE, distinct connections). Every
 * event comes with a cursor; a client that lost its connection passes the last one it has as `after`, and misses nothing. A cursor older than
 * the log of changes is refused with `CURSOR_EXPIRED`, and the error names the oldest one available.
 */
export type SubscriptionPaymentReceivedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PaymentReceivedFilter>;
};


/**
 * What happens in the systems, as it happens: over WebSocket (graphql-transport-ws) and SSE (GraphQL over SSE, distinct connections). Every
 * event comes with a cursor; a client that lost its connection passes the last one it has as `after`, and misses nothing. A cursor older than
 * the log of changes is refused with `CURSOR_EXPIRED`, and the error names the oldest one available.
 */
export type SubscriptionStockChangedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<StockChangeFilter>;
};

/** A company that sells to this one. Known to the ERP. */
export type Supplier = Node & {
  readonly __typename?: 'Supplier';
  /** Account number, such as `LITWARE0001`. */
  readonly accountNumber?: Maybe<Scalars['String']['output']>;
  /** Whether the company still buys from it. */
  readonly active?: Maybe<Scalars['Boolean']['output']>;
  /** 1 (superior) to 5 (below average). */
  readonly creditRating?: Maybe<Scalars['Int']['output']>;
  /** The global id, such as `supplier:1580`. */
  readonly id: Scalars['ID']['output'];
  /** Name. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Whether it is preferred to others for the same product. */
  readonly preferred?: Maybe<Scalars['Boolean']['output']>;
  /** What it sells, and on which terms. */
  readonly products?: Maybe<SupplyTermsConnection>;
  /** What was ordered from it. */
  readonly purchaseOrders?: Maybe<PurchaseOrderConnection>;
  /** Where it takes orders on the web. */
  readonly url?: Maybe<Scalars['URL']['output']>;
};


/** A company that sells to this one. Known to the ERP. */
export type SupplierProductsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** A company that sells to this one. Known to the ERP. */
export type SupplierPurchaseOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PurchaseOrderFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<PurchaseOrderSort>;
};

/** A page of suppliers. */
export type SupplierConnection = {
  readonly __typename?: 'SupplierConnection';
  /** The suppliers with their cursors. */
  readonly edges: ReadonlyArray<SupplierEdge>;
  /** The suppliers alone. */
  readonly nodes: ReadonlyArray<Supplier>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A supplier in a list. */
export type SupplierEdge = {
  readonly __typename?: 'SupplierEdge';
  /** Pass it as `after` to continue after this supplier. */
  readonly cursor: Scalars['String']['output'];
  /** The supplier. */
  readonly node: Supplier;
};

/** Conditions on suppliers; all that are given must hold. */
export type SupplierFilter = {
  /** Active suppliers only, or only those that are not. */
  readonly active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Text that the name contains, whatever the case. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Preferred suppliers only, or only those that are not. */
  readonly preferred?: InputMaybe<Scalars['Boolean']['input']>;
};

/** How to sort suppliers. */
export type SupplierSort = {
  /** In which direction. */
  readonly direction?: SortDirection;
  /** What to sort by. */
  readonly field: SupplierSortField;
};

/** What suppliers can be sorted by. */
export type SupplierSortField =
  /** Account number. */
  | 'ACCOUNT_NUMBER'
  /** Credit rating, the best first. */
  | 'CREDIT_RATING'
  /** The number in the ERP. */
  | 'ID'
  /** Name. */
  | 'NAME';

/** The terms on which a supplier sells a product. */
export type SupplyTerms = {
  readonly __typename?: 'SupplyTerms';
  /** What one unit cost at the last delivery. */
  readonly lastReceiptCost?: Maybe<Money>;
  /** The day of the last delivery. */
  readonly lastReceiptOn?: Maybe<Scalars['Date']['output']>;
  /** Days from order to delivery. */
  readonly leadTimeDays: Scalars['Int']['output'];
  /** The most that can be ordered. */
  readonly maxOrderQuantity: Scalars['Int']['output'];
  /** The fewest that can be ordered. */
  readonly minOrderQuantity: Scalars['Int']['output'];
  /** How many are on order now. */
  readonly onOrder?: Maybe<Scalars['Int']['output']>;
  /** The product. */
  readonly product?: Maybe<Product>;
  /** Agreed price of one unit. */
  readonly standardPrice: Money;
  /** The supplier. */
  readonly supplier?: Maybe<Supplier>;
  /** The unit it is sold by, such as `CTN`. */
  readonly unit: Scalars['String']['output'];
};

/** A page of terms of supply. */
export type SupplyTermsConnection = {
  readonly __typename?: 'SupplyTermsConnection';
  /** The terms with their cursors. */
  readonly edges: ReadonlyArray<SupplyTermsEdge>;
  /** The terms alone. */
  readonly nodes: ReadonlyArray<SupplyTerms>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** Terms of supply in a list. */
export type SupplyTermsEdge = {
  readonly __typename?: 'SupplyTermsEdge';
  /** Pass it as `after` to continue after these terms. */
  readonly cursor: Scalars['String']['output'];
  /** The terms. */
  readonly node: SupplyTerms;
};

/** A sales territory. */
export type Territory = Node & {
  readonly __typename?: 'Territory';
  /** Country by its two letters. */
  readonly countryCode?: Maybe<Scalars['String']['output']>;
  /** The customers of the territory. */
  readonly customers?: Maybe<CustomerConnection>;
  /** The group of territories, such as `North America`. */
  readonly group?: Maybe<Scalars['String']['output']>;
  /** The global id, such as `territory:4`. */
  readonly id: Scalars['ID']['output'];
  /** Name, such as `Southwest`. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The orders that count for the territory. */
  readonly orders?: Maybe<OrderConnection>;
};


/** A sales territory. */
export type TerritoryCustomersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CustomerFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<CustomerSort>;
};


/** A sales territory. */
export type TerritoryOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: InputMaybe<OrderSort>;
};

/** Why the business refused a mutation. Technical failures are in `errors`, not here. */
export type UserError = {
  readonly __typename?: 'UserError';
  /** The reason, for programs. */
  readonly code: UserErrorCode;
  /** The reason, for people. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault, from the outside in: `["input", "lines", "0", "quantity"]`. */
  readonly path: ReadonlyArray<Scalars['String']['output']>;
};

/** Reasons for which the business refuses a mutation. */
export type UserErrorCode =
  /** The order was cancelled already. */
  | 'ALREADY_CANCELLED'
  /** The order has an invoice already. */
  | 'ALREADY_INVOICED'
  /** The invoice is paid already. */
  | 'ALREADY_PAID'
  /** The order was shipped already. */
  | 'ALREADY_SHIPPED'
  /** The currency is not the one of the invoice. */
  | 'CURRENCY_MISMATCH'
  /** The change log does not reach back to the cursor any more; the message names the oldest it has. */
  | 'CURSOR_EXPIRED'
  /** The idempotency key was used for another request. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** A value is not acceptable; the message says what is. */
  | 'INVALID'
  /** The product is not for sale. */
  | 'NOT_FOR_SALE'
  /** What an argument names does not exist. */
  | 'NOT_FOUND'
  /** There are not enough goods. */
  | 'OUT_OF_STOCK'
  /** The payment is more than what is owed. */
  | 'OVERPAID'
  /** Any other refusal; the message says which. */
  | 'REFUSED'
  /** The hold on the goods ran out or was given up before the order was placed; try again. */
  | 'RESERVATION_EXPIRED'
  /** Somebody else has this value already. */
  | 'TAKEN'
  /** The invoice was voided. */
  | 'VOIDED';

/** An address that changes are sent to. */
export type Webhook = {
  readonly __typename?: 'Webhook';
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The cursor up to which the change log has been read for it. */
  readonly cursor: Scalars['String']['output'];
  /** Deliveries, the newest first: all that wait, and the last thousand delivered and the last thousand failed ones. */
  readonly deliveries?: Maybe<WebhookDeliveryConnection>;
  /** What it is for, in the words of whoever made it. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Why it has failed; null if it has not. */
  readonly failure?: Maybe<Scalars['String']['output']>;
  /** Which changes it is sent. */
  readonly filter: WebhookFilter;
  /** Until when messages are signed with the previous secret as well; null if they are not. */
  readonly formerSecretUntil?: Maybe<Scalars['DateTime']['output']>;
  /**
   * The latest gap: changes it was never sent, because the change log no longer reached back far enough, or a system did not report all of its
   * changes; null if there is none.
   */
  readonly gap?: Maybe<WebhookGap>;
  /** Its id, such as `wh_4bVmB2rHc0yq0nW8iAEoJA`. */
  readonly id: Scalars['ID']['output'];
  /** How many deliveries wait for their first or next attempt. */
  readonly pending?: Maybe<Scalars['Int']['output']>;
  /** When it may be retried, as its receiver has asked (`Retry-After`); null if it has not. */
  readonly retryNotBefore?: Maybe<Scalars['DateTime']['output']>;
  /** Whether changes are being sent to it. */
  readonly state: WebhookState;
  /** Since when it has been in this state. */
  readonly stateSince: Scalars['DateTime']['output'];
  /** The address that changes are sent to. */
  readonly url: Scalars['String']['output'];
};


/** An address that changes are sent to. */
export type WebhookDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  outcome?: InputMaybe<WebhookOutcome>;
};

/** One attempt to deliver a change. */
export type WebhookAttempt = {
  readonly __typename?: 'WebhookAttempt';
  /** When it began. */
  readonly at: Scalars['DateTime']['output'];
  /** Why it failed; null if it did not. */
  readonly error?: Maybe<Scalars['String']['output']>;
  /** How many milliseconds it took. */
  readonly milliseconds: Scalars['Int']['output'];
  /** The HTTP status of the answer; null if none came. */
  readonly status?: Maybe<Scalars['Int']['output']>;
};

/** A page of webhooks. */
export type WebhookConnection = {
  readonly __typename?: 'WebhookConnection';
  /** The webhooks with their cursors. */
  readonly edges: ReadonlyArray<WebhookEdge>;
  /** The webhooks alone. */
  readonly nodes: ReadonlyArray<Webhook>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A new webhook. */
export type WebhookCreateInput = {
  /** What it is for. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Which changes to send; all of them by default. */
  readonly filter?: InputMaybe<ChangeFilter>;
  /** The address to send changes to: an https address that can be reached over the internet. */
  readonly url: Scalars['String']['input'];
};

/** The result of deleting a webhook. */
export type WebhookDeletePayload = {
  readonly __typename?: 'WebhookDeletePayload';
  /** The id of what is gone; null if it was refused. */
  readonly id?: Maybe<Scalars['ID']['output']>;
  /** Why it was refused; empty if it was not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A change on its way to a webhook. */
export type WebhookDelivery = {
  readonly __typename?: 'WebhookDelivery';
  /** Its attempts, the oldest first; at most the latest 20. */
  readonly attempts: ReadonlyArray<WebhookAttempt>;
  /** The change that it reports. */
  readonly event: WebhookEvent;
  /** The `webhook-id` under which it is sent: the same at each attempt. */
  readonly id: Scalars['ID']['output'];
  /** When it is attempted next; null if it is not retried. */
  readonly nextTryAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether it waits, was delivered or has failed. */
  readonly outcome: WebhookOutcome;
};

/** A page of deliveries. */
export type WebhookDeliveryConnection = {
  readonly __typename?: 'WebhookDeliveryConnection';
  /** The deliveries with their cursors. */
  readonly edges: ReadonlyArray<WebhookDeliveryEdge>;
  /** The deliveries alone. */
  readonly nodes: ReadonlyArray<WebhookDelivery>;
  /** Where this page is in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; counted only when asked for. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A delivery in a list. */
export type WebhookDeliveryEdge = {
  readonly __typename?: 'WebhookDeliveryEdge';
  /** Pass it as `after` to continue after this delivery. */
  readonly cursor: Scalars['String']['output'];
  /** The delivery. */
  readonly node: WebhookDelivery;
};

/** A webhook in a list. */
export type WebhookEdge = {
  readonly __typename?: 'WebhookEdge';
  /** Pass it as `after` to continue after this webhook. */
  readonly cursor: Scalars['String']['output'];
  /** The webhook. */
  readonly node: Webhook;
};

/** A change as it is sent to a webhook. */
export type WebhookEvent = {
  readonly __typename?: 'WebhookEvent';
  /** The fields that changed; empty if the system does not say. */
  readonly changedFields: ReadonlyArray<Scalars['String']['output']>;
  /** Its place in the change log. */
  readonly cursor: Scalars['String']['output'];
  /** The type of what changed, such as `Order`. */
  readonly entity: Scalars['String']['output'];
  /** Its global id, such as `order:75123`. */
  readonly entityId: Scalars['ID']['output'];
  /** What happened to it. */
  readonly kind: ChangeKind;
  /** When it happened, by the system's clock. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** When it was recorded. */
  readonly recordedAt: Scalars['DateTime']['output'];
  /** The system that it happened in, such as `commerce`. */
  readonly system: Scalars['String']['output'];
};

/** Which changes a webhook is sent; all conditions must hold, and null is no condition. */
export type WebhookFilter = {
  readonly __typename?: 'WebhookFilter';
  /** Changes of this customer and of what belongs to it (global id). */
  readonly customer?: Maybe<Scalars['ID']['output']>;
  /** Changes of entities of these types. */
  readonly entities?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** Of updates, those that changed one of these fields. */
  readonly fields?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** Changes of these entities (global ids). */
  readonly ids?: Maybe<ReadonlyArray<Scalars['ID']['output']>>;
  /** Changes of these kinds. */
  readonly kinds?: Maybe<ReadonlyArray<ChangeKind>>;
  /** Changes of this product and of what belongs to it (global id). */
  readonly product?: Maybe<Scalars['ID']['output']>;
  /** Changes in these systems. */
  readonly systems?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** Changes that a webhook was never sent. */
export type WebhookGap = {
  readonly __typename?: 'WebhookGap';
  /** The gap begins after this cursor. */
  readonly after: Scalars['String']['output'];
  /** When the gap was noticed. */
  readonly at: Scalars['DateTime']['output'];
  /** Deliveries went on after this cursor. */
  readonly until: Scalars['String']['output'];
};

/** Whether a delivery waits, was delivered or has failed. */
export type WebhookOutcome =
  /** The receiver has accepted it. */
  | 'DELIVERED'
  /** It failed at its last attempt. */
  | 'FAILED'
  /** It waits for its first or next attempt. */
  | 'PENDING';

/** The result of changing a webhook. */
export type WebhookPayload = {
  readonly __typename?: 'WebhookPayload';
  /** Why it was refused; empty if it was not. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The webhook as it is now; null if it was refused. */
  readonly webhook?: Maybe<Webhook>;
};

/** The result of creating a webhook or its secret. */
export type WebhookSecretPayload = {
  readonly __typename?: 'WebhookSecretPayload';
  /**
   * What messages are signed with (Standard Webhooks), such as `whsec_…`. It is shown only this once. Null if the call was refused, or was
   * repeated and made nothing new; then rotate the secret.
   */
  readonly secret?: Maybe<Scalars['String']['output']>;
  /** Why it was refused; empty if it was not. */
  readonly userErrors: ReadonlyArray<UserError>;
  /** The webhook as it is now; null if it was refused. */
  readonly webhook?: Maybe<Webhook>;
};

/** Whether changes are being sent to a webhook. */
export type WebhookState =
  /** Changes are sent. */
  | 'ACTIVE'
  /** A delivery failed at its last attempt: nothing is sent until it is resumed. */
  | 'FAILED'
  /** It has answered 410 Gone: nothing is sent until it is resumed. */
  | 'GONE'
  /** Somebody has paused it. */
  | 'PAUSED';

/** The result of a test. */
export type WebhookTestPayload = {
  readonly __typename?: 'WebhookTestPayload';
  /** The result of sending it; null if it was refused. */
  readonly attempt?: Maybe<WebhookAttempt>;
  /** Why it was refused; empty if it was not. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** How to change a webhook; fields that are left out stay as they are. */
export type WebhookUpdateInput = {
  /** What it is for; null removes the description. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Which changes to send from now on. It replaces the whole filter; null removes it, so that all changes are sent. */
  readonly filter?: InputMaybe<ChangeFilter>;
  /** The new address. */
  readonly url?: InputMaybe<Scalars['String']['input']>;
};

/** What something weighs. */
export type Weight = {
  readonly __typename?: 'Weight';
  /** The unit, such as `LB` or `G`; null if the shop does not say. */
  readonly unit?: Maybe<Scalars['String']['output']>;
  /** How many of the unit. */
  readonly value: Scalars['Decimal']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Account: Account;
  Category: Category;
  Customer: Customer;
  ExchangeRate: ExchangeRate;
  Invoice: Invoice;
  LedgerEntry: LedgerEntry;
  Location: Location;
  Order: Order;
  Organization: Organization;
  Payment: Payment;
  Product: Product;
  PurchaseOrder: PurchaseOrder;
  StockLevel: StockLevel;
  Supplier: Supplier;
  Territory: Territory;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Account:
    ( { __typename: 'Account' }
    & GraphQLRecursivePick<FederationTypes['Account'], {"id":true}> );
  Category:
    ( { __typename: 'Category' }
    & GraphQLRecursivePick<FederationTypes['Category'], {"id":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
  ExchangeRate:
    ( { __typename: 'ExchangeRate' }
    & GraphQLRecursivePick<FederationTypes['ExchangeRate'], {"id":true}> );
  Invoice:
    ( { __typename: 'Invoice' }
    & GraphQLRecursivePick<FederationTypes['Invoice'], {"id":true}> );
  LedgerEntry:
    ( { __typename: 'LedgerEntry' }
    & GraphQLRecursivePick<FederationTypes['LedgerEntry'], {"id":true}> );
  Location:
    ( { __typename: 'Location' }
    & GraphQLRecursivePick<FederationTypes['Location'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Organization:
    ( { __typename: 'Organization' }
    & GraphQLRecursivePick<FederationTypes['Organization'], {"id":true}> );
  Payment:
    ( { __typename: 'Payment' }
    & GraphQLRecursivePick<FederationTypes['Payment'], {"id":true}> );
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"id":true}> );
  PurchaseOrder:
    ( { __typename: 'PurchaseOrder' }
    & GraphQLRecursivePick<FederationTypes['PurchaseOrder'], {"id":true}> );
  StockLevel:
    ( { __typename: 'StockLevel' }
    & GraphQLRecursivePick<FederationTypes['StockLevel'], {"id":true}> );
  Supplier:
    ( { __typename: 'Supplier' }
    & GraphQLRecursivePick<FederationTypes['Supplier'], {"id":true}> );
  Territory:
    ( { __typename: 'Territory' }
    & GraphQLRecursivePick<FederationTypes['Territory'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( Parent<Account> )
    | ( Parent<Category> )
    | ( Parent<Customer> )
    | ( Parent<ExchangeRate> )
    | ( Parent<Invoice> )
    | ( Parent<LedgerEntry> )
    | ( Parent<Location> )
    | ( Parent<Order> )
    | ( Parent<Organization> )
    | ( Parent<Payment> )
    | ( Parent<Product> )
    | ( Parent<PurchaseOrder> )
    | ( Parent<StockLevel> )
    | ( Parent<Supplier> )
    | ( Parent<Territory> )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Account: ResolverTypeWrapper<Parent<Account>>;
  ID: ResolverTypeWrapper<Parent<Scalars['ID']['output']>>;
  AccountRollUp: ResolverTypeWrapper<Parent<AccountRollUp>>;
  AccountValueType: ResolverTypeWrapper<Parent<AccountValueType>>;
  Address: ResolverTypeWrapper<Parent<Address>>;
  AddressInput: ResolverTypeWrapper<Parent<AddressInput>>;
  AddressKind: ResolverTypeWrapper<Parent<AddressKind>>;
  ApiKey: ResolverTypeWrapper<Parent<ApiKey>>;
  ApiKeyConnection: ResolverTypeWrapper<Parent<ApiKeyConnection>>;
  ApiKeyCreateInput: ResolverTypeWrapper<Parent<ApiKeyCreateInput>>;
  ApiKeyEdge: ResolverTypeWrapper<Parent<ApiKeyEdge>>;
  ApiKeyPayload: ResolverTypeWrapper<Parent<ApiKeyPayload>>;
  ApiKeySecretPayload: ResolverTypeWrapper<Parent<ApiKeySecretPayload>>;
  ApiKeyState: ResolverTypeWrapper<Parent<ApiKeyState>>;
  CacheControlScope: ResolverTypeWrapper<Parent<CacheControlScope>>;
  CacheEvictInput: ResolverTypeWrapper<Parent<CacheEvictInput>>;
  CacheEvictPayload: ResolverTypeWrapper<Parent<CacheEvictPayload>>;
  Boolean: ResolverTypeWrapper<Parent<Scalars['Boolean']['output']>>;
  CacheReads: ResolverTypeWrapper<Parent<CacheReads>>;
  Float: ResolverTypeWrapper<Parent<Scalars['Float']['output']>>;
  CacheSharedTier: ResolverTypeWrapper<Parent<CacheSharedTier>>;
  CacheSharedTierState: ResolverTypeWrapper<Parent<CacheSharedTierState>>;
  CacheStatistics: ResolverTypeWrapper<Parent<CacheStatistics>>;
  Card: ResolverTypeWrapper<Parent<Card>>;
  Category: ResolverTypeWrapper<Parent<Category>>;
  Change: ResolverTypeWrapper<Parent<Omit<Change, 'node'> & { node?: Maybe<ResolversTypes['Node']> }>>;
  ChangeFilter: ResolverTypeWrapper<Parent<ChangeFilter>>;
  ChangeKind: ResolverTypeWrapper<Parent<ChangeKind>>;
  Claim: ResolverTypeWrapper<Parent<Claim>>;
  ClientUsage: ResolverTypeWrapper<Parent<ClientUsage>>;
  Contact: ResolverTypeWrapper<Parent<Contact>>;
  CurrencyCode: ResolverTypeWrapper<Parent<Scalars['CurrencyCode']['output']>>;
  Customer: ResolverTypeWrapper<Parent<Customer>>;
  CustomerAddressInput: ResolverTypeWrapper<Parent<CustomerAddressInput>>;
  CustomerChange: ResolverTypeWrapper<Parent<CustomerChange>>;
  CustomerChangeFilter: ResolverTypeWrapper<Parent<CustomerChangeFilter>>;
  CustomerConnection: ResolverTypeWrapper<Parent<CustomerConnection>>;
  CustomerCreateInput: ResolverTypeWrapper<Parent<CustomerCreateInput>>;
  CustomerEdge: ResolverTypeWrapper<Parent<CustomerEdge>>;
  CustomerFilter: ResolverTypeWrapper<Parent<CustomerFilter>>;
  CustomerKind: ResolverTypeWrapper<Parent<CustomerKind>>;
  CustomerPayload: ResolverTypeWrapper<Parent<CustomerPayload>>;
  CustomerSort: ResolverTypeWrapper<Parent<CustomerSort>>;
  CustomerSortField: ResolverTypeWrapper<Parent<CustomerSortField>>;
  CustomerUpdateInput: ResolverTypeWrapper<Parent<CustomerUpdateInput>>;
  Date: ResolverTypeWrapper<Parent<Scalars['Date']['output']>>;
  DateRange: ResolverTypeWrapper<Parent<DateRange>>;
  DateTime: ResolverTypeWrapper<Parent<Scalars['DateTime']['output']>>;
  Decimal: ResolverTypeWrapper<Parent<Scalars['Decimal']['output']>>;
  Discrepancy: ResolverTypeWrapper<Parent<Discrepancy>>;
  DiscrepancyConnection: ResolverTypeWrapper<Parent<DiscrepancyConnection>>;
  DiscrepancyEdge: ResolverTypeWrapper<Parent<DiscrepancyEdge>>;
  DiscrepancyFilter: ResolverTypeWrapper<Parent<DiscrepancyFilter>>;
  DiscrepancyKind: ResolverTypeWrapper<Parent<DiscrepancyKind>>;
  EmailAddress: ResolverTypeWrapper<Parent<Scalars['EmailAddress']['output']>>;
  ExchangeRate: ResolverTypeWrapper<Parent<ExchangeRate>>;
  ExchangeRateConnection: ResolverTypeWrapper<Parent<ExchangeRateConnection>>;
  ExchangeRateEdge: ResolverTypeWrapper<Parent<ExchangeRateEdge>>;
  ExchangeRateFilter: ResolverTypeWrapper<Parent<ExchangeRateFilter>>;
  ExchangeRateSort: ResolverTypeWrapper<Parent<ExchangeRateSort>>;
  ExchangeRateSortField: ResolverTypeWrapper<Parent<ExchangeRateSortField>>;
  FieldUsage: ResolverTypeWrapper<Parent<FieldUsage>>;
  Fulfilment: ResolverTypeWrapper<Parent<Fulfilment>>;
  FulfilmentLine: ResolverTypeWrapper<Parent<FulfilmentLine>>;
  FulfilmentStatus: ResolverTypeWrapper<Parent<FulfilmentStatus>>;
  Invoice: ResolverTypeWrapper<Parent<Invoice>>;
  InvoiceChange: ResolverTypeWrapper<Parent<InvoiceChange>>;
  InvoiceChangeFilter: ResolverTypeWrapper<Parent<InvoiceChangeFilter>>;
  InvoiceConnection: ResolverTypeWrapper<Parent<InvoiceConnection>>;
  InvoiceEdge: ResolverTypeWrapper<Parent<InvoiceEdge>>;
  InvoiceFilter: ResolverTypeWrapper<Parent<InvoiceFilter>>;
  InvoiceIssueInput: ResolverTypeWrapper<Parent<InvoiceIssueInput>>;
  InvoiceIssuePayload: ResolverTypeWrapper<Parent<InvoiceIssuePayload>>;
  InvoiceSort: ResolverTypeWrapper<Parent<InvoiceSort>>;
  InvoiceSortField: ResolverTypeWrapper<Parent<InvoiceSortField>>;
  InvoiceStatus: ResolverTypeWrapper<Parent<InvoiceStatus>>;
  LedgerEntry: ResolverTypeWrapper<Parent<LedgerEntry>>;
  LedgerEntryConnection: ResolverTypeWrapper<Parent<LedgerEntryConnection>>;
  LedgerEntryEdge: ResolverTypeWrapper<Parent<LedgerEntryEdge>>;
  LedgerEntryFilter: ResolverTypeWrapper<Parent<LedgerEntryFilter>>;
  LedgerEntrySort: ResolverTypeWrapper<Parent<LedgerEntrySort>>;
  LedgerEntrySortField: ResolverTypeWrapper<Parent<LedgerEntrySortField>>;
  Location: ResolverTypeWrapper<Parent<Location>>;
  Money: ResolverTypeWrapper<Parent<Money>>;
  MoneyInput: ResolverTypeWrapper<Parent<MoneyInput>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  OnSourceDown: ResolverTypeWrapper<Parent<OnSourceDown>>;
  OperationUsage: ResolverTypeWrapper<Parent<OperationUsage>>;
  OperationsPublishPayload: ResolverTypeWrapper<Parent<OperationsPublishPayload>>;
  OperationsRemovePayload: ResolverTypeWrapper<Parent<OperationsRemovePayload>>;
  Order: ResolverTypeWrapper<Parent<Order>>;
  OrderCancelPayload: ResolverTypeWrapper<Parent<OrderCancelPayload>>;
  OrderChange: ResolverTypeWrapper<Parent<OrderChange>>;
  OrderChangeFilter: ResolverTypeWrapper<Parent<OrderChangeFilter>>;
  OrderChannel: ResolverTypeWrapper<Parent<OrderChannel>>;
  OrderConnection: ResolverTypeWrapper<Parent<OrderConnection>>;
  OrderEdge: ResolverTypeWrapper<Parent<OrderEdge>>;
  OrderFilter: ResolverTypeWrapper<Parent<OrderFilter>>;
  OrderLine: ResolverTypeWrapper<Parent<OrderLine>>;
  OrderLineInput: ResolverTypeWrapper<Parent<OrderLineInput>>;
  OrderPlaceInput: ResolverTypeWrapper<Parent<OrderPlaceInput>>;
  OrderPlacePayload: ResolverTypeWrapper<Parent<OrderPlacePayload>>;
  OrderSort: ResolverTypeWrapper<Parent<OrderSort>>;
  OrderSortField: ResolverTypeWrapper<Parent<OrderSortField>>;
  OrderStatus: ResolverTypeWrapper<Parent<OrderStatus>>;
  Organization: ResolverTypeWrapper<Parent<Organization>>;
  PageInfo: ResolverTypeWrapper<Parent<PageInfo>>;
  Payment: ResolverTypeWrapper<Parent<Payment>>;
  PaymentConnection: ResolverTypeWrapper<Parent<PaymentConnection>>;
  PaymentEdge: ResolverTypeWrapper<Parent<PaymentEdge>>;
  PaymentFilter: ResolverTypeWrapper<Parent<PaymentFilter>>;
  PaymentMethod: ResolverTypeWrapper<Parent<PaymentMethod>>;
  PaymentReceived: ResolverTypeWrapper<Parent<PaymentReceived>>;
  PaymentReceivedFilter: ResolverTypeWrapper<Parent<PaymentReceivedFilter>>;
  PaymentRecordInput: ResolverTypeWrapper<Parent<PaymentRecordInput>>;
  PaymentRecordPayload: ResolverTypeWrapper<Parent<PaymentRecordPayload>>;
  PaymentSort: ResolverTypeWrapper<Parent<PaymentSort>>;
  PaymentSortField: ResolverTypeWrapper<Parent<PaymentSortField>>;
  Product: ResolverTypeWrapper<Parent<Product>>;
  ProductConnection: ResolverTypeWrapper<Parent<ProductConnection>>;
  ProductEdge: ResolverTypeWrapper<Parent<ProductEdge>>;
  ProductFilter: ResolverTypeWrapper<Parent<ProductFilter>>;
  ProductSort: ResolverTypeWrapper<Parent<ProductSort>>;
  ProductSortField: ResolverTypeWrapper<Parent<ProductSortField>>;
  ProfitAndLossRow: ResolverTypeWrapper<Parent<ProfitAndLossRow>>;
  PublishedOperation: ResolverTypeWrapper<Parent<PublishedOperation>>;
  PublishedOperationConnection: ResolverTypeWrapper<Parent<PublishedOperationConnection>>;
  PublishedOperationEdge: ResolverTypeWrapper<Parent<PublishedOperationEdge>>;
  PurchaseOrder: ResolverTypeWrapper<Parent<PurchaseOrder>>;
  PurchaseOrderConnection: ResolverTypeWrapper<Parent<PurchaseOrderConnection>>;
  PurchaseOrderEdge: ResolverTypeWrapper<Parent<PurchaseOrderEdge>>;
  PurchaseOrderFilter: ResolverTypeWrapper<Parent<PurchaseOrderFilter>>;
  PurchaseOrderLine: ResolverTypeWrapper<Parent<PurchaseOrderLine>>;
  PurchaseOrderSort: ResolverTypeWrapper<Parent<PurchaseOrderSort>>;
  PurchaseOrderSortField: ResolverTypeWrapper<Parent<PurchaseOrderSortField>>;
  PurchaseOrderStatus: ResolverTypeWrapper<Parent<PurchaseOrderStatus>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReceivablesBucket: ResolverTypeWrapper<Parent<ReceivablesBucket>>;
  ReceivablesReport: ResolverTypeWrapper<Parent<ReceivablesReport>>;
  ReportPeriod: ResolverTypeWrapper<Parent<ReportPeriod>>;
  Review: ResolverTypeWrapper<Parent<Review>>;
  ReviewConnection: ResolverTypeWrapper<Parent<ReviewConnection>>;
  ReviewEdge: ResolverTypeWrapper<Parent<ReviewEdge>>;
  SalesDimension: ResolverTypeWrapper<Parent<SalesDimension>>;
  SalesFilter: ResolverTypeWrapper<Parent<SalesFilter>>;
  SalesReport: ResolverTypeWrapper<Parent<SalesReport>>;
  SalesRow: ResolverTypeWrapper<Parent<SalesRow>>;
  SalesSort: ResolverTypeWrapper<Parent<SalesSort>>;
  SalesSortField: ResolverTypeWrapper<Parent<SalesSortField>>;
  Scenario: ResolverTypeWrapper<Parent<Scenario>>;
  SortDirection: ResolverTypeWrapper<Parent<SortDirection>>;
  StockAdjustInput: ResolverTypeWrapper<Parent<StockAdjustInput>>;
  StockAdjustPayload: ResolverTypeWrapper<Parent<StockAdjustPayload>>;
  StockChange: ResolverTypeWrapper<Parent<StockChange>>;
  StockChangeFilter: ResolverTypeWrapper<Parent<StockChangeFilter>>;
  StockDimension: ResolverTypeWrapper<Parent<StockDimension>>;
  StockLevel: ResolverTypeWrapper<Parent<StockLevel>>;
  StockLevelConnection: ResolverTypeWrapper<Parent<StockLevelConnection>>;
  StockLevelEdge: ResolverTypeWrapper<Parent<StockLevelEdge>>;
  StockLevelFilter: ResolverTypeWrapper<Parent<StockLevelFilter>>;
  StockLevelSort: ResolverTypeWrapper<Parent<StockLevelSort>>;
  StockLevelSortField: ResolverTypeWrapper<Parent<StockLevelSortField>>;
  StockOut: ResolverTypeWrapper<Parent<StockOut>>;
  StockOutConnection: ResolverTypeWrapper<Parent<StockOutConnection>>;
  StockOutEdge: ResolverTypeWrapper<Parent<StockOutEdge>>;
  StockThreshold: ResolverTypeWrapper<Parent<StockThreshold>>;
  StockTransferInput: ResolverTypeWrapper<Parent<StockTransferInput>>;
  StockTransferPayload: ResolverTypeWrapper<Parent<StockTransferPayload>>;
  StockValuationRow: ResolverTypeWrapper<Parent<StockValuationRow>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Supplier: ResolverTypeWrapper<Parent<Supplier>>;
  SupplierConnection: ResolverTypeWrapper<Parent<SupplierConnection>>;
  SupplierEdge: ResolverTypeWrapper<Parent<SupplierEdge>>;
  SupplierFilter: ResolverTypeWrapper<Parent<SupplierFilter>>;
  SupplierSort: ResolverTypeWrapper<Parent<SupplierSort>>;
  SupplierSortField: ResolverTypeWrapper<Parent<SupplierSortField>>;
  SupplyTerms: ResolverTypeWrapper<Parent<SupplyTerms>>;
  SupplyTermsConnection: ResolverTypeWrapper<Parent<SupplyTermsConnection>>;
  SupplyTermsEdge: ResolverTypeWrapper<Parent<SupplyTermsEdge>>;
  Territory: ResolverTypeWrapper<Parent<Territory>>;
  URL: ResolverTypeWrapper<Parent<Scalars['URL']['output']>>;
  UserError: ResolverTypeWrapper<Parent<UserError>>;
  UserErrorCode: ResolverTypeWrapper<Parent<UserErrorCode>>;
  Webhook: ResolverTypeWrapper<Parent<Webhook>>;
  WebhookAttempt: ResolverTypeWrapper<Parent<WebhookAttempt>>;
  WebhookConnection: ResolverTypeWrapper<Parent<WebhookConnection>>;
  WebhookCreateInput: ResolverTypeWrapper<Parent<WebhookCreateInput>>;
  WebhookDeletePayload: ResolverTypeWrapper<Parent<WebhookDeletePayload>>;
  WebhookDelivery: ResolverTypeWrapper<Parent<WebhookDelivery>>;
  WebhookDeliveryConnection: ResolverTypeWrapper<Parent<WebhookDeliveryConnection>>;
  WebhookDeliveryEdge: ResolverTypeWrapper<Parent<WebhookDeliveryEdge>>;
  WebhookEdge: ResolverTypeWrapper<Parent<WebhookEdge>>;
  WebhookEvent: ResolverTypeWrapper<Parent<WebhookEvent>>;
  WebhookFilter: ResolverTypeWrapper<Parent<WebhookFilter>>;
  WebhookGap: ResolverTypeWrapper<Parent<WebhookGap>>;
  WebhookOutcome: ResolverTypeWrapper<Parent<WebhookOutcome>>;
  WebhookPayload: ResolverTypeWrapper<Parent<WebhookPayload>>;
  WebhookSecretPayload: ResolverTypeWrapper<Parent<WebhookSecretPayload>>;
  WebhookState: ResolverTypeWrapper<Parent<WebhookState>>;
  WebhookTestPayload: ResolverTypeWrapper<Parent<WebhookTestPayload>>;
  WebhookUpdateInput: ResolverTypeWrapper<Parent<WebhookUpdateInput>>;
  Weight: ResolverTypeWrapper<Parent<Weight>>;
  Int: ResolverTypeWrapper<Parent<Scalars['Int']['output']>>;
  String: ResolverTypeWrapper<Parent<Scalars['String']['output']>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Account: Parent<Account | FederationReferenceTypes['Account']>;
  ID: Parent<Scalars['ID']['output']>;
  Address: Parent<Address>;
  AddressInput: Parent<AddressInput>;
  ApiKey: Parent<ApiKey>;
  ApiKeyConnection: Parent<ApiKeyConnection>;
  ApiKeyCreateInput: Parent<ApiKeyCreateInput>;
  ApiKeyEdge: Parent<ApiKeyEdge>;
  ApiKeyPayload: Parent<ApiKeyPayload>;
  ApiKeySecretPayload: Parent<ApiKeySecretPayload>;
  CacheEvictInput: Parent<CacheEvictInput>;
  CacheEvictPayload: Parent<CacheEvictPayload>;
  Boolean: Parent<Scalars['Boolean']['output']>;
  CacheReads: Parent<CacheReads>;
  Float: Parent<Scalars['Float']['output']>;
  CacheSharedTier: Parent<CacheSharedTier>;
  CacheStatistics: Parent<CacheStatistics>;
  Card: Parent<Card>;
  Category: Parent<Category | FederationReferenceTypes['Category']>;
  Change: Parent<Omit<Change, 'node'> & { node?: Maybe<ResolversParentTypes['Node']> }>;
  ChangeFilter: Parent<ChangeFilter>;
  Claim: Parent<Claim>;
  ClientUsage: Parent<ClientUsage>;
  Contact: Parent<Contact>;
  CurrencyCode: Parent<Scalars['CurrencyCode']['output']>;
  Customer: Parent<Customer | FederationReferenceTypes['Customer']>;
  CustomerAddressInput: Parent<CustomerAddressInput>;
  CustomerChange: Parent<CustomerChange>;
  CustomerChangeFilter: Parent<CustomerChangeFilter>;
  CustomerConnection: Parent<CustomerConnection>;
  CustomerCreateInput: Parent<CustomerCreateInput>;
  CustomerEdge: Parent<CustomerEdge>;
  CustomerFilter: Parent<CustomerFilter>;
  CustomerPayload: Parent<CustomerPayload>;
  CustomerSort: Parent<CustomerSort>;
  CustomerUpdateInput: Parent<CustomerUpdateInput>;
  Date: Parent<Scalars['Date']['output']>;
  DateRange: Parent<DateRange>;
  DateTime: Parent<Scalars['DateTime']['output']>;
  Decimal: Parent<Scalars['Decimal']['output']>;
  Discrepancy: Parent<Discrepancy>;
  DiscrepancyConnection: Parent<DiscrepancyConnection>;
  DiscrepancyEdge: Parent<DiscrepancyEdge>;
  DiscrepancyFilter: Parent<DiscrepancyFilter>;
  EmailAddress: Parent<Scalars['EmailAddress']['output']>;
  ExchangeRate: Parent<ExchangeRate | FederationReferenceTypes['ExchangeRate']>;
  ExchangeRateConnection: Parent<ExchangeRateConnection>;
  ExchangeRateEdge: Parent<ExchangeRateEdge>;
  ExchangeRateFilter: Parent<ExchangeRateFilter>;
  ExchangeRateSort: Parent<ExchangeRateSort>;
  FieldUsage: Parent<FieldUsage>;
  Fulfilment: Parent<Fulfilment>;
  FulfilmentLine: Parent<FulfilmentLine>;
  Invoice: Parent<Invoice | FederationReferenceTypes['Invoice']>;
  InvoiceChange: Parent<InvoiceChange>;
  InvoiceChangeFilter: Parent<InvoiceChangeFilter>;
  InvoiceConnection: Parent<InvoiceConnection>;
  InvoiceEdge: Parent<InvoiceEdge>;
  InvoiceFilter: Parent<InvoiceFilter>;
  InvoiceIssueInput: Parent<InvoiceIssueInput>;
  InvoiceIssuePayload: Parent<InvoiceIssuePayload>;
  InvoiceSort: Parent<InvoiceSort>;
  LedgerEntry: Parent<LedgerEntry | FederationReferenceTypes['LedgerEntry']>;
  LedgerEntryConnection: Parent<LedgerEntryConnection>;
  LedgerEntryEdge: Parent<LedgerEntryEdge>;
  LedgerEntryFilter: Parent<LedgerEntryFilter>;
  LedgerEntrySort: Parent<LedgerEntrySort>;
  Location: Parent<Location | FederationReferenceTypes['Location']>;
  Money: Parent<Money>;
  MoneyInput: Parent<MoneyInput>;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  OperationUsage: Parent<OperationUsage>;
  OperationsPublishPayload: Parent<OperationsPublishPayload>;
  OperationsRemovePayload: Parent<OperationsRemovePayload>;
  Order: Parent<Order | FederationReferenceTypes['Order']>;
  OrderCancelPayload: Parent<OrderCancelPayload>;
  OrderChange: Parent<OrderChange>;
  OrderChangeFilter: Parent<OrderChangeFilter>;
  OrderConnection: Parent<OrderConnection>;
  OrderEdge: Parent<OrderEdge>;
  OrderFilter: Parent<OrderFilter>;
  OrderLine: Parent<OrderLine>;
  OrderLineInput: Parent<OrderLineInput>;
  OrderPlaceInput: Parent<OrderPlaceInput>;
  OrderPlacePayload: Parent<OrderPlacePayload>;
  OrderSort: Parent<OrderSort>;
  Organization: Parent<Organization | FederationReferenceTypes['Organization']>;
  PageInfo: Parent<PageInfo>;
  Payment: Parent<Payment | FederationReferenceTypes['Payment']>;
  PaymentConnection: Parent<PaymentConnection>;
  PaymentEdge: Parent<PaymentEdge>;
  PaymentFilter: Parent<PaymentFilter>;
  PaymentReceived: Parent<PaymentReceived>;
  PaymentReceivedFilter: Parent<PaymentReceivedFilter>;
  PaymentRecordInput: Parent<PaymentRecordInput>;
  PaymentRecordPayload: Parent<PaymentRecordPayload>;
  PaymentSort: Parent<PaymentSort>;
  Product: Parent<Product | FederationReferenceTypes['Product']>;
  ProductConnection: Parent<ProductConnection>;
  ProductEdge: Parent<ProductEdge>;
  ProductFilter: Parent<ProductFilter>;
  ProductSort: Parent<ProductSort>;
  ProfitAndLossRow: Parent<ProfitAndLossRow>;
  PublishedOperation: Parent<PublishedOperation>;
  PublishedOperationConnection: Parent<PublishedOperationConnection>;
  PublishedOperationEdge: Parent<PublishedOperationEdge>;
  PurchaseOrder: Parent<PurchaseOrder | FederationReferenceTypes['PurchaseOrder']>;
  PurchaseOrderConnection: Parent<PurchaseOrderConnection>;
  PurchaseOrderEdge: Parent<PurchaseOrderEdge>;
  PurchaseOrderFilter: Parent<PurchaseOrderFilter>;
  PurchaseOrderLine: Parent<PurchaseOrderLine>;
  PurchaseOrderSort: Parent<PurchaseOrderSort>;
  Query: Record<PropertyKey, never>;
  ReceivablesBucket: Parent<ReceivablesBucket>;
  ReceivablesReport: Parent<ReceivablesReport>;
  Review: Parent<Review>;
  ReviewConnection: Parent<ReviewConnection>;
  ReviewEdge: Parent<ReviewEdge>;
  SalesFilter: Parent<SalesFilter>;
  SalesReport: Parent<SalesReport>;
  SalesRow: Parent<SalesRow>;
  SalesSort: Parent<SalesSort>;
  StockAdjustInput: Parent<StockAdjustInput>;
  StockAdjustPayload: Parent<StockAdjustPayload>;
  StockChange: Parent<StockChange>;
  StockChangeFilter: Parent<StockChangeFilter>;
  StockLevel: Parent<StockLevel | FederationReferenceTypes['StockLevel']>;
  StockLevelConnection: Parent<StockLevelConnection>;
  StockLevelEdge: Parent<StockLevelEdge>;
  StockLevelFilter: Parent<StockLevelFilter>;
  StockLevelSort: Parent<StockLevelSort>;
  StockOut: Parent<StockOut>;
  StockOutConnection: Parent<StockOutConnection>;
  StockOutEdge: Parent<StockOutEdge>;
  StockTransferInput: Parent<StockTransferInput>;
  StockTransferPayload: Parent<StockTransferPayload>;
  StockValuationRow: Parent<StockValuationRow>;
  Subscription: Record<PropertyKey, never>;
  Supplier: Parent<Supplier | FederationReferenceTypes['Supplier']>;
  SupplierConnection: Parent<SupplierConnection>;
  SupplierEdge: Parent<SupplierEdge>;
  SupplierFilter: Parent<SupplierFilter>;
  SupplierSort: Parent<SupplierSort>;
  SupplyTerms: Parent<SupplyTerms>;
  SupplyTermsConnection: Parent<SupplyTermsConnection>;
  SupplyTermsEdge: Parent<SupplyTermsEdge>;
  Territory: Parent<Territory | FederationReferenceTypes['Territory']>;
  URL: Parent<Scalars['URL']['output']>;
  UserError: Parent<UserError>;
  Webhook: Parent<Webhook>;
  WebhookAttempt: Parent<WebhookAttempt>;
  WebhookConnection: Parent<WebhookConnection>;
  WebhookCreateInput: Parent<WebhookCreateInput>;
  WebhookDeletePayload: Parent<WebhookDeletePayload>;
  WebhookDelivery: Parent<WebhookDelivery>;
  WebhookDeliveryConnection: Parent<WebhookDeliveryConnection>;
  WebhookDeliveryEdge: Parent<WebhookDeliveryEdge>;
  WebhookEdge: Parent<WebhookEdge>;
  WebhookEvent: Parent<WebhookEvent>;
  WebhookFilter: Parent<WebhookFilter>;
  WebhookGap: Parent<WebhookGap>;
  WebhookPayload: Parent<WebhookPayload>;
  WebhookSecretPayload: Parent<WebhookSecretPayload>;
  WebhookTestPayload: Parent<WebhookTestPayload>;
  WebhookUpdateInput: Parent<WebhookUpdateInput>;
  Weight: Parent<Weight>;
  Int: Parent<Scalars['Int']['output']>;
  String: Parent<Scalars['String']['output']>;
};

export type CacheControlDirectiveArgs = {
  maxAge?: Maybe<Scalars['Int']['input']>;
  scope?: Maybe<CacheControlScope>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = Context, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type FreshnessDirectiveArgs = {
  maxAge?: Maybe<Scalars['Int']['input']>;
  onSourceDown?: OnSourceDown;
};

export type FreshnessDirectiveResolver<Result, Parent, ContextType = Context, Args = FreshnessDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type LiveDirectiveArgs = {
  throttle?: Scalars['Int']['input'];
};

export type LiveDirectiveResolver<Result, Parent, ContextType = Context, Args = LiveDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type OwnedDirectiveArgs = { };

export type OwnedDirectiveResolver<Result, Parent, ContextType = Context, Args = OwnedDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type OwnedByDirectiveArgs = {
  argument: Scalars['String']['input'];
};

export type OwnedByDirectiveResolver<Result, Parent, ContextType = Context, Args = OwnedByDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account'], FederationReferenceType extends FederationReferenceTypes['Account'] = FederationReferenceTypes['Account']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Account']> | FederationReferenceType, FederationReferenceType, ContextType>;
  children?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Account']>>, ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  entries?: Resolver<Maybe<ResolversTypes['LedgerEntryConnection']>, ParentType, ContextType, RequireFields<AccountEntriesArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  rollUp?: Resolver<Maybe<ResolversTypes['AccountRollUp']>, ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  valueType?: Resolver<Maybe<ResolversTypes['AccountValueType']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = {
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  countryCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['AddressKind']>, ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stateCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  formerSecretUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rotatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ApiKeyState'], ParentType, ContextType>;
};

export type ApiKeyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyConnection'] = ResolversParentTypes['ApiKeyConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ApiKeyEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ApiKeyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyEdge'] = ResolversParentTypes['ApiKeyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type ApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyPayload'] = ResolversParentTypes['ApiKeyPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApiKeySecretPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeySecretPayload'] = ResolversParentTypes['ApiKeySecretPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CacheEvictPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CacheEvictPayload'] = ResolversParentTypes['CacheEvictPayload']> = {
  entries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shared?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sharedIsComplete?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CacheReadsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CacheReads'] = ResolversParentTypes['CacheReads']> = {
  fetches?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  hits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CacheSharedTierResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CacheSharedTier'] = ResolversParentTypes['CacheSharedTier']> = {
  averageReadMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  failures?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  hits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  reads?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['CacheSharedTierState'], ParentType, ContextType>;
};

export type CacheStatisticsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CacheStatistics'] = ResolversParentTypes['CacheStatistics']> = {
  answerHits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  bytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  entries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fetches?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  maxBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  memoryHits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  on?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  reads?: Resolver<ReadonlyArray<ResolversTypes['CacheReads']>, ParentType, ContextType>;
  shared?: Resolver<Maybe<ResolversTypes['CacheSharedTier']>, ParentType, ContextType>;
  sharedHits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  staleHits?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  standIns?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card']> = {
  brand?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  last4?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CategoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category'], FederationReferenceType extends FederationReferenceTypes['Category'] = FederationReferenceTypes['Category']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Category']> | FederationReferenceType, FederationReferenceType, ContextType>;
  children?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Category']>>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  products?: Resolver<Maybe<ResolversTypes['ProductConnection']>, ParentType, ContextType, RequireFields<CategoryProductsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Change'] = ResolversParentTypes['Change']> = {
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entity?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ClaimResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Claim'] = ResolversParentTypes['Claim']> = {
  record?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ClientUsageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ClientUsage'] = ResolversParentTypes['ClientUsage']> = {
  lastSeen?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operations?: Resolver<ReadonlyArray<ResolversTypes['OperationUsage']>, ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ContactResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Contact'] = ResolversParentTypes['Contact']> = {
  email?: Resolver<Maybe<ResolversTypes['EmailAddress']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export type CustomerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  accountNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  addresses?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Address']>>, ParentType, ContextType>;
  balance?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  balances?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Money']>>, ParentType, ContextType>;
  contacts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Contact']>>, ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['EmailAddress']>, ParentType, ContextType>;
  firstName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  firstOrderedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invoices?: Resolver<Maybe<ResolversTypes['InvoiceConnection']>, ParentType, ContextType, RequireFields<CustomerInvoicesArgs, 'first'>>;
  kind?: Resolver<Maybe<ResolversTypes['CustomerKind']>, ParentType, ContextType>;
  lastName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastOrderedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  lifetimeValue?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  orderCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  orders?: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, RequireFields<CustomerOrdersArgs, 'first'>>;
  payments?: Resolver<Maybe<ResolversTypes['PaymentConnection']>, ParentType, ContextType, RequireFields<CustomerPaymentsArgs, 'first'>>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  territory?: Resolver<Maybe<ResolversTypes['Territory']>, ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CustomerChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerChange'] = ResolversParentTypes['CustomerChange']> = {
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CustomerConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerConnection'] = ResolversParentTypes['CustomerConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CustomerEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Customer']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CustomerEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerEdge'] = ResolversParentTypes['CustomerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Customer'], ParentType, ContextType>;
};

export type CustomerPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CustomerPayload'] = ResolversParentTypes['CustomerPayload']> = {
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type DiscrepancyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Discrepancy'] = ResolversParentTypes['Discrepancy']> = {
  claims?: Resolver<ReadonlyArray<ResolversTypes['Claim']>, ParentType, ContextType>;
  invoices?: Resolver<ReadonlyArray<ResolversTypes['Invoice']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DiscrepancyKind'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type DiscrepancyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DiscrepancyConnection'] = ResolversParentTypes['DiscrepancyConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['DiscrepancyEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Discrepancy']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DiscrepancyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DiscrepancyEdge'] = ResolversParentTypes['DiscrepancyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Discrepancy'], ParentType, ContextType>;
};

export interface EmailAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['EmailAddress'], any> {
  name: 'EmailAddress';
}

export type ExchangeRateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExchangeRate'] = ResolversParentTypes['ExchangeRate'], FederationReferenceType extends FederationReferenceTypes['ExchangeRate'] = FederationReferenceTypes['ExchangeRate']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ExchangeRate']> | FederationReferenceType, FederationReferenceType, ContextType>;
  averageRate?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  endOfDayRate?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ratedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExchangeRateConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExchangeRateConnection'] = ResolversParentTypes['ExchangeRateConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ExchangeRateEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ExchangeRate']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ExchangeRateEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExchangeRateEdge'] = ResolversParentTypes['ExchangeRateEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ExchangeRate'], ParentType, ContextType>;
};

export type FieldUsageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FieldUsage'] = ResolversParentTypes['FieldUsage']> = {
  clients?: Resolver<ReadonlyArray<ResolversTypes['ClientUsage']>, ParentType, ContextType>;
  deprecationReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  unknownRequests?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type FulfilmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Fulfilment'] = ResolversParentTypes['Fulfilment']> = {
  expectedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['FulfilmentLine']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['FulfilmentStatus'], ParentType, ContextType>;
};

export type FulfilmentLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FulfilmentLine'] = ResolversParentTypes['FulfilmentLine']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expectedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shortBy?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['FulfilmentStatus'], ParentType, ContextType>;
};

export type InvoiceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Invoice'] = ResolversParentTypes['Invoice'], FederationReferenceType extends FederationReferenceTypes['Invoice'] = FederationReferenceTypes['Invoice']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Invoice']> | FederationReferenceType, FederationReferenceType, ContextType>;
  currency?: Resolver<Maybe<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  exchangeRate?: Resolver<Maybe<ResolversTypes['ExchangeRate']>, ParentType, ContextType>;
  freight?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  outstanding?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  paid?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  payments?: Resolver<Maybe<ResolversTypes['PaymentConnection']>, ParentType, ContextType, RequireFields<InvoicePaymentsArgs, 'first'>>;
  status?: Resolver<Maybe<ResolversTypes['InvoiceStatus']>, ParentType, ContextType>;
  subtotal?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  tax?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvoiceChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceChange'] = ResolversParentTypes['InvoiceChange']> = {
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type InvoiceConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceConnection'] = ResolversParentTypes['InvoiceConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['InvoiceEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Invoice']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type InvoiceEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceEdge'] = ResolversParentTypes['InvoiceEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Invoice'], ParentType, ContextType>;
};

export type InvoiceIssuePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceIssuePayload'] = ResolversParentTypes['InvoiceIssuePayload']> = {
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type LedgerEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerEntry'] = ResolversParentTypes['LedgerEntry'], FederationReferenceType extends FederationReferenceTypes['LedgerEntry'] = FederationReferenceTypes['LedgerEntry']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['LedgerEntry']> | FederationReferenceType, FederationReferenceType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  department?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  postedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  scenario?: Resolver<Maybe<ResolversTypes['Scenario']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LedgerEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerEntryConnection'] = ResolversParentTypes['LedgerEntryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['LedgerEntryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['LedgerEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type LedgerEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerEntryEdge'] = ResolversParentTypes['LedgerEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['LedgerEntry'], ParentType, ContextType>;
};

export type LocationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Location'] = ResolversParentTypes['Location'], FederationReferenceType extends FederationReferenceTypes['Location'] = FederationReferenceTypes['Location']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Location']> | FederationReferenceType, FederationReferenceType, ContextType>;
  availabilityHours?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  costRate?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  stock?: Resolver<Maybe<ResolversTypes['StockLevelConnection']>, ParentType, ContextType, RequireFields<LocationStockArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  apiKeyCreate?: Resolver<Maybe<ResolversTypes['ApiKeySecretPayload']>, ParentType, ContextType, RequireFields<MutationApiKeyCreateArgs, 'input'>>;
  apiKeyRevoke?: Resolver<Maybe<ResolversTypes['ApiKeyPayload']>, ParentType, ContextType, RequireFields<MutationApiKeyRevokeArgs, 'id'>>;
  apiKeyRotate?: Resolver<Maybe<ResolversTypes['ApiKeySecretPayload']>, ParentType, ContextType, RequireFields<MutationApiKeyRotateArgs, 'graceSeconds' | 'id'>>;
  cacheEvict?: Resolver<Maybe<ResolversTypes['CacheEvictPayload']>, ParentType, ContextType, RequireFields<MutationCacheEvictArgs, 'input'>>;
  customerCreate?: Resolver<Maybe<ResolversTypes['CustomerPayload']>, ParentType, ContextType, RequireFields<MutationCustomerCreateArgs, 'input'>>;
  customerUpdate?: Resolver<Maybe<ResolversTypes['CustomerPayload']>, ParentType, ContextType, RequireFields<MutationCustomerUpdateArgs, 'id' | 'input'>>;
  invoiceIssue?: Resolver<Maybe<ResolversTypes['InvoiceIssuePayload']>, ParentType, ContextType, RequireFields<MutationInvoiceIssueArgs, 'input'>>;
  operationsPublish?: Resolver<Maybe<ResolversTypes['OperationsPublishPayload']>, ParentType, ContextType, RequireFields<MutationOperationsPublishArgs, 'documents'>>;
  operationsRemove?: Resolver<Maybe<ResolversTypes['OperationsRemovePayload']>, ParentType, ContextType, RequireFields<MutationOperationsRemoveArgs, 'hashes'>>;
  orderCancel?: Resolver<Maybe<ResolversTypes['OrderCancelPayload']>, ParentType, ContextType, RequireFields<MutationOrderCancelArgs, 'id'>>;
  orderPlace?: Resolver<Maybe<ResolversTypes['OrderPlacePayload']>, ParentType, ContextType, RequireFields<MutationOrderPlaceArgs, 'input'>>;
  paymentRecord?: Resolver<Maybe<ResolversTypes['PaymentRecordPayload']>, ParentType, ContextType, RequireFields<MutationPaymentRecordArgs, 'input'>>;
  stockAdjust?: Resolver<Maybe<ResolversTypes['StockAdjustPayload']>, ParentType, ContextType, RequireFields<MutationStockAdjustArgs, 'input'>>;
  stockTransfer?: Resolver<Maybe<ResolversTypes['StockTransferPayload']>, ParentType, ContextType, RequireFields<MutationStockTransferArgs, 'input'>>;
  webhookCreate?: Resolver<Maybe<ResolversTypes['WebhookSecretPayload']>, ParentType, ContextType, RequireFields<MutationWebhookCreateArgs, 'input'>>;
  webhookDelete?: Resolver<Maybe<ResolversTypes['WebhookDeletePayload']>, ParentType, ContextType, RequireFields<MutationWebhookDeleteArgs, 'id'>>;
  webhookPause?: Resolver<Maybe<ResolversTypes['WebhookPayload']>, ParentType, ContextType, RequireFields<MutationWebhookPauseArgs, 'id'>>;
  webhookReplay?: Resolver<Maybe<ResolversTypes['WebhookPayload']>, ParentType, ContextType, RequireFields<MutationWebhookReplayArgs, 'from' | 'id'>>;
  webhookResume?: Resolver<Maybe<ResolversTypes['WebhookPayload']>, ParentType, ContextType, RequireFields<MutationWebhookResumeArgs, 'id' | 'retryFailed'>>;
  webhookRotateSecret?: Resolver<Maybe<ResolversTypes['WebhookSecretPayload']>, ParentType, ContextType, RequireFields<MutationWebhookRotateSecretArgs, 'id'>>;
  webhookTest?: Resolver<Maybe<ResolversTypes['WebhookTestPayload']>, ParentType, ContextType, RequireFields<MutationWebhookTestArgs, 'id'>>;
  webhookUpdate?: Resolver<Maybe<ResolversTypes['WebhookPayload']>, ParentType, ContextType, RequireFields<MutationWebhookUpdateArgs, 'id' | 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Account' | 'Category' | 'Customer' | 'ExchangeRate' | 'Invoice' | 'LedgerEntry' | 'Location' | 'Order' | 'Organization' | 'Payment' | 'Product' | 'PurchaseOrder' | 'StockLevel' | 'Supplier' | 'Territory', ParentType, ContextType>;
};

export type OperationUsageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OperationUsage'] = ResolversParentTypes['OperationUsage']> = {
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lastSeen?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type OperationsPublishPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OperationsPublishPayload'] = ResolversParentTypes['OperationsPublishPayload']> = {
  operations?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PublishedOperation']>>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OperationsRemovePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OperationsRemovePayload'] = ResolversParentTypes['OperationsRemovePayload']> = {
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  billingAddress?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  cancelReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  channel?: Resolver<Maybe<ResolversTypes['OrderChannel']>, ParentType, ContextType>;
  currency?: Resolver<Maybe<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  discrepancies?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Discrepancy']>>, ParentType, ContextType>;
  dueOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  exchangeRate?: Resolver<Maybe<ResolversTypes['ExchangeRate']>, ParentType, ContextType>;
  freight?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  fulfilment?: Resolver<Maybe<ResolversTypes['Fulfilment']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType>;
  invoices?: Resolver<Maybe<ResolversTypes['InvoiceConnection']>, ParentType, ContextType, RequireFields<OrderInvoicesArgs, 'first'>>;
  lines?: Resolver<Maybe<ReadonlyArray<ResolversTypes['OrderLine']>>, ParentType, ContextType>;
  orderedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  reasons?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  shipMethod?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  shippedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  shippingAddress?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['OrderStatus']>, ParentType, ContextType>;
  subtotal?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  tax?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  territory?: Resolver<Maybe<ResolversTypes['Territory']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrderCancelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderCancelPayload'] = ResolversParentTypes['OrderCancelPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OrderChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderChange'] = ResolversParentTypes['OrderChange']> = {
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type OrderPlacePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderPlacePayload'] = ResolversParentTypes['OrderPlacePayload']> = {
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type OrganizationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization'], FederationReferenceType extends FederationReferenceTypes['Organization'] = FederationReferenceTypes['Organization']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Organization']> | FederationReferenceType, FederationReferenceType, ContextType>;
  children?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Organization']>>, ParentType, ContextType>;
  currency?: Resolver<Maybe<ResolversTypes['CurrencyCode']>, ParentType, ContextType>;
  entries?: Resolver<Maybe<ResolversTypes['LedgerEntryConnection']>, ParentType, ContextType, RequireFields<OrganizationEntriesArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ownershipShare?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  amount?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  card?: Resolver<Maybe<ResolversTypes['Card']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType>;
  method?: Resolver<Maybe<ResolversTypes['PaymentMethod']>, ParentType, ContextType>;
  receivedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentConnection'] = ResolversParentTypes['PaymentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PaymentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Payment']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PaymentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentEdge'] = ResolversParentTypes['PaymentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
};

export type PaymentReceivedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentReceived'] = ResolversParentTypes['PaymentReceived']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
};

export type PaymentRecordPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentRecordPayload'] = ResolversParentTypes['PaymentRecordPayload']> = {
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  available?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  color?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  listPrice?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  madeInHouse?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  onHand?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  orders?: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, RequireFields<ProductOrdersArgs, 'first'>>;
  purchaseOrders?: Resolver<Maybe<ResolversTypes['PurchaseOrderConnection']>, ParentType, ContextType, RequireFields<ProductPurchaseOrdersArgs, 'first'>>;
  reorderPoint?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  revenue?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType, Partial<ProductRevenueArgs>>;
  reviews?: Resolver<Maybe<ResolversTypes['ReviewConnection']>, ParentType, ContextType, RequireFields<ProductReviewsArgs, 'first'>>;
  safetyStock?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sellEnd?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  sellStart?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  size?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  standardCost?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  stock?: Resolver<Maybe<ReadonlyArray<ResolversTypes['StockLevel']>>, ParentType, ContextType>;
  suppliers?: Resolver<Maybe<ResolversTypes['SupplyTermsConnection']>, ParentType, ContextType, RequireFields<ProductSuppliersArgs, 'first'>>;
  unitsSold?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, Partial<ProductUnitsSoldArgs>>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  weight?: Resolver<Maybe<ResolversTypes['Weight']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductConnection'] = ResolversParentTypes['ProductConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ProductEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Product']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ProductEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductEdge'] = ResolversParentTypes['ProductEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
};

export type ProfitAndLossRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProfitAndLossRow'] = ResolversParentTypes['ProfitAndLossRow']> = {
  costOfSales?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  grossMargin?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  netIncome?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  netSales?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  operatingExpenses?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  operatingProfit?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  otherIncome?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  period?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  taxes?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type PublishedOperationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishedOperation'] = ResolversParentTypes['PublishedOperation']> = {
  document?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  names?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type PublishedOperationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishedOperationConnection'] = ResolversParentTypes['PublishedOperationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PublishedOperationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['PublishedOperation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PublishedOperationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishedOperationEdge'] = ResolversParentTypes['PublishedOperationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PublishedOperation'], ParentType, ContextType>;
};

export type PurchaseOrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PurchaseOrder'] = ResolversParentTypes['PurchaseOrder'], FederationReferenceType extends FederationReferenceTypes['PurchaseOrder'] = FederationReferenceTypes['PurchaseOrder']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PurchaseOrder']> | FederationReferenceType, FederationReferenceType, ContextType>;
  freight?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PurchaseOrderLine']>>, ParentType, ContextType>;
  orderedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  shippedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['PurchaseOrderStatus']>, ParentType, ContextType>;
  subtotal?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  supplier?: Resolver<Maybe<ResolversTypes['Supplier']>, ParentType, ContextType>;
  tax?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PurchaseOrderConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PurchaseOrderConnection'] = ResolversParentTypes['PurchaseOrderConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PurchaseOrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['PurchaseOrder']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PurchaseOrderEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PurchaseOrderEdge'] = ResolversParentTypes['PurchaseOrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PurchaseOrder'], ParentType, ContextType>;
};

export type PurchaseOrderLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PurchaseOrderLine'] = ResolversParentTypes['PurchaseOrderLine']> = {
  dueOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ordered?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  received?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stocked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType, RequireFields<QueryAccountArgs, 'id'>>;
  accounts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Account']>>, ParentType, ContextType>;
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType, RequireFields<QueryApiKeyArgs, 'id'>>;
  apiKeys?: Resolver<Maybe<ResolversTypes['ApiKeyConnection']>, ParentType, ContextType, RequireFields<QueryApiKeysArgs, 'first'>>;
  cacheStatistics?: Resolver<Maybe<ResolversTypes['CacheStatistics']>, ParentType, ContextType>;
  categories?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Category']>>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType, RequireFields<QueryCategoryArgs, 'id'>>;
  changesCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType, RequireFields<QueryCustomerArgs, 'id'>>;
  customers?: Resolver<Maybe<ResolversTypes['CustomerConnection']>, ParentType, ContextType, RequireFields<QueryCustomersArgs, 'first'>>;
  deprecatedFieldUsage?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FieldUsage']>>, ParentType, ContextType, RequireFields<QueryDeprecatedFieldUsageArgs, 'days'>>;
  discrepancies?: Resolver<Maybe<ResolversTypes['DiscrepancyConnection']>, ParentType, ContextType, RequireFields<QueryDiscrepanciesArgs, 'first'>>;
  exchangeRate?: Resolver<Maybe<ResolversTypes['ExchangeRate']>, ParentType, ContextType, RequireFields<QueryExchangeRateArgs, 'id'>>;
  exchangeRates?: Resolver<Maybe<ResolversTypes['ExchangeRateConnection']>, ParentType, ContextType, RequireFields<QueryExchangeRatesArgs, 'first'>>;
  fieldUsage?: Resolver<Maybe<ResolversTypes['FieldUsage']>, ParentType, ContextType, RequireFields<QueryFieldUsageArgs, 'days' | 'field'>>;
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType, RequireFields<QueryInvoiceArgs, 'id'>>;
  invoices?: Resolver<Maybe<ResolversTypes['InvoiceConnection']>, ParentType, ContextType, RequireFields<QueryInvoicesArgs, 'first'>>;
  ledgerEntries?: Resolver<Maybe<ResolversTypes['LedgerEntryConnection']>, ParentType, ContextType, RequireFields<QueryLedgerEntriesArgs, 'first'>>;
  ledgerEntry?: Resolver<Maybe<ResolversTypes['LedgerEntry']>, ParentType, ContextType, RequireFields<QueryLedgerEntryArgs, 'id'>>;
  location?: Resolver<Maybe<ResolversTypes['Location']>, ParentType, ContextType, RequireFields<QueryLocationArgs, 'id'>>;
  locations?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Location']>>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  orders?: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, RequireFields<QueryOrdersArgs, 'first'>>;
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType, RequireFields<QueryOrganizationArgs, 'id'>>;
  organizations?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Organization']>>, ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<QueryPaymentArgs, 'id'>>;
  payments?: Resolver<Maybe<ResolversTypes['PaymentConnection']>, ParentType, ContextType, RequireFields<QueryPaymentsArgs, 'first'>>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, RequireFields<QueryProductArgs, 'id'>>;
  products?: Resolver<Maybe<ResolversTypes['ProductConnection']>, ParentType, ContextType, RequireFields<QueryProductsArgs, 'first'>>;
  profitAndLoss?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ProfitAndLossRow']>>, ParentType, ContextType, RequireFields<QueryProfitAndLossArgs, 'per' | 'scenario'>>;
  publishedOperations?: Resolver<Maybe<ResolversTypes['PublishedOperationConnection']>, ParentType, ContextType, RequireFields<QueryPublishedOperationsArgs, 'first'>>;
  purchaseOrder?: Resolver<Maybe<ResolversTypes['PurchaseOrder']>, ParentType, ContextType, RequireFields<QueryPurchaseOrderArgs, 'id'>>;
  purchaseOrders?: Resolver<Maybe<ResolversTypes['PurchaseOrderConnection']>, ParentType, ContextType, RequireFields<QueryPurchaseOrdersArgs, 'first'>>;
  receivablesByAge?: Resolver<Maybe<ResolversTypes['ReceivablesReport']>, ParentType, ContextType, RequireFields<QueryReceivablesByAgeArgs, 'buckets' | 'currency'>>;
  salesReport?: Resolver<Maybe<ResolversTypes['SalesReport']>, ParentType, ContextType, RequireFields<QuerySalesReportArgs, 'first' | 'groupBy'>>;
  stockLevel?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType, RequireFields<QueryStockLevelArgs, 'id'>>;
  stockLevels?: Resolver<Maybe<ResolversTypes['StockLevelConnection']>, ParentType, ContextType, RequireFields<QueryStockLevelsArgs, 'first'>>;
  stockOuts?: Resolver<Maybe<ResolversTypes['StockOutConnection']>, ParentType, ContextType, RequireFields<QueryStockOutsArgs, 'below' | 'first'>>;
  stockValuation?: Resolver<Maybe<ReadonlyArray<ResolversTypes['StockValuationRow']>>, ParentType, ContextType, RequireFields<QueryStockValuationArgs, 'by'>>;
  supplier?: Resolver<Maybe<ResolversTypes['Supplier']>, ParentType, ContextType, RequireFields<QuerySupplierArgs, 'id'>>;
  suppliers?: Resolver<Maybe<ResolversTypes['SupplierConnection']>, ParentType, ContextType, RequireFields<QuerySuppliersArgs, 'first'>>;
  territories?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Territory']>>, ParentType, ContextType>;
  territory?: Resolver<Maybe<ResolversTypes['Territory']>, ParentType, ContextType, RequireFields<QueryTerritoryArgs, 'id'>>;
  topCustomers?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SalesRow']>>, ParentType, ContextType, RequireFields<QueryTopCustomersArgs, 'first'>>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType, RequireFields<QueryWebhookArgs, 'id'>>;
  webhooks?: Resolver<Maybe<ResolversTypes['WebhookConnection']>, ParentType, ContextType, RequireFields<QueryWebhooksArgs, 'first'>>;
};

export type ReceivablesBucketResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReceivablesBucket'] = ResolversParentTypes['ReceivablesBucket']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  fromDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  invoiceCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  toDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ReceivablesReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReceivablesReport'] = ResolversParentTypes['ReceivablesReport']> = {
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  buckets?: Resolver<ReadonlyArray<ResolversTypes['ReceivablesBucket']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ReviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Review'] = ResolversParentTypes['Review']> = {
  comments?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rating?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reviewedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  reviewer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReviewConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReviewConnection'] = ResolversParentTypes['ReviewConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReviewEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Review']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ReviewEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReviewEdge'] = ResolversParentTypes['ReviewEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Review'], ParentType, ContextType>;
};

export type SalesReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SalesReport'] = ResolversParentTypes['SalesReport']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rows?: Resolver<ReadonlyArray<ResolversTypes['SalesRow']>, ParentType, ContextType>;
};

export type SalesRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SalesRow'] = ResolversParentTypes['SalesRow']> = {
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  channel?: Resolver<Maybe<ResolversTypes['OrderChannel']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  orderCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  period?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  territory?: Resolver<Maybe<ResolversTypes['Territory']>, ParentType, ContextType>;
  units?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockAdjustPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockAdjustPayload'] = ResolversParentTypes['StockAdjustPayload']> = {
  stockLevel?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type StockChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockChange'] = ResolversParentTypes['StockChange']> = {
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  stockLevel?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType>;
};

export type StockLevelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevel'] = ResolversParentTypes['StockLevel'], FederationReferenceType extends FederationReferenceTypes['StockLevel'] = FederationReferenceTypes['StockLevel']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['StockLevel']> | FederationReferenceType, FederationReferenceType, ContextType>;
  available?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  bin?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  location?: Resolver<Maybe<ResolversTypes['Location']>, ParentType, ContextType>;
  onHand?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  reserved?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  shelf?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StockLevelConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevelConnection'] = ResolversParentTypes['StockLevelConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockLevelEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type StockLevelEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevelEdge'] = ResolversParentTypes['StockLevelEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockLevel'], ParentType, ContextType>;
};

export type StockOutResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockOut'] = ResolversParentTypes['StockOut']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nextDueOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  onOrder?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  reorderPoint?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  safetyStock?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shortBy?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockOutConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockOutConnection'] = ResolversParentTypes['StockOutConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockOutEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockOut']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type StockOutEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockOutEdge'] = ResolversParentTypes['StockOutEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockOut'], ParentType, ContextType>;
};

export type StockTransferPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockTransferPayload'] = ResolversParentTypes['StockTransferPayload']> = {
  from?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['StockLevel']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type StockValuationRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockValuationRow'] = ResolversParentTypes['StockValuationRow']> = {
  location?: Resolver<Maybe<ResolversTypes['Location']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  productCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  units?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  changes?: SubscriptionResolver<ResolversTypes['Change'], "changes", ParentType, ContextType, Partial<SubscriptionChangesArgs>>;
  customerChanged?: SubscriptionResolver<ResolversTypes['CustomerChange'], "customerChanged", ParentType, ContextType, Partial<SubscriptionCustomerChangedArgs>>;
  invoiceChanged?: SubscriptionResolver<ResolversTypes['InvoiceChange'], "invoiceChanged", ParentType, ContextType, Partial<SubscriptionInvoiceChangedArgs>>;
  orderChanged?: SubscriptionResolver<ResolversTypes['OrderChange'], "orderChanged", ParentType, ContextType, Partial<SubscriptionOrderChangedArgs>>;
  paymentReceived?: SubscriptionResolver<ResolversTypes['PaymentReceived'], "paymentReceived", ParentType, ContextType, Partial<SubscriptionPaymentReceivedArgs>>;
  stockChanged?: SubscriptionResolver<ResolversTypes['StockChange'], "stockChanged", ParentType, ContextType, Partial<SubscriptionStockChangedArgs>>;
};

export type SupplierResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Supplier'] = ResolversParentTypes['Supplier'], FederationReferenceType extends FederationReferenceTypes['Supplier'] = FederationReferenceTypes['Supplier']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Supplier']> | FederationReferenceType, FederationReferenceType, ContextType>;
  accountNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  active?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  creditRating?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  preferred?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  products?: Resolver<Maybe<ResolversTypes['SupplyTermsConnection']>, ParentType, ContextType, RequireFields<SupplierProductsArgs, 'first'>>;
  purchaseOrders?: Resolver<Maybe<ResolversTypes['PurchaseOrderConnection']>, ParentType, ContextType, RequireFields<SupplierPurchaseOrdersArgs, 'first'>>;
  url?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SupplierConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupplierConnection'] = ResolversParentTypes['SupplierConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SupplierEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Supplier']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SupplierEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupplierEdge'] = ResolversParentTypes['SupplierEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Supplier'], ParentType, ContextType>;
};

export type SupplyTermsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupplyTerms'] = ResolversParentTypes['SupplyTerms']> = {
  lastReceiptCost?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  lastReceiptOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  leadTimeDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxOrderQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  minOrderQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onOrder?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  standardPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  supplier?: Resolver<Maybe<ResolversTypes['Supplier']>, ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SupplyTermsConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupplyTermsConnection'] = ResolversParentTypes['SupplyTermsConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SupplyTermsEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SupplyTerms']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SupplyTermsEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SupplyTermsEdge'] = ResolversParentTypes['SupplyTermsEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SupplyTerms'], ParentType, ContextType>;
};

export type TerritoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Territory'] = ResolversParentTypes['Territory'], FederationReferenceType extends FederationReferenceTypes['Territory'] = FederationReferenceTypes['Territory']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Territory']> | FederationReferenceType, FederationReferenceType, ContextType>;
  countryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  customers?: Resolver<Maybe<ResolversTypes['CustomerConnection']>, ParentType, ContextType, RequireFields<TerritoryCustomersArgs, 'first'>>;
  group?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  orders?: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, RequireFields<TerritoryOrdersArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WebhookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Webhook'] = ResolversParentTypes['Webhook']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  deliveries?: Resolver<Maybe<ResolversTypes['WebhookDeliveryConnection']>, ParentType, ContextType, RequireFields<WebhookDeliveriesArgs, 'first'>>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  filter?: Resolver<ResolversTypes['WebhookFilter'], ParentType, ContextType>;
  formerSecretUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  gap?: Resolver<Maybe<ResolversTypes['WebhookGap']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pending?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  retryNotBefore?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WebhookState'], ParentType, ContextType>;
  stateSince?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookAttemptResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookAttempt'] = ResolversParentTypes['WebhookAttempt']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  milliseconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WebhookConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookConnection'] = ResolversParentTypes['WebhookConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WebhookEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Webhook']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WebhookDeletePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDeletePayload'] = ResolversParentTypes['WebhookDeletePayload']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WebhookDeliveryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDelivery'] = ResolversParentTypes['WebhookDelivery']> = {
  attempts?: Resolver<ReadonlyArray<ResolversTypes['WebhookAttempt']>, ParentType, ContextType>;
  event?: Resolver<ResolversTypes['WebhookEvent'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nextTryAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['WebhookOutcome'], ParentType, ContextType>;
};

export type WebhookDeliveryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDeliveryConnection'] = ResolversParentTypes['WebhookDeliveryConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['WebhookDeliveryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['WebhookDelivery']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type WebhookDeliveryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDeliveryEdge'] = ResolversParentTypes['WebhookDeliveryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WebhookDelivery'], ParentType, ContextType>;
};

export type WebhookEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookEdge'] = ResolversParentTypes['WebhookEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Webhook'], ParentType, ContextType>;
};

export type WebhookEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookEvent'] = ResolversParentTypes['WebhookEvent']> = {
  changedFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entity?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookFilterResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookFilter'] = ResolversParentTypes['WebhookFilter']> = {
  customer?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  entities?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  fields?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  ids?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ID']>>, ParentType, ContextType>;
  kinds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ChangeKind']>>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  systems?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type WebhookGapResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookGap'] = ResolversParentTypes['WebhookGap']> = {
  after?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookPayload'] = ResolversParentTypes['WebhookPayload']> = {
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type WebhookSecretPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookSecretPayload'] = ResolversParentTypes['WebhookSecretPayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['Webhook']>, ParentType, ContextType>;
};

export type WebhookTestPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookTestPayload'] = ResolversParentTypes['WebhookTestPayload']> = {
  attempt?: Resolver<Maybe<ResolversTypes['WebhookAttempt']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WeightResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Weight'] = ResolversParentTypes['Weight']> = {
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Account?: AccountResolvers<ContextType>;
  Address?: AddressResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyConnection?: ApiKeyConnectionResolvers<ContextType>;
  ApiKeyEdge?: ApiKeyEdgeResolvers<ContextType>;
  ApiKeyPayload?: ApiKeyPayloadResolvers<ContextType>;
  ApiKeySecretPayload?: ApiKeySecretPayloadResolvers<ContextType>;
  CacheEvictPayload?: CacheEvictPayloadResolvers<ContextType>;
  CacheReads?: CacheReadsResolvers<ContextType>;
  CacheSharedTier?: CacheSharedTierResolvers<ContextType>;
  CacheStatistics?: CacheStatisticsResolvers<ContextType>;
  Card?: CardResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  Change?: ChangeResolvers<ContextType>;
  Claim?: ClaimResolvers<ContextType>;
  ClientUsage?: ClientUsageResolvers<ContextType>;
  Contact?: ContactResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  CustomerChange?: CustomerChangeResolvers<ContextType>;
  CustomerConnection?: CustomerConnectionResolvers<ContextType>;
  CustomerEdge?: CustomerEdgeResolvers<ContextType>;
  CustomerPayload?: CustomerPayloadResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Discrepancy?: DiscrepancyResolvers<ContextType>;
  DiscrepancyConnection?: DiscrepancyConnectionResolvers<ContextType>;
  DiscrepancyEdge?: DiscrepancyEdgeResolvers<ContextType>;
  EmailAddress?: GraphQLScalarType;
  ExchangeRate?: ExchangeRateResolvers<ContextType>;
  ExchangeRateConnection?: ExchangeRateConnectionResolvers<ContextType>;
  ExchangeRateEdge?: ExchangeRateEdgeResolvers<ContextType>;
  FieldUsage?: FieldUsageResolvers<ContextType>;
  Fulfilment?: FulfilmentResolvers<ContextType>;
  FulfilmentLine?: FulfilmentLineResolvers<ContextType>;
  Invoice?: InvoiceResolvers<ContextType>;
  InvoiceChange?: InvoiceChangeResolvers<ContextType>;
  InvoiceConnection?: InvoiceConnectionResolvers<ContextType>;
  InvoiceEdge?: InvoiceEdgeResolvers<ContextType>;
  InvoiceIssuePayload?: InvoiceIssuePayloadResolvers<ContextType>;
  LedgerEntry?: LedgerEntryResolvers<ContextType>;
  LedgerEntryConnection?: LedgerEntryConnectionResolvers<ContextType>;
  LedgerEntryEdge?: LedgerEntryEdgeResolvers<ContextType>;
  Location?: LocationResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  OperationUsage?: OperationUsageResolvers<ContextType>;
  OperationsPublishPayload?: OperationsPublishPayloadResolvers<ContextType>;
  OperationsRemovePayload?: OperationsRemovePayloadResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderCancelPayload?: OrderCancelPayloadResolvers<ContextType>;
  OrderChange?: OrderChangeResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  OrderPlacePayload?: OrderPlacePayloadResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  PaymentConnection?: PaymentConnectionResolvers<ContextType>;
  PaymentEdge?: PaymentEdgeResolvers<ContextType>;
  PaymentReceived?: PaymentReceivedResolvers<ContextType>;
  PaymentRecordPayload?: PaymentRecordPayloadResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductConnection?: ProductConnectionResolvers<ContextType>;
  ProductEdge?: ProductEdgeResolvers<ContextType>;
  ProfitAndLossRow?: ProfitAndLossRowResolvers<ContextType>;
  PublishedOperation?: PublishedOperationResolvers<ContextType>;
  PublishedOperationConnection?: PublishedOperationConnectionResolvers<ContextType>;
  PublishedOperationEdge?: PublishedOperationEdgeResolvers<ContextType>;
  PurchaseOrder?: PurchaseOrderResolvers<ContextType>;
  PurchaseOrderConnection?: PurchaseOrderConnectionResolvers<ContextType>;
  PurchaseOrderEdge?: PurchaseOrderEdgeResolvers<ContextType>;
  PurchaseOrderLine?: PurchaseOrderLineResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReceivablesBucket?: ReceivablesBucketResolvers<ContextType>;
  ReceivablesReport?: ReceivablesReportResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  ReviewConnection?: ReviewConnectionResolvers<ContextType>;
  ReviewEdge?: ReviewEdgeResolvers<ContextType>;
  SalesReport?: SalesReportResolvers<ContextType>;
  SalesRow?: SalesRowResolvers<ContextType>;
  StockAdjustPayload?: StockAdjustPayloadResolvers<ContextType>;
  StockChange?: StockChangeResolvers<ContextType>;
  StockLevel?: StockLevelResolvers<ContextType>;
  StockLevelConnection?: StockLevelConnectionResolvers<ContextType>;
  StockLevelEdge?: StockLevelEdgeResolvers<ContextType>;
  StockOut?: StockOutResolvers<ContextType>;
  StockOutConnection?: StockOutConnectionResolvers<ContextType>;
  StockOutEdge?: StockOutEdgeResolvers<ContextType>;
  StockTransferPayload?: StockTransferPayloadResolvers<ContextType>;
  StockValuationRow?: StockValuationRowResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Supplier?: SupplierResolvers<ContextType>;
  SupplierConnection?: SupplierConnectionResolvers<ContextType>;
  SupplierEdge?: SupplierEdgeResolvers<ContextType>;
  SupplyTerms?: SupplyTermsResolvers<ContextType>;
  SupplyTermsConnection?: SupplyTermsConnectionResolvers<ContextType>;
  SupplyTermsEdge?: SupplyTermsEdgeResolvers<ContextType>;
  Territory?: TerritoryResolvers<ContextType>;
  URL?: GraphQLScalarType;
  UserError?: UserErrorResolvers<ContextType>;
  Webhook?: WebhookResolvers<ContextType>;
  WebhookAttempt?: WebhookAttemptResolvers<ContextType>;
  WebhookConnection?: WebhookConnectionResolvers<ContextType>;
  WebhookDeletePayload?: WebhookDeletePayloadResolvers<ContextType>;
  WebhookDelivery?: WebhookDeliveryResolvers<ContextType>;
  WebhookDeliveryConnection?: WebhookDeliveryConnectionResolvers<ContextType>;
  WebhookDeliveryEdge?: WebhookDeliveryEdgeResolvers<ContextType>;
  WebhookEdge?: WebhookEdgeResolvers<ContextType>;
  WebhookEvent?: WebhookEventResolvers<ContextType>;
  WebhookFilter?: WebhookFilterResolvers<ContextType>;
  WebhookGap?: WebhookGapResolvers<ContextType>;
  WebhookPayload?: WebhookPayloadResolvers<ContextType>;
  WebhookSecretPayload?: WebhookSecretPayloadResolvers<ContextType>;
  WebhookTestPayload?: WebhookTestPayloadResolvers<ContextType>;
  Weight?: WeightResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
  freshness?: FreshnessDirectiveResolver<any, any, ContextType>;
  live?: LiveDirectiveResolver<any, any, ContextType>;
  owned?: OwnedDirectiveResolver<any, any, ContextType>;
  ownedBy?: OwnedByDirectiveResolver<any, any, ContextType>;
};
