import { hash } from 'node:crypto';
import { accounting } from '../../datasources/accounting/system.ts';
import type { NewOrder } from '../../datasources/commerce/model.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { crm } from '../../datasources/crm/system.ts';
import { erp } from '../../datasources/erp/system.ts';
import type { Reservation } from '../../datasources/erp/model.ts';
import { done, refused, type Outcome } from '../../datasources/errors.ts';
import type { Id } from '../../datasources/ids.ts';
import type { Context } from '../context.ts';
import type { MutationOrderPlaceArgs, OrderPlaceInput } from '../generated/types.ts';
import { parseId } from '../global-id.ts';
import { addressOf } from '../input.ts';
import { keyOf, userErrors } from '../mutation.ts';
import { Attempt, type PlacedOrder } from './attempt.ts';
import { ofNoArgument } from './saga.ts';

/** How often placing an order may fail under one idempotency key; each new attempt checks all earlier ones. */
const MAX_ATTEMPTS = 50;

/** An order as requested, and as placed; what is found up to complete it may change between two calls. */
interface WantedOrder {
  readonly asked: NewOrder;
  readonly order: NewOrder;
  readonly names: ReadonlyMap<Id<'Product'>, string>;
}

/**
 * Places an order across three systems, step by step: hold the goods, create the order, issue its invoice, take the goods. If a step fails
 * or is refused, the steps before it are undone. The steps run to completion even if the client has gone. If the gateway dies in between,
 * the hold expires by itself, and a retry with the same idempotency key continues from what exists.
 */
export async function orderPlace(_: unknown, args: MutationOrderPlaceArgs, caller: Context) {
  const key = keyOf(args);
  const order = orderOf(args.input);
  const placed = await caller.detached(async (context): Promise<Outcome<PlacedOrder>> => {
    const refusal = context.use(commerce).orders.faultOf(order);
    if (refusal) return refused(refusal);
    const found = await lookUp(order, context);
    return found.ok ? place(found.value, key, context) : found;
  });
  if (!placed.ok) return { order: null, invoice: null, userErrors: userErrors(placed.refusal) };
  if (!placed.replayed) primeCaller(placed.value, caller);
  return { ...placed.value, userErrors: [] };
}

/** Hands the new records to the caller's own sources, so that they are not read again. */
function primeCaller({ order, invoice }: PlacedOrder, caller: Context): void {
  caller.use(commerce).orders.byId.replace(order.id, order);
  if (invoice) caller.use(accounting).invoices.byId.replace(invoice.id, invoice);
}

/**
 * Goes through the attempts under this key: the first that is not dead decides. A dead attempt is undone before the next begins, so that
 * one key never has two live orders; if it cannot be undone, none begins.
 */
async function place(wanted: WantedOrder, key: string, context: Context): Promise<Outcome<PlacedOrder>> {
  for (let number = 1; number <= MAX_ATTEMPTS; number++) {
    const attemptKey = `${key}:${number}`;
    const held = await hold(wanted, key, attemptKey, context);
    if (!held.ok) return held;
    const attempt = new Attempt(held.value.id, attemptKey, context);
    const state = held.replayed ? await attempt.state() : { is: 'open' as const, order: null };
    switch (state.is) {
      case 'open':
        return attempt.complete(wanted.order, state.order);
      case 'placed':
        return done(await attempt.billed(state.order), true);
      case 'dead': {
        const refusal = await attempt.undo();
        if (refusal) return refused(ofNoArgument(refusal));
      }
    }
  }
  const message = `Placing this order failed ${MAX_ATTEMPTS} times under this idempotency key. Use a new key.`;
  return refused({ code: 'REFUSED', field: [], message });
}

/**
 * Reserves the goods. The reservation's reference is derived from the whole request, so that a different order under the same key is
 * refused.
 */
function hold(
  { asked, order, names }: WantedOrder,
  key: string,
  attemptKey: string,
  context: Context,
): Promise<Outcome<Reservation>> {
  const digest = hash('sha256', JSON.stringify(asked)).slice(0, 32);
  const { reservationSeconds: expiresInSeconds } = context.settings;
  const lines = order.lines.map((line) => ({ ...line, name: names.get(line.product) ?? line.product }));
  const wish = { reference: `order ${key} ${digest}`, expiresInSeconds, lines };
  return context.use(erp).reservations.hold(wish, `${attemptKey}:hold`);
}

function orderOf(input: OrderPlaceInput): NewOrder {
  const shippingAddress = addressOf(input.shippingAddress);
  return {
    customer: parseId('Customer', input.customer),
    territory: null,
    lines: input.lines.map(({ product, quantity }) => ({ product: parseId('Product', product), quantity })),
    shippingAddress,
    billingAddress: input.billingAddress ? addressOf(input.billingAddress) : shippingAddress,
    reservation: null,
  };
}

/**
 * Completes an order with data about its customer and products. Unknown ids are reported before anything is done, so that the payload can
 * point at the exact argument.
 */
async function lookUp(asked: NewOrder, context: Context): Promise<Outcome<WantedOrder>> {
  const { customer, lines } = asked;
  const [buyer, ...products] = await Promise.all([
    context.use(crm).customers.byId.load(customer),
    ...lines.map(({ product }) => context.use(commerce).products.byId.load(product)),
  ]);
  if (buyer === null) return unknown(['customer'], `There is no customer ${customer}.`);
  for (const [index, { product }] of lines.entries()) {
    if (products[index]) continue;
    return unknown(['lines', String(index), 'product'], `There is no product ${product}.`);
  }
  const names = new Map(products.flatMap((product) => (product ? [[product.id, product.name]] : [])));
  const order = { ...asked, territory: buyer.territory?.id ?? null };
  return done({ asked, order, names });
}

function unknown(field: readonly string[], message: string): Outcome<never> {
  return refused({ code: 'NOT_FOUND', field, message });
}
