import { faultOfAddress } from '../address.ts';
import type { Refusal } from '../errors.ts';
import type { Id } from '../ids.ts';
import { isPossibleId } from './ids.ts';
import type { NewOrder } from './model.ts';

const MAX_LINES = 100;
const MAX_QUANTITY = 1_000;
const MAX_REASON = 500;
/** The maximum length in characters of each part of an address. */
const LENGTHS = { line1: 200, line2: 200, city: 100, state: 100, stateCode: 10, postalCode: 20 } as const;

/** Returns why the shop's contract forbids an order, regardless of the shop's data; null if it does not. */
export function faultOfOrder({ lines, shippingAddress, billingAddress }: NewOrder): Refusal | null {
  if (lines.length < 1 || lines.length > MAX_LINES) {
    return invalid(['lines'], `Expected 1 to ${MAX_LINES} lines, got ${lines.length}.`);
  }
  for (const [index, { quantity }] of lines.entries()) {
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      const message = `Expected 1 to ${MAX_QUANTITY} pieces, got ${quantity}.`;
      return invalid(['lines', String(index), 'quantity'], message);
    }
  }
  return (
    faultOfAddress(['shippingAddress'], shippingAddress, LENGTHS) ??
    faultOfAddress(['billingAddress'], billingAddress, LENGTHS)
  );
}

/** Returns why the shop's contract forbids to cancel an order, regardless of the shop's data; null if it does not. */
export function faultOfCancel(id: Id<'Order'>, reason: string | null): Refusal | null {
  if (!isPossibleId(id)) return { code: 'NOT_FOUND', field: ['id'], message: `There is no order ${id}.` };
  const length = reason?.length ?? 0;
  if (length <= MAX_REASON) return null;
  return invalid(['reason'], `Expected at most ${MAX_REASON} characters, got ${length}.`);
}

function invalid(field: readonly string[], message: string): Refusal {
  return { code: 'INVALID', field, message };
}
