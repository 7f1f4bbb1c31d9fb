import type { EntityReads, ListReads, SystemCache } from '../cache/system-cache.ts';
import type { CachedReads } from '../cache/cached-reads.ts';
import type { ExpectedReads } from '../cache/read-spec.ts';
import { listTag, ownedTags } from '../cache/tags.ts';
import type { Id, Ref } from '../ids.ts';
import { offsetWindow, type OffsetWindow } from '../load/offset.ts';
import { EMPTY_PAGE, refsOf, type Page, type PageRequest } from '../load/page.ts';
import { alignById } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import { ContractError } from '../rest/errors/contract.ts';
import {
  numberedReads,
  readNumbered,
  readNumberedGroups,
  type NumberedSlice,
} from '../rest/paging/page-number.ts';
import { queryString, type Query } from '../rest/query.ts';
import type { Shared } from '../scope.ts';
import type { Sort } from '../sort.ts';
import { BASE, contract, groupsOf, rowsOf, type Rows } from './wire/contract.ts';

/** The system accepts page numbers up to this; no list has that many pages. */
const LAST_PAGE = 1_000_000;
/** Ids that can be joined by commas. */
const KEY = /^[\w-]{1,40}$/;
const NOTHING = { items: [], hasMore: false } as const;

const checkCounts = contract.check('GroupedCounts');
const checkCount = contract.check('Count');

/** One type of row in the accounting system. */
export interface ResourceSpec<Entity extends string, T> {
  readonly entity: Entity;
  /** Last part of its path, and the name of its lists. */
  readonly name: 'Invoices' | 'Payments' | 'LedgerEntries' | 'ExchangeRates';
  readonly idField: string;
  /** The format of its ids. */
  readonly id: RegExp;
  /** Checks and converts a row from the wire. */
  readonly toRecord: (wire: unknown) => T;
}

/** Which rows, in which order, and which page of them; `order` is in the system's terms. */
export interface ListArgs {
  readonly filter: Query;
  readonly order: string;
  readonly page: PageRequest;
}

/** The same, with the cursor read. */
export interface WindowArgs extends Omit<ListArgs, 'page'> {
  readonly window: OffsetWindow;
}

/** An order in the system's terms, such as `IssuedOn DESC`; `fields` are its names of what rows are ordered by. */
export function orderOf<By extends string>(fields: Readonly<Record<By, string>>, sort: Sort<By>): string {
  return `${fields[sort.by]} ${sort.descending ? 'DESC' : 'ASC'}`;
}

/** The field that assigns rows to owners. */
type OwnerField = 'ContactID' | 'OrderID' | 'InvoiceID' | 'AccountID' | 'OrganisationID';

/** The rows of owners, read for many owners in one call. */
export interface Owned<Owner extends string, Entity extends string, T> {
  readonly pages: CachedReads<Id<Owner>, WindowArgs, Page<Ref<Entity>>>;
  readonly counts: CachedReads<Id<Owner>, Query, number>;
  /** All rows of an owner in a given order, as full records; for owners with few. */
  readonly all: CachedReads<Id<Owner>, string, readonly T[]>;
  /** Like {@link Resource.checked}, for pages of an owner. */
  readonly checked: (args: ListArgs, owner: Id<Owner>) => WindowArgs;
}

type Grouped<Owner extends string, T> = ReadonlyMap<Id<Owner>, T | Error>;

/**
 * The reads that all resources of the accounting system share: by id, by numbered page, counts, and all of these for many owners in one
 * call. Every record read is also kept by its id.
 */
export class Resource<Entity extends string, T extends Ref<Entity>> {
  readonly byId: EntityReads<Entity, T>;
  readonly pages: ListReads<WindowArgs, Page<Ref<Entity>>>;
  readonly counts: ListReads<Query, number>;
  readonly #client: RestClient;
  readonly #cache: SystemCache;
  readonly #spec: ResourceSpec<Entity, T>;
  readonly #path: string;

