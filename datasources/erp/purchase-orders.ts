import type { Id } from '../ids.ts';
import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import { mapPage, type Page, type PageRequest } from '../load/page.ts';
import { allOf, compare, isOneOf } from '../rest/paging/odata.ts';
import { Groups } from './groups.ts';
import type { Lists } from './lists.ts';
import type { PurchaseOrder, PurchaseOrderQuery } from './model.ts';
import { contract, isNumber } from './wire/contract.ts';
import { purchaseOrderOf, toPurchaseOrder, toPurchaseOrderGroup, WIRE_STATUSES } from './wire/supply.ts';

const PATH = '/PurchaseOrders';
const ID = 'PurchaseOrderId';
const SORT_FIELDS = { ID, ORDERED_ON: 'OrderedOn', TOTAL: 'Total' } as const;

const checkPage = contract.check('PurchaseOrderPage');

/** What purchase orders can be listed by, and what entity that is. */
export interface PurchaseOrderOwners {
  readonly supplier: 'Supplier';
  readonly product: 'Product';
}

type GroupsByOwner = {
  readonly [By in keyof PurchaseOrderOwners]: Groups<PurchaseOrderOwners[By], PurchaseOrder>;
};

/** The company's orders to its suppliers. */
export class PurchaseOrderSource {
  readonly byId: EntityLoader<'PurchaseOrder', PurchaseOrder>;
  readonly #lists: Lists;
  readonly #per: GroupsByOwner;

  constructor(lists: Lists) {
    this.#lists = lists;
    this.byId = new EntityLoader({
      isId: isNumber,
      read: (ids) => lists.batch(PATH, ids, (some) => isOneOf(ID, some), ID, toPurchaseOrder),
    });
    const seen = (order: PurchaseOrder) => this.byId.prime(order.id, order);
    const toGroup = toPurchaseOrderGroup;
    this.#per = {
      supplier: new Groups<'Supplier', PurchaseOrder>(lists, { path: PATH, by: 'SupplierId', toGroup, seen }),
      product: new Groups<'Product', PurchaseOrder>(lists, { path: PATH, by: 'ProductId', toGroup, seen }),
    };
  }

  /** One page of the purchase orders that `query` describes. */
  readonly list = memo(
    async (query: PurchaseOrderQuery, request: PageRequest): Promise<Page<PurchaseOrder>> => {
      const page = mapPage(
        await this.#lists.page(PATH, optionsOf(query), request, checkPage),
        purchaseOrderOf,
      );
      for (const order of page.items) this.byId.prime(order.id, order);
      return page;
    },
  );

  /** How many purchase orders `query` describes. */
  readonly count = memo((query: PurchaseOrderQuery): Promise<number> =>
    this.#lists.count(PATH, { $filter: filterOf(query) }, checkPage),
  );

  /** One page of a supplier's purchase orders, or of those with a line of a product. */
  groupedBy<By extends keyof PurchaseOrderOwners>(
    by: By,
    owner: Id<PurchaseOrderOwners[By]>,
    query: PurchaseOrderQuery,
    request: PageRequest,
  ): Promise<Page<PurchaseOrder>> {
    const groups: Groups<PurchaseOrderOwners[By], PurchaseOrder> = this.#per[by];
    return groups.page(owner, optionsOf(query), request);
  }

  /** How many purchase orders an owner has. */
  groupedCount<By extends keyof PurchaseOrderOwners>(
    by: By,
    owner: Id<PurchaseOrderOwners[By]>,
    query: PurchaseOrderQuery,
  ): Promise<number> {
    const groups: Groups<PurchaseOrderOwners[By], PurchaseOrder> = this.#per[by];
    return groups.count(owner, { $filter: filterOf(query) });
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
