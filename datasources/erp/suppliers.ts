import type { EntityReads, ListReads, SystemCache } from '../cache/system-cache.ts';
import { listTag } from '../cache/tags.ts';
import type { Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import { mapPage, refsOf, type Page, type PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { allOf, compare, contains, isOneOf } from '../rest/paging/odata.ts';
import type { RequestScope } from '../scope.ts';
import { checkedText } from '../text.ts';
import { isPossibleId } from './ids.ts';
import type { Lists } from './lists.ts';
import type { Supplier, SupplierQuery } from './model.ts';
import { contract } from './wire/contract.ts';
import { supplierOf, toSupplier } from './wire/supply.ts';

const PATH = '/Suppliers';
const ID = 'SupplierId';
const SORT_FIELDS = {
  ID,
  NAME: 'Name',
  ACCOUNT_NUMBER: 'AccountNumber',
  CREDIT_RATING: 'CreditRating',
} as const;
const MAX_NAME_LENGTH = 200;

const checkPage = contract.check('SupplierPage');

interface PageArgs {
  readonly query: SupplierQuery;
  readonly page: PageRequest;
}

/** The cached reads of suppliers, shared by all requests. */
export class SupplierReads {
  readonly byId: EntityReads<'Supplier', Supplier>;
  readonly pages: ListReads<PageArgs, Page<Ref<'Supplier'>>>;
  readonly counts: ListReads<SupplierQuery, number>;

  constructor(lists: Lists, cache: SystemCache) {
    const tags = () => [listTag('Supplier')];
    const byId = cache.entities<'Supplier', Supplier>('Supplier', {
      isId: isPossibleId,
      read: (ids, call) => lists.batch(PATH, ids, (some) => isOneOf(ID, some), ID, toSupplier, call),
    });
    this.byId = byId;
    this.pages = cache.list('suppliers', {
      tags,
      expected: {
        primes: byId,
        calls: (_, { query, page }) => lists.pageCalls(PATH, optionsOf(query), page),
      },
      read: async ({ query, page }, call) => {
        const found = mapPage(await lists.page(PATH, optionsOf(query), page, checkPage, call), supplierOf);
        call.prime(byId, found.items);
        return refsOf(found);
      },
    });
    this.counts = cache.list('supplier count', {
      tags,
      read: (query, call) => lists.count(PATH, { $filter: filterOf(query) }, checkPage, call),
    });
  }
}

/** The companies that sell to this one. */
export class SupplierSource {
  readonly #reads: SupplierReads;
  readonly #lists: Lists;
  readonly #scope: RequestScope;

  constructor(reads: SupplierReads, lists: Lists, scope: RequestScope) {
    this.#reads = reads;
    this.#lists = lists;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'Supplier', Supplier> {
    return this.#scope.reads.entity(this.#reads.byId);
  }

  /** Returns one page of the suppliers that match `query`. Throws InputError for a name that is too long to search for. */
  list(query: SupplierQuery, request: PageRequest): MaybePromise<Page<Ref<'Supplier'>>> {
    const page = this.#lists.checked(PATH, optionsOf(query), request);
    return this.#scope.reads.list(this.#reads.pages, { query, page });
  }

  /** Counts the suppliers that match `query`. Throws InputError like {@link list}. */
  count(query: SupplierQuery): MaybePromise<number> {
    filterOf(query);
    return this.#scope.reads.list(this.#reads.counts, query);
  }
}

function optionsOf(query: SupplierQuery) {
  return { $filter: filterOf(query), $orderby: orderOf(query) };
}

function filterOf({ name, active, preferred }: SupplierQuery): string | undefined {
  return allOf(
    contains('Name', checkedText('name', name, MAX_NAME_LENGTH)),
    compare('Active', 'eq', active),
    compare('Preferred', 'eq', preferred),
  );
}

function orderOf({ sort }: SupplierQuery): string {
  return `${SORT_FIELDS[sort.by]} ${sort.descending ? 'desc' : 'asc'}`;
}
