import type { Id, Ref } from '../ids.ts';
import { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { alignById } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import { ContractError } from '../rest/errors/contract.ts';
import { readNumbered, readNumberedGroups, type NumberedSlice } from '../rest/paging/page-number.ts';
import type { Query } from '../rest/query.ts';
import type { RequestScope } from '../scope.ts';
import { BASE, contract, groupsOf, rowsOf, type Rows } from './wire/contract.ts';

/** The most ids of a request, and the most rows of a page. */
const MOST = 100;
/** The system counts its pages so far; no list has that many. */
const LAST_PAGE = 1_000_000;
/** Ids that can be joined by commas. */
const KEY = /^[\w-]{1,40}$/;
const NOTHING = { items: [], hasMore: false } as const;

const checkCounts = contract.check('GroupedCounts');
const checkCount = contract.check('Count');

/** One kind of row of the accounting system. */
export interface ResourceSpec<T> {
  /** Last part of its path, and the name of its lists. */
  readonly name: 'Invoices' | 'Payments' | 'LedgerEntries' | 'ExchangeRates';
  readonly idField: string;
  /** What its ids look like. */
  readonly id: RegExp;
  /** A row off the wire, checked. */
  readonly toRecord: (wire: unknown) => T;
}

/** Which rows of which owners: those whose field `by` is one of the owners' ids. */
export interface Grouping<Owner extends string> {
  readonly by: 'ContactID' | 'OrderID' | 'InvoiceID' | 'AccountID' | 'OrganisationID';
  readonly owners: readonly Id<Owner>[];
  /** Further conditions. */
  readonly filter?: Query;
}

type Grouped<Owner extends string, T> = ReadonlyMap<Id<Owner>, T | Error>;

/**
 * The reads that all resources of the accounting system share: by id, as a numbered page, counted, and each of
 * them for many owners with one call. Every record read is known to `byId` from then on.
 */
export class Resource<Entity extends string, T extends Ref<Entity>> {
  readonly byId: EntityLoader<Entity, T>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;
  readonly #spec: ResourceSpec<T>;
  readonly #path: string;

  constructor(client: RestClient, scope: RequestScope, spec: ResourceSpec<T>) {
    this.#client = client;
    this.#scope = scope;
    this.#spec = spec;
    this.#path = `${BASE}/${spec.name}`;
    this.byId = new EntityLoader({
      isId: (id) => spec.id.test(id),
      read: (ids) =>
        inChunks(ids, MOST, async (some) =>
          alignById(await this.#readBatch(some), spec.idField, spec.toRecord),
        ),
    });
  }

  /** One page of the rows that meet `filter`, in the `order` the system calls by that name. */
  list(filter: Query, order: string, request: PageRequest): Promise<Page<T>> {
    return readNumbered(request, MOST, async (page, pageSize) => {
      if (page > LAST_PAGE) return NOTHING;
      const body = await this.#get('', { ...filter, order, page, pageSize });
      return this.#slice(rowsOf(body, this.#spec.name, this.#path));
    });
  }

  /** How many rows meet `filter`. */
  async count(filter: Query): Promise<number> {
    return checkCount(await this.#get('/Count', filter), `${this.#path}/Count`).Count;
  }

  /** One page for each owner. A row that breaks the contract is the error of its owner alone. */
  pages<Owner extends string>(
    grouping: Grouping<Owner>,
    order: string,
    request: PageRequest,
  ): Promise<Grouped<Owner, Page<T>>> {
    return readNumberedGroups(request, MOST, async (page, pageSize) =>
      page > LAST_PAGE
        ? new Map<Id<Owner>, NumberedSlice<T>>()
        : this.#groups(grouping, { order, page, pageSize }),
    );
  }

  /** All rows of each owner, for owners that have few: one call, unless an owner has more than 100. */
  async all<Owner extends string>(
    grouping: Grouping<Owner>,
    order: string,
  ): Promise<Grouped<Owner, readonly T[]>> {
    const found = new Map<Id<Owner>, readonly T[] | Error>();
    let owners = grouping.owners;
    for (let page = 1; owners.length > 0; page++) {
      const slices = await this.#groups({ ...grouping, owners }, { order, page, pageSize: MOST });
      for (const [owner, slice] of slices) {
        const before = found.get(owner) ?? [];
        if (before instanceof Error || slice instanceof Error)
          found.set(owner, slice instanceof Error ? slice : before);
        else found.set(owner, [...before, ...slice.items]);
      }
      owners = [...slices].flatMap(([owner, slice]) =>
        !(slice instanceof Error) && slice.hasMore ? [owner] : [],
      );
    }
    return found;
  }

  /** How many rows each owner has. */
  counts<Owner extends string>({ by, owners, filter }: Grouping<Owner>): Promise<Grouped<Owner, number>> {
    return byChunks(owners, async (keys) => {
      const body = await this.#get('/GroupedCount', { ...filter, by, keys });
      const counts = checkCounts(body, `${this.#path}/GroupedCount`).Groups;
      const byKey = new Map(counts.map(({ Key, Count }) => [Key, Count]));
      return keys.map((key) => [key, byKey.get(key) ?? 0]);
    });
  }

  #groups<Owner extends string>(
    { by, owners, filter }: Grouping<Owner>,
    paging: Query,
  ): Promise<Grouped<Owner, NumberedSlice<T>>> {
    return byChunks(owners, async (keys) => {
      const body = await this.#get('/Grouped', { ...filter, by, keys, ...paging });
      const groups = groupsOf(body, this.#spec.name, `${this.#path}/Grouped`, keys);
      return [...groups].map(([key, rows]) => [key, this.#sliceOrFault(rows)]);
    });
  }

  async #readBatch(ids: readonly Id<Entity>[]): Promise<readonly unknown[]> {
    const body = await this.#get('', { IDs: ids, pageSize: MOST });
    return contract.rows(body, this.#spec.name, this.#path);
  }

  async #get(subpath: string, query: Query): Promise<unknown> {
    return (await this.#client.get(this.#path + subpath, query, this.#scope)).body;
  }

  #slice({ rows, hasMore }: Rows): NumberedSlice<T> {
    const items = rows.map(this.#spec.toRecord);
    for (const item of items) this.byId.prime(item.id, item);
    return { items, hasMore };
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

/** Reads something for all owners, 100 at once. What cannot be an id is not asked for. */
export async function byChunks<Owner extends string, T>(
  owners: readonly Id<Owner>[],
  read: (keys: readonly Id<Owner>[]) => Promise<readonly (readonly [Id<Owner>, T | Error])[]>,
): Promise<ReadonlyMap<Id<Owner>, T | Error>> {
  const possible = owners.filter((owner) => KEY.test(owner));
  return possible.length > 0
    ? inChunks(possible, MOST, async (keys) => new Map(await read(keys)))
    : new Map();
}
