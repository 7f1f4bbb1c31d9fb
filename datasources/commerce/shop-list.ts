import type { EntityReads, ListReads, SystemCache } from '../cache/system-cache.ts';
import type { CachedReads } from '../cache/cached-reads.ts';
import type { Tag } from '../cache/tier.ts';
import type { Ref } from '../ids.ts';
import { EMPTY_PAGE, refsOf, type Page, type PageRequest } from '../load/page.ts';
import { alignById } from '../rest/align.ts';
import type { RestClient } from '../rest/client.ts';
import { ContractError } from '../rest/errors/contract.ts';
import type { CallTarget } from '../rest/errors/upstream-error.ts';
import {
  keysetQuery,
  needsTwo,
  completeKeyset,
  readKeyset,
  type KeysetQuery,
  type KeysetSlice,
  type KeysetWindow,
} from '../rest/paging/keyset.ts';
import { linkParameter, nextLink } from '../rest/paging/link-header.ts';
import type { Query } from '../rest/query.ts';
import type { Caller, Shared } from '../scope.ts';
import { isPossibleId } from './ids.ts';
import { forKeys } from './parameters.ts';
import { contract } from './wire/contract.ts';

/** Where a list is, and what it contains. */
export interface ShopListSpec<Entity extends string, T> {
  readonly entity: Entity;
  readonly path: string;
  /** The field of an answer that contains the rows. */
  readonly rows: string;
  /** Checks and converts a row from the wire. */
  readonly toRecord: (wire: unknown) => T;
  /** The tags that lists of any rows depend on. */
  readonly tags: readonly Tag[];
  /** The tags that an owner's rows depend on, by the field that identifies the owners. */
  readonly ownerTags: (by: string, owner: string) => readonly Tag[];
}

/** Which groups of a list: the field that identifies the owners, and the filters. */
export interface Grouping {
  readonly by: string;
  readonly parameters: Query;
}

/** Which rows of a list, and which page of them. */
export interface PageArgs {
  readonly parameters: Query;
  readonly page: PageRequest;
}

const checkCount = contract.check('Count');
const checkGroupedCounts = contract.check('GroupedCounts');

/** A list of the shop, in the conventions that all its lists share: read by ids, by page, by owner, and counted. */
export class ShopList<Entity extends string, T extends Ref<Entity>> {
  readonly byId: EntityReads<Entity, T>;
  /** One page of the rows that match the parameters. */
  readonly pages: ListReads<PageArgs, Page<Ref<Entity>>>;
  /** The number of rows that match the parameters. */
  readonly counts: ListReads<Query, number>;
  /** One page per owner; owners with the same arguments share a call. */
  readonly pagesOf: CachedReads<string, Grouping & PageArgs, Page<Ref<Entity>>>;
  /** The number of rows per owner; owners with the same arguments share a call. */
  readonly countsOf: CachedReads<string, Grouping, number>;
  readonly #spec: ShopListSpec<Entity, T>;
  readonly #client: RestClient;

