import type { SystemCache } from '../cache/system-cache.ts';
import type { Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { allOf, compare, contains, isOneOf } from '../rest/paging/odata.ts';
import type { RequestScope } from '../scope.ts';
import { checkedText } from '../text.ts';
import { ErpList } from './erp-list.ts';
import { isPossibleId } from './ids.ts';
import { orderbyOf, type Lists } from './lists.ts';
import type { Supplier, SupplierQuery } from './model.ts';
import { toSupplier, toSupplierPage } from './wire/supply.ts';

const ID = 'SupplierId';
const SORT_FIELDS = {
  ID,
  NAME: 'Name',
  ACCOUNT_NUMBER: 'AccountNumber',
  CREDIT_RATING: 'CreditRating',
} as const;
const MAX_NAME_LENGTH = 200;

/** The cached reads of suppliers, shared by all requests. */
export class SupplierReads extends ErpList<'Supplier', Supplier, SupplierQuery> {
  constructor(lists: Lists, cache: SystemCache) {
    super(lists, cache, {
      entity: 'Supplier',
      name: 'supplier',
      path: '/Suppliers',
      idField: ID,
      isId: isPossibleId,
      withIds: (ids) => isOneOf(ID, ids),
      toRecord: toSupplier,
      toPage: toSupplierPage,
      optionsOf,
    });
  }
}

/** The companies that sell to this one. */
export class SupplierSource {
  readonly #reads: SupplierReads;
  readonly #scope: RequestScope;

  constructor(reads: SupplierReads, scope: RequestScope) {
    this.#reads = reads;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'Supplier', Supplier> {
    return this.#scope.reads.entity(this.#reads.byId);
  }

  /** Returns one page of the suppliers that match `query`. Throws InputError for a name that is too long to search for. */
  list(query: SupplierQuery, page: PageRequest): MaybePromise<Page<Ref<'Supplier'>>> {
    return this.#scope.reads.list(this.#reads.pages, this.#reads.checked({ query, page }));
  }

  /** Counts the suppliers that match `query`. Throws InputError like {@link list}. */
  count(query: SupplierQuery): MaybePromise<number> {
    filterOf(query);
    return this.#scope.reads.list(this.#reads.counts, query);
  }
}

function optionsOf(query: SupplierQuery) {
  return { $filter: filterOf(query), $orderby: orderbyOf(SORT_FIELDS, query.sort) };
}

function filterOf({ name, active, preferred }: SupplierQuery): string | undefined {
  return allOf(
    contains('Name', checkedText('name', name, MAX_NAME_LENGTH)),
    compare('Active', 'eq', active),
    compare('Preferred', 'eq', preferred),
  );
}
