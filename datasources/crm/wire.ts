import type { Address, NewAddress } from '../address.ts';
import { idOf, refTo } from '../ids.ts';
import { Contract } from '../rest/contract.ts';
import type { RefusalTable } from '../rest/refusal.ts';
import type { components } from './generated/wire.ts';
import type { Customer, CustomerChange, Territory } from './model.ts';

type Schemas = components['schemas'];

/** The CRM's own OpenAPI document. */
export const contract = new Contract<Schemas>('crm', new URL('./contract.json', import.meta.url));

const checkCustomer = contract.check('Customer');
const checkTerritory = contract.check('Territory');

/** What the CRM's refusals mean. */
export const refusals: RefusalTable = {
  email_taken: ['TAKEN', 'email'],
  unknown_territory: ['NOT_FOUND', 'territory'],
  invalid_name: ['INVALID', 'name'],
};

const ADDRESS_KINDS = {
  home: 'HOME',
  main_office: 'MAIN_OFFICE',
  shipping: 'SHIPPING',
  other: 'OTHER',
} as const;

/** A customer off the wire, checked. */
export function toCustomer(payload: unknown): Customer {
  const wire = checkCustomer(payload, '/customers');
  return {
    id: idOf(wire.id),
    kind: wire.kind === 'store' ? 'STORE' : 'PERSON',
    name: wire.name,
    firstName: wire.firstName ?? null,
    lastName: wire.lastName ?? null,
    email: wire.email,
    phone: wire.phone,
    accountNumber: wire.accountNumber,
    territory: refTo(wire.territoryId),
    since: wire.since,
    addresses: wire.addresses.map(toAddress),
    contacts: wire.contacts,
  };
}

/** A territory off the wire, checked. */
export function toTerritory(payload: unknown): Territory {
  const { id, name, countryCode, group } = checkTerritory(payload, '/territories');
  return { id: idOf(id), name, countryCode, group };
}

/** A change of a customer as the CRM wants it. */
export function fromChange(change: CustomerChange): Record<string, unknown> {
  const { territory, addresses, ...rest } = change;
  return { ...rest, territoryId: territory, addresses: addresses?.map(fromAddress) };
}

function toAddress({ type, ...address }: Schemas['Address']): Address {
  return { ...address, kind: ADDRESS_KINDS[type] };
}

function fromAddress(address: NewAddress): Record<string, unknown> {
  return { ...address, type: 'home' };
}
