import type { Outcome, Refusal } from '../errors.ts';
import type { Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import { EMPTY_PAGE, type Page, type PageRequest } from '../load/page.ts';
import { storedIn } from '../load/stored.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { NewPayment, Payment, PaymentQuery } from './model.ts';
import { Resource } from './resource.ts';
import { BASE } from './wire/contract.ts';
import { fromNewPayment, fromPaymentQuery, paymentRefusals, toPayment } from './wire/invoices.ts';

const PATH = `${BASE}/Payments`;
const NEWEST_FIRST = 'ReceivedOn DESC';
const SORT_FIELDS = { ID: 'PaymentID', RECEIVED_ON: 'ReceivedOn', AMOUNT: 'Amount' } as const;
/** What the system takes as the amount of a payment, and as its reference. */
const AMOUNT = /^-?\d{1,9}(\.\d{1,4})?$/;
const LONGEST_REFERENCE = 200;

/** The payments of the accounting system. */
export class PaymentSource {
  readonly byId: EntityLoader<'Payment', Payment>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;
  readonly #rows: Resource<'Payment', Payment>;
  readonly #ofCustomer: BatchLoader<Id<'Customer'>, ListArgs, Page<Payment>>;
  readonly #ofCustomerCount: BatchLoader<Id<'Customer'>, PaymentQuery, number>;
  readonly #ofInvoice: BatchLoader<Id<'Invoice'>, null, readonly Payment[]>;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
    const spec = {
      name: 'Payments',
      idField: 'PaymentID',
      id: /^PAY-[1-9]\d{0,14}$/,
      toRecord: toPayment,
    } as const;
    const rows = new Resource<'Payment', Payment>(client, scope, spec);
    this.#rows = rows;
    this.byId = rows.byId;
    this.#ofCustomer = new BatchLoader(
      (owners, { query, page }) =>
        rows.pages({ by: 'ContactID', owners, filter: fromPaymentQuery(query) }, orderOf(query), page),
      () => EMPTY_PAGE,
    );
    this.#ofCustomerCount = new BatchLoader(
      (owners, query) => rows.counts({ by: 'ContactID', owners, filter: fromPaymentQuery(query) }),
      () => 0,
    );
    this.#ofInvoice = new BatchLoader(
      (owners) => rows.all({ by: 'InvoiceID', owners }, NEWEST_FIRST),
      () => [],
    );
  }

  /** One page of the payments that `query` describes. */
  readonly list = memo((query: PaymentQuery, page: PageRequest): Promise<Page<Payment>> =>
    this.#rows.list(fromPaymentQuery(query), orderOf(query), page),
  );

  /** How many payments `query` describes. */
  readonly count = memo((query: PaymentQuery): Promise<number> => this.#rows.count(fromPaymentQuery(query)));

  /** One page of those of a customer's payments that `query` describes. */
  ofCustomer(customer: Id<'Customer'>, query: PaymentQuery, page: PageRequest): Promise<Page<Payment>> {
    return this.#ofCustomer.load(customer, { query, page });
  }

  /** How many of a customer's payments `query` describes. */
  ofCustomerCount(customer: Id<'Customer'>, query: PaymentQuery): Promise<number> {
    return this.#ofCustomerCount.load(customer, query);
  }

  /** All payments of an invoice, the newest first. */
  ofInvoice(invoice: Id<'Invoice'>): Promise<readonly Payment[]> {
    return this.#ofInvoice.load(invoice, null);
  }

  /** Books a payment. The invoice has another state afterwards, which this source does not know. */
  async record(payment: NewPayment, idempotencyKey: string): Promise<Outcome<Payment>> {
    const refusal = faultOf(payment);
    if (refusal) return { ok: false, refusal };
    const write = { idempotencyKey, refusals: paymentRefusals };
    const outcome = await this.#client.write('POST', PATH, fromNewPayment(payment), write, this.#scope);
    return storedIn(this.byId, outcome, toPayment);
  }
}

interface ListArgs {
  readonly query: PaymentQuery;
  readonly page: PageRequest;
}

function orderOf({ sort }: PaymentQuery): string {
  return `${SORT_FIELDS[sort.by]} ${sort.descending ? 'DESC' : 'ASC'}`;
}

/** What the system would not even read. */
function faultOf({ amount, reference }: NewPayment): Refusal | null {
  if (!AMOUNT.test(amount.amount)) {
    const message = `A payment is at most 999999999.9999 with at most four decimal places, not ${amount.amount}.`;
    return { code: 'INVALID', field: ['amount', 'amount'], message };
  }
  if (reference !== null && reference.length > LONGEST_REFERENCE) {
    const message = `A reference has at most ${LONGEST_REFERENCE} characters, not ${reference.length}.`;
    return { code: 'INVALID', field: ['reference'], message };
  }
  return null;
}
