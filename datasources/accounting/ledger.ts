import type { SystemCache } from '../cache/system-cache.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { LedgerEntry, LedgerEntryQuery } from './model.ts';
import { orderOf, Resource, type ListArgs, type Owned } from './resource.ts';
import { fromLedgerEntryQuery, toLedgerEntry } from './wire/ledger.ts';

const SORT_FIELDS = { ID: 'LedgerEntryID', POSTED_ON: 'PostedOn', AMOUNT: 'Amount' } as const;

/** The cached reads of the ledger, shared by all requests. */
export class LedgerReads {
  readonly entries: Resource<'LedgerEntry', LedgerEntry>;
  readonly ofAccount: Owned<'Account', 'LedgerEntry', LedgerEntry>;
  readonly ofOrganization: Owned<'Organization', 'LedgerEntry', LedgerEntry>;

  constructor(client: RestClient, cache: SystemCache) {
    this.entries = new Resource<'LedgerEntry', LedgerEntry>(client, cache, {
      entity: 'LedgerEntry',
      name: 'LedgerEntries',
      idField: 'LedgerEntryID',
      id: /^[1-9]\d{0,14}$/,
      toRecord: toLedgerEntry,
    });
    this.ofAccount = this.entries.owned('Account', 'AccountID');
    this.ofOrganization = this.entries.owned('Organization', 'OrganisationID');
  }
}

type Entries = MaybePromise<Page<Ref<'LedgerEntry'>>>;

/** The entries of the ledger. */
export class LedgerSource {
  readonly #reads: LedgerReads;
  readonly #scope: RequestScope;

  constructor(reads: LedgerReads, scope: RequestScope) {
    this.#reads = reads;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'LedgerEntry', LedgerEntry> {
    return this.#scope.reads.entity(this.#reads.entries.byId);
  }

  /** Returns one page of the entries that match `query`. Throws InputError for a bad cursor, as do the other pages. */
  list(query: LedgerEntryQuery, page: PageRequest): Entries {
    const { entries } = this.#reads;
    return this.#scope.reads.list(entries.pages, entries.checked(argsOf(query, page)));
  }

  /** Counts the entries that match `query`. */
  count(query: LedgerEntryQuery): MaybePromise<number> {
    return this.#scope.reads.list(this.#reads.entries.counts, fromLedgerEntryQuery(query));
  }

  /** Returns one page of an account's own entries that match `query`. */
  ofAccount(account: Id<'Account'>, query: LedgerEntryQuery, page: PageRequest): Entries {
    const { pages, checked } = this.#reads.ofAccount;
    return this.#scope.reads.of(pages).load(account, checked(argsOf(query, page), account));
  }

  /** Counts an account's own entries that match `query`. */
  ofAccountCount(account: Id<'Account'>, query: LedgerEntryQuery): MaybePromise<number> {
    return this.#scope.reads.of(this.#reads.ofAccount.counts).load(account, fromLedgerEntryQuery(query));
  }

  /** Returns one page of an organization's own entries that match `query`. */
  ofOrganization(organization: Id<'Organization'>, query: LedgerEntryQuery, page: PageRequest): Entries {
    const { pages, checked } = this.#reads.ofOrganization;
    return this.#scope.reads.of(pages).load(organization, checked(argsOf(query, page), organization));
  }

  /** Counts an organization's own entries that match `query`. */
  ofOrganizationCount(organization: Id<'Organization'>, query: LedgerEntryQuery): MaybePromise<number> {
    const { counts } = this.#reads.ofOrganization;
    return this.#scope.reads.of(counts).load(organization, fromLedgerEntryQuery(query));
  }
}

function argsOf(query: LedgerEntryQuery, page: PageRequest): ListArgs {
  return { filter: fromLedgerEntryQuery(query), order: orderOf(SORT_FIELDS, query.sort), page };
}
