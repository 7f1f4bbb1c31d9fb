import type { EntityReads, ListReads, SystemCache } from '../cache/system-cache.ts';
import { listTag } from '../cache/tags.ts';
import type { Id, Ref } from '../ids.ts';
import { refsOf, type Page, type PageRequest } from '../load/page.ts';
import type { Check } from '../rest/contract.ts';
import type { Lists } from './lists.ts';
import type { WirePage } from './wire/contract.ts';

/** Where a list is, and what it contains. */
export interface ErpListSpec<Entity extends string, T, Query> {
  readonly entity: Entity;
  /** What one row is called; the reads are named after it. */
  readonly name: 'stock level' | 'supplier' | 'purchase order';
  readonly path: string;
  readonly idField: string;
  /** Whether an id is possible in the ERP. */
  readonly isId: (id: Id<Entity>) => boolean;
  /** The filter that selects rows by id. */
  readonly withIds: (ids: readonly Id<Entity>[]) => string;
  /** Checks and converts a row from the wire. */
  readonly toRecord: (wire: unknown) => T;
  /** Checks a page and converts its rows. */
  readonly toPage: Check<WirePage<T>>;
  /** Filter and order of a query, in the ERP's terms. May throw InputError. */
  readonly optionsOf: (query: Query) => {
    readonly $filter: string | undefined;
    readonly $orderby: string;
  };
}

/** Which rows of a list, and which page of them. */
export interface PageArgs<Query> {
  readonly query: Query;
  readonly page: PageRequest;
}

/** A list of the ERP, in the conventions that its lists share: read by ids, by page, and counted. */
export class ErpList<Entity extends string, T extends Ref<Entity>, Query> {
  readonly byId: EntityReads<Entity, T>;
  /** One page of the rows that match a query. */
  readonly pages: ListReads<PageArgs<Query>, Page<Ref<Entity>>>;
  /** The number of rows that match a query. */
  readonly counts: ListReads<Query, number>;
  readonly #lists: Lists;
  readonly #spec: ErpListSpec<Entity, T, Query>;

  constructor(lists: Lists, cache: SystemCache, spec: ErpListSpec<Entity, T, Query>) {
    this.#lists = lists;
    this.#spec = spec;
    const { entity, name, path, idField, isId, withIds, toRecord, toPage, optionsOf } = spec;
    const tags = () => [listTag(entity)];
    const byId = cache.entities<Entity, T>(entity, {
      isId,
      read: (ids, call) => lists.batch(path, ids, withIds, idField, toRecord, call),
    });
    this.byId = byId;
    this.pages = cache.list(`${name}s`, {
      tags,
      expected: {
        primes: byId,
        calls: (_, { query, page }) => lists.pageCalls(path, optionsOf(query), page),
      },
      read: async ({ query, page }, call) => {
        const found = await lists.page(path, optionsOf(query), page, toPage, ({ id }) => id, call);
        call.prime(byId, found.items);
        return refsOf(found);
      },
    });
    this.counts = cache.list(`${name} count`, {
      tags,
      read: (query, call) => lists.count(path, { $filter: optionsOf(query).$filter }, toPage, call),
    });
  }

  /** Returns the arguments unchanged. Throws InputError if their cursor belongs to another list, or as the list's `optionsOf` does. */
  checked(args: PageArgs<Query>): PageArgs<Query> {
    this.#lists.checked(this.#spec.path, this.#spec.optionsOf(args.query), args.page);
    return args;
  }
}
