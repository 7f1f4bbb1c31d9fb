import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { decimal, plantedErrors, table, units, type Row } from './support/tables.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

interface Invoice {
  readonly customer: string;
  readonly issued: string;
  readonly total: bigint;
  readonly paid: bigint;
  readonly paidOn: string;
}

/** The invoices in US dollars, including the planted errors. */
const invoices: readonly Invoice[] = (() => {
  const errors = new Map(plantedErrors().map((row) => [row['order_id'], row]));
  const payments = new Map(table('accounting/payment').map((row) => [row['order_id'], row]));
  return table('accounting/invoice').flatMap((row): Invoice[] => {
    const { what, value = '' } = errors.get(row['order_id'] ?? '') ?? {};
    const payment = payments.get(row['order_id'] ?? '');
    if (what === 'missing' || what === 'currency') return [];
    const total = units(what === 'total' ? value : (row['total'] ?? ''));
    const invoice = {
      customer: what === 'contact' ? value : (row['customer_id'] ?? ''),
      issued: row['issued_on'] ?? '',
      total,
      paid: payment ? total : 0n,
      paidOn: payment?.['captured_on'] ?? '',
    };
    return what === 'duplicate' ? [invoice, { ...invoice, paid: 0n }] : [invoice];
  });
})();

/** The receivables on a date by age, computed from the tables. */
function owed(asOf: string, ends: readonly number[], counts: (invoice: Invoice) => boolean = () => true) {
  const debts = invoices
    .filter((invoice) => invoice.issued <= asOf && counts(invoice))
    .map(({ issued, total, paid, paidOn }) => ({
      age: (Date.parse(asOf) - Date.parse(issued)) / 86_400_000,
      due: total - (paidOn <= asOf ? paid : 0n),
    }))
    .filter(({ due }) => due > 0n);
  const amount = (some: typeof debts) => usd(some.reduce((sum, { due }) => sum + due, 0n));
  const buckets = [...ends, Infinity].map((to, place) => {
    const fromDays = place === 0 ? 0 : Number(ends[place - 1]) + 1;
    const inside = debts.filter(({ age }) => age >= fromDays && age <= to);
    return {
      fromDays,
      toDays: to === Infinity ? null : to,
      invoiceCount: inside.length,
      amount: amount(inside),
    };
  });
  return { asOf, total: amount(debts), buckets };
}

const usd = (amount: bigint) => ({ amount: decimal(amount), currency: 'USD' });

describe('aged receivables', () => {
  const FIELDS =
    '{ asOf total { amount currency } buckets { fromDays toDays invoiceCount amount { amount currency } } }';
  test.each([
    ['asOf: "2014-01-31"', owed('2014-01-31', [30, 60, 90])],
    ['asOf: "2013-06-15", buckets: [7, 14]', owed('2013-06-15', [7, 14])],
    ['asOf: "2013-06-15", buckets: [0]', owed('2013-06-15', [0])],
    ['asOf: "2011-01-01"', owed('2011-01-01', [30, 60, 90])],
    [
      'asOf: "2014-01-31", customer: "customer:11566"',
      owed('2014-01-31', [30, 60, 90], ({ customer }) => customer === '11566'),
    ],
    [
      'asOf: "2014-01-31", customer: "customer:15398"',
      owed('2014-01-31', [30, 60, 90], ({ customer }) => customer === '15398'),
    ],
    ['asOf: "2014-01-31", customer: "customer:999999"', owed('2014-01-31', [30, 60, 90], () => false)],
  ])('receivablesByAge(%s)', async (args, expected) => {
    const { data, errors } = await product.query(`{ receivablesByAge(${args}) ${FIELDS} }`);
    expect(errors).toBeUndefined();
    expect(data.receivablesByAge).toEqual(expected);
  });

  test('are as of today if no date is given', async () => {
    const before = new Date().toISOString().slice(0, 10);
    const { data } = await product.query(`{ receivablesByAge ${FIELDS} }`);
    const today = data.receivablesByAge.asOf;
    expect([before, new Date().toISOString().slice(0, 10)]).toContain(today);
    expect(data.receivablesByAge).toEqual(owed(today, [30, 60, 90]));
  });

  test.each([
    ['buckets: []', '"buckets" must be 1 to 12 rising numbers'],
    ['buckets: [30, 30]', '"buckets" must be 1 to 12 rising numbers'],
    ['buckets: [60, 30]', '"buckets" must be 1 to 12 rising numbers'],
    ['buckets: [-1, 30]', '"buckets" must be 1 to 12 rising numbers'],
    ['customer: "order:1"', 'Expected the global id of a Customer'],
  ])('receivablesByAge(%s) is refused as BAD_USER_INPUT', async (args, message) => {
    const { answer, total } = await product.counted(`{ receivablesByAge(${args}) { asOf } }`);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(answer.errors?.[0]?.message).toContain(message);
    expect(total).toBe(0);
  });
});

