import type { SystemCache } from '../cache/system-cache.ts';
import { CREATED, type Change, type Written } from '../changes.ts';
import { refused, type Outcome, type Refusal } from '../errors.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import { storedIn } from '../load/stored.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { Owners } from '../owners.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import { ownersOf, type InvoiceReads } from './invoices.ts';
import type { NewPayment, Payment, PaymentQuery } from './model.ts';
import { orderOf, Resource, type ListArgs, type Owned } from './resource.ts';
import { BASE } from './wire/contract.ts';
import { fromNewPayment, fromPaymentQuery, paymentRefusals, toPayment } from './wire/invoices.ts';

const PATH = `${BASE}/Payments`;
const NEWEST_FIRST = 'ReceivedOn DESC';
const SORT_FIELDS = { ID: 'PaymentID', RECEIVED_ON: 'ReceivedOn', AMOUNT: 'Amount' } as const;
/** The system's limits for the amount of a payment and for its reference. */
const AMOUNT = /^-?\d{1,9}(\.\d{1,4})?$/;
const MAX_REFERENCE_LENGTH = 200;

/** The cached reads of payments, shared by all requests. */
export class PaymentReads {
  readonly payments: Resource<'Payment', Payment>;
  readonly ofCustomer: Owned<'Customer', 'Payment', Payment>;
  readonly ofInvoice: Owned<'Invoice', 'Payment', Payment>;

  constructor(client: RestClient, cache: SystemCache) {
    this.payments = new Resource<'Payment', Payment>(client, cache, {
      entity: 'Payment',
      name: 'Payments',
      idField: 'PaymentID',
      id: /^PAY-[1-9]\d{0,14}$/,
      toRecord: toPayment,
    });
    this.ofCustomer = this.payments.owned('Customer', 'ContactID');
    this.ofInvoice = this.payments.owned('Invoice', 'InvoiceID');
  }
}

/** The payments of the accounting system. */
export class PaymentSource {
  readonly #reads: PaymentReads;
  readonly #invoices: InvoiceReads;
  readonly #client: RestClient;
  readonly #cache: SystemCache;
  readonly #scope: RequestScope;

  constructor(
    reads: PaymentReads,
    invoices: InvoiceReads,
    client: RestClient,
    cache: SystemCache,
    scope: RequestScope,
  ) {
    this.#reads = reads;
    this.#invoices = invoices;
    this.#client = client;
    this.#cache = cache;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'Payment', Payment> {
    return this.#scope.reads.entity(this.#reads.payments.byId);
  }

  /** Returns one page of the payments that match `query`. Throws InputError for a bad cursor. */
  list(query: PaymentQuery, page: PageRequest): MaybePromise<Page<Ref<'Payment'>>> {
    const { payments } = this.#reads;
    return this.#scope.reads.list(payments.pages, payments.checked(argsOf(query, page)));
  }

  /** Counts the payments that match `query`. */
  count(query: PaymentQuery): MaybePromise<number> {
    return this.#scope.reads.list(this.#reads.payments.counts, fromPaymentQuery(query));
  }

  /** Returns one page of a customer's payments that match `query`. Throws InputError for a bad cursor. */
  ofCustomer(
    customer: Id<'Customer'>,
    query: PaymentQuery,
    page: PageRequest,
  ): MaybePromise<Page<Ref<'Payment'>>> {
    const { pages, checked } = this.#reads.ofCustomer;
    return this.#scope.reads.of(pages).load(customer, checked(argsOf(query, page), customer));
  }

  /** Counts a customer's payments that match `query`. */
  ofCustomerCount(customer: Id<'Customer'>, query: PaymentQuery): MaybePromise<number> {
    return this.#scope.reads.of(this.#reads.ofCustomer.counts).load(customer, fromPaymentQuery(query));
  }

  /** Returns all payments of an invoice, newest first. */
  ofInvoice(invoice: Id<'Invoice'>): MaybePromise<readonly Payment[]> {
    return this.#scope.reads.of(this.#reads.ofInvoice.all).load(invoice, NEWEST_FIRST);
  }

  /** Records a payment, and then reads its invoice, whose state this changes. */
  async record(payment: NewPayment, idempotencyKey: string): Promise<Outcome<Payment>> {
    const refusal = faultOf(payment);
    if (refusal) return refused(refusal);
    const write = { idempotencyKey, refusals: paymentRefusals };
    let owners: Owners | null = null;
    const outcome = this.#client
      .write('POST', PATH, fromNewPayment(payment), write, this.#scope)
      .then(async (stored) => {
        const recorded = storedIn(this.byId, stored, toPayment);
        if (recorded.ok) owners = await this.#ownersOf(payment.invoice);
        return recorded;
      });
    return this.#cache.writing(outcome, idempotencyKey, (written) =>
      written?.ok ? changesBy(written.value, owners) : changesFor(payment.invoice),
    );
  }

  /** The owners of an invoice; null if it cannot be read. */
  async #ownersOf(id: Id<'Invoice'>): Promise<Owners | null> {
    const byId = this.#scope.reads.entity(this.#invoices.invoices.byId);
    byId.forget(id);
    try {
      const invoice = await byId.load(id);
      return invoice && ownersOf(invoice);
    } catch {
      return null;
    }
  }
}

/** A payment adds one to its invoice and customer, and changes what is owed on the invoice. */
function changesFor(invoice: Id<'Invoice'>): readonly Change[] {
  return [
    { entity: 'Invoice', id: invoice, owners: {}, ownersUnknown: true },
    { entity: 'Payment', id: CREATED, owners: { Invoice: invoice }, ownersUnknown: true },
  ];
}

/** The same for a recorded payment. It is unknown whether the invoice is fully paid now. */
function changesBy(
  { id, invoice, customer, updatedAt: occurredAt }: Payment,
  ofInvoice: Owners | null,
): readonly Written[] {
  const Customer = customer.id;
  const invoiceOwners = { owners: ofInvoice ?? { Customer }, ownersUnknown: ofInvoice === null };
  const owners = { Invoice: invoice.id, Customer };
  return [
    { entity: 'Invoice', id: invoice.id, ...invoiceOwners, kind: 'UPDATED', fields: [], occurredAt },
    { entity: 'Payment', id, owners, kind: 'CREATED', fields: [], occurredAt },
  ];
}

/** Throws InputError for a bad cursor. */
function argsOf(query: PaymentQuery, page: PageRequest): ListArgs {
  return { filter: fromPaymentQuery(query), order: orderOf(SORT_FIELDS, query.sort), page };
}

/** Returns a refusal for input that the system would reject as malformed. */
function faultOf({ amount, reference }: NewPayment): Refusal | null {
  if (!AMOUNT.test(amount.amount)) {
    const message = `A payment is at most 999999999.9999 with at most four decimal places, not ${amount.amount}.`;
    return { code: 'INVALID', field: ['amount', 'amount'], message };
  }
  if (reference !== null && reference.length > MAX_REFERENCE_LENGTH) {
    const message = `A reference has at most ${MAX_REFERENCE_LENGTH} characters, not ${reference.length}.`;
    return { code: 'INVALID', field: ['reference'], message };
  }
  return null;
}
