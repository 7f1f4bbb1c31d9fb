import type { Address } from '../address.ts';
import { idOf, refTo } from '../ids.ts';
import { Contract } from '../rest/contract.ts';
import type { RefusalTable } from '../rest/refusal.ts';
import type { components } from './generated/wire.ts';
import type { Customer, CustomerChange, CustomerKind, NewCustomerAddress, Territory } from './model.ts';

type Schemas = components['schemas'];

/** The CRM's own OpenAPI document. */
export const contract = new Contract<Schemas>('crm', new URL('./contract.json', import.meta.url));

const checkCustomer = contract.check('Customer');
const checkTerritory = contract.check('Territory');

/** Maps the CRM's refusals to the graph's. */
export const refusals: RefusalTable = {
  email_taken: ['TAKEN', 'email'],
  unknown_territory: ['NOT_FOUND', 'territory'],
  invalid_name: ['INVALID', 'name'],
};

/** Maps kinds of addresses on the wire to the graph's. */
export const ADDRESS_KINDS = {
  home: 'HOME',
  main_office: 'MAIN_OFFICE',
  shipping: 'SHIPPING',
  other: 'OTHER',
} as const;

const WIRE_KINDS = {
  HOME: 'home',
  MAIN_OFFICE: 'main_office',
  SHIPPING: 'shipping',
  OTHER: 'other',
} as const;
const USUAL_KINDS = { PERSON: 'HOME', STORE: 'MAIN_OFFICE' } as const;

/** Checks and converts a customer from the wire. */
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
    updatedAt: wire.updatedAt,
    addresses: wire.addresses.map(toAddress),
    contacts: wire.contacts,
  };
}

/** Checks and converts a territory from the wire. */
export function toTerritory(payload: unknown): Territory {
  const { id, name, countryCode, group } = checkTerritory(payload, '/territories');
  return { id: idOf(id), name, countryCode, group };
}

/** Whether the CRM supports this kind of address; it has none for billing. */
export function isAddressKind(kind: NonNullable<Address['kind']>): kind is keyof typeof WIRE_KINDS {
  return Object.hasOwn(WIRE_KINDS, kind);
}

/** Converts a change to a customer of this kind to the CRM's format. */
export function fromChange(change: CustomerChange, kind: CustomerKind): Record<string, unknown> {
  const { territory, addresses, ...rest } = change;
  return {
    ...rest,
    territoryId: territory,
    addresses: addresses?.map((address) => fromAddress(address, kind)),
  };
}

function toAddress({ type, ...address }: Schemas['Address']): Address {
  return { ...address, kind: ADDRESS_KINDS[type] };
}

function fromAddress({ kind, ...address }: NewCustomerAddress, owner: CustomerKind): Record<string, unknown> {
  const type = kind && isAddressKind(kind) ? kind : USUAL_KINDS[owner];
  return { ...address, type: WIRE_KINDS[type] };
}
