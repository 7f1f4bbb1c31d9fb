import type { SystemCache } from '../cache/cache.ts';
import { CREATED, type Change, type Written } from '../cache/tags.ts';
import { InputError, type Outcome } from '../errors.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Lookup } from '../load/lookup.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { storedIn } from '../load/stored.ts';
import { later, type MaybePromise } from '../maybe-promise.ts';
import type { RestClient } from '../rest/client.ts';
import { offsetOf } from '../rest/paging/offset.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import type { Invoice, InvoiceQuery, NewInvoice } from './model.ts';
import { Resource, type ListArgs, type Owned } from './resource.ts';
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
/** What the system takes as an amount. */
const AMOUNT = /^\d{1,9}(\.\d{1,4})?$/;

/** The fields that a void changes. */
export const VOIDED = ['status', 'outstanding'] as const;

/** What is read of invoices, for whoever asks. */
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

  /** One page of the invoices that `query` describes. Throws InputError on an amount that is none, or a bad cursor. */
  list(query: InvoiceQuery, page: PageRequest): MaybePromise<Page<Ref<'Invoice'>>> {
    return this.#scope.reads.list(this.#reads.invoices.pages, argsOf(query, page));
  }

  /** How many invoices `query` describes. Throws InputError on an amount that is none. */
  count(query: InvoiceQuery): MaybePromise<number> {
    return this.#scope.reads.list(this.#reads.invoices.counts, filterOf(query));
  }

  /** One page of those of a customer's invoices that `query` describes. */
  ofCustomer(
    customer: Id<'Customer'>,
    query: InvoiceQuery,
    page: PageRequest,
  ): MaybePromise<Page<Ref<'Invoice'>>> {
    return this.#scope.reads.of(this.#reads.ofCustomer.pages).load(customer, argsOf(query, page));
  }

  /** How many of a customer's invoices `query` describes. */
  ofCustomerCount(customer: Id<'Customer'>, query: InvoiceQuery): MaybePromise<number> {
    return this.#scope.reads.of(this.#reads.ofCustomer.counts).load(customer, filterOf(query));
  }

  /** All invoices of an order, voided ones and duplicates too, the oldest first. */
  ofOrder(order: Id<'Order'>): MaybePromise<readonly Invoice[]> {
    return this.perOrder.load(order);
  }

  /** Those of an order that count. */
  standingOf(order: Id<'Order'>): MaybePromise<readonly Invoice[]> {
    return later(this.ofOrder(order), (all) => all.filter(isStanding));
  }

  /** All invoices of orders, as {@link ofOrder} has them; all orders asked for in one tick are one call. */
  get perOrder(): Lookup<Id<'Order'>, string, readonly Invoice[]> {
    return this.#scope.reads.of(this.#reads.ofOrder.all).with(OLDEST_FIRST);
  }

  /** Issues the invoice of an order that has none. */
  issue(invoice: NewInvoice, idempotencyKey: string): Promise<Outcome<Invoice>> {
    const write = { idempotencyKey, refusals: issueRefusals };
    const stored = this.#client.write('POST', PATH, fromNewInvoice(invoice), write, this.#scope);
    const owners = { Order: invoice.order, Customer: invoice.customer };
    const change = { entity: 'Invoice', id: CREATED, owners };
    return this.#stored(stored, idempotencyKey, change, { kind: 'CREATED', fields: [] });
  }

  /** Takes back an invoice that nothing was paid for. */
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

  /** `change` is what is known of it beforehand. */
  #stored(
    write: Promise<Outcome<unknown>>,
    idempotencyKey: string,
    change: Change,
    what: Pick<Written, 'kind' | 'fields'>,
  ): Promise<Outcome<Invoice>> {
    const outcome = write.then((stored) => storedIn(this.byId, stored, toInvoice));
    return this.#cache.writing(outcome, idempotencyKey, (written) => {
      if (!written?.ok) return [change];
      const { id, customer, order, updatedAt: occurredAt } = written.value;
      const owners = { Customer: customer.id, ...(order ? { Order: order.id } : {}) };
      return [{ entity: 'Invoice', id, owners, ...what, occurredAt }];
    });
  }
}

/** Whether an invoice counts: one that was voided is kept for the books alone. */
export function isStanding({ status }: Invoice): boolean {
  return status !== 'VOIDED';
}

/** Throws InputError on an amount that is none, or a bad cursor. */
function argsOf(query: InvoiceQuery, page: PageRequest): ListArgs {
  offsetOf(page);
  return { filter: filterOf(query), order: orderOf(query), page };
}

function filterOf(query: InvoiceQuery) {
  for (const amount of [query.minTotal, query.maxTotal]) {
    if (amount !== null && !AMOUNT.test(amount)) {
      throw new InputError(
        `A total to compare with must be from 0 to 999999999.9999 with at most four decimal places, got ${amount}.`,
      );
    }
  }
  return fromInvoiceQuery(query);
}

function orderOf({ sort }: InvoiceQuery): string {
  return `${SORT_FIELDS[sort.by]} ${sort.descending ? 'DESC' : 'ASC'}`;
}
