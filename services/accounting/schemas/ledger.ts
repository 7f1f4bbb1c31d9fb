import { Type, type Static } from 'typebox';
import { amount, choice, currency, day, groupsOf, id, listOf, nullable } from './fields.ts';

/** The scenarios of a ledger entry. */
export const SCENARIOS = ['ACTUAL', 'BUDGET', 'FORECAST'] as const;

/** A row of the chart of accounts. */
export const Account = Type.Object(
  {
    AccountID: id('The account.'),
    ParentID: nullable(id('Account it is a part of.')),
    Code: Type.String({ description: 'Its number in the chart of accounts.' }),
    Name: Type.String({ description: 'Its name.' }),
    Type: nullable(Type.String({ description: 'Such as Assets, Liabilities, Revenue, Expenditures.' })),
    Operator: choice(['+', '-', '~'], 'How it adds to its parent: `+`, `-`, or `~` for not at all.'),
    ValueType: choice(['Currency', 'Units'], 'What its amounts are.'),
  },
  { $id: 'Account', description: 'A row of the chart of accounts.' },
);
export type Account = Static<typeof Account>;

/** A part of the company that keeps its own ledger. */
export const Organisation = Type.Object(
  {
    OrganisationID: id('The organisation.'),
    ParentID: nullable(id('Organisation it is a part of.')),
    Name: Type.String({ description: 'Its name.' }),
    OwnershipShare: Type.Number({ description: 'Share the company owns of it, from 0 to 1.' }),
    CurrencyCode: currency('Currency of its ledger.'),
  },
  { $id: 'Organisation', description: 'A part of the company that keeps its own ledger.' },
);
export type Organisation = Static<typeof Organisation>;

/** A department of the company. */
export const Department = Type.Object(
  {
    DepartmentID: id('The department.'),
    ParentID: nullable(id('Department it is a part of.')),
    Name: Type.String({ description: 'Its name.' }),
  },
  { $id: 'Department', description: 'A department of the company.' },
);
export type Department = Static<typeof Department>;

/** A currency. */
export const Currency = Type.Object(
  { CurrencyCode: currency('Its code.'), Name: Type.String({ description: 'Its name in English.' }) },
  { $id: 'Currency', description: 'A currency.' },
);
export type Currency = Static<typeof Currency>;

/** The rate of one currency on one day. */
export const ExchangeRate = Type.Object(
  {
    ExchangeRateID: id('The rate.'),
    RatedOn: day('Day of the rate.'),
    FromCurrency: currency('Always USD in the sample.'),
    ToCurrency: currency('Currency of which the rate is given.'),
    AverageRate: amount('Units of ToCurrency for one of FromCurrency, mean of the day.'),
    EndOfDayRate: amount('Units of ToCurrency for one of FromCurrency, at the end of the day.'),
  },
  { $id: 'ExchangeRate', description: 'The rate of one currency on one day.' },
);
export type ExchangeRate = Static<typeof ExchangeRate>;

/** An amount posted to an account. */
export const LedgerEntry = Type.Object(
  {
    LedgerEntryID: id('The entry.'),
    PostedOn: day(
      'Day of posting. Postings are about monthly but drift: a calendar month may hold two of them or none.',
    ),
    OrganisationID: id('Organisation in whose ledger, and in whose currency, it was posted.'),
    DepartmentID: id('Department it concerns.'),
    Scenario: choice(SCENARIOS, 'Whether it happened or was planned.'),
    AccountID: id('Account it was posted to.'),
    Amount: amount(
      'In the sense of the account: an expense is positive; the operators of the accounts subtract it. ' +
        'Money in the currency of the organisation, or units where ValueType of the account says so.',
    ),
  },
  { $id: 'LedgerEntry', description: 'What was posted to an account, in total, at one posting day.' },
);
export type LedgerEntry = Static<typeof LedgerEntry>;

/** All accounts. */
export const AccountList = listOf('Account', 'Accounts', Account);
/** All organisations. */
export const OrganisationList = listOf('Organisation', 'Organisations', Organisation);
/** All departments. */
export const DepartmentList = listOf('Department', 'Departments', Department);
/** All currencies. */
export const CurrencyList = listOf('Currency', 'Currencies', Currency);
/** One page of exchange rates. */
export const ExchangeRateList = listOf('ExchangeRate', 'ExchangeRates', ExchangeRate);
/** One page of ledger entries. */
export const LedgerEntryList = listOf('LedgerEntry', 'LedgerEntries', LedgerEntry);
/** One page of ledger entries for each key. */
export const LedgerEntryGroups = groupsOf('LedgerEntry', 'LedgerEntries', LedgerEntry);
