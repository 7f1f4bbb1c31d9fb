import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Address, Contact, Customer } from './schemas.ts';

/**
 * DDL of the customers. Addresses and contacts are JSON in the customer's own row, because they are only ever read and replaced together
 * with it. `search_name` is {@link fold} of the name.
 */
export const CUSTOMER_DDL = `
  CREATE TABLE customer (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, search_name TEXT NOT NULL,
    first_name TEXT, middle_name TEXT, last_name TEXT, title TEXT,
    email TEXT COLLATE NOCASE, phone TEXT, account_number TEXT NOT NULL UNIQUE,
    territory_id INTEGER REFERENCES territory, since TEXT,
    addresses TEXT NOT NULL, contacts TEXT NOT NULL, updated_at TEXT NOT NULL);
  CREATE INDEX customer_by_email ON customer (email);
  CREATE INDEX customer_by_kind ON customer (kind, id);
  CREATE INDEX customer_by_territory ON customer (territory_id, id);
  CREATE INDEX customer_by_name ON customer (search_name, id);
  CREATE INDEX customer_by_since ON customer (ifnull(since, '~'), id);
  CREATE INDEX customer_by_since_descending ON customer (ifnull(since, ''), id);
`;

const COLUMNS = [
  'id',
  'kind',
  'name',
  'search_name',
  'first_name',
  'middle_name',
  'last_name',
  'title',
  'email',
  'phone',
  'account_number',
  'territory_id',
  'since',
  'addresses',
  'contacts',
  'updated_at',
] as const;

/** Inserts a customer, or replaces the one with this id; its values come from {@link toRow}. */
export const SAVE_CUSTOMER = `
  INSERT INTO customer (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`;

/** Text without case and accents, for searching and sorting names: `Sánchez` becomes `sanchez`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** An id on the wire as a number; null if it cannot be one, so that it matches nothing. */
export function parseId(id: string): number | null {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null;
}

/** The values of {@link SAVE_CUSTOMER}. */
export function toRow(customer: Customer): SQLInputValue[] {
  return [
    Number(customer.id),
    customer.kind,
    customer.name,
    fold(customer.name),
    customer.firstName ?? null,
    customer.middleName ?? null,
    customer.lastName ?? null,
    customer.title ?? null,
    customer.email,
    customer.phone,
    customer.accountNumber,
    customer.territoryId === null ? null : Number(customer.territoryId),
    customer.since,
    JSON.stringify(customer.addresses),
    JSON.stringify(customer.contacts),
    customer.updatedAt,
  ];
}

/** Converts a row of the table to the customer on the wire. */
export function fromRow(row: Record<string, SQLOutputValue>): Customer {
  return {
    id: String(row['id']),
    kind: row['kind'] === 'store' ? 'store' : 'person',
    name: String(row['name']),
    ...optional('firstName', row['first_name']),
    ...optional('middleName', row['middle_name']),
    ...optional('lastName', row['last_name']),
    ...optional('title', row['title']),
    email: textOrNull(row['email']),
    phone: textOrNull(row['phone']),
    accountNumber: String(row['account_number']),
    territoryId: textOrNull(row['territory_id']),
    since: textOrNull(row['since']),
    addresses: JSON.parse(String(row['addresses'])) as Address[],
    contacts: JSON.parse(String(row['contacts'])) as Contact[],
    updatedAt: String(row['updated_at']),
  };
}

/** The customer with this id, or undefined. */
export function readCustomer(db: DatabaseSync, id: string): Customer | undefined {
  const row = db.prepare('SELECT * FROM customer WHERE id = ?').get(parseId(id));
  return row && fromRow(row);
}

/** The customers with these ids that exist, by id. */
export function readCustomers(db: DatabaseSync, ids: readonly string[]): Customer[] {
  const keys = JSON.stringify(ids.map(parseId));
  return db
    .prepare('SELECT * FROM customer WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id')
    .all(keys)
    .map(fromRow);
}

function textOrNull(value: SQLOutputValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function optional<K extends string>(key: K, value: SQLOutputValue | undefined): Partial<Record<K, string>> {
  const text = textOrNull(value);
  return text === null ? {} : ({ [key]: text } as Record<K, string>);
}
