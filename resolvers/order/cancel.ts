import { commerce } from '../../datasources/commerce/system.ts';
import type { Context } from '../context.ts';
import type { MutationOrderCancelArgs } from '../generated/types.ts';
import { parseId } from '../global-id.ts';
import { keyOf, payloadOf } from '../mutation.ts';

/** Cancels an order in the shop. */
export async function orderCancel(_: unknown, args: MutationOrderCancelArgs, context: Context) {
  const id = parseId('Order', args.id);
  // An earlier mutation of the same request may have read sums that this one changes.
  context.forget();
  const outcome = await context.use(commerce).orders.cancel(id, args.reason ?? null, keyOf(args));
  return payloadOf('order', outcome, []);
}
