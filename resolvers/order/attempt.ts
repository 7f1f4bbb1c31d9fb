import type { Invoice } from '../../datasources/accounting/model.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import type { NewOrder, Order } from '../../datasources/commerce/model.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { erp } from '../../datasources/erp/system.ts';
import { done, refused, type Outcome, type Refusal } from '../../datasources/errors.ts';
import type { Id } from '../../datasources/ids.ts';
import type { Context } from '../context.ts';
import { ofNoArgument, refusalOf, withRetries } from './saga.ts';

/** An order with its invoice. */
export interface PlacedOrder {
  readonly order: Order;
  readonly invoice: Invoice | null;
}

/** How far an earlier run got with an attempt. */
export type AttemptState =
  /** It can be completed. `order` is null if none was created yet. */
  | { readonly is: 'open'; readonly order: Order | null }
  /** It was completed. What has become of the order since then is irrelevant to placing it. */
  | { readonly is: 'placed'; readonly order: Order }
  /** It was abandoned, or its reservation expired. It may not be fully undone yet. */
  | { readonly is: 'dead' };

/**
 * One attempt at placing an order, identified by the reservation it began with. The ERP decides its outcome: once the reservation is
 * confirmed, the order is placed; once it is released or expired, it never will be. Everything that belongs to the attempt can be found by
 * its reservation, so that any later run can finish or undo it.
 */
export class Attempt {
  readonly #reservation: Id<'Reservation'>;
  readonly #key: string;
  readonly #context: Context;

  /** `key` is the attempt's own idempotency key: each of its steps takes effect only once. */
  constructor(reservation: Id<'Reservation'>, key: string, context: Context) {
    this.#reservation = reservation;
    this.#key = key;
    this.#context = context;
  }

  /** How far an earlier run got, according to the ERP and the shop. */
  async state(): Promise<AttemptState> {
    const { orders } = this.#context.use(commerce);
    // Sequential on purpose: an order exists before its goods are taken, so in this sequence it cannot be missed.
    const { status } = await this.#context.use(erp).reservations.current(this.#reservation);
    const [order = null] = await orders.ofReservation(this.#reservation);
    if (order?.status === 'CANCELLED')
      return this.#isUndone(order) ? { is: 'dead' } : { is: 'placed', order };
    switch (status) {
      case 'HELD':
        return { is: 'open', order };
      case 'CONFIRMED':
        return order ? { is: 'placed', order } : { is: 'open', order };
      case 'RELEASED':
      case 'EXPIRED':
        // The shop knows nothing of reservations, and ships whatever was ordered.
        return order?.status === 'SHIPPED' ? { is: 'placed', order } : { is: 'dead' };
    }
  }

  /** Completes the steps after `existing`, its order. If one fails or is refused, the attempt is undone. */
  async complete(wanted: NewOrder, existing: Order | null): Promise<Outcome<PlacedOrder>> {
    try {
      const placed = await this.#steps(wanted, existing);
      if (!placed.ok) await this.#undoPersistently();
      return placed;
    } catch (error) {
      await this.#undoPersistently();
      throw error;
    }
  }

  async #steps(wanted: NewOrder, existing: Order | null): Promise<Outcome<PlacedOrder>> {
    const created = await this.#order(wanted, existing);
    if (!created.ok) return created;
    const order = created.value;
    const { id, customer, subtotal, tax, freight, total } = order;
    const invoice = { order: id, customer: customer.id, subtotal, tax, freight, total, issuedOn: null };
    const issued = await this.#context.use(accounting).invoices.issue(invoice, `${this.#key}:invoice`);
    // Somebody may have billed it since an earlier run created it: that is its invoice then, and undoing would void it.
    const refusal = refusalOf(issued, 'ALREADY_INVOICED');
    if (refusal) return refused(ofNoArgument(refusal));
    const { reservations } = this.#context.use(erp);
    const confirmed = await reservations.confirm(this.#reservation, `${this.#key}:confirm`);
    if (!confirmed.ok) return refused(ofNoArgument(confirmed.refusal));
    // What was issued by an earlier run may have been paid or voided since.
    if (!issued.ok || issued.replayed) return done(await this.billed(order), true);
    return done({ order, invoice: issued.value }, created.replayed || confirmed.replayed);
  }

  /** An order that was placed, with its invoice as it is now. */
  async billed(order: Order): Promise<PlacedOrder> {
    const [invoice = null] = await this.#context.use(accounting).invoices.standingOf(order.id);
    return { order, invoice };
  }

  /** An order that exists is not placed again: its customer's territory may have changed, which the shop would take for another request. */
  async #order(wanted: NewOrder, existing: Order | null): Promise<Outcome<Order>> {
    const { orders } = this.#context.use(commerce);
    const key = `${this.#key}:order`;
    if (!existing) return orders.place({ ...wanted, reservation: this.#reservation }, key);
    await orders.reportPlaced(existing, key);
    return done(existing, true);
  }

  #undoPersistently(): Promise<void> {
    return withRetries(
      () => this.undo(),
      (err) => this.#logError({ err }, 'undo failed'),
    );
  }

  /**
   * Releases the goods, cancels the order and voids the invoice, as far as they exist, whatever is known of them: the response to the step
   * that created them may have been lost. If the goods turn out to have been taken, the order is placed and stays. Returns why the order or
   * its invoice cannot be undone; null if nothing is in the way. Runs with its own deadline, as the caller's may have passed.
   */
  async undo(): Promise<Refusal | null> {
    const refusal = await this.#context.detached((context) => this.#undoIn(context));
    if (refusal) this.#logError({ refusal }, 'undo refused');
    return refusal;
  }

  async #undoIn(context: Context): Promise<Refusal | null> {
    // If this fails, nothing is cancelled: another run may be about to take the goods, and only the ERP can tell.
    const { status } = await context.use(erp).reservations.letGo(this.#reservation, `${this.#key}:release`);
    if (status === 'CONFIRMED') return null;
    for (const order of await context.use(commerce).orders.ofReservation(this.#reservation)) {
      const refusal = await this.#cancelOrder(order, context);
      if (refusal) return refusal;
    }
    return null;
  }

  /** The shop comes first: an order that it has shipped keeps its invoice. */
  async #cancelOrder({ id, status }: Order, context: Context): Promise<Refusal | null> {
    if (status !== 'CANCELLED') {
      const { orders } = context.use(commerce);
      const cancelled = await orders.cancel(id, this.#undoReason, `${this.#key}:cancel`);
      const refusal = refusalOf(cancelled, 'ALREADY_CANCELLED');
      if (refusal) return refusal;
    }
    const [refusal = null] = await context.use(accounting).invoices.voidOfOrder(id, `${this.#key}:void`);
    return refusal;
  }

  /**
   * The cancellation reason of an order that this attempt undid, by which later runs recognize it. It names the reservation, which is not
   * disclosed while the order is live, so no caller who cancels the order can give the same reason.
   */
  get #undoReason(): string {
    return `It could not be placed completely (reservation ${this.#reservation}).`;
  }

  #isUndone({ status, cancelReason }: Order): boolean {
    return status === 'CANCELLED' && cancelReason === this.#undoReason;
  }

  #logError(fields: object, message: string): void {
    const { requestId, log } = this.#context;
    log.error({ ...fields, reservation: this.#reservation, requestId }, message);
  }
}
