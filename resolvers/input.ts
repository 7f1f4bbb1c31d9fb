import { Decimal } from 'decimal.js';
import type { NewAddress } from '../datasources/address.ts';
import { InputError } from '../datasources/errors.ts';
import type { Sort } from '../datasources/sort.ts';
import type { Span } from '../datasources/span.ts';
import type { AddressInput, DateRange, InputMaybe, SortDirection } from './generated/types.ts';

/** Omits undefined properties: input that was left out stays out. */
export function definedOnly<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** Reads an address argument, with null for anything left out or empty. */
export function addressOf(input: AddressInput): NewAddress {
  const { line1, line2, city, state, stateCode, countryCode, postalCode } = input;
  return {
    line1,
    line2: line2 || null,
    city,
    state: state || null,
    stateCode: stateCode || null,
    countryCode,
    postalCode: postalCode || null,
  };
}

/** Reads a span of days, with null for an open end. Throws InputError if it ends before it begins. */
export function spanOf(range: InputMaybe<DateRange> | undefined): Span {
  const [from, to] = [range?.from ?? null, range?.to ?? null];
  if (from === null || to === null || from <= to) return { from, to };
  throw new InputError(`"from" must not be after "to", got ${from} and ${to}.`);
}

/** Reads the least and the greatest amount of what is wanted, with null for an open end. Throws InputError if nothing is both. */
export function boundsOf(
  what: string,
  least: InputMaybe<string> = null,
  greatest: InputMaybe<string> = null,
): readonly [least: string | null, greatest: string | null] {
  if (least === null || greatest === null || !new Decimal(least).gt(greatest)) return [least, greatest];
  throw new InputError(`"min${what}" must not be above "max${what}", got ${least} and ${greatest}.`);
}

/** Reads the order of a list; `usual` is the order if none was given. */
export function sortOf<By extends string>(
  orderBy: InputMaybe<{ readonly field: By; readonly direction?: SortDirection }> | undefined,
  usual: Sort<By>,
): Sort<By> {
  return orderBy ? { by: orderBy.field, descending: orderBy.direction === 'DESC' } : usual;
}

/** Validates a number of items. Throws InputError unless it is from 1 to `max`. */
export function boundedBy(name: string, value: number, max: number): number {
  if (value >= 1 && value <= max) return value;
  throw new InputError(`"${name}" must be from 1 to ${max}, got ${value}.`);
}

/** The most items that a list of alternatives may have. */
const MAX_ALTERNATIVES = 100;

/**
 * Reads a condition that lists what is wanted; null if it was left out. Throws InputError for an empty list, since a filter that nothing
 * passes is a mistake, and for a very long one.
 */
export function anyOf<T, U>(
  name: string,
  items: InputMaybe<readonly T[]> | undefined,
  read: (item: T) => U,
): readonly U[] | null {
  if (items === null || items === undefined) return null;
  if (items.length > 0 && items.length <= MAX_ALTERNATIVES) return items.map(read);
  throw new InputError(
    `"${name}" must list 1 to ${MAX_ALTERNATIVES}, got ${items.length}. Leave it out for no condition.`,
  );
}

/** Validates a name. Throws InputError if it is not among those known; `what` says what kind of name it is. */
export function oneOf(what: string, name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  throw new InputError(`There is no ${what} "${name.slice(0, 60)}". There are: ${known.join(', ')}.`);
}
