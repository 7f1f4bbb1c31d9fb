import { faultOfAddress } from '../address.ts';
import type { Refusal } from '../errors.ts';
import type { CustomerChange, CustomerKind, CustomerQuery, NewCustomerAddress } from './model.ts';
import { checkedText } from '../text.ts';
import { isPossibleId } from './ids.ts';
import { ADDRESS_KINDS, isAddressKind } from './wire.ts';

const MAX_ADDRESSES = 20;
/** The maximum length in characters of each field of a customer, and of each part of an address. */
const LENGTHS = { firstName: 200, lastName: 200, name: 200, email: 254, phone: 40 } as const;
const ADDRESS_LENGTHS = {
  line1: 200,
  line2: 200,
  city: 200,
  state: 200,
  stateCode: 10,
  postalCode: 20,
} as const;
const NAMES = ['firstName', 'lastName', 'name'] as const;
const NEEDED = { PERSON: ['firstName', 'lastName'], STORE: ['name'] } as const;

/** Returns why the CRM's contract forbids a new customer, regardless of the CRM's data; null if it does not. */
export function faultOfCustomer(kind: CustomerKind, change: CustomerChange): Refusal | null {
  const foreign = NAMES.find((part) => change[part] !== undefined && !isNameOf(kind, part));
  if (foreign !== undefined) return foreignName(kind, foreign);
  const missing = NEEDED[kind].find((part) => isBlank(change[part]));
  return missing === undefined ? faultOfChange(change) : blank(missing);
}

/** Returns why the CRM's contract forbids a change, regardless of the CRM's data; null if it does not. */
export function faultOfChange(change: CustomerChange): Refusal | null {
  const emptied = NAMES.find((part) => change[part] !== undefined && isBlank(change[part]));
  if (emptied !== undefined) return blank(emptied);
  if (change.phone === '') return invalid(['phone'], 'Expected a text that is not empty, or null.');
  const { territory = null, addresses = [] } = change;
  if (territory !== null && !isPossibleId(territory)) {
    return { code: 'NOT_FOUND', field: ['territory'], message: `There is no territory ${territory}.` };
  }
  return tooLong(change) ?? faultOfAddresses(addresses);
}

/** The part of a change that a refused name is about: blank names are reported before, so it belongs to the other kind of customer. */
export function nameOf({ name, firstName }: CustomerChange): string {
  if (name !== undefined) return 'name';
  return firstName === undefined ? 'lastName' : 'firstName';
}

/** Throws InputError for a condition that is too long for the CRM. */
export function checkQuery({ name, email, accountNumber }: CustomerQuery): void {
  checkedText('name', name, 200);
  checkedText('email', email, 254);
  checkedText('accountNumber', accountNumber, 20);
}

/** Whether the CRM could have customers that match. */
export function isPossible({ territory }: CustomerQuery): boolean {
  return territory === null || isPossibleId(territory);
}

function faultOfAddresses(addresses: readonly NewCustomerAddress[]): Refusal | null {
  if (addresses.length > MAX_ADDRESSES) {
    return invalid(['addresses'], `Expected at most ${MAX_ADDRESSES} addresses, got ${addresses.length}.`);
  }
  for (const [index, address] of addresses.entries()) {
    const path = ['addresses', String(index)];
    const fault = faultOfAddress(path, address, ADDRESS_LENGTHS) ?? faultOfKind(path, address);
    if (fault) return fault;
  }
  return null;
}

function faultOfKind(path: readonly string[], { kind }: NewCustomerAddress): Refusal | null {
  if (kind === null || isAddressKind(kind)) return null;
  const known = Object.values(ADDRESS_KINDS).join(', ');
  return invalid([...path, 'kind'], `Expected one of ${known}, got ${kind}.`);
}

function tooLong(change: CustomerChange): Refusal | null {
  for (const part of ['firstName', 'lastName', 'name', 'email', 'phone'] as const) {
    const length = change[part]?.length ?? 0;
    if (length > LENGTHS[part]) {
      return invalid([part], `Expected at most ${LENGTHS[part]} characters, got ${length}.`);
    }
  }
  return null;
}

function isNameOf(kind: CustomerKind, part: (typeof NAMES)[number]): boolean {
  return (part === 'name') === (kind === 'STORE');
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function blank(part: string): Refusal {
  return invalid([part], `${part} is missing or blank.`);
}

function foreignName(kind: CustomerKind, part: string): Refusal {
  return invalid(
    [part],
    kind === 'STORE'
      ? 'A store has a name, but no firstName and lastName.'
      : 'The name of a person is made of firstName and lastName; send these.',
  );
}

function invalid(field: readonly string[], message: string): Refusal {
  return { code: 'INVALID', field, message };
}
