import { idOf, refTo } from '../../ids.ts';
import { decimal } from '../../money.ts';
import type {
  Account,
  ExchangeRate,
  ExchangeRateQuery,
  LedgerEntry,
  LedgerEntryQuery,
  Organization,
} from '../model.ts';
import { BASE, contract } from './contract.ts';

const checkAccount = contract.check('Account');
const checkOrganisation = contract.check('Organisation');
const checkDepartment = contract.check('Department');
const checkLedgerEntry = contract.check('LedgerEntry');
const checkExchangeRate = contract.check('ExchangeRate');

const VALUE_TYPES = { Currency: 'CURRENCY', Units: 'UNITS' } as const;
const ROLL_UPS = { '+': 'ADD', '-': 'SUBTRACT', '~': 'NONE' } as const;

/** Checks and converts an account from the wire. */
export function toAccount(payload: unknown): Account {
  const wire = checkAccount(payload, `${BASE}/Accounts`);
  return {
    id: idOf(wire.AccountID),
    parent: refTo(wire.ParentID),
    code: wire.Code,
    name: wire.Name,
    type: wire.Type,
    rollUp: ROLL_UPS[wire.Operator],
    valueType: VALUE_TYPES[wire.ValueType],
  };
}

/** Checks and converts an organization from the wire. */
export function toOrganization(payload: unknown): Organization {
  const wire = checkOrganisation(payload, `${BASE}/Organisations`);
  return {
    id: idOf(wire.OrganisationID),
    parent: refTo(wire.ParentID),
    name: wire.Name,
    ownershipShare: decimal(wire.OwnershipShare),
    currency: wire.CurrencyCode,
  };
}

/** Checks and converts a department from the wire: its id and its name. */
export function toDepartment(payload: unknown): { readonly id: string; readonly name: string } {
  const wire = checkDepartment(payload, `${BASE}/Departments`);
  return { id: wire.DepartmentID, name: wire.Name };
}

/** Checks and converts an entry of the ledger from the wire. */
export function toLedgerEntry(payload: unknown): LedgerEntry {
  const wire = checkLedgerEntry(payload, `${BASE}/LedgerEntries`);
  return {
    id: idOf(wire.LedgerEntryID),
    postedOn: wire.PostedOn,
    organization: refTo(wire.OrganisationID),
    department: refTo(wire.DepartmentID),
    scenario: wire.Scenario,
    account: refTo(wire.AccountID),
    amount: decimal(wire.Amount),
  };
}

/** Checks and converts an exchange rate from the wire. */
export function toExchangeRate(payload: unknown): ExchangeRate {
  const wire = checkExchangeRate(payload, `${BASE}/ExchangeRates`);
  return {
    id: idOf(wire.ExchangeRateID),
    ratedOn: wire.RatedOn,
    from: wire.FromCurrency,
    to: wire.ToCurrency,
    averageRate: decimal(wire.AverageRate),
    endOfDayRate: decimal(wire.EndOfDayRate),
  };
}

/** Converts the conditions of a query to the accounting system's parameters. */
export function fromLedgerEntryQuery(query: LedgerEntryQuery): Record<string, string | null> {
  return {
    AccountID: query.account,
    OrganisationID: query.organization,
    Scenario: query.scenario,
    From: query.posted.from,
    To: query.posted.to,
  };
}

/** Converts the conditions of a query to the accounting system's parameters. */
export function fromExchangeRateQuery({ from, to, rated }: ExchangeRateQuery): Record<string, string | null> {
  return { From: from, To: to, RatedFrom: rated.from, RatedTo: rated.to };
}
