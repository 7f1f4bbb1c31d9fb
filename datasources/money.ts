import { Decimal } from 'decimal.js';

/** An exact amount: canonical decimal text (no exponent, no trailing zeros) and an ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Converts an amount from a system, text or JSON number, to {@link Money}; numbers are taken in their shortest form. */
export function money(amount: string | number, currency: string): Money {
  return { amount: decimal(amount), currency };
}

/** Converts a decimal from a system to canonical text: `"12.50"` and `12.5` both to `"12.5"`. */
export function decimal(value: string | number): string {
  const text = String(value);
  // Text that is already canonical, like most amounts, costs one test and no arithmetic.
  return CANONICAL.test(text) ? text : new Decimal(value).toFixed();
}

/** No exponent, no redundant zeros, and no negative zero. */
const CANONICAL = /^(?:0|-?(?:[1-9]\d*(?:\.\d*[1-9])?|0\.\d*[1-9]))$/;
