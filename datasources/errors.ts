/** An error that callers are told in full: its message, its code and its public fields. */
export abstract class CallerError extends Error {
  abstract readonly code: string;

  /** What callers receive beside the message and the code. */
  get publicFields(): Readonly<Record<string, unknown>> {
    return {};
  }
}

/** A client's argument is invalid; the message says what was expected and what was given. */
export class InputError extends CallerError {
  override readonly name = 'InputError';
  readonly code = 'BAD_USER_INPUT';
}

/** Reasons for which a business rule refuses a write, in the graph's own terms. */
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

/** A business rule refused a write: an expected outcome, returned to the client as data. */
export interface Refusal {
  readonly code: RefusalCode;
  /** The path to the part of the input at fault; empty for the whole input. */
  readonly field: readonly string[];
  /** The system's own words. */
  readonly message: string;
  /** If several parts of the input are at fault, all of them; they include what `field` and `message` say. */
  readonly parts?: readonly RefusedPart[];
}

/** One of several parts of the input for which a write was refused. */
export interface RefusedPart {
  readonly field: readonly string[];
  readonly message: string;
}

/**
 * The outcome of a write: its result, or the refusal. `replayed` means that the write took effect earlier under this idempotency key, so
 * the result is the one from then.
 */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly replayed: boolean }
  | { readonly ok: false; readonly refusal: Refusal };

/** The outcome of a write that has taken effect. */
export function done<T>(value: T, replayed = false): Outcome<T> {
  return { ok: true, value, replayed };
}

/** The outcome of a write that was refused. */
export function refused(refusal: Refusal): Outcome<never> {
  return { ok: false, refusal };
}

/** Applies `map` to the result of a write; a refusal passes through. */
export function mapOutcome<T, U>(outcome: Outcome<T>, map: (value: T) => U): Outcome<U> {
  return outcome.ok ? { ...outcome, value: map(outcome.value) } : outcome;
}
