import { accounting } from '../../datasources/accounting/system.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import type { Order } from '../../datasources/commerce/model.ts';
import { erp } from '../../datasources/erp/system.ts';
import { idOf } from '../../datasources/ids.ts';
import type { Context } from '../context.ts';
import type { MutationOrderCancelArgs, UserError } from '../generated/types.ts';
import { parseId } from '../global-id.ts';
import { keyOf, userErrors } from '../mutation.ts';
import { allOf } from './saga.ts';

/**
 * Cancels an order in the shop, puts its goods back (ERP) and voids its invoices (accounting). The order
 * stays cancelled where an invoice cannot be voided, because it is paid: the payload says so. The steps run
 * to their end although the caller may have gone; should one fail, cancelling again makes up for it.
 */
export async function orderCancel(_: unknown, args: MutationOrderCancelArgs, caller: Context) {
  const id = parseId('Order', args.id);
  const key = keyOf(args);
  const context = caller.detached();
  const { orders } = context.use(commerce);
  const outcome = await orders.cancel(id, args.reason ?? null, key);
  if (outcome.ok) {
    if (!outcome.replayed) caller.use(commerce).orders.byId.replace(id, outcome.value);
    return { order: outcome.value, userErrors: await unwind(outcome.value, key, context) };
  }
  if (outcome.refusal.code === 'ALREADY_CANCELLED') {
    const earlier = await orders.byId.load(id);
    if (earlier) await unwind(earlier, key, context);
  }
  return { order: null, userErrors: userErrors(outcome.refusal, []) };
}

async function unwind(order: Order, key: string, context: Context): Promise<UserError[]> {
  const errors: UserError[] = [];
  await allOf([putBack(order, key, context), voidInvoices(order, key, context, errors)]);
  return errors;
}

async function putBack({ reservation }: Order, key: string, context: Context): Promise<void> {
  if (reservation === null) return;
  await context.use(erp).reservations.release(idOf<'Reservation'>(reservation), `${key}:release`);
}

async function voidInvoices(order: Order, key: string, context: Context, errors: UserError[]): Promise<void> {
  const { invoices } = context.use(accounting);
  const standing = (await invoices.ofOrder(order.id)).filter(({ status }) => status !== 'VOIDED');
  const outcomes = await Promise.all(
    standing.map((invoice) => invoices.void(invoice.id, `${key}:${invoice.id}`)),
  );
  for (const outcome of outcomes) if (!outcome.ok) errors.push(...userErrors(outcome.refusal, []));
}
