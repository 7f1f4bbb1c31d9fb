import { accounting } from '../../datasources/accounting/system.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import type { Order } from '../../datasources/commerce/model.ts';
import { erp } from '../../datasources/erp/system.ts';
import { idOf } from '../../datasources/ids.ts';
import type { Context } from '../context.ts';
import type { MutationOrderCancelArgs, UserError } from '../generated/types.ts';
import { parseId } from '../global-id.ts';
import { keyOf, userErrors } from '../mutation.ts';

/**
 * Cancels an order in the shop, puts its goods back (ERP) and voids its invoices (accounting). The order
 * stays cancelled where an invoice cannot be voided, because it is paid: the payload says so.
 */
export async function orderCancel(_: unknown, args: MutationOrderCancelArgs, context: Context) {
  const id = parseId('Order', args.id);
  const key = keyOf(args);
  const outcome = await context.use(commerce).orders.cancel(id, args.reason ?? null, key);
  if (!outcome.ok) return { order: null, userErrors: userErrors(outcome.refusal, []) };
  return { order: outcome.value, userErrors: await unwind(outcome.value, key, context) };
}

async function unwind(order: Order, key: string, context: Context): Promise<UserError[]> {
  if (order.reservation !== null) {
    await context.use(erp).reservations.release(idOf<'Reservation'>(order.reservation), `${key}:release`);
  }
  const { invoices } = context.use(accounting);
  const standing = (await invoices.ofOrder(order.id)).filter(({ status }) => status !== 'VOIDED');
  const outcomes = await Promise.all(
    standing.map((invoice) => invoices.void(invoice.id, `${key}:${invoice.id}`)),
  );
  return outcomes.flatMap((outcome) => (outcome.ok ? [] : userErrors(outcome.refusal, [])));
}
