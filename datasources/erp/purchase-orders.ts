import type { EntityReads, ListReads, SystemCache } from '../cache/system-cache.ts';
import { listTag } from '../cache/tags.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import { mapPage, refsOf, type Page, type PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { allOf, compare, isOneOf } from '../rest/paging/odata.ts';
import type { RequestScope } from '../scope.ts';
import { isPossibleId } from './ids.ts';
import { Groups, ofEntities } from './groups.ts';
import type { Lists } from './lists.ts';
import type { PurchaseOrder, PurchaseOrderQuery } from './model.ts';
import { contract } from './wire/contract.ts';
import { purchaseOrderOf, toPurchaseOrder, toPurchaseOrderGroup, WIRE_STATUSES } from './wire/supply.ts';

const PATH = '/PurchaseOrders';
const ID = 'PurchaseOrderId';
const SORT_FIELDS = { ID, ORDERED_ON: 'OrderedOn', TOTAL: 'Total' } as const;

const checkPage = contract.check('PurchaseOrderPage');

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

interface PageArgs {
  readonly query: PurchaseOrderQuery;
  readonly page: PageRequest;
}

/** The cached reads of purchase orders, shared by all requests. */
export class PurchaseOrderReads {
  readonly byId: EntityReads<'PurchaseOrder', PurchaseOrder>;
  readonly pages: ListReads<PageArgs, Page<Ref<'PurchaseOrder'>>>;
  readonly counts: ListReads<PurchaseOrderQuery, number>;
  readonly per: { readonly [By in keyof PurchaseOrderOwners]: GroupsOf<By> };

  constructor(lists: Lists, cache: SystemCache) {
    const tags = () => [listTag('PurchaseOrder')];
    const byId = cache.entities<'PurchaseOrder', PurchaseOrder>('PurchaseOrder', {
      isId: isPossibleId,
      read: (ids, call) => lists.batch(PATH, ids, (some) => isOneOf(ID, some), ID, toPurchaseOrder, call),
    });
    this.byId = byId;
    this.pages = cache.list('purchase orders', {
      tags,
      expected: {
        primes: byId,
        calls: (_, { query, page }) => lists.pageCalls(PATH, optionsOf(query), page),
      },
      read: async ({ query, page }, call) => {
        const wire = await lists.page(PATH, optionsOf(query), page, checkPage, call);
        const found = mapPage(wire, purchaseOrderOf);
        call.prime(byId, found.items);
        return refsOf(found);
      },
    });
    this.counts = cache.list('purchase order count', {
      tags,
      read: (query, call) => lists.count(PATH, { $filter: filterOf(query) }, checkPage, call),
    });
    const each = { path: PATH, entity: 'PurchaseOrder', toGroup: toPurchaseOrderGroup, ...ofEntities(byId) };
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
  readonly #lists: Lists;
  readonly #scope: RequestScope;

  constructor(reads: PurchaseOrderReads, lists: Lists, scope: RequestScope) {
    this.#reads = reads;
    this.#lists = lists;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'PurchaseOrder', PurchaseOrder> {
    return this.#scope.reads.entity(this.#reads.byId);
  }

  /** Returns one page of the purchase orders that match `query`. */
  list(query: PurchaseOrderQuery, request: PageRequest): MaybePromise<Page<Ref<'PurchaseOrder'>>> {
    const page = this.#lists.checked(PATH, optionsOf(query), request);
    return this.#scope.reads.list(this.#reads.pages, { query, page });
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
    const args = groups.checked({ query: optionsOf(query), page });
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
  const { by, descending } = query.sort;
  return { $filter: filterOf(query), $orderby: `${SORT_FIELDS[by]} ${descending ? 'desc' : 'asc'}` };
}

function filterOf({ status, ordered }: PurchaseOrderQuery): string | undefined {
  return allOf(
    compare('Status', 'eq', status && WIRE_STATUSES[status]),
    compare('OrderedOn', 'ge', ordered.from),
    compare('OrderedOn', 'le', ordered.to),
  );
}
