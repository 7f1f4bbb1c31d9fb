import type { Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import { EMPTY_PAGE, type Page, type PageRequest } from '../load/page.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { LedgerEntry, LedgerEntryQuery } from './model.ts';
import { Resource } from './resource.ts';
import { fromLedgerEntryQuery, toLedgerEntry } from './wire/ledger.ts';

const SORT_FIELDS = { ID: 'LedgerEntryID', POSTED_ON: 'PostedOn', AMOUNT: 'Amount' } as const;

/** The entries of the ledger. */
export class LedgerSource {
  readonly byId: EntityLoader<'LedgerEntry', LedgerEntry>;
  readonly #rows: Resource<'LedgerEntry', LedgerEntry>;
  readonly #ofAccount: OwnedEntries<'Account'>;
  readonly #ofOrganization: OwnedEntries<'Organization'>;

  constructor(client: RestClient, scope: RequestScope) {
    this.#rows = new Resource(client, scope, {
      name: 'LedgerEntries',
      idField: 'LedgerEntryID',
      id: /^[1-9]\d{0,14}$/,
      toRecord: toLedgerEntry,
    });
    this.byId = this.#rows.byId;
    this.#ofAccount = ownedBy(this.#rows, 'AccountID');
    this.#ofOrganization = ownedBy(this.#rows, 'OrganisationID');
  }

  /** One page of the entries that `query` describes. */
  readonly list = memo((query: LedgerEntryQuery, page: PageRequest): Promise<Page<LedgerEntry>> =>
    this.#rows.list(fromLedgerEntryQuery(query), orderOf(query), page),
  );

  /** How many entries `query` describes. */
  readonly count = memo((query: LedgerEntryQuery): Promise<number> =>
    this.#rows.count(fromLedgerEntryQuery(query)),
  );

  /** One page of those of an account's own entries that `query` describes. */
  ofAccount(account: Id<'Account'>, query: LedgerEntryQuery, page: PageRequest): Promise<Page<LedgerEntry>> {
    return this.#ofAccount.pages.load(account, { query, page });
  }

  /** How many of an account's own entries `query` describes. */
  ofAccountCount(account: Id<'Account'>, query: LedgerEntryQuery): Promise<number> {
    return this.#ofAccount.counts.load(account, query);
  }

  /** One page of those of an organization's own entries that `query` describes. */
  ofOrganization(
    organization: Id<'Organization'>,
    query: LedgerEntryQuery,
    page: PageRequest,
  ): Promise<Page<LedgerEntry>> {
    return this.#ofOrganization.pages.load(organization, { query, page });
  }

  /** How many of an organization's own entries `query` describes. */
  ofOrganizationCount(organization: Id<'Organization'>, query: LedgerEntryQuery): Promise<number> {
    return this.#ofOrganization.counts.load(organization, query);
  }
}

interface ListArgs {
  readonly query: LedgerEntryQuery;
  readonly page: PageRequest;
}

interface OwnedEntries<Owner extends string> {
  readonly pages: BatchLoader<Id<Owner>, ListArgs, Page<LedgerEntry>>;
  readonly counts: BatchLoader<Id<Owner>, LedgerEntryQuery, number>;
}

function ownedBy<Owner extends string>(
  rows: Resource<'LedgerEntry', LedgerEntry>,
  by: 'AccountID' | 'OrganisationID',
): OwnedEntries<Owner> {
  return {
    pages: new BatchLoader(
      (owners, { query, page }) =>
        rows.pages({ by, owners, filter: fromLedgerEntryQuery(query) }, orderOf(query), page),
      () => EMPTY_PAGE,
    ),
    counts: new BatchLoader(
      (owners, query) => rows.counts({ by, owners, filter: fromLedgerEntryQuery(query) }),
      () => 0,
    ),
  };
}

function orderOf({ sort }: LedgerEntryQuery): string {
  return `${SORT_FIELDS[sort.by]} ${sort.descending ? 'DESC' : 'ASC'}`;
}
