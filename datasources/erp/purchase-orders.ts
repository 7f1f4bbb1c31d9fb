import type { SystemCache } from '../cache/system-cache.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { allOf, compare, isOneOf } from '../rest/paging/odata.ts';
import type { RequestScope } from '../scope.ts';
import { ErpList } from './erp-list.ts';
import { isPossibleId } from './ids.ts';
import { Groups, ofEntities } from './groups.ts';
import { orderbyOf, type Lists } from './lists.ts';
import type { PurchaseOrder, PurchaseOrderQuery } from './model.ts';
import { toPurchaseOrder, toPurchaseOrderGroup, toPurchaseOrderPage, WIRE_STATUSES } from './wire/supply.ts';

const PATH = '/PurchaseOrders';
const ID = 'PurchaseOrderId';
const SORT_FIELDS = { ID, ORDERED_ON: 'OrderedOn', TOTAL: 'Total' } as const;

/** What purchase orders can be grouped by, and the entity type of each. */
export interface PurchaseOrderOwners {
  readonly supplier: 'Supplier';
  readonly product: 'Product';
}

type GroupsOf<By extends keyof PurchaseOrderOwners> = Groups<
  PurchaseOrderOwners[By],
  PurchaseOrder,
  Ref<'PurchaseOrder'>
>;

/** The cached reads of purchase orders, shared by all requests. */
export class PurchaseOrderReads extends ErpList<'PurchaseOrder', PurchaseOrder, PurchaseOrderQuery> {
  readonly per: { readonly [By in keyof PurchaseOrderOwners]: GroupsOf<By> };

  constructor(lists: Lists, cache: SystemCache) {
    super(lists, cache, {
      entity: 'PurchaseOrder',
      name: 'purchase order',
      path: PATH,
      idField: ID,
      isId: isPossibleId,
      withIds: (ids) => isOneOf(ID, ids),
      toRecord: toPurchaseOrder,
      toPage: toPurchaseOrderPage,
      optionsOf,
    });
    const each = {
      path: PATH,
      entity: 'PurchaseOrder',
      toGroup: toPurchaseOrderGroup,
      ...ofEntities(this.byId),
    };
    this.per = {
      supplier: new Groups<'Supplier', PurchaseOrder, Ref<'PurchaseOrder'>>(lists, cache, {
        ...each,
        owner: 'Supplier',
        by: 'SupplierId',
      }),
      product: new Groups<'Product', PurchaseOrder, Ref<'PurchaseOrder'>>(lists, cache, {
        ...each,
        owner: 'Product',
        by: 'ProductId',
      }),
    };
  }
}

/** The company's orders to its suppliers. */
export class PurchaseOrderSource {
  readonly #reads: PurchaseOrderReads;
  readonly #scope: RequestScope;

  constructor(reads: PurchaseOrderReads, scope: RequestScope) {
    this.#reads = reads;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'PurchaseOrder', PurchaseOrder> {
    return this.#scope.reads.entity(this.#reads.byId);
  }

  /** Returns one page of the purchase orders that match `query`. */
  list(query: PurchaseOrderQuery, page: PageRequest): MaybePromise<Page<Ref<'PurchaseOrder'>>> {
    return this.#scope.reads.list(this.#reads.pages, this.#reads.checked({ query, page }));
  }

  /** Counts the purchase orders that match `query`. */
  count(query: PurchaseOrderQuery): MaybePromise<number> {
    return this.#scope.reads.list(this.#reads.counts, query);
  }

  /** Returns one page of a supplier's purchase orders, or of those with a line for a product. Throws InputError for a bad cursor. */
  groupedBy<By extends keyof PurchaseOrderOwners>(
    by: By,
    owner: Id<PurchaseOrderOwners[By]>,
    query: PurchaseOrderQuery,
    page: PageRequest,
  ): MaybePromise<Page<Ref<'PurchaseOrder'>>> {
    const groups: GroupsOf<By> = this.#reads.per[by];
    const args = groups.checked({ query: optionsOf(query), page }, owner);
    return this.#scope.reads.of(groups.pages).load(owner, args);
  }

  /** Counts the purchase orders of an owner. */
  groupedCount<By extends keyof PurchaseOrderOwners>(
    by: By,
    owner: Id<PurchaseOrderOwners[By]>,
    query: PurchaseOrderQuery,
  ): MaybePromise<number> {
    const groups: GroupsOf<By> = this.#reads.per[by];
    return this.#scope.reads.of(groups.counts).load(owner, { $filter: filterOf(query) });
  }
}

function optionsOf(query: PurchaseOrderQuery) {
  return { $filter: filterOf(query), $orderby: orderbyOf(SORT_FIELDS, query.sort) };
}

function filterOf({ status, ordered }: PurchaseOrderQuery): string | undefined {
  return allOf(
    compare('Status', 'eq', status && WIRE_STATUSES[status]),
    compare('OrderedOn', 'ge', ordered.from),
    compare('OrderedOn', 'le', ordered.to),
  );
}