const LINES = {
  netSales: '4100',
  costOfSales: '5000',
  grossMargin: '400',
  operatingExpenses: '60',
  operatingProfit: '40',
  otherIncome: '80',
  taxes: '8500',
  netIncome: '4',
} as const;
const CURRENCIES: Readonly<Record<string, string>> = { 6: 'AUD', 19: 'CAD', 36: 'EUR', 100: 'USD' };
const SCENARIOS: Readonly<Record<string, string>> = { 1: 'ACTUAL', 2: 'BUDGET', 3: 'FORECAST' };
const PERIODS: Readonly<Record<string, (day: string) => string | null>> = {
  MONTH: (day) => day.slice(0, 7),
  QUARTER: (day) => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`,
  YEAR: (day) => day.slice(0, 4),
  TOTAL: () => null,
};

const accounts = table('accounting/account');
const organizations = table('accounting/organization');
const entries = table('accounting/ledger_balance');

/** The value of an account: what was posted to it, plus its children's values according to their operators. */
function valueOf(account: Row | undefined, posted: ReadonlyMap<string, bigint>): bigint {
  const id = account?.['id'] ?? '';
  return accounts
    .filter((child) => child['parent_id'] === id && child['operator'] !== '~')
    .reduce(
      (sum, child) => sum + valueOf(child, posted) * (child['operator'] === '-' ? -1n : 1n),
      posted.get(id) ?? 0n,
    );
}

/** The expected profit and loss, computed from the entries. */
function profitAndLoss(per: string, counts: (entry: Row) => boolean) {
  const isNominal = new Set(accounts.filter(({ code }) => code === '4').flatMap((root) => below(root)));
  const counting = entries.filter((entry) => counts(entry) && isNominal.has(entry['account_id'] ?? ''));
  const groups = Map.groupBy(
    counting,
    (entry) => `${PERIODS[per]?.(entry['posted_on'] ?? '') ?? ''} ${entry['organization_id'] ?? ''}`,
  );
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([key, some]) => {
      const [period = '', id = ''] = key.split(' ');
      const posted = new Map<string, bigint>();
      for (const { account_id: account = '', amount = '' } of some) {
        posted.set(account, (posted.get(account) ?? 0n) + units(amount));
      }
      const organization = organizations.find((row) => row['id'] === id);
      const currency = CURRENCIES[organization?.['currency_key'] ?? ''];
      const lines = Object.entries(LINES).map(([line, code]) => {
        const value = valueOf(
          accounts.find((account) => account['code'] === code),
          posted,
        );
        return [line, { amount: decimal(value), currency }];
      });
      return {
        organization: { id: `organization:${id}`, name: organization?.['name'] },
        period: period === '' ? null : period,
        ...Object.fromEntries(lines),
      };
    });
}

/** The ids of an account and of all accounts below it that count. */
function below(account: Row): string[] {
  const children = accounts.filter(
    (child) => child['parent_id'] === account['id'] && child['operator'] !== '~',
  );
  return [account['id'] ?? '', ...children.flatMap(below)];
}

describe('profit and loss', () => {
  const FIELDS = `{ organization { id name } period ${Object.keys(LINES)
    .map((line) => `${line} { amount currency }`)
    .join(' ')} }`;
  const is = (scenario: string) => (entry: Row) => SCENARIOS[entry['scenario_id'] ?? ''] === scenario;
  const actual = is('ACTUAL');
  test.each([
    ['', 'YEAR', actual],
    ['(per: TOTAL)', 'TOTAL', actual],
    ['(per: QUARTER)', 'QUARTER', actual],
    ['(per: MONTH)', 'MONTH', actual],
    ['(scenario: BUDGET)', 'YEAR', is('BUDGET')],
    ['(scenario: FORECAST, per: TOTAL)', 'TOTAL', is('FORECAST')],
    [
      '(organization: "organization:11")',
      'YEAR',
      (entry: Row) => actual(entry) && entry['organization_id'] === '11',
    ],
    [
      '(organization: "organization:9")',
      'YEAR',
      (entry: Row) => actual(entry) && entry['organization_id'] === '9',
    ],
    ['(organization: "organization:99")', 'YEAR', () => false],
    [
      '(period: { from: "2012-01-01", to: "2012-12-31" }, per: TOTAL)',
      'TOTAL',
      (entry: Row) => actual(entry) && (entry['posted_on'] ?? '').startsWith('2012'),
    ],
  ] as [string, string, (entry: Row) => boolean][])('profitAndLoss%s', async (args, per, counts) => {
    const { data, errors } = await product.query(`{ profitAndLoss${args} ${FIELDS} }`);
    expect(errors).toBeUndefined();
    expect(data.profitAndLoss).toEqual(profitAndLoss(per, counts));
  });

  test('is tested with organizations and periods that have data', () => {
    expect(profitAndLoss('YEAR', actual).length).toBeGreaterThan(20);
    expect(profitAndLoss('TOTAL', actual)[0]?.organization).toEqual({
      id: 'organization:3',
      name: 'Northeast Division',
    });
  });

  test('takes two calls, including the names of all organizations', async () => {
    const { calls, total } = await product.counted(`{ profitAndLoss(per: MONTH) ${FIELDS} }`);
    expect(calls.accounting.routes).toEqual({
      'GET /api/2.0/Reports/ProfitAndLoss': 1,
      'GET /api/2.0/Organisations': 1,
    });
    expect(total).toBe(2);
  });

  test.each([
    ['organization: "customer:1"', 'Expected the global id of an Organization', 'BAD_USER_INPUT'],
    ['per: WEEK', 'WEEK', 'GRAPHQL_VALIDATION_FAILED'],
    ['period: { from: "June" }', 'June', 'GRAPHQL_VALIDATION_FAILED'],
  ])('profitAndLoss(%s) is refused', async (args, message, code) => {
    const { errors } = await product.query(`{ profitAndLoss(${args}) { period } }`);
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(errors?.[0]?.message).toContain(message);
  });
});
