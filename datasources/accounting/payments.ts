import { mapOutcome, type Outcome, type Refusal } from '../errors.ts';
import type { Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { NewPayment, Payment, PaymentQuery } from './model.ts';
import { Resource } from './resource.ts';
import { BASE } from './wire/contract.ts';
import { fromNewPayment, fromPaymentQuery, paymentRefusals, toPayment } from './wire/invoices.ts';

const PATH = `${BASE}/Payments`;
const NEWEST_FIRST = 'ReceivedOn DESC';
/** What the system takes as the amount of a payment, and as its reference. */
const AMOUNT = /^-?\d{1,9}(\.\d{1,4})?$/;
const LONGEST_REFERENCE = 200;

/** The payments of the accounting system. */
export class PaymentSource {
  readonly byId: EntityLoader<'Payment', Payment>;
  readonly #client: RestClient;
  readonly #scope: RequestScope;
  readonly #rows: Resource<'Payment', Payment>;
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
    this.#ofInvoice = new BatchLoader(
      (owners) => rows.all({ by: 'InvoiceID', owners }, NEWEST_FIRST),
      () => [],
    );
  }

  /** One page of the payments that `query` describes, the newest first. */
  readonly list = memo((query: PaymentQuery, page: PageRequest): Promise<Page<Payment>> =>
    this.#rows.list(fromPaymentQuery(query), NEWEST_FIRST, page),
  );

  /** How many payments `query` describes. */
  readonly count = memo((query: PaymentQuery): Promise<number> => this.#rows.count(fromPaymentQuery(query)));

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
    return mapOutcome(outcome, (payload) => {
      const stored = toPayment(payload);
      this.byId.replace(stored.id, stored);
      return stored;
    });
  }
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
