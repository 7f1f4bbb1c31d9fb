import type { EntityReads, SystemCache } from '../cache/system-cache.ts';
import type { CachedReads } from '../cache/cached-reads.ts';
import type { ExpectedReads } from '../cache/read-spec.ts';
import { ownedTags } from '../cache/tags.ts';
import type { Id, Ref } from '../ids.ts';
import { offsetPage, offsetWindow, type OffsetWindow } from '../load/offset.ts';
import { EMPTY_PAGE, mapPage, type Page, type PageRequest } from '../load/page.ts';
import { alignById, type Records } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import { ContractError } from '../rest/errors/contract.ts';
import { queryString, type Query } from '../rest/query.ts';
import type { Shared } from '../scope.ts';
import { isPossibleId } from './ids.ts';
import { ROOT, type Lists } from './lists.ts';
import { contract, type Group } from './wire/contract.ts';

/** Where the rows of owners are read, and how. */
export interface GroupsSpec<Owner extends string, T, Kept> {
  /** The list, such as `/StockLevels`. */
  readonly path: string;
  readonly owner: Owner;
  /** The field that identifies the owner. */
  readonly by: string;
  /** The type of the rows, `StockLevel`. */
  readonly entity: string;
  readonly toGroup: (wire: unknown) => Group<Owner, T>;
  /** What a cached page keeps of a row: a reference if the row is an entity with a cache entry of its own, else the row. */
  readonly toKept: (item: T) => Kept;
  /** What is known about each read in advance: the entities that come along, if the rows are entities. */
  readonly expected: Pick<ExpectedReads<unknown>, 'primes'>;
  /** Receives the rows read for an owner, if they are entities. */
  readonly prime: (items: readonly T[], owner: string, call: Shared) => void;
}

/** Filter and order of the rows, in the ERP's terms. */
type RowQuery = Query & { readonly $filter?: string | undefined; readonly $orderby?: string | undefined };

/** Which rows of an owner, and which page of them. */
export interface GroupArgs {
  readonly query: RowQuery;
  readonly page: PageRequest;
}

/** The same, with the cursor read. */
interface WindowArgs {
  readonly query: RowQuery;
  readonly window: OffsetWindow;
}

/**
 * The lists of many owners, such as the purchase orders of suppliers: owners requested at once for the same page share one call (as many as
 * the ERP accepts). An owner that is impossible in the ERP has an empty list.
 */
export class Groups<Owner extends string, T, Kept> {
  /** One page of an owner's rows. */
  readonly pages: CachedReads<Id<Owner>, WindowArgs, Page<Kept>>;
  /** The number of an owner's rows, without reading any of them. */
  readonly counts: CachedReads<Id<Owner>, RowQuery, number>;
  /** All rows of an owner, in key order. For owners with few rows: each full page takes a call. */
  readonly all: CachedReads<Id<Owner>, null, readonly T[]>;
  readonly #lists: Lists;
  readonly #spec: GroupsSpec<Owner, T, Kept>;

  constructor(lists: Lists, cache: SystemCache, spec: GroupsSpec<Owner, T, Kept>) {
    this.#lists = lists;
    this.#spec = spec;
    const name = `${spec.path} by ${spec.by}`;
    const tags = (owner: string) => ownedTags(spec.owner, owner, spec.entity);
    const { expected } = spec;
    this.pages = cache.groups<Id<Owner>, WindowArgs, Page<Kept>>(name, {
      tags,
      expected,
      read: (owners, args, call) => this.#readPages(owners, args, call),
      missing: EMPTY_PAGE,
    });
    this.counts = cache.groups<Id<Owner>, RowQuery, number>(`${name} count`, {
      tags,
      read: (owners, query, call) => this.#readCounts(owners, query, call),
      missing: 0,
    });
    this.all = cache.groups<Id<Owner>, null, readonly T[]>(`all ${name}`, {
      tags,
      expected,
      read: (owners, _, call) => this.#readAll(owners, 0, call),
      missing: [],
    });
  }