  constructor(client: RestClient, cache: SystemCache, spec: ShopListSpec<Entity, T>) {
    this.#client = client;
    this.#spec = spec;
    const { entity, rows, toRecord } = spec;
    const tags = () => spec.tags;
    const ownerTags = (owner: string, { by }: Grouping) => spec.ownerTags(by, owner);
    this.byId = cache.entities<Entity, T>(entity, {
      isId: isPossibleId,
      read: (ids, call) =>
        forKeys(client, ids, async (some) => alignById(await this.#readBatch(some, call), 'id', toRecord)),
    });
    const isCut = ({ parameters, page }: PageArgs) => needsTwo(this.#window(parameters, page));
    this.pages = cache.list(rows, {
      tags,
      expected: { primes: this.byId, calls: (_, args) => (isCut(args) ? 2 : 1) },
      read: async (args, call) => {
        const page = await this.readPage(args, call);
        call.prime(this.byId, page.items);
        return refsOf(page);
      },
    });
    this.counts = cache.list(`${rows} count`, { tags, read: (query, call) => this.#count(query, call) });
    this.pagesOf = cache.groups<string, Grouping & PageArgs, Page<Ref<Entity>>>(`${rows} by owner`, {
      tags: ownerTags,
      // If a request does not fit into one page of the shop, the rest is read for each owner individually.
      expected: {
        primes: this.byId,
        calls: ({ keys, chunks }, args) => (isCut(args) ? chunks + keys : chunks),
      },
      read: (keys, args, call) => this.#readGroups(keys, args, call),
      missing: EMPTY_PAGE,
    });
    this.countsOf = cache.groups(`${rows} count by owner`, {
      tags: ownerTags,
      read: (keys, grouping, call) => this.#countGroups(keys, grouping, call),
      missing: 0,
    });
  }

  /** Returns one page of the rows that match the parameters, as full records. */
  readPage({ parameters, page }: PageArgs, call: Shared | Caller): Promise<Page<T>> {
    const { path, rows, toRecord } = this.#spec;
    return readKeyset(this.#window(parameters, page), idOf, async ({ limit, after }) => {
      const query = { ...parameters, limit, page_info: after };
      const { body, headers } = await this.#client.get(path, query, call);
      const next = linkParameter(nextLink(headers['link']), 'page_info', targetOf(path));
      return { items: contract.rows(body, rows, path).map(toRecord), next };
    });
  }

  /** Returns the arguments unchanged. Throws InputError if their cursor belongs to another list. */
  checked<Args extends PageArgs>(args: Args): Args {
    this.#window(args.parameters, args.page);
    return args;
  }

  /** The shop binds its cursors to their order, so ours are, too. */
  #window({ sort }: Query, request: PageRequest): KeysetWindow {
    return keysetQuery(request, this.#client.maxBatch, `${this.#spec.rows} ${String(sort)}`);
  }

  async #count(parameters: Query, call: Shared): Promise<number> {
    const path = `${this.#spec.path}/count`;
    const { body } = await this.#client.get(path, parameters, call);
    return checkCount(body, path).count;
  }

  /** Lists end after 50 rows unless `limit` says more, even if more ids are requested. */
  async #readBatch(ids: readonly string[], call: Shared): Promise<readonly unknown[]> {
    const { path, rows } = this.#spec;
    const { body } = await this.#client.get(path, { ids, limit: ids.length }, call);
    return contract.rows(body, rows, path);
  }

  async #readGroups(keys: readonly string[], { by, parameters, page }: Grouping & PageArgs, call: Shared) {
    const window = this.#window(parameters, page);
    const read = (some: readonly string[], { limit, after }: KeysetQuery) =>
      this.#readSlices({ ...parameters, by, limit, page_info: after, keys: some }, call);
    return forKeys(this.#client, keys, async (some) => {
      const slices = await read(some, window);
      const pages = [...slices].map(async ([key, start]): Promise<[string, Page<Ref<Entity>> | Error]> => {
        if (start instanceof Error) return [key, start];
        // Only what does not fit into one page of the shop is read for an owner individually.
        const found = await completeKeyset(window, start, idOf, async (query) => {
          const rest = (await read([key], query)).get(key) ?? { items: [], next: null };
          if (rest instanceof Error) throw rest;
          return rest;
        });
        call.prime(this.byId, found.items, key);
        return [key, refsOf(found)];
      });
      return new Map(await Promise.all(pages));
    });
  }

  async #readSlices(query: Query, call: Shared): Promise<ReadonlyMap<string, KeysetSlice<T> | Error>> {
    const path = `${this.#spec.path}/grouped`;
    const { body } = await this.#client.get(path, query, call);
    return new Map(contract.rows(body, 'groups', path).map((group) => this.#toSlice(group, path)));
  }

  /** A group that breaks the contract becomes the error of its own owner. */
  #toSlice(payload: unknown, path: string): [string, KeysetSlice<T> | Error] {
    const { key, next, [this.#spec.rows]: rows } = Object(payload) as Record<string, unknown>;
    if (typeof key !== 'number' || (next !== null && typeof next !== 'string')) {
      throw new ContractError(targetOf(path), 'a group without "key" or "next"');
    }
    try {
      const items = contract.rows({ rows }, 'rows', path).map(this.#spec.toRecord);
      return [String(key), { items, next }];
    } catch (error) {
      if (error instanceof ContractError) return [String(key), error];
      throw error;
    }
  }

  async #countGroups(keys: readonly string[], { by, parameters }: Grouping, call: Shared) {
    const path = `${this.#spec.path}/grouped_count`;
    return forKeys(this.#client, keys, async (some) => {
      const { body } = await this.#client.get(path, { ...parameters, by, keys: some }, call);
      return new Map(checkGroupedCounts(body, path).groups.map(({ key, count }) => [String(key), count]));
    });
  }
}

function idOf({ id }: Ref<string>): string {
  return id;
}

function targetOf(path: string): CallTarget {
  return { system: 'commerce', method: 'GET', path };
}
