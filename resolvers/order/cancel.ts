import { accounting } from '../../datasources/accounting/system.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import type { Order } from '../../datasources/commerce/model.ts';
import { erp } from '../../datasources/erp/system.ts';
import { idOf } from '../../datasources/ids.ts';
import type { Context } from '../context.ts';
import type { MutationOrderCancelArgs, UserError } from '../generated/types.ts';
import { parseId } from '../global-id.ts';
import { keyOf, userErrors } from '../mutation.ts';

/** The messages for what remains to be done after the shop has cancelled an order. */
const PARTS = {
  goods: 'The order is cancelled, but its goods could not be put back yet. Cancel it again to complete this.',
  invoice:
    'The order is cancelled, but its invoice could not be voided yet. Cancel it again to complete this.',
} as const;

/**
 * Cancels an order in the shop, puts its goods back (ERP) and voids its invoices (accounting). The order stays cancelled if an invoice
 * cannot be voided because it is paid, or if either system cannot be reached: the payload says so. The steps run to completion even if the
 * client has gone; if one fails, cancelling again completes it.
 */
export async function orderCancel(_: unknown, args: MutationOrderCancelArgs, caller: Context) {
  const id = parseId('Order', args.id);
  const key = keyOf(args);
  return caller.detached(async (context) => {
    const { orders } = context.use(commerce);
    const outcome = await orders.cancel(id, args.reason ?? null, key);
    if (outcome.ok) {
      if (!outcome.replayed) caller.use(commerce).orders.byId.replace(id, outcome.value);
      return { order: outcome.value, userErrors: await unwind(outcome.value, key, context) };
    }
    const refused = userErrors(outcome.refusal, []);
    if (outcome.refusal.code !== 'ALREADY_CANCELLED') return { order: null, userErrors: refused };
    const earlier = await orders.byId.load(id);
    const left = earlier ? await unwind(earlier, key, context) : [];
    return { order: null, userErrors: [...refused, ...left] };
  });
}

/**
 * Runs both steps, each regardless of the other's outcome; returns what remains to be done, and why. The goods come first: from then on, an
 * `orderPlace` that is still running cannot confirm its hold any more, and voids the invoice that it issues; if it has confirmed it before,
 * it has issued its invoice, too.
 */
async function unwind(order: Order, key: string, context: Context): Promise<UserError[]> {
  const left: UserError[] = [];
  for (const [message, part] of [
    [PARTS.goods, putBack],
    [PARTS.invoice, voidInvoices],
  ] as const) {
    try {
      left.push(...(await part(order, key, context)));
    } catch (err) {
      // The order is cancelled, which an error in its place would hide from the caller; operators get the details.
      context.log.error({ err, order: order.id, requestId: context.requestId }, 'cancelled in part');
      left.push({ path: ['id'], code: 'REFUSED', message });
    }
  }
  return left;
}

async function putBack({ reservation }: Order, key: string, context: Context): Promise<UserError[]> {
  if (reservation === null) return [];
  const { reservations } = context.use(erp);
  const outcome = await reservations.release(idOf<'Reservation'>(reservation), `${key}:release`);
  // The shop accepts any text as the reservation: one that the ERP does not know holds no goods.
  if (outcome.ok || outcome.refusal.code === 'NOT_FOUND') return [];
  return userErrors(outcome.refusal, []);
}

async function voidInvoices({ id }: Order, key: string, context: Context): Promise<UserError[]> {
  const refusals = await context.use(accounting).invoices.voidOfOrder(id, key);
  return refusals.flatMap((refusal) => userErrors(refusal, []));
}
