import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../services/accounting/schemas/ledger.ts';
import { Accounting, rowsOf } from './accounting-support.ts';
import { outcome } from './documented.ts';

const system = new Accounting();
const { get } = system;
const countOf = async (path: string) => (await get(path)).body['Count'];

beforeAll(() => system.start());
afterAll(() => system.stop());

describe('the ledger', () => {
  it('gives all reference rows on one page', async () => {
    const accounts = rowsOf<{ Code: string }>(await get('/Accounts'), 'Accounts');
    expect(accounts).toHaveLength(99);
    expect(accounts.find(({ Code }) => Code === '4130')).toEqual({
      AccountID: '53',
      ParentID: '50',
      Code: '4130',
      Name: 'Returns and Adjustments',
      Type: 'Expenditures',
      Operator: '-',
      ValueType: 'Currency',
    });
    const organisations = rowsOf<object>(await get('/Organisations'), 'Organisations');
    expect(organisations).toHaveLength(14);
    expect(organisations[7]).toEqual({
      OrganisationID: '8',
      ParentID: '2',
      Name: 'Canadian Division',
      OwnershipShare: 0.75,
      CurrencyCode: 'CAD',
    });
    expect(rowsOf(await get('/Departments'), 'Departments')).toHaveLength(7);
    const currencies = await get('/Currencies');
    expect(rowsOf(currencies, 'Currencies')).toHaveLength(105);
    expect(currencies.headers.get('cache-control')).toBe('private, max-age=300');
  });

  it('lists, sums up, counts and groups entries', async () => {
    const filter = 'AccountID=60&OrganisationID=3&Scenario=ACTUAL&From=2011-01-01&To=2011-12-31';
    const entries = await system.walk<LedgerEntry>('LedgerEntries', `${filter}&order=Amount%20DESC`);
    expect(entries).toHaveLength(36);
    expect(entries.reduce((sum, { Amount }) => sum + Number(Amount), 0)).toBe(663_164);
    expect(rowsOf(await get('/LedgerEntries?IDs=19999,0'), 'LedgerEntries')).toEqual([
      {
        LedgerEntryID: '19999',
        PostedOn: '2012-06-30',
        OrganisationID: '6',
        DepartmentID: '5',
        Scenario: 'ACTUAL',
        AccountID: '69',
        Amount: '10',
      },
    ]);
    expect(await countOf('/LedgerEntries/Count?AccountID=60&Scenario=BUDGET')).toBe(216);
    expect(await countOf('/LedgerEntries/Count?DepartmentID=3')).toBe(1_908);
    const counts = await get('/LedgerEntries/GroupedCount?by=OrganisationID&keys=13,1,12');
    expect(rowsOf<{ Count: number }>(counts, 'Groups').map(({ Count }) => Count)).toEqual([1_402, 0, 2_647]);
    const groups = await get('/LedgerEntries/Grouped?by=AccountID&keys=101,60&pageSize=1&OrganisationID=13');
    expect(groups.body['Groups']).toMatchObject([
      { Key: '101', LedgerEntries: [{ AccountID: '101', OrganisationID: '13' }], HasMore: true },
      { Key: '60', LedgerEntries: [{ LedgerEntryID: '26702', Amount: '19305.12' }], HasMore: true },
    ]);
  });

  it('lists and counts exchange rates', async () => {
    expect(rowsOf(await get('/ExchangeRates?IDs=10754,4'), 'ExchangeRates')).toMatchObject([
      { ExchangeRateID: '4', ToCurrency: 'CAD', AverageRate: '1.4641', EndOfDayRate: '1.4683' },
      { ExchangeRateID: '10754', RatedOn: '2013-12-30', FromCurrency: 'USD', ToCurrency: 'AUD' },
    ]);
    const january = 'To=EUR&From=USD&RatedFrom=2013-01-01&RatedTo=2013-01-31';
    expect(await countOf(`/ExchangeRates/Count?${january}`)).toBe(31);
    const days = await system.walk<{ RatedOn: string }>(
      'ExchangeRates',
      `${january}&order=RatedOn%20DESC&pageSize=10`,
    );
    expect(days.map(({ RatedOn }) => RatedOn)).toEqual(
      days
        .map(({ RatedOn }) => RatedOn)
        .toSorted()
        .toReversed(),
    );
  });
});

