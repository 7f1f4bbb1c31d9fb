import type { SystemCache } from '../cache/system-cache.ts';
import { CREATED, type Change, type Written } from '../changes.ts';
import { InputError, type Outcome, type Refusal } from '../errors.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Lookup } from '../load/lookup.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { storedIn } from '../load/stored.ts';
import { later, type MaybePromise } from '../maybe-promise.ts';
import type { Owners } from '../owners.ts';
import type { RestClient } from '../rest/client.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import type { Invoice, InvoiceQuery, NewInvoice } from './model.ts';
import { orderOf, Resource, type ListArgs, type Owned } from './resource.ts';
import { BASE } from './wire/contract.ts';
import { fromInvoiceQuery, fromNewInvoice, issueRefusals, toInvoice, voidRefusals } from './wire/invoices.ts';

const PATH = `${BASE}/Invoices`;
const OLDEST_FIRST = 'InvoiceID ASC';
const SORT_FIELDS = {
  ID: 'InvoiceID',
  ISSUED_ON: 'IssuedOn',
  TOTAL: 'Total',
  OUTSTANDING: 'AmountDue',
} as const;
/** The system's format for amounts. */
const AMOUNT = /^\d{1,9}(\.\d{1,4})?$/;

/** The fields that voiding an invoice changes. */
export const VOIDED = ['status', 'outstanding'] as const;

/** The cached reads of invoices, shared by all requests. */
export class InvoiceReads {
  readonly invoices: Resource<'Invoice', Invoice>;
  readonly ofCustomer: Owned<'Customer', 'Invoice', Invoice>;
  readonly ofOrder: Owned<'Order', 'Invoice', Invoice>;

  constructor(client: RestClient, cache: SystemCache) {
    this.invoices = new Resource<'Invoice', Invoice>(client, cache, {
      entity: 'Invoice',
      name: 'Invoices',
      idField: 'InvoiceID',
      id: /^INV-[1-9]\d{0,14}$/,
      toRecord: toInvoice,
    });
    this.ofCustomer = this.invoices.owned('Customer', 'ContactID');
    this.ofOrder = this.invoices.owned('Order', 'OrderID');
  }
}

/** The invoices of the accounting system. */
export class InvoiceSource {
  readonly #reads: InvoiceReads;
  readonly #client: RestClient;
  readonly #cache: SystemCache;
  readonly #scope: RequestScope;

  constructor(reads: InvoiceReads, client: RestClient, cache: SystemCache, scope: RequestScope) {
    this.#reads = reads;
    this.#client = client;
    this.#cache = cache;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'Invoice', Invoice> {
    return this.#scope.reads.entity(this.#reads.invoices.byId);
  }

  /** Returns one page of the invoices that match `query`. Throws InputError for an invalid amount or a bad cursor. */
  list(query: InvoiceQuery, page: PageRequest): MaybePromise<Page<Ref<'Invoice'>>> {
    const { invoices } = this.#reads;
    return this.#scope.reads.list(invoices.pages, invoices.checked(argsOf(query, page)));
  }

  /** Counts the invoices that match `query`. Throws InputError for an invalid amount. */
  count(query: InvoiceQuery): MaybePromise<number> {
    return this.#scope.reads.list(this.#reads.invoices.counts, filterOf(query));
  }

  /** Returns one page of a customer's invoices that match `query`. */
  ofCustomer(
    customer: Id<'Customer'>,
    query: InvoiceQuery,
    page: PageRequest,
  ): MaybePromise<Page<Ref<'Invoice'>>> {
    const { pages, checked } = this.#reads.ofCustomer;
    return this.#scope.reads.of(pages).load(customer, checked(argsOf(query, page), customer));
  }

  /** Counts a customer's invoices that match `query`. */
  ofCustomerCount(customer: Id<'Customer'>, query: InvoiceQuery): MaybePromise<number> {
    return this.#scope.reads.of(this.#reads.ofCustomer.counts).load(customer, filterOf(query));
  }

