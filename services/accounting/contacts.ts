import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { toDecimal } from '../kit/money.ts';
import { numberOf } from './ids.ts';
import { splitKeys, text, type Row } from './query.ts';
import { keyList, problems } from './schemas/fields.ts';
import { type Balance, Balances } from './schemas/invoices.ts';

/** Adds `GET /Contacts/Balances`. */
export function addContacts(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/Contacts/Balances',
    {
      config: { maxAge: 30 },
      schema: {
        operationId: 'listBalances',
        summary: 'What customers owe',
        querystring: Type.Object({ ContactIDs: keyList('The customers.') }),
        response: { 200: ref(Balances), ...problems() },
      },
    },
    (request) => {
      const contacts = splitKeys(request.query.ContactIDs, 'ContactIDs');
      const balances = Map.groupBy(readBalances(db, contacts), ({ ContactID }) => ContactID);
      return { Balances: contacts.flatMap((contact) => balances.get(contact) ?? [zeroBalance(contact)]) };
    },
  );
}

function readBalances(db: DatabaseSync, contacts: readonly string[]): Balance[] {
  return db
    .prepare(
      `SELECT contact_id, currency_code, sum(total - paid) AS outstanding, count(*) AS invoices,
         count(*) FILTER (WHERE status = 'OPEN') AS open
       FROM invoice
       WHERE status <> 'VOIDED' AND contact_id IN (SELECT value FROM json_each(?))
       GROUP BY contact_id, currency_code ORDER BY contact_id, currency_code`,
    )
    .all(JSON.stringify(contacts.map(numberOf)))
    .map(toBalance);
}

function toBalance(row: Row): Balance {
  return {
    ContactID: text(row, 'contact_id'),
    CurrencyCode: text(row, 'currency_code'),
    Outstanding: toDecimal(Number(row['outstanding'])),
    InvoiceCount: Number(row['invoices']),
    OpenCount: Number(row['open']),
  };
}

function zeroBalance(contact: string): Balance {
  return { ContactID: contact, CurrencyCode: 'USD', Outstanding: '0', InvoiceCount: 0, OpenCount: 0 };
}
