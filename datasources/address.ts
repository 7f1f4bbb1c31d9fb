import type { Refusal } from './errors.ts';

/** A postal address, as in the graph. */
export interface Address {
  readonly kind: 'HOME' | 'MAIN_OFFICE' | 'SHIPPING' | 'BILLING' | 'OTHER' | null;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly state: string | null;
  readonly stateCode: string | null;
  readonly countryCode: string;
  readonly postalCode: string | null;
}

/** A postal address to be stored. */
export type NewAddress = Omit<Address, 'kind'>;

/** The maximum length in characters of each part of an address in a system. */
export type AddressLengths = Readonly<Record<Exclude<keyof NewAddress, 'countryCode'>, number>>;

/** Returns why a system with these limits refuses an address at this path of the input; null if it does not. */
export function faultOfAddress(
  path: readonly string[],
  address: NewAddress,
  lengths: AddressLengths,
): Refusal | null {
  const invalid = (part: string, message: string): Refusal => ({
    code: 'INVALID',
    field: [...path, part],
    message,
  });
  for (const part of ['line1', 'city'] as const) {
    if (address[part] === '') return invalid(part, 'Expected a text that is not empty.');
  }
  for (const part of ['line1', 'line2', 'city', 'state', 'stateCode', 'postalCode'] as const) {
    const length = address[part]?.length ?? 0;
    if (length <= lengths[part]) continue;
    return invalid(part, `Expected at most ${lengths[part]} characters, got ${length}.`);
  }
  if (/^[A-Z]{2}$/.test(address.countryCode)) return null;
  const code = address.countryCode.slice(0, 60);
  return invalid('countryCode', `Expected the two letters of a country, such as "US", got "${code}".`);
}