  constructor(client: RestClient, cache: SystemCache, spec: ResourceSpec<Entity, T>) {
    this.#client = client;
    this.#cache = cache;
    this.#spec = spec;
    this.#path = `${BASE}/${spec.name}`;
    const tags = () => [listTag(spec.entity)];
    this.byId = cache.entities<Entity, T>(spec.entity, {
      isId: (id) => spec.id.test(id),
      read: (ids, call) =>
        inChunks(ids, client.maxBatch, async (some) =>
          alignById(await this.#readBatch(some, call), spec.idField, spec.toRecord),
        ),
    });
    this.pages = cache.list(spec.name, {
      tags,
      expected: this.#expectedPages,
      read: (args, call) => this.#readPage(args, call),
    });
    this.counts = cache.list(`${spec.name} count`, {
      tags,
      read: async (filter, call) =>
        checkCount(await this.#get('/Count', filter, call), `${this.#path}/Count`).Count,
    });
  }

  /** Defines the reads of rows by owner: `owner` is the owners' type, `by` the field that identifies them. */
  owned<Owner extends string>(owner: Owner, by: OwnerField): Owned<Owner, Entity, T> {
    const name = `${this.#spec.name} by ${by}`;
    const tags = (id: string) => ownedTags(owner, id, this.#spec.entity);
    return {
      pages: this.#cache.groups<Id<Owner>, WindowArgs, Page<Ref<Entity>>>(name, {
        tags,
        missing: EMPTY_PAGE,
        expected: this.#expectedPages,
        read: (owners, args, call) => this.#readPages(by, owners, args, call),
      }),
      counts: this.#cache.groups<Id<Owner>, Query, number>(`${name} count`, {
        tags,
        missing: 0,
        read: (owners, filter, call) => this.#readCounts(by, owners, filter, call),
      }),
      all: this.#cache.groups<Id<Owner>, string, readonly T[]>(`all ${name}`, {
        tags,
        missing: [],
        expected: { primes: this.byId },
        read: (owners, order, call) => this.#readAll(by, owners, order, call),
      }),
      checked: (args, id) => this.checked(args, `${by} ${id}`),
    };
  }

  /** Reads the cursor; `owner` names the owner of the rows. Throws InputError for a cursor of other rows or of another order. */
  checked({ filter, order, page }: ListArgs, owner = 'all'): WindowArgs {
    return { filter, order, window: offsetWindow(page, this.#kind({ filter, order }, owner)) };
  }

  #kind({ filter, order }: Omit<ListArgs, 'page'>, owner: string): string {
    return `${this.#spec.name} ${owner} ${order}${queryString(filter)}`;
  }

  get #expectedPages(): ExpectedReads<WindowArgs> {
    return {
      primes: this.byId,
      calls: ({ chunks }, { window }) => chunks * numberedReads(window, this.#client.maxBatch),
    };
  }

  async #readPage(args: WindowArgs, call: Shared): Promise<Page<Ref<Entity>>> {
    const { filter, order, window } = args;
    const kind = this.#kind(args, 'all');
    const found = await readNumbered(window, kind, this.#client.maxBatch, async (page, pageSize) => {
      if (page > LAST_PAGE) return NOTHING;
      const body = await this.#get('', { ...filter, order, page, pageSize }, call);
      return this.#slice(rowsOf(body, this.#spec.name, this.#path));
    });
    call.prime(this.byId, found.items);
    return refsOf(found);
  }

  /** A row that breaks the contract becomes the error of its owner only. */
  async #readPages<Owner extends string>(
    by: OwnerField,
    owners: readonly Id<Owner>[],
    args: WindowArgs,
    call: Shared,
  ): Promise<Grouped<Owner, Page<Ref<Entity>>>> {
    const { filter, order, window } = args;
    const pages = await readNumberedGroups(
      window,
      (owner: Id<Owner>) => this.#kind(args, `${by} ${owner}`),
      this.#client.maxBatch,
      async (page, pageSize) =>
        page > LAST_PAGE
          ? new Map<Id<Owner>, NumberedSlice<T>>()
          : this.#readGroups(by, owners, { ...filter, order, page, pageSize }, call),
    );
    return new Map([...pages].map(([owner, page]) => [owner, page instanceof Error ? page : refsOf(page)]));
  }

  /** Takes one call, unless an owner has more rows than a page. */
  async #readAll<Owner extends string>(
    by: OwnerField,
    all: readonly Id<Owner>[],
    order: string,
    call: Shared,
  ): Promise<Grouped<Owner, readonly T[]>> {
    const found = new Map<Id<Owner>, readonly T[] | Error>();
    const pageSize = this.#client.maxBatch;
    let owners = all;
    for (let page = 1; owners.length > 0; page++) {
      const slices = await this.#readGroups(by, owners, { order, page, pageSize }, call);
      const unfinished: Id<Owner>[] = [];
      for (const [owner, slice] of slices) {
        found.set(owner, withSlice(found.get(owner), slice));
        if (!(slice instanceof Error) && slice.hasMore) unfinished.push(owner);
      }
      owners = unfinished;
    }
    return found;
  }

  #readCounts<Owner extends string>(
    by: OwnerField,
    owners: readonly Id<Owner>[],
    filter: Query,
    call: Shared,
  ): Promise<Grouped<Owner, number>> {
    return byChunks(this.#client, owners, async (keys) => {
      const body = await this.#get('/GroupedCount', { ...filter, by, keys }, call);
      const counts = checkCounts(body, `${this.#path}/GroupedCount`).Groups;
      const byKey = new Map(counts.map(({ Key, Count }) => [Key, Count]));
      return new Map(keys.map((key) => [key, byKey.get(key) ?? 0]));
    });
  }

  #readGroups<Owner extends string>(
    by: OwnerField,
    owners: readonly Id<Owner>[],
    query: Query,
    call: Shared,
  ): Promise<Grouped<Owner, NumberedSlice<T>>> {
    return byChunks(this.#client, owners, async (keys) => {
      const body = await this.#get('/Grouped', { ...query, by, keys }, call);
      const slices = new Map<Id<Owner>, NumberedSlice<T> | Error>();
      for (const [key, rows] of groupsOf(body, this.#spec.name, `${this.#path}/Grouped`, keys)) {
        const slice = this.#sliceOrFault(rows);
        if (!(slice instanceof Error)) call.prime(this.byId, slice.items, key);
        slices.set(key, slice);
      }
      return slices;
    });
  }

  async #readBatch(ids: readonly Id<Entity>[], call: Shared): Promise<readonly unknown[]> {
    const body = await this.#get('', { IDs: ids, pageSize: this.#client.maxBatch }, call);
    return contract.rows(body, this.#spec.name, this.#path);
  }

  async #get(subpath: string, query: Query, call: Shared): Promise<unknown> {
    return (await this.#client.get(this.#path + subpath, query, call)).body;
  }

  #slice({ rows, hasMore }: Rows): NumberedSlice<T> {
    return { items: rows.map(this.#spec.toRecord), hasMore };
  }

  #sliceOrFault(rows: Rows): NumberedSlice<T> | ContractError {
    try {
      return this.#slice(rows);
    } catch (error) {
      if (error instanceof ContractError) return error;
      throw error;
    }
  }
}

/** Adds one more page to an owner's rows. */
function withSlice<T>(
  before: readonly T[] | Error | undefined,
  slice: NumberedSlice<T> | Error,
): readonly T[] | Error {
  if (before === undefined) return slice instanceof Error ? slice : slice.items;
  if (before instanceof Error || slice instanceof Error) return slice instanceof Error ? slice : before;
  return [...before, ...slice.items];
}

/** Reads values for all owners, as many per call as the system accepts. Impossible ids are not sent. */
export async function byChunks<Owner extends string, T>(
  { maxBatch }: Pick<RestClient, 'maxBatch'>,
  owners: readonly Id<Owner>[],
  read: (keys: readonly Id<Owner>[]) => Promise<ReadonlyMap<Id<Owner>, T | Error>>,
): Promise<ReadonlyMap<Id<Owner>, T | Error>> {
  const possible = owners.filter((owner) => KEY.test(owner));
  return possible.length > 0 ? inChunks(possible, maxBatch, read) : new Map();
}
