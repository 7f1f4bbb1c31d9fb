import type { DatabaseSync } from 'node:sqlite';
import { ProblemError } from '../kit/problem.ts';
import { parseId } from './customer-table.ts';
import type { AddressInput, CustomerInput, CustomerPatch } from './inputs.ts';
import type { Address, Customer } from './schemas.ts';

type Names = Pick<Customer, 'name' | 'firstName' | 'lastName'>;

/** Makes a new customer, not stored yet, with the next id and account number and today's date. Throws the refusals. */
export function created(db: DatabaseSync, input: CustomerInput): Customer {
  checkEmail(db, input.email ?? null, null);
  checkTerritory(db, input.territoryId ?? null);
  const id = Number(db.prepare('SELECT coalesce(max(id), 0) + 1 AS id FROM customer').get()?.['id']);
  const now = new Date().toISOString();
  return {
    id: String(id),
    kind: input.kind,
    ...names(input.kind, input, {}),
    email: input.email ?? null,
    phone: input.phone ?? null,
    accountNumber: `AW${String(id).padStart(8, '0')}`,
    territoryId: input.territoryId ?? null,
    since: now.slice(0, 'yyyy-mm-dd'.length),
    addresses: (input.addresses ?? []).map(addressOf),
    contacts: [],
    updatedAt: now,
  };
}

/** Applies the patch to the customer, without storing it. Throws the refusals. */
export function changed(db: DatabaseSync, customer: Customer, patch: CustomerPatch): Customer {
  const { email = customer.email, phone = customer.phone, territoryId = customer.territoryId } = patch;
  if (!sameEmail(email, customer.email)) checkEmail(db, email, parseId(customer.id));
  if (territoryId !== customer.territoryId) checkTerritory(db, territoryId);
  return {
    ...customer,
    ...names(customer.kind, patch, customer),
    email,
    phone,
    territoryId,
    addresses: patch.addresses?.map(addressOf) ?? customer.addresses,
  };
}

/** The names of a customer of this kind: those given, and otherwise those from before. */
function names(kind: Customer['kind'], given: Partial<Names>, before: Partial<Names>): Names {
  if (kind === 'store') {
    if (given.firstName !== undefined || given.lastName !== undefined) {
      throw invalidName('A store has a name, but no firstName and lastName.');
    }
    return { name: required('name', given.name ?? before.name) };
  }
  if (given.name !== undefined) {
    throw invalidName('The name of a person is made of firstName and lastName; send these.');
  }
  const firstName = required('firstName', given.firstName ?? before.firstName);
  const lastName = required('lastName', given.lastName ?? before.lastName);
  return { name: `${firstName} ${lastName}`, firstName, lastName };
}

function required(field: keyof Names, value: string | undefined): string {
  const name = value?.trim() ?? '';
  if (name === '') throw invalidName(`${field} is missing or blank.`);
  return name;
}

function invalidName(detail: string): ProblemError {
  return new ProblemError(422, 'invalid_name', detail);
}

function sameEmail(a: string | null, b: string | null): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}

function checkEmail(db: DatabaseSync, email: string | null, own: number | null): void {
  const taken = db.prepare('SELECT 1 FROM customer WHERE email = ? AND id IS NOT ?').get(email, own);
  if (taken) {
    throw new ProblemError(422, 'email_taken', `Another customer has the e-mail address ${String(email)}.`);
  }
}

function checkTerritory(db: DatabaseSync, territoryId: string | null): void {
  if (territoryId === null) return;
  if (!db.prepare('SELECT 1 FROM territory WHERE id = ?').get(parseId(territoryId))) {
    throw new ProblemError(422, 'unknown_territory', `There is no territory ${territoryId}.`);
  }
}

function addressOf(input: AddressInput): Address {
  const { type, line1, city, countryCode } = input;
  const { line2 = null, state = null, stateCode = null, postalCode = null } = input;
  return { type, line1, line2, city, state, stateCode, countryCode, postalCode };
}
