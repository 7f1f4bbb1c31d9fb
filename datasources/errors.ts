/** An argument of the caller makes no sense; the message says what was expected and what came. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Reasons for which a business refuses a write, in the graph's own words. */
export type RefusalCode =
  | 'INVALID'
  | 'NOT_FOUND'
  | 'TAKEN'
  | 'OUT_OF_STOCK'
  | 'NOT_FOR_SALE'
  | 'ALREADY_SHIPPED'
  | 'ALREADY_CANCELLED'
  | 'ALREADY_INVOICED'
  | 'ALREADY_PAID'
  | 'VOIDED'
  | 'OVERPAID'
  | 'CURRENCY_MISMATCH'
  | 'RESERVATION_EXPIRED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'CURSOR_EXPIRED'
  | 'REFUSED';

/** The business refuses a write: an expected outcome, told to the caller as data. */
export interface Refusal {
  readonly code: RefusalCode;
  /** The part of the input at fault, from the outside in; empty where it is the whole. */
  readonly field: readonly string[];
  /** The system's own words. */
  readonly message: string;
  /** Where several parts of the input are at fault, each of them; they say all that `field` and `message` say. */
  readonly parts?: readonly RefusedPart[];
}

/** One of several parts of the input for which a write was refused. */
export interface RefusedPart {
  readonly field: readonly string[];
  readonly message: string;
}

/**
 * What came of a write: its result, or the refusal. `replayed` says that the write took effect under this
 * idempotency key before, so that the result is what it was then.
 */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly replayed: boolean }
  | { readonly ok: false; readonly refusal: Refusal };

/** Applies `map` to the result of a write; a refusal passes through. */
export function mapOutcome<T, U>(outcome: Outcome<T>, map: (value: T) => U): Outcome<U> {
  return outcome.ok ? { ...outcome, value: map(outcome.value) } : outcome;
}
