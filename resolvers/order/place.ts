import type { Invoice } from '../../datasources/accounting/model.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import type { NewOrder, Order } from '../../datasources/commerce/model.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { crm } from '../../datasources/crm/system.ts';
import { erp } from '../../datasources/erp/system.ts';
import type { Reservation } from '../../datasources/erp/model.ts';
import type { Outcome, Refusal, RefusalCode } from '../../datasources/errors.ts';
import type { Context } from '../context.ts';
import type { MutationOrderPlaceArgs, OrderPlaceInput } from '../generated/types.ts';
import { parseId } from '../global-id.ts';
import { addressOf } from '../input.ts';
import { keyOf, userErrors } from '../mutation.ts';
import { onceAlive, type Undo } from './saga.ts';

const MAX_LINES = 100;

/**
 * Places an order over three systems, step by step: hold the goods, create the order, issue its invoice, take
 * the goods. A step that fails or is refused undoes the steps before it, the last first. The steps run to
 * their end although the caller may have gone. Where the gateway dies in between, the hold runs out by
 * itself, and a repetition under the same idempotency key goes on from what is there.
 */
export async function orderPlace(_: unknown, args: MutationOrderPlaceArgs, caller: Context) {
  const context = caller.detached();
  const order = orderOf(args.input);
  const refused = await check(order, context);
  if (refused) return { order: null, invoice: null, userErrors: userErrors(refused) };
  await using undo: Undo = new AsyncDisposableStack();
  const placed = await place(order, keyOf(args), context, undo);
  if (!placed.ok) return { order: null, invoice: null, userErrors: userErrors(placed.refusal) };
  undo.move();
  return { ...placed.value, userErrors: [] };
}

type Placed = Outcome<{ readonly order: Order; readonly invoice: Invoice }>;

async function place(wanted: NewOrder, key: string, context: Context, undo: Undo): Promise<Placed> {
  const held = await hold(wanted, key, context, undo);
  if (!held.ok) return held;
  const created = await create({ ...wanted, reservation: held.value.id }, key, context, undo);
  if (!created.ok) return created;
  const issued = await issue(created.value, key, context, undo);
  if (!issued.ok) return issued;
  const confirmed = await context
    .use(erp)
    .reservations.confirm(held.value.id, `${key}:confirm:${held.value.id}`);
  if (!confirmed.ok) return confirmed;
  return { ...confirmed, value: { order: created.value, invoice: issued.value } };
}

async function hold(
  wanted: NewOrder,
  key: string,
  context: Context,
  undo: Undo,
): Promise<Outcome<Reservation>> {
  const { reservations } = context.use(erp);
  const { reservationSeconds: expiresInSeconds } = context.settings;
  const wish = { reference: `order ${key}`.slice(0, 200), expiresInSeconds, lines: wanted.lines };
  const held = await onceAlive(
    `${key}:hold`,
    (stepKey) => reservations.hold(wish, stepKey),
    async ({ id }) => ['HELD', 'CONFIRMED'].includes((await reservations.current(id)).status),
  );
  if (held.ok) {
    undoing(undo, context, `hold ${held.value.id}`, () =>
      reservations.release(held.value.id, `${key}:release:${held.value.id}`),
    );
  }
  return held;
}

async function create(wanted: NewOrder, key: string, context: Context, undo: Undo): Promise<Outcome<Order>> {
  const { orders } = context.use(commerce);
  const created = await onceAlive(
    `${key}:order`,
    (stepKey) => orders.place(wanted, stepKey),
    async ({ id }) => (await context.detached().use(commerce).orders.byId.load(id))?.status !== 'CANCELLED',
  );
  if (created.ok) {
    const { id } = created.value;
    undoing(undo, context, `order ${id}`, () =>
      orders.cancel(id, 'It could not be completed.', `${key}:cancel:${id}`),
    );
  }
  return created;
}

async function issue(order: Order, key: string, context: Context, undo: Undo): Promise<Outcome<Invoice>> {
  const { invoices } = context.use(accounting);
  const { id, customer, subtotal, tax, freight, total } = order;
  const invoice = { order: id, customer: customer.id, subtotal, tax, freight, total, issuedOn: null };
  const issued = await onceAlive(
    `${key}:invoice`,
    (stepKey) => invoices.issue(invoice, stepKey),
    async (earlier) =>
      (await context.detached().use(accounting).invoices.byId.load(earlier.id))?.status !== 'VOIDED',
  );
  if (issued.ok) {
    const invoiceId = issued.value.id;
    undoing(undo, context, `invoice ${invoiceId}`, () =>
      invoices.void(invoiceId, `${key}:void:${invoiceId}`),
    );
  }
  return issued;
}

/** Remembers how to undo a step. An undo that fails must not hide why it was needed: it goes to the log. */
function undoing(undo: Undo, context: Context, what: string, run: () => Promise<Outcome<unknown>>): void {
  undo.defer(async () => {
    try {
      const outcome = await run();
      if (!outcome.ok)
        context.log.error({ what, requestId: context.requestId, ...outcome.refusal }, 'undo refused');
    } catch (err) {
      context.log.error({ what, requestId: context.requestId, err }, 'undo failed');
    }
  });
}

function orderOf(input: OrderPlaceInput): NewOrder {
  const shippingAddress = addressOf(input.shippingAddress);
  return {
    customer: parseId('Customer', input.customer),
    lines: input.lines.map(({ product, quantity }) => ({ product: parseId('Product', product), quantity })),
    shippingAddress,
    billingAddress: input.billingAddress ? addressOf(input.billingAddress) : shippingAddress,
    reservation: null,
  };
}

/** What can be refused before anything is done, so that the payload can point at the very argument. */
async function check({ customer, lines }: NewOrder, context: Context): Promise<Refusal | null> {
  if (lines.length < 1 || lines.length > MAX_LINES) {
    return refusal('INVALID', ['lines'], `An order has 1 to ${MAX_LINES} lines, got ${lines.length}.`);
  }
  const odd = lines.findIndex(({ quantity }) => quantity < 1);
  if (odd >= 0)
    return refusal('INVALID', ['lines', String(odd), 'quantity'], 'The quantity must be at least 1.');
  const [buyer, ...products] = await Promise.all([
    context.use(crm).customers.byId.load(customer),
    ...lines.map(({ product }) => context.use(commerce).products.byId.load(product)),
  ]);
  if (buyer === null) return refusal('NOT_FOUND', ['customer'], 'There is no such customer.');
  const missing = products.indexOf(null);
  return missing < 0
    ? null
    : refusal('NOT_FOUND', ['lines', String(missing), 'product'], 'There is no such product.');
}

function refusal(code: RefusalCode, field: readonly string[], message: string): Refusal {
  return { code, field, message };
}
