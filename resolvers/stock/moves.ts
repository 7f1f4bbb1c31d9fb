import { erp } from '../../datasources/erp/system.ts';
import type { Context } from '../context.ts';
import type { MutationStockAdjustArgs, MutationStockTransferArgs } from '../generated/types.ts';
import { parseId } from '../global-id.ts';
import { keyOf, payloadOf, userErrors } from '../mutation.ts';

/** Mutation.stockAdjust. */
export async function stockAdjust(args: MutationStockAdjustArgs, context: Context) {
  const { product, location, quantity, reason } = args.input;
  const adjustment = {
    product: parseId('Product', product),
    location: parseId('Location', location),
    quantity,
    reason,
  };
  return payloadOf('stockLevel', await context.use(erp).stock.adjust(adjustment, keyOf(args)));
}

/** Mutation.stockTransfer, whose payload has both stock levels. */
export async function stockTransfer(args: MutationStockTransferArgs, context: Context) {
  const { product, from, to, quantity } = args.input;
  const transfer = {
    product: parseId('Product', product),
    from: parseId('Location', from),
    to: parseId('Location', to),
    quantity,
  };
  const outcome = await context.use(erp).stock.transfer(transfer, keyOf(args));
  if (!outcome.ok) return { from: null, to: null, userErrors: userErrors(outcome.refusal) };
  return { ...outcome.value, userErrors: [] };
}