  /** Reads the cursor. Throws InputError for a cursor of other rows or of another order. */
  checked({ query, page }: GroupArgs, owner: Id<Owner>): WindowArgs {
    return { query, window: offsetWindow(page, this.#kind(query, owner)) };
  }

  #kind(query: RowQuery, owner: Id<Owner>): string {
    const { path, by } = this.#spec;
    return `${path.slice(1)} ${by} ${owner}${queryString(query)}`;
  }

  async #readPages(owners: readonly Id<Owner>[], { query, window }: WindowArgs, call: Shared) {
    const groups = await this.#read(owners, { ...query, $top: window.first, $skip: window.offset }, call);
    return mapFound(groups, ({ id, items, hasMore }) =>
      mapPage(offsetPage(window, this.#kind(query, id), items, hasMore), this.#spec.toKept),
    );
  }

  async #readCounts(
    owners: readonly Id<Owner>[],
    query: RowQuery,
    call: Shared,
  ): Promise<Map<Id<Owner>, number | Error>> {
    const groups = await this.#read(owners, { ...query, $top: 0, $count: true }, call);
    return mapFound(groups, ({ count }) => {
      if (count !== null) return count;
      return new ContractError({ system: 'erp', method: 'GET', path: this.#path }, 'no @odata.count');
    });
  }

  async #readAll(
    owners: readonly Id<Owner>[],
    offset: number,
    call: Shared,
  ): Promise<Map<Id<Owner>, readonly T[] | Error>> {
    if (owners.length === 0) return new Map();
    const groups = await this.#read(owners, { $top: this.#lists.maxTop, $skip: offset }, call);
    const unfinished: Id<Owner>[] = [];
    for (const [owner, group] of groups)
      if (!(group instanceof Error) && group.hasMore) unfinished.push(owner);
    if (unfinished.length === 0) return mapFound(groups, ({ items }) => items);
    const rest = await this.#readAll(unfinished, offset + this.#lists.maxTop, call);
    return mapFound(groups, ({ id, items }) => {
      const others = rest.get(id) ?? [];
      return others instanceof Error ? others : [...items, ...others];
    });
  }

  async #read(
    owners: readonly Id<Owner>[],
    query: Query,
    call: Shared,
  ): Promise<Records<Owner, Group<Owner, T>>> {
    const possible = owners.filter(isPossibleId);
    if (possible.length === 0) return new Map();
    const groups = await inChunks(possible, this.#lists.maxTop, async (keys) => {
      const path = `${this.#spec.path}/TopPer`;
      const body = await this.#lists.read(path, { by: this.#spec.by, keys, ...query }, call);
      return alignById<Owner, Group<Owner, T>>(contract.rows(body, 'value', path), 'Key', this.#spec.toGroup);
    });
    for (const [owner, group] of groups) {
      if (!(group instanceof Error)) this.#spec.prime(group.items, owner, call);
    }
    return groups;
  }

  get #path(): string {
    return `${ROOT}${this.#spec.path}/TopPer`;
  }
}

/** The part of a spec that groups of entities share: pages keep references, each record has its own cache entry. */
export function ofEntities<Entity extends string, T extends Ref<Entity>>(reads: EntityReads<Entity, T>) {
  return {
    toKept: ({ id }: T): Ref<Entity> => ({ id }),
    expected: { primes: reads },
    prime: (items: readonly T[], owner: string, call: Shared) => call.prime(reads, items, owner),
  };
}

function mapFound<Owner extends string, T, U>(
  groups: Records<Owner, Group<Owner, T>>,
  map: (group: Group<Owner, T>) => U | Error,
): Map<Id<Owner>, U | Error> {
  const found = new Map<Id<Owner>, U | Error>();
  for (const [owner, group] of groups) found.set(owner, group instanceof Error ? group : map(group));
  return found;
}
