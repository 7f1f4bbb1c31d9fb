import type { Refusal } from '../errors.ts';
import { isPossibleId } from './ids.ts';
import type { NewReservation, StockAdjustment, StockTransfer } from './model.ts';

const MAX_PIECES = 1_000_000;
const MAX_REASON = 500;

/** Returns why the ERP's contract forbids a correction; null if it does not. */
export function faultOfAdjustment({ product, location, quantity, reason }: StockAdjustment): Refusal | null {
  if (quantity === 0 || Math.abs(quantity) > MAX_PIECES) {
    return invalid('quantity', `Expected from 1 to ${MAX_PIECES} pieces more or fewer, got ${quantity}.`);
  }
  if (reason.length === 0 || reason.length > MAX_REASON) {
    return invalid('reason', `Expected 1 to ${MAX_REASON} characters, got ${reason.length}.`);
  }
  return unknown('product', 'item', product) ?? unknown('location', 'location', location);
}

/** Returns why the ERP's contract forbids a transfer; null if it does not. */
export function faultOfTransfer({ product, from, to, quantity }: StockTransfer): Refusal | null {
  if (quantity < 1 || quantity > MAX_PIECES) {
    return invalid('quantity', `Expected from 1 to ${MAX_PIECES} pieces, got ${quantity}.`);
  }
  return (
    unknown('product', 'item', product) ?? unknown('from', 'location', from) ?? unknown('to', 'location', to)
  );
}

/** Returns why the ERP's contract forbids a reservation; null if it does not. */
export function faultOfReservation({ lines }: NewReservation): Refusal | null {
  for (const { product, quantity } of lines) {
    if (quantity < 1 || quantity > MAX_PIECES) {
      return invalid('lines', `Expected from 1 to ${MAX_PIECES} pieces, got ${quantity}.`);
    }
    const fault = unknown('lines', 'item', product);
    if (fault) return fault;
  }
  return null;
}

function invalid(field: string, message: string): Refusal {
  return { code: 'INVALID', field: [field], message };
}

function unknown(field: string, what: string, id: string): Refusal | null {
  return isPossibleId(id)
    ? null
    : { code: 'NOT_FOUND', field: [field], message: `There is no ${what} ${id}.` };
}