  /** Returns all invoices of an order, oldest first, including voided ones and duplicates. */
  ofOrder(order: Id<'Order'>): MaybePromise<readonly Invoice[]> {
    return this.perOrder.load(order);
  }

  /** Returns the invoices of an order that are not voided. */
  standingOf(order: Id<'Order'>): MaybePromise<readonly Invoice[]> {
    return later(this.ofOrder(order), (all) => all.filter(isNotVoided));
  }

  /** All invoices of orders, as {@link ofOrder} returns them; all orders requested in one tick share a call. */
  get perOrder(): Lookup<Id<'Order'>, string, readonly Invoice[]> {
    return this.#scope.reads.of(this.#reads.ofOrder.all).with(OLDEST_FIRST);
  }

  /** Issues an invoice for an order that has none. */
  issue(invoice: NewInvoice, idempotencyKey: string): Promise<Outcome<Invoice>> {
    const write = { idempotencyKey, refusals: issueRefusals };
    const stored = this.#client.write('POST', PATH, fromNewInvoice(invoice), write, this.#scope);
    const owners = { Order: invoice.order, Customer: invoice.customer };
    const change = { entity: 'Invoice', id: CREATED, owners };
    return this.#stored(stored, idempotencyKey, change, { kind: 'CREATED', fields: [] });
  }

  /** Voids an invoice that has no payments. */
  void(id: Id<'Invoice'>, idempotencyKey: string): Promise<Outcome<Invoice>> {
    const path = `${PATH}/${encodeURIComponent(id)}/Void`;
    const write = { idempotencyKey, refusals: ofEntity(voidRefusals) };
    const stored = this.#client.write('POST', path, undefined, write, this.#scope);
    const change = { entity: 'Invoice', id, owners: {}, ownersUnknown: true };
    return this.#stored(stored, idempotencyKey, change, {
      kind: 'UPDATED',
      fields: VOIDED,
    });
  }

  /** Voids all invoices of an order; returns why some of them were not voided, now or before. */
  async voidOfOrder(order: Id<'Order'>, idempotencyKey: string): Promise<readonly Refusal[]> {
    const standing = await this.standingOf(order);
    const outcomes = await Promise.all(standing.map(({ id }) => this.void(id, `${idempotencyKey}:${id}`)));
    return outcomes.flatMap((outcome) =>
      outcome.ok || outcome.refusal.code === 'VOIDED' ? [] : outcome.refusal,
    );
  }

  /** `change` is what is known of the change before the write. */
  #stored(
    write: Promise<Outcome<unknown>>,
    idempotencyKey: string,
    change: Change,
    what: Pick<Written, 'kind' | 'fields'>,
  ): Promise<Outcome<Invoice>> {
    const outcome = write.then((stored) => storedIn(this.byId, stored, toInvoice));
    return this.#cache.writing(outcome, idempotencyKey, (written) => {
      if (!written?.ok) return [change];
      const { id, updatedAt: occurredAt } = written.value;
      return [{ entity: 'Invoice', id, owners: ownersOf(written.value), ...what, occurredAt }];
    });
  }
}

/** The owners of an invoice, which never change. */
export function ownersOf({ customer, order }: Invoice): Owners {
  return { Customer: customer.id, ...(order ? { Order: order.id } : {}) };
}

/** Whether an invoice counts: a voided one is kept only for the books. */
export function isNotVoided({ status }: Invoice): boolean {
  return status !== 'VOIDED';
}

/** Throws InputError for an invalid amount or a bad cursor. */
function argsOf(query: InvoiceQuery, page: PageRequest): ListArgs {
  return { filter: filterOf(query), order: orderOf(SORT_FIELDS, query.sort), page };
}

function filterOf(query: InvoiceQuery) {
  for (const bound of ['minTotal', 'maxTotal'] as const) {
    const amount = query[bound];
    if (amount !== null && !AMOUNT.test(amount)) {
      throw new InputError(
        `"${bound}" must be from 0 to 999999999.9999 with at most four decimal places, got ${amount}.`,
      );
    }
  }
  return fromInvoiceQuery(query);
}