describe('reports', () => {
  it('give balances of customers, a row per currency, for every requested id', async () => {
    const answer = await get('/Contacts/Balances?ContactIDs=13261,nobody,12316,26407,13261');
    expect(answer.body['Balances']).toEqual([
      { ContactID: '13261', CurrencyCode: 'USD', Outstanding: '7359.9521', InvoiceCount: 3, OpenCount: 3 },
      { ContactID: 'nobody', CurrencyCode: 'USD', Outstanding: '0', InvoiceCount: 0, OpenCount: 0 },
      { ContactID: '12316', CurrencyCode: 'EUR', Outstanding: '0', InvoiceCount: 1, OpenCount: 0 },
      { ContactID: '12316', CurrencyCode: 'USD', Outstanding: '0', InvoiceCount: 2, OpenCount: 0 },
      { ContactID: '26407', CurrencyCode: 'USD', Outstanding: '139.5394', InvoiceCount: 2, OpenCount: 1 },
    ]);
  });

  it('group receivables by age', async () => {
    const answer = await get('/Reports/AgedReceivables?AsOf=2011-12-31&Buckets=30,60');
    expect(answer.headers.get('cache-control')).toBe('private, max-age=60');
    expect(answer.body).toEqual({
      AsOf: '2011-12-31',
      Buckets: [
        { FromDays: 0, ToDays: 30, Invoices: 6, Amount: '23526.931' },
        { FromDays: 31, ToDays: 60, Invoices: 12, Amount: '47223.2364' },
        { FromDays: 61, ToDays: null, Invoices: 30, Amount: '116960.7818' },
      ],
      CurrencyCode: 'USD',
      Total: '187710.9492',
    });
    // Issued and paid on 2011-06-07, so nothing is due any more on that day.
    expect((await get('/Reports/AgedReceivables?AsOf=2011-06-07&ContactID=21768')).body['Total']).toBe('0');
    expect((await get('/Reports/AgedReceivables?ContactID=13261')).body['Total']).toBe('7359.9521');
    expect((await get('/Reports/AgedReceivables?CurrencyCode=EUR')).body['Total']).toBe('0');
    expect(outcome(await get('/Reports/AgedReceivables?Buckets=30,30'))).toEqual([400, 'bad_buckets']);
  });

  it('roll up profit and loss along the chart of accounts', async () => {
    const australia = await get(
      '/Reports/ProfitAndLoss?OrganisationID=13&From=2013-04-01&To=2013-06-30&Period=quarter&GroupBy=Organisation',
    );
    expect(australia.body['Rows']).toEqual([
      {
        OrganisationID: '13',
        Period: '2013-Q2',
        NetSales: '843135.77',
        CostOfSales: '385941.02',
        GrossMargin: '457194.75',
        OperatingExpenses: '401155.06',
        OperatingProfit: '56039.69',
        OtherIncome: '369.95',
        Taxes: '0',
        NetIncome: '56409.64',
        CurrencyCode: 'AUD',
      },
    ]);
  });

  it('keep currencies, scenarios and periods apart in profit and loss', async () => {
    const total = rowsOf<{ CurrencyCode: string; NetSales: string; OrganisationID: null; Period: null }>(
      await get('/Reports/ProfitAndLoss'),
      'Rows',
    );
    expect(total.map((row) => [row.CurrencyCode, row.NetSales, row.OrganisationID, row.Period])).toEqual([
      ['AUD', '3377807.32', null, null],
      ['CAD', '26532232.22', null, null],
      ['EUR', '8535991.05', null, null],
      ['USD', '64626468', null, null],
    ]);
    const budget = await get('/Reports/ProfitAndLoss?Scenario=BUDGET&OrganisationID=3&Period=year');
    expect(rowsOf<{ Period: string }>(budget, 'Rows').map(({ Period }) => Period)).toEqual(['2010', '2011']);
    const parent = await get('/Reports/ProfitAndLoss?OrganisationID=2');
    expect(parent.body['Rows']).toEqual([]);
    const months = await get('/Reports/ProfitAndLoss?Period=month&OrganisationID=13&To=2013-01-31');
    expect(rowsOf<{ Period: string }>(months, 'Rows').map(({ Period }) => Period)).toEqual([
      '2012-12',
      '2013-01',
    ]);
  });

  it('give control totals that can be computed from the data', async () => {
    const answer = await get('/Reports/ControlTotals?toOrderID=43775');
    // Computed from the rows of invoice.csv.gz whose order id divided by 256 gives 170.
    expect(answer.body['Blocks']).toEqual([
      {
        Block: 170,
        Count: 79,
        Total: '287226.1984',
        ContactHash: '64149152375',
        TotalHash: '125622992379094',
        CurrencyHash: '19320736810144',
      },
    ]);
    const blocks = rowsOf<{ Count: number }>(await get('/Reports/ControlTotals?blockSize=1000'), 'Blocks');
    expect(blocks.reduce((sum, { Count }) => sum + Count, 0)).toBe(16_459);
    expect((await get('/Reports/ControlTotals?fromOrderID=51016&toOrderID=51016')).body['Blocks']).toEqual(
      [],
    );
  });

  it('give the totals of invoices by order, never splitting an order between pages', async () => {
    const page = await get('/Invoices/Totals?fromOrderID=53748&limit=2');
    expect(page.body).toMatchObject({
      Invoices: [
        { InvoiceID: 'INV-53748' },
        { InvoiceID: 'INV-53749' },
        { InvoiceID: 'INV-63119', OrderID: '53749' },
      ],
      HasMore: true,
    });
    const found: string[] = [];
    for (let from = 0, more = true; more;) {
      const next = await get(`/Invoices/Totals?fromOrderID=${from}&limit=5000`);
      const rows = rowsOf<{ InvoiceID: string; OrderID: string }>(next, 'Invoices');
      found.push(...rows.map(({ InvoiceID }) => InvoiceID));
      from = Number(rows.at(-1)?.OrderID) + 1;
      more = next.body['HasMore'] === true;
    }
    expect([found.length, new Set(found).size]).toEqual([16_459, 16_459]);
    expect((await get('/Invoices/Totals?fromOrderID=63119')).body).toEqual({ Invoices: [], HasMore: false });
  });
});
