import type { DatabaseSync } from 'node:sqlite';
import { Type, type Static } from 'typebox';
import { ref, type ServiceApp } from '../kit/app.ts';
import { toDecimal } from '../kit/money.ts';
import { numberOf } from './ids.ts';
import { text, textOrNull, when, whereClause, type Row } from './query.ts';
import { choice, day, defaulted, id, problems } from './schemas/fields.ts';
import { SCENARIOS } from './schemas/ledger.ts';
import { ProfitAndLoss, type ProfitAndLossRow } from './schemas/reports.ts';

/** The figures of the report and the codes of the accounts whose values they are. */
const LINES = {
  NetSales: '4100',
  CostOfSales: '5000',
  GrossMargin: '400',
  OperatingExpenses: '60',
  OperatingProfit: '40',
  OtherIncome: '80',
  Taxes: '8500',
  NetIncome: '4',
} as const;

const PERIODS = {
  month: 'substr(posted_on, 1, 7)',
  quarter: `substr(posted_on, 1, 4) || '-Q' || ((cast(substr(posted_on, 6, 2) AS INTEGER) + 2) / 3)`,
  year: 'substr(posted_on, 1, 4)',
  total: 'NULL',
} as const;

const Query = Type.Object({
  OrganisationID: Type.Optional(id('Only this organisation, without those below it.')),
  From: Type.Optional(day('Only entries posted on this day or later.')),
  To: Type.Optional(day('Only entries posted on this day or earlier.')),
  Period: defaulted(
    Type.Unsafe<keyof typeof PERIODS>({
      type: 'string',
      enum: Object.keys(PERIODS),
      default: 'total',
      description: 'Calendar periods the rows are split into, by PostedOn.',
    }),
  ),
  Scenario: defaulted(
    Type.Unsafe<(typeof SCENARIOS)[number]>({
      ...choice(SCENARIOS, 'Which entries are counted.'),
      default: 'ACTUAL',
    }),
  ),
  GroupBy: defaulted(
    Type.Unsafe<'Organisation' | 'None'>({
      ...choice(['Organisation', 'None'], 'Whether each organisation has rows of its own.'),
      default: 'None',
    }),
  ),
});
type Query = Static<typeof Query>;

/** Adds `GET /Reports/ProfitAndLoss`. */
export function addProfitAndLoss(app: ServiceApp, db: DatabaseSync): void {
  app.get(
    '/Reports/ProfitAndLoss',
    {
      config: { maxAge: 60 },
      schema: {
        operationId: 'reportProfitAndLoss',
        summary: 'Profit and loss',
        description:
          'Computed from the ledger entries. A figure is the value of one account: what was posted to it, and the ' +
          'values of the accounts below it, each added or subtracted as its Operator says (`~`: not at all). ' +
          'NetSales is account 4100, CostOfSales 5000, GrossMargin 400 = NetSales − CostOfSales, ' +
          'OperatingExpenses 60, OperatingProfit 40 = GrossMargin − OperatingExpenses, OtherIncome 80, Taxes 8500, ' +
          'NetIncome 4 = OperatingProfit + OtherIncome − Taxes. Costs, expenses and taxes are positive. ' +
          'Amounts are in the currency of each organisation and are not converted: with GroupBy=None there is a ' +
          'row a currency. Ownership shares are not applied. An organisation does not include those below it; ' +
          'only the lowest ones have entries. Postings drift through the calendar (none in February 2011, two in ' +
          'March), so months and quarters may hold more or fewer than one posting a month.',
        querystring: Query,
        response: { 200: ref(ProfitAndLoss), ...problems() },
      },
    },
    (request) => ({ Rows: readRows(db, request.query) }),
  );
}

function readRows(db: DatabaseSync, query: Query): ProfitAndLossRow[] {
  const where = whereClause([
    ...when('scenario = ?', query.Scenario),
    ...when('organisation_id = ?', query.OrganisationID && numberOf(query.OrganisationID)),
    ...when('posted_on >= ?', query.From),
    ...when('posted_on <= ?', query.To),
  ]);
  const organisation = query.GroupBy === 'Organisation' ? 'organisation_id' : 'NULL';
  const sums = Object.keys(LINES).map((line) => `sum(amount * ${line}) AS ${line}`);
  return db
    .prepare(
      `${WEIGHTS}
       SELECT ${PERIODS[query.Period]} AS period, ${organisation} AS organisation, currency_code, ${sums.join(', ')}
       FROM ledger_entry
       JOIN weight ON weight.account_id = ledger_entry.account_id
       JOIN organisation ON organisation.id = ledger_entry.organisation_id
       ${where.sql} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    )
    .all(...where.values)
    .map(toRow);
}

// For each account, the sign with which its entries count in each figure: the product of the operators on the way up to the figure's
// account, whose own operator does not matter; 0 if it is not below that account.
const WEIGHTS = `
  WITH RECURSIVE below (line, account_id, sign) AS (
    SELECT code, id, 1 FROM account WHERE code IN (${Object.values(LINES)
      .map((code) => `'${code}'`)
      .join(', ')})
    UNION ALL
    SELECT below.line, account.id, below.sign * iif(account.operator = '-', -1, 1)
    FROM below JOIN account ON account.parent_id = below.account_id WHERE account.operator <> '~'),
  weight AS MATERIALIZED (
    SELECT account_id, ${Object.entries(LINES)
      .map(([line, code]) => `sum(iif(line = '${code}', sign, 0)) AS ${line}`)
      .join(', ')}
    FROM below GROUP BY account_id)`;

function toRow(row: Row): ProfitAndLossRow {
  const figure = (line: keyof typeof LINES) => toDecimal(Number(row[line]));
  return {
    OrganisationID: textOrNull(row, 'organisation'),
    Period: textOrNull(row, 'period'),
    NetSales: figure('NetSales'),
    CostOfSales: figure('CostOfSales'),
    GrossMargin: figure('GrossMargin'),
    OperatingExpenses: figure('OperatingExpenses'),
    OperatingProfit: figure('OperatingProfit'),
    OtherIncome: figure('OtherIncome'),
    Taxes: figure('Taxes'),
    NetIncome: figure('NetIncome'),
    CurrencyCode: text(row, 'currency_code'),
  };
}
