import { Decimal } from 'decimal.js';

/** An exact amount: canonical decimal text (no exponent, no trailing zeros) and an ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** An amount as a system sends it, text or JSON number, to {@link Money}; numbers are taken at their shortest text. */
export function money(amount: string | number, currency: string): Money {
  return { amount: decimal(amount), currency };
}

/** A decimal as a system sends it, to canonical text: `"12.50"` and `12.5` both to `"12.5"`. */
export function decimal(value: string | number): string {
  const text = String(value);
  // What is canonical already, as most amounts are, costs a look at it and no arithmetic.
  return CANONICAL.test(text) ? text : new Decimal(value).toFixed();
}

/** Neither an exponent nor a zero that could be left out, nor a minus before nothing. */
const CANONICAL = /^(?:0|-?(?:[1-9]\d*(?:\.\d*[1-9])?|0\.\d*[1-9]))$/;
