import { InputError, type Outcome } from '../errors.ts';
import type { Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import { EMPTY_PAGE, type Page, type PageRequest } from '../load/page.ts';
import { storedIn } from '../load/stored.ts';
import type { RestClient } from '../rest/client.ts';
import { ofEntity } from '../rest/refusal.ts';
import type { RequestScope } from '../scope.ts';
import type { Invoice, InvoiceQuery, NewInvoice } from './model.ts';
import { Resource } from './resource.ts';
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

/** The invoices of the accounting system. */
export class InvoiceSource {
  readonly byId: EntityLoader<'Invoice', Invoice>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;
  readonly #rows: Resource<'Invoice', Invoice>;
  readonly #ofCustomer: BatchLoader<Id<'Customer'>, ListArgs, Page<Invoice>>;
  readonly #ofCustomerCount: BatchLoader<Id<'Customer'>, InvoiceQuery, number>;
  readonly #ofOrder: BatchLoader<Id<'Order'>, null, readonly Invoice[]>;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
    const spec = {
      name: 'Invoices',
      idField: 'InvoiceID',
      id: /^INV-[1-9]\d{0,14}$/,
      toRecord: toInvoice,
    } as const;
    const rows = new Resource<'Invoice', Invoice>(client, scope, spec);
    this.#rows = rows;
    this.byId = rows.byId;
    this.#ofCustomer = new BatchLoader(
      (owners, { query, page }) =>
        rows.pages({ by: 'ContactID', owners, filter: filterOf(query) }, orderOf(query), page),
      () => EMPTY_PAGE,
    );
    this.#ofCustomerCount = new BatchLoader(
      (owners, query) => rows.counts({ by: 'ContactID', owners, filter: filterOf(query) }),
      () => 0,
    );
    this.#ofOrder = new BatchLoader(
      (owners) => rows.all({ by: 'OrderID', owners }, OLDEST_FIRST),
      () => [],
    );
  }

  /** One page of the invoices that `query` describes. Throws InputError on an amount that is none. */
  readonly list = memo(async (query: InvoiceQuery, page: PageRequest): Promise<Page<Invoice>> =>
    this.#rows.list(filterOf(query), orderOf(query), page),
  );

  /** How many invoices `query` describes. Throws InputError on an amount that is none. */
  readonly count = memo(async (query: InvoiceQuery): Promise<number> => this.#rows.count(filterOf(query)));

  /** One page of those of a customer's invoices that `query` describes. */
  ofCustomer(customer: Id<'Customer'>, query: InvoiceQuery, page: PageRequest): Promise<Page<Invoice>> {
    return this.#ofCustomer.load(customer, { query, page });
  }

  /** How many of a customer's invoices `query` describes. */
  ofCustomerCount(customer: Id<'Customer'>, query: InvoiceQuery): Promise<number> {
    return this.#ofCustomerCount.load(customer, query);
  }

  /** All invoices of an order, voided ones and duplicates too, the oldest first. */
  ofOrder(order: Id<'Order'>): Promise<readonly Invoice[]> {
    return this.#ofOrder.load(order, null);
  }

  /** Those of an order that count: not those that were voided, which are kept for the books alone. */
  async standingOf(order: Id<'Order'>): Promise<readonly Invoice[]> {
    return (await this.ofOrder(order)).filter(({ status }) => status !== 'VOIDED');
  }

  /** Issues the invoice of an order that has none. */
  async issue(invoice: NewInvoice, idempotencyKey: string): Promise<Outcome<Invoice>> {
    const write = { idempotencyKey, refusals: issueRefusals };
    return this.#stored(await this.#client.write('POST', PATH, fromNewInvoice(invoice), write, this.#scope));
  }

  /** Takes back an invoice that nothing was paid for. */
  async void(id: Id<'Invoice'>, idempotencyKey: string): Promise<Outcome<Invoice>> {
    const path = `${PATH}/${encodeURIComponent(id)}/Void`;
    const write = { idempotencyKey, refusals: ofEntity(voidRefusals) };
    return this.#stored(await this.#client.write('POST', path, undefined, write, this.#scope));
  }

  #stored(outcome: Outcome<unknown>): Outcome<Invoice> {
    return storedIn(this.byId, outcome, toInvoice);
  }
}

interface ListArgs {
  readonly query: InvoiceQuery;
  readonly page: PageRequest;
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
