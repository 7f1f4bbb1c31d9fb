import type { DatabaseSync } from 'node:sqlite';
import { readCsv, type CsvRow } from '../kit/csv.ts';
import { insertCsv, type DatabasePlan } from '../kit/database.ts';
import { CUSTOMER_DDL, SAVE_CUSTOMER, toRow } from './customer-table.ts';
import type { Address, Contact, Customer } from './schemas.ts';

/** The sample data has no times of change; the day of its last order stands in for them. */
const SAMPLE_TIME = '2013-12-30T00:00:00.000Z';

const ADDRESS_TYPES: Readonly<Record<string, Address['type']>> = {
  2: 'home',
  3: 'main_office',
  5: 'shipping',
};

const TERRITORY_DDL = `
  CREATE TABLE territory (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country_code TEXT NOT NULL, area TEXT NOT NULL);
`;

/** Tables by the id that customers refer to them with. */
interface Sources {
  readonly persons: ReadonlyMap<string, CsvRow>;
  readonly stores: ReadonlyMap<string, CsvRow>;
  /** By business id: that of a person or of a store. */
  readonly addresses: ReadonlyMap<string, Address[]>;
  /** By store id, each list by the id of the contact's person. */
  readonly contacts: ReadonlyMap<string, Contact[]>;
  /** Day of the first order, derived by data/derive-since.ts. */
  readonly since: ReadonlyMap<string, CsvRow>;
}

/** The CRM's database: territories, and the customers with everything known about them. */
export const crmPlan: DatabasePlan = {
  version: 2,
  schema: TERRITORY_DDL + CUSTOMER_DDL,
  seed: (db) => {
    seedTerritories(db);
    const sources = readSources();
    insertCsv(db, table('customer'), SAVE_CUSTOMER, (row) => toRow(customerOf(row, sources)));
  },
};

function seedTerritories(db: DatabaseSync): void {
  insertCsv(db, table('territory'), 'INSERT INTO territory VALUES (?, ?, ?, ?)', (row) => [
    Number(row['id']),
    text(row, 'name'),
    text(row, 'country_code'),
    text(row, 'territory_group'),
  ]);
}

function readSources(): Sources {
  const persons = byColumn(readCsv(table('person')), 'id');
  return {
    persons,
    stores: byColumn(readCsv(table('store')), 'id'),
    addresses: groupByBusiness(readCsv(table('address')), addressOf),
    contacts: groupByBusiness(
      readCsv(table('contact')).sort((a, b) => Number(a['person_id']) - Number(b['person_id'])),
      (row) => contactOf(row, found(persons, row['person_id'])),
    ),
    since: byColumn(readCsv(table('customer_since')), 'customer_id'),
  };
}

function customerOf(row: CsvRow, sources: Sources): Customer {
  const id = text(row, 'id');
  const storeId = row['store_id'] ?? null;
  const personId = row['person_id'] ?? null;
  return {
    id,
    ...(personId === null ? storeOf(storeId, sources) : personOf(personId, sources)),
    accountNumber: text(row, 'account_number'),
    territoryId: row['territory_id'] ?? null,
    since: sources.since.get(id)?.['since'] ?? null,
    // A person at a store is reached at the store.
    addresses: sources.addresses.get(storeId ?? personId ?? '') ?? [],
    updatedAt: SAMPLE_TIME,
  };
}

function personOf(personId: string, sources: Sources) {
  const person = found(sources.persons, personId);
  return {
    kind: 'person' as const,
    name: fullName(person),
    firstName: text(person, 'first_name'),
    ...(person['middle_name'] && { middleName: person['middle_name'] }),
    lastName: text(person, 'last_name'),
    ...(person['title'] && { title: person['title'] }),
    email: person['email'] ?? null,
    phone: person['phone'] ?? null,
    contacts: [],
  };
}

function storeOf(storeId: string | null, sources: Sources) {
  const store = found(sources.stores, storeId);
  const contacts = sources.contacts.get(text(store, 'id')) ?? [];
  return {
    kind: 'store' as const,
    name: text(store, 'name'),
    email: contacts[0]?.email ?? null,
    phone: contacts[0]?.phone ?? null,
    contacts,
  };
}

function addressOf(row: CsvRow): Address {
  return {
    type: ADDRESS_TYPES[text(row, 'address_type')] ?? 'other',
    line1: text(row, 'line1'),
    line2: row['line2'] ?? null,
    city: text(row, 'city'),
    state: row['state'] ?? null,
    stateCode: row['state_code'] ?? null,
    countryCode: text(row, 'country_code'),
    postalCode: row['postal_code'] ?? null,
  };
}

function contactOf(row: CsvRow, person: CsvRow): Contact {
  return {
    name: fullName(person),
    role: text(row, 'role'),
    email: person['email'] ?? null,
    phone: person['phone'] ?? null,
  };
}

function fullName(person: CsvRow): string {
  return `${text(person, 'first_name')} ${text(person, 'last_name')}`;
}

function table(name: string): URL {
  return new URL(`data/${name}.csv.gz`, import.meta.url);
}

function byColumn(rows: readonly CsvRow[], column: string): Map<string, CsvRow> {
  return new Map(rows.map((row) => [text(row, column), row]));
}

function groupByBusiness<T>(rows: readonly CsvRow[], toItem: (row: CsvRow) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const id = text(row, 'business_id');
    groups.set(id, [...(groups.get(id) ?? []), toItem(row)]);
  }
  return groups;
}

function text(row: CsvRow, column: string): string {
  const value = row[column];
  if (value === null || value === undefined) throw new Error(`expected a value in the column ${column}`);
  return value;
}

function found(rows: ReadonlyMap<string, CsvRow>, id: string | null | undefined): CsvRow {
  const row = rows.get(id ?? '');
  if (!row) throw new Error(`expected a row of the id ${String(id)}`);
  return row;
}
