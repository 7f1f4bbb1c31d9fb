/**
 * Tables of the accounting system. Money is in ten-thousandths (integers), dates are `YYYY-MM-DD`, times are
 * RFC 3339 with milliseconds and `Z`, so that text order is time order. Invoices and payments are kept by the
 * number behind their `INV-` or `PAY-`, which also numbers new ones: one more than the highest in use. `created_by` and
 * `updated_by` are the `Idempotency-Key` of the write that did it, null where it had none.
 */
export const LAYOUT = `
  CREATE TABLE currency (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE exchange_rate (
    id INTEGER PRIMARY KEY, rated_on TEXT NOT NULL, from_currency TEXT NOT NULL, to_currency TEXT NOT NULL,
    average_rate TEXT NOT NULL, end_of_day_rate TEXT NOT NULL);
  CREATE INDEX exchange_rate_by_day ON exchange_rate (rated_on);
  CREATE INDEX exchange_rate_by_currency ON exchange_rate (to_currency, rated_on);

  CREATE TABLE card (id INTEGER PRIMARY KEY, type TEXT NOT NULL, last4 TEXT NOT NULL);

  CREATE TABLE invoice (
    number INTEGER PRIMARY KEY, order_id INTEGER, contact_id INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('OPEN', 'PAID', 'VOIDED')), issued_on TEXT NOT NULL,
    currency_code TEXT NOT NULL, exchange_rate_id INTEGER, subtotal INTEGER NOT NULL, tax INTEGER NOT NULL,
    freight INTEGER NOT NULL, total INTEGER NOT NULL, paid INTEGER NOT NULL, updated_at TEXT NOT NULL,
    created_at TEXT NOT NULL, created_by TEXT, updated_by TEXT);
  CREATE INDEX invoice_by_order ON invoice (order_id);
  CREATE INDEX invoice_by_contact ON invoice (contact_id);
  CREATE INDEX invoice_by_day ON invoice (issued_on);
  CREATE INDEX invoice_by_status ON invoice (status, issued_on);
  CREATE INDEX invoice_by_total ON invoice (total);
  CREATE INDEX invoice_by_update ON invoice (updated_at);

  CREATE TABLE payment (
    number INTEGER PRIMARY KEY, invoice_number INTEGER NOT NULL REFERENCES invoice, contact_id INTEGER NOT NULL,
    amount INTEGER NOT NULL, currency_code TEXT NOT NULL, received_on TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('CARD', 'BANK', 'CASH')), reference TEXT, card_id INTEGER,
    updated_at TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT, updated_by TEXT);
  CREATE INDEX payment_by_invoice ON payment (invoice_number);
  CREATE INDEX payment_by_contact ON payment (contact_id);
  CREATE INDEX payment_by_day ON payment (received_on);
  CREATE INDEX payment_by_update ON payment (updated_at);

  CREATE TABLE account (
    id INTEGER PRIMARY KEY, parent_id INTEGER, code TEXT NOT NULL, name TEXT NOT NULL, type TEXT,
    operator TEXT NOT NULL, value_type TEXT NOT NULL);
  CREATE TABLE organisation (
    id INTEGER PRIMARY KEY, parent_id INTEGER, name TEXT NOT NULL, ownership_share REAL NOT NULL,
    currency_code TEXT NOT NULL);
  CREATE TABLE department (id INTEGER PRIMARY KEY, parent_id INTEGER, name TEXT NOT NULL);

  CREATE TABLE ledger_entry (
    id INTEGER PRIMARY KEY, posted_on TEXT NOT NULL, organisation_id INTEGER NOT NULL,
    department_id INTEGER NOT NULL, scenario TEXT NOT NULL, account_id INTEGER NOT NULL, amount INTEGER NOT NULL);
  CREATE INDEX ledger_entry_by_account ON ledger_entry (account_id, posted_on);
  CREATE INDEX ledger_entry_by_organisation ON ledger_entry (organisation_id, posted_on);
  CREATE INDEX ledger_entry_by_day ON ledger_entry (posted_on);
`;
