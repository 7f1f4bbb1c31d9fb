import { idOf, type Ref } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import { EMPTY_PAGE, type Page, type PageRequest } from '../load/page.ts';
import { alignById } from '../rest/align.ts';
import type { RestClient } from '../rest/client.ts';
import { ContractError } from '../rest/errors/contract.ts';
import {
  keysetQuery,
  readKeyset,
  type KeysetQuery,
  type KeysetSlice,
  type KeysetWindow,
} from '../rest/paging/keyset.ts';
import { linkParameter, nextLink } from '../rest/paging/link-header.ts';
import type { Query } from '../rest/query.ts';
import type { RequestScope } from '../scope.ts';
import { MAX_BATCH, forKeys, isNumber } from './parameters.ts';
import { contract } from './wire/contract.ts';

/** Where a list is, and what is in it. */
export interface ListOptions<T> {
  readonly path: string;
  /** The field of an answer that holds the rows. */
  readonly rows: string;
  /** Takes a row off the wire, checked. */
  readonly toRecord: (wire: unknown) => T;
}

/** Which groups of a list: the field that the owners are in, and the filters. */
interface Grouping {
  readonly by: string;
  readonly parameters: Query;
}

const checkCount = contract.check('Count');
const checkGroupedCounts = contract.check('GroupedCounts');

/** A list of the shop in the dialect that all its lists speak: read by ids, by page, by owner, and counted. */
export class ShopList<Entity extends string, T extends Ref<Entity>> {
  readonly byId: EntityLoader<Entity, T>;
  readonly #options: ListOptions<T>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;
  readonly #pages: BatchLoader<string, Grouping & { readonly page: PageRequest }, Page<T>>;
  readonly #counts: BatchLoader<string, Grouping, number>;

  constructor(client: RestClient, scope: RequestScope, options: ListOptions<T>) {
    this.#client = client;
    this.#scope = scope;
    this.#options = options;
    this.#pages = new BatchLoader(
      (keys, { page, ...grouping }) => this.#readGroups(keys, grouping, page),
      () => EMPTY_PAGE,
    );
    this.#counts = new BatchLoader(
      (keys, grouping) => this.#countGroups(keys, grouping),
      () => 0,
    );
    this.byId = new EntityLoader({
      isId: isNumber,
      read: (ids) =>
        forKeys(ids, async (some) => alignById(await this.#readBatch(some), 'id', options.toRecord)),
    });
  }

  /** One page of what `parameters` describe. */
  readonly page = memo(async (parameters: Query, request: PageRequest): Promise<Page<T>> => {
    const { path, rows } = this.#options;
    const window = this.#window(parameters, request);
    return readKeyset(window, async ({ limit, after }) => {
      const query = { ...parameters, limit, page_info: after };
      const { body, headers } = await this.#client.get(path, query, this.#scope);
      const next = linkParameter(nextLink(headers['link']), 'page_info');
      return { items: this.#take(contract.rows(body, rows, path)), next };
    });
  });

  /** How many there are of what `parameters` describe. */
  readonly count = memo(async (parameters: Query): Promise<number> => {
    const path = `${this.#options.path}/count`;
    const { body } = await this.#client.get(path, parameters, this.#scope);
    return checkCount(body, path).count;
  });

  /** One page of what `parameters` describe, of one owner: one call for all owners that ask alike. */
  pageOf(key: string, by: string, parameters: Query, page: PageRequest): Promise<Page<T>> {
    return this.#pages.load(key, { by, parameters, page });
  }

  /** How many one owner has: one call for all owners that ask alike. */
  countOf(key: string, by: string, parameters: Query): Promise<number> {
    return this.#counts.load(key, { by, parameters });
  }

  /** The list is cut at 50 rows unless `limit` says more, even where more ids are asked for. */
  async #readBatch(ids: readonly string[]): Promise<readonly unknown[]> {
    const { path, rows } = this.#options;
    const { body } = await this.#client.get(path, { ids, limit: ids.length }, this.#scope);
    return contract.rows(body, rows, path);
  }

  async #readGroups(keys: readonly string[], { by, parameters }: Grouping, request: PageRequest) {
    const window = this.#window(parameters, request);
    const read = (some: readonly string[], { limit, after }: KeysetQuery) =>
      this.#readSlices({ ...parameters, by, limit, page_info: after, keys: some });
    return forKeys(keys, async (some) => {
      const slices = await read(some, window);
      const pages = [...slices].map(async ([key, start]): Promise<[string, Page<T> | Error]> => {
        if (start instanceof Error) return [key, start];
        // Only what does not fit into one page of the shop is read for an owner alone.
        let isStart = true;
        const page = await readKeyset(window, async (query) => {
          if (isStart) return ((isStart = false), start);
          const rest = (await read([key], query)).get(key) ?? { items: [], next: null };
          if (rest instanceof Error) throw rest;
          return rest;
        });
        return [key, page];
      });
      return new Map(await Promise.all(pages));
    });
  }

  async #readSlices(query: Query): Promise<ReadonlyMap<string, KeysetSlice<T> | Error>> {
    const path = `${this.#options.path}/grouped`;
    const { body } = await this.#client.get(path, query, this.#scope);
    return new Map(contract.rows(body, 'groups', path).map((group) => this.#toSlice(group, path)));
  }

  /** A group that breaks the contract is the error of its own owner. */
  #toSlice(payload: unknown, path: string): [string, KeysetSlice<T> | Error] {
    const { key, next, [this.#options.rows]: rows } = Object(payload) as Record<string, unknown>;
    if (typeof key !== 'number' || (next !== null && typeof next !== 'string')) {
      const call = { system: 'commerce', method: 'GET', path };
      throw new ContractError(call, 'a group without "key" or "next"');
    }
    try {
      const items = this.#take(contract.rows({ rows }, 'rows', path));
      return [String(key), { items, next }];
    } catch (error) {
      if (error instanceof ContractError) return [String(key), error];
      throw error;
    }
  }

  async #countGroups(keys: readonly string[], { by, parameters }: Grouping) {
    const path = `${this.#options.path}/grouped_count`;
    return forKeys(keys, async (some) => {
      const { body } = await this.#client.get(path, { ...parameters, by, keys: some }, this.#scope);
      return new Map(checkGroupedCounts(body, path).groups.map(({ key, count }) => [String(key), count]));
    });
  }

  /** The shop binds its cursors to their order, and so are ours. */
  #window({ sort }: Query, request: PageRequest): KeysetWindow {
    return keysetQuery(request, MAX_BATCH, `${this.#options.rows} ${String(sort)}`);
  }

  /** Records of a list, which nobody has to ask for again. */
  #take(rows: readonly unknown[]): readonly T[] {
    const items = rows.map(this.#options.toRecord);
    for (const item of items) this.byId.prime(idOf(item.id), item);
    return items;
  }
}
