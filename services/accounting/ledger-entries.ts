import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import type { ServiceApp } from '../kit/app.ts';
import { toDecimal } from '../kit/money.ts';
import { numberOf } from './ids.ts';
import { among, parseKeys, text, when, type Row } from './query.ts';
import { addResource } from './resource-routes.ts';
import type { Resource } from './resource.ts';
import { choice, day, id, keyList } from './schemas/fields.ts';
import { type LedgerEntry, LedgerEntryGroups, LedgerEntryList, SCENARIOS } from './schemas/ledger.ts';

const Filters = Type.Object({
  IDs: Type.Optional(keyList('Only these entries; unknown ones are left out.')),
  AccountID: Type.Optional(id('Only entries of this account, not of the accounts below it.')),
  OrganisationID: Type.Optional(id('Only entries of this organisation, not of those below it.')),
  DepartmentID: Type.Optional(id('Only entries of this department, not of those below it.')),
  Scenario: Type.Optional(choice(SCENARIOS, 'Only entries of this scenario.')),
  From: Type.Optional(day('Only entries posted on this day or later.')),
  To: Type.Optional(day('Only entries posted on this day or earlier.')),
});

const resource: Resource<typeof Filters> = {
  name: 'LedgerEntries',
  table: 'ledger_entry',
  columns: '*',
  key: 'id',
  orders: { LedgerEntryID: 'id', PostedOn: 'posted_on', Amount: 'amount' },
  groups: {
    AccountID: { column: 'account_id', parse: numberOf },
    OrganisationID: { column: 'organisation_id', parse: numberOf },
  },
  filters: Filters,
  conditions: (filters) => [
    ...among('id', parseKeys(filters.IDs, 'IDs', numberOf)),
    ...when('account_id = ?', filters.AccountID && numberOf(filters.AccountID)),
    ...when('organisation_id = ?', filters.OrganisationID && numberOf(filters.OrganisationID)),
    ...when('department_id = ?', filters.DepartmentID && numberOf(filters.DepartmentID)),
    ...when('scenario = ?', filters.Scenario),
    ...when('posted_on >= ?', filters.From),
    ...when('posted_on <= ?', filters.To),
  ],
  toWire: toLedgerEntry,
};

/** Adds the reads of ledger entries. */
export function addLedgerEntries(app: ServiceApp, db: DatabaseSync): void {
  addResource(app, db, resource, { list: LedgerEntryList, groups: LedgerEntryGroups });
}

function toLedgerEntry(row: Row): LedgerEntry {
  return {
    LedgerEntryID: text(row, 'id'),
    PostedOn: text(row, 'posted_on'),
    OrganisationID: text(row, 'organisation_id'),
    DepartmentID: text(row, 'department_id'),
    Scenario: text(row, 'scenario') as LedgerEntry['Scenario'],
    AccountID: text(row, 'account_id'),
    Amount: toDecimal(Number(row['amount'])),
  };
}
