import { mapOutcome, type Outcome, type Refusal } from '../errors.ts';
import { idOf, type Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { money } from '../money.ts';
import type { RestClient } from '../rest/client.ts';
import type { Query } from '../rest/query.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import { faultOfOrder } from './rules.ts';
import type { CustomerValue, NewOrder, Order, OrderOwners, OrderQuery } from './model.ts';
import { MAX_BATCH, amountOf, forKeys, numberOf, optionalNumberOf, textOf } from './parameters.ts';
import { ShopList } from './shop-list.ts';
import { contract, refusals } from './wire/contract.ts';
import { fromNewOrder, toCustomerValue, toOrder } from './wire/order.ts';
import { productRefusals } from './wire/order-refusals.ts';

const PATH = '/v2/orders';
const VALUES_PATH = '/v2/customers/values';
const SORT_FIELDS = { ID: 'id', ORDERED_ON: 'ordered_on', TOTAL: 'total' } as const;
const OWNER_FIELDS = { customer: 'customer_id', product: 'product_id', territory: 'territory_id' } as const;

const checkValues = contract.check('CustomerValues');

/** The orders of the shop. */
export class OrderSource {
  readonly byId: EntityLoader<'Order', Order>;
  readonly #orders: ShopList<'Order', Order>;
  readonly #values: BatchLoader<Id<'Customer'>, null, CustomerValue>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
    this.#orders = new ShopList(client, scope, { path: PATH, rows: 'orders', toRecord: toOrder });
    this.#values = new BatchLoader((ids) => this.#readValues(ids), noValue);
    this.byId = this.#orders.byId;
  }

  /** One page of the orders that `query` describes. Throws InputError on a condition the shop cannot take. */
  async list(query: OrderQuery, page: PageRequest): Promise<Page<Order>> {
    return this.#orders.page({ ...filterOf(query), sort: sortOf(query) }, page);
  }

  /** How many orders `query` describes. */
  async count(query: OrderQuery): Promise<number> {
    return this.#orders.count(filterOf(query));
  }

  /** One page of one owner's orders: one call for all owners that ask alike in one tick. */
  async groupedBy<By extends keyof OrderOwners>(
    by: By,
    key: OrderOwners[By],
    query: OrderQuery,
    page: PageRequest,
  ): Promise<Page<Order>> {
    return this.#orders.pageOf(key, OWNER_FIELDS[by], { ...filterOf(query), sort: sortOf(query) }, page);
  }

  /** How many orders one owner has: one call for all owners that ask alike in one tick. */
  async groupedCount<By extends keyof OrderOwners>(
    by: By,
    key: OrderOwners[By],
    query: OrderQuery,
  ): Promise<number> {
    return this.#orders.countOf(key, OWNER_FIELDS[by], filterOf(query));
  }

  /** What the orders of a customer come to; zero for one without orders. */
  valueOf(customer: Id<'Customer'>): Promise<CustomerValue> {
    return this.#values.load(customer, null);
  }

  /** The orders that were placed with goods held by this, the newest first; as they are now. */
  async ofReservation(reservation: string): Promise<readonly Order[]> {
    return (await this.#orders.page({ reservation, sort: '-id' }, { first: MAX_BATCH, after: null })).items;
  }

  /** Why the shop would not take such an order, whatever it holds; null where it may. For who does other things first. */
  faultOf(order: NewOrder): Refusal | null {
    return faultOfOrder(order);
  }

  /**
   * Places an order at list prices. Refusals: INVALID (see {@link faultOf}), NOT_FOUND (a product), NOT_FOR_SALE.
   * That the customer exists and the goods are there is for others to know.
   */
  async place(order: NewOrder, idempotencyKey: string): Promise<Outcome<Order>> {
    const fault = this.faultOf(order);
    if (fault) return { ok: false, refusal: fault };
    const write = { idempotencyKey, refusals: { ...refusals, ...productRefusals(order.lines) } };
    return this.#stored(await this.#client.write('POST', PATH, fromNewOrder(order), write, this.#scope));
  }

  /** Cancels an order. Refusals: NOT_FOUND, ALREADY_SHIPPED, ALREADY_CANCELLED. */
  async cancel(id: Id<'Order'>, reason: string | null, idempotencyKey: string): Promise<Outcome<Order>> {
    const path = `${PATH}/${numberOf(id)}/cancel`;
    const body = reason === null ? {} : { reason: textOf('reason', reason, 500) };
    return this.#stored(
      await this.#client.write(
        'POST',
        path,
        body,
        { idempotencyKey, refusals: ofEntity(refusals) },
        this.#scope,
      ),
    );
  }

  async #readValues(
    ids: readonly Id<'Customer'>[],
  ): Promise<ReadonlyMap<Id<'Customer'>, CustomerValue | Error>> {
    return forKeys(ids, async (some) => {
      const { body } = await this.#client.get(VALUES_PATH, { customer_ids: some }, this.#scope);
      const values = checkValues(body, VALUES_PATH).customers;
      return new Map(values.map((wire) => [idOf<'Customer'>(wire.customer_id), toCustomerValue(wire)]));
    });
  }

  #stored(outcome: Outcome<unknown>): Outcome<Order> {
    return mapOutcome(outcome, (payload) => {
      const order = toOrder(payload);
      this.byId.replace(order.id, order);
      return order;
    });
  }
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

function sortOf({ sort }: OrderQuery): string {
  return `${sort.descending ? '-' : ''}${SORT_FIELDS[sort.by]}`;
}

function noValue(): CustomerValue {
  return { lifetimeValue: money(0, 'USD'), orderCount: 0, firstOrderedOn: null, lastOrderedOn: null };
}
