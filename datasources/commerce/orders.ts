import type { SystemCache } from '../cache/system-cache.ts';
import type { CachedReads } from '../cache/cached-reads.ts';
import { listTag, ownedTags } from '../cache/tags.ts';
import { CREATED, type Change, type Written } from '../changes.ts';
import type { Tag } from '../cache/tier.ts';
import { refused, type Outcome, type Refusal } from '../errors.ts';
import { idOf, type Id, type Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { storedIn } from '../load/stored.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { money } from '../money.ts';
import type { RestClient } from '../rest/client.ts';
import type { Query } from '../rest/query.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import { faultOfCancel, faultOfOrder } from './rules.ts';
import type { CustomerValue, NewOrder, Order, OrderOwners, OrderQuery } from './model.ts';
import { amountOf, forKeys, optionalNumberOf, sortOf } from './parameters.ts';
import { ShopList } from './shop-list.ts';
import { contract, refusals } from './wire/contract.ts';
import { fromNewOrder, toCustomerValue, toOrder } from './wire/order.ts';
import { productRefusals } from './wire/order-refusals.ts';

const PATH = '/v2/orders';
const VALUES_PATH = '/v2/customers/values';
const SORT_FIELDS = { ID: 'id', ORDERED_ON: 'ordered_on', TOTAL: 'total' } as const;
const OWNER_FIELDS = { customer: 'customer_id', product: 'product_id', territory: 'territory_id' } as const;

const checkValues = contract.check('CustomerValues');

/** The cached reads of orders, shared by all requests. */
export class OrderReads {
  readonly orders: ShopList<'Order', Order>;
  /** Totals over the orders of customers. */
  readonly values: CachedReads<Id<'Customer'>, null, CustomerValue>;

  constructor(client: RestClient, cache: SystemCache) {
    this.orders = new ShopList<'Order', Order>(client, cache, {
      entity: 'Order',
      path: PATH,
      rows: 'orders',
      toRecord: toOrder,
      tags: [listTag('Order')],
      ownerTags,
    });
    this.values = cache.groups('customer values', {
      tags: (id) => ownedTags('Customer', id, 'Order'),
      missing: noValue(),
      read: (ids, _, call) =>
        forKeys(client, ids, async (some) => {
          const { body } = await client.get(VALUES_PATH, { customer_ids: some }, call);
          const values = checkValues(body, VALUES_PATH).customers;
          return new Map(values.map((wire) => [idOf<'Customer'>(wire.customer_id), toCustomerValue(wire)]));
        }),
    });
  }
}

/** The shop's changes name the customer of an order, but not the products and territories affected. */
function ownerTags(by: string, owner: string): readonly Tag[] {
  return by === OWNER_FIELDS.customer ? ownedTags('Customer', owner, 'Order') : [listTag('Order')];
}

/** The orders of the shop. */
export class OrderSource {
  readonly #reads: OrderReads;
  readonly #client: RestClient;
  readonly #cache: SystemCache;
  readonly #scope: RequestScope;

  constructor(reads: OrderReads, client: RestClient, cache: SystemCache, scope: RequestScope) {
    this.#reads = reads;
    this.#client = client;
    this.#cache = cache;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'Order', Order> {
    return this.#scope.reads.entity(this.#reads.orders.byId);
  }

  /** Returns one page of the orders that match `query`. Throws InputError for a condition that the shop does not accept. */
  list(query: OrderQuery, page: PageRequest): MaybePromise<Page<Ref<'Order'>>> {
    const { orders } = this.#reads;
    return this.#scope.reads.list(orders.pages, orders.checked({ parameters: parametersOf(query), page }));
  }

  /** Counts the orders that match `query`. */
  count(query: OrderQuery): MaybePromise<number> {
    return this.#scope.reads.list(this.#reads.orders.counts, filterOf(query));
  }

  /** Returns one page of one owner's orders; owners with the same arguments in one tick share a call. */
  groupedBy<By extends keyof OrderOwners>(
    by: By,
    key: OrderOwners[By],
    query: OrderQuery,
    page: PageRequest,
  ): MaybePromise<Page<Ref<'Order'>>> {
    const { orders } = this.#reads;
    const args = orders.checked({ by: OWNER_FIELDS[by], parameters: parametersOf(query), page });
    return this.#scope.reads.of(orders.pagesOf).load(key, args);
  }

  /** Counts one owner's orders; owners with the same arguments in one tick share a call. */
  groupedCount<By extends keyof OrderOwners>(
    by: By,
    key: OrderOwners[By],
    query: OrderQuery,
  ): MaybePromise<number> {
    const args = { by: OWNER_FIELDS[by], parameters: filterOf(query) };
    return this.#scope.reads.of(this.#reads.orders.countsOf).load(key, args);
  }

  /** Returns the totals over a customer's orders; zero without orders. */
  valueOf(customer: Id<'Customer'>): MaybePromise<CustomerValue> {
    return this.#scope.reads.of(this.#reads.values).load(customer, null);
  }

  /** Returns the orders placed with goods of this reservation, newest first, in their current state. */
  async ofReservation(reservation: string): Promise<readonly Order[]> {
    const page = { first: this.#client.maxBatch, after: null };
    const parameters = { reservation, sort: '-id' };
    return (await this.#reads.orders.readPage({ parameters, page }, this.#scope)).items;
  }

  /**
   * Returns why the shop would refuse such an order regardless of its data; null if it would not. For callers that perform other steps
   * first.
   */
  faultOf(order: NewOrder): Refusal | null {
    return faultOfOrder(order);
  }

  /**
   * Places an order at list prices. Refusals: INVALID (see {@link faultOf}), NOT_FOUND (a product), NOT_FOR_SALE. Whether the customer
   * exists and the goods are available must be checked elsewhere.
   */
  async place(order: NewOrder, idempotencyKey: string): Promise<Outcome<Order>> {
    const fault = this.faultOf(order);
    if (fault) return refused(fault);
    const write = { idempotencyKey, refusals: { ...refusals, ...productRefusals(order.lines) } };
    const stored = this.#client.write('POST', PATH, fromNewOrder(order), write, this.#scope);
    const change = { entity: 'Order', id: CREATED, owners: { Customer: order.customer } };
    return this.#stored(stored, idempotencyKey, change, { kind: 'CREATED', fields: [] });
  }

  /** Evicts and records what {@link place} did under this key, for an order whose placing may not have been seen to its end. */
  async reportPlaced({ id, customer, updatedAt: occurredAt }: Order, idempotencyKey: string): Promise<void> {
    const owners = { Customer: customer.id };
    const created = { entity: 'Order', id, owners, kind: 'CREATED', fields: [], occurredAt } as const;
    await this.#cache.writing(Promise.resolve(), idempotencyKey, () => [created]);
  }

  /** Cancels an order. Refusals: INVALID (the reason), NOT_FOUND, ALREADY_SHIPPED, ALREADY_CANCELLED. */
  async cancel(id: Id<'Order'>, reason: string | null, idempotencyKey: string): Promise<Outcome<Order>> {
    const fault = faultOfCancel(id, reason);
    if (fault) return refused(fault);
    const path = `${PATH}/${id}/cancel`;
    const body = reason === null ? {} : { reason };
    const write = { idempotencyKey, refusals: ofEntity(refusals) };
    const stored = this.#client.write('POST', path, body, write, this.#scope);
    const fields = reason === null ? ['status'] : ['status', 'cancelReason'];
    const change = { entity: 'Order', id, owners: {}, ownersUnknown: true };
    return this.#stored(stored, idempotencyKey, change, { kind: 'UPDATED', fields });
  }

  /** `change` is what is known of the change before the write. */
  #stored(
    write: Promise<Outcome<unknown>>,
    idempotencyKey: string,
    change: Change,
    what: Pick<Written, 'kind' | 'fields'>,
  ): Promise<Outcome<Order>> {
    const outcome = write.then((stored) => storedIn(this.byId, stored, toOrder));
    return this.#cache.writing(outcome, idempotencyKey, (written) => {
      if (!written?.ok) return [change];
      const { id, customer, updatedAt: occurredAt } = written.value;
      return [{ entity: 'Order', id, owners: { Customer: customer.id }, ...what, occurredAt }];
    });
  }
}

function parametersOf(query: OrderQuery): Query {
  return { ...filterOf(query), sort: sortOf(SORT_FIELDS, query.sort) };
}

function filterOf(query: OrderQuery): Query {
  return {
    status: query.status?.toLowerCase(),
    channel: query.channel?.toLowerCase(),
    customer_id: optionalNumberOf(query.customer),
    territory_id: optionalNumberOf(query.territory),
    product_id: optionalNumberOf(query.product),
    ordered_from: query.ordered.from,
    ordered_to: query.ordered.to,
    min_total: amountOf('minTotal', query.minTotal),
  };
}

function noValue(): CustomerValue {
  return { lifetimeValue: money(0, 'USD'), orderCount: 0, firstOrderedOn: null, lastOrderedOn: null };
}
