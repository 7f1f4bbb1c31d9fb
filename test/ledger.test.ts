import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product } from './support/product.ts';
import { walk } from './support/walk.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  // The first call fetches the access token; made here, it does not affect the counts.
  await product.query('{ accounts { id } }');
});
afterAll(() => product[Symbol.asyncDispose]());

describe('an account', () => {
  it('has a parent and children in the chart of accounts, which is read with one call', async () => {
    const { answer, calls } = await product.counted(`{ account(id: "account:50") {
      id code name type rollUp parent { id name parent { code } } children { id code name rollUp } } }`);
    expect(answer).toEqual({
      data: {
        account: {
          id: 'account:50',
          code: '4100',
          name: 'Net Sales',
          type: 'Revenue',
          rollUp: 'ADD',
          parent: { id: 'account:49', name: 'Gross Margin', parent: { code: '40' } },
          children: [
            { id: 'account:51', code: '4110', name: 'Gross Sales', rollUp: 'ADD' },
            { id: 'account:53', code: '4130', name: 'Returns and Adjustments', rollUp: 'SUBTRACT' },
            { id: 'account:54', code: '4140', name: 'Discounts', rollUp: 'SUBTRACT' },
          ],
        },
      },
    });
    expect(calls.accounting.routes).toEqual({ 'GET /api/2.0/Accounts': 1 });
  });

  it('has no parent and no type at the top of the chart', async () => {
    const { account } = await product.data('{ account(id: "account:1") { name type rollUp parent { id } } }');
    expect(account).toEqual({ name: 'Balance Sheet', type: null, rollUp: 'NONE', parent: null });
  });

  it('has amounts that are money or counts', async () => {
    expect(
      await product.data(
        `{ headcount: account(id: "account:96") { name valueType } sales: account(id: "account:51") { name valueType } }`,
      ),
    ).toEqual({
      headcount: { name: 'Headcount', valueType: 'UNITS' },
      sales: { name: 'Gross Sales', valueType: 'CURRENCY' },
    });
  });

  it('is listed in chart order, before the accounts below it', async () => {
    const { accounts } = await product.data('{ accounts { code parent { code } } }');
    const rows = accounts as { code: string; parent: { code: string } | null }[];
    expect(rows).toHaveLength(99);
    const codes = rows.map(({ code }) => code);
    expect(codes.slice(0, 4)).toEqual(['1', '10', '110', '1110']);
    // Two accounts were added to the chart later and have high ids; they are in chart order all the same.
    expect(codes.slice(codes.indexOf('2210'), codes.indexOf('2210') + 3)).toEqual(['2210', '2220', '2230']);
    expect(codes.indexOf('4200')).toBe(codes.indexOf('4140') + 1);
    expect(new Set(codes).size).toBe(99);
  });

  it('has its own entries and their count, read with one call each for all accounts', async () => {
    const { answer, calls } = await product.counted(`{ accounts { id
      entries(first: 2, filter: { scenario: ACTUAL }) { totalCount nodes { id } pageInfo { hasNextPage } } } }`);
    expect(answer.errors).toBeUndefined();
    const found = Object.fromEntries(
      answer.data.accounts.map(({ id, entries }: { id: string; entries: unknown }) => [id, entries]),
    ) as Record<string, unknown>;
    expect(found['account:95']).toEqual({ totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } });
    expect(found['account:45']).toMatchObject({ totalCount: 20, pageInfo: { hasNextPage: true } });
    expect(found['account:93']).toMatchObject({ totalCount: 23, nodes: [{ id: 'ledger-entry:39409' }, {}] });
    expect(calls.accounting.routes).toEqual({
      'GET /api/2.0/Accounts': 1,
      'GET /api/2.0/LedgerEntries/Grouped': 1,
      'GET /api/2.0/LedgerEntries/GroupedCount': 1,
    });
  });
});

describe('an organization', () => {
  it('has a parent and children in the company', async () => {
    const { organization, organizations } = await product.data(`{
      organization(id: "organization:8") { id name parent { name } children { id } ownershipShare currency }
      organizations { id name children { name } }
    }`);
    expect(organization).toEqual({
      id: 'organization:8',
      name: 'Canadian Division',
      parent: { name: 'North America Operations' },
      children: [],
      ownershipShare: '0.75',
      currency: 'CAD',
    });
    expect(organizations).toHaveLength(14);
    expect((organizations as unknown[])[0]).toEqual({
      id: 'organization:1',
      name: 'AdventureWorks Cycle',
      children: [
        { name: 'North America Operations' },
        { name: 'European Operations' },
        { name: 'Pacific Operations' },
      ],
    });
  });

  it('has entries and their count, read with one call each for all organizations', async () => {
    const { answer, calls } = await product.counted(`{ organizations { id
      entries(first: 1, filter: { account: "account:60" }) { totalCount nodes { id amount } } } }`);
    expect(answer.data.organizations[2]).toMatchObject({
      id: 'organization:3',
      entries: { nodes: [{ id: 'ledger-entry:38315', amount: '12558' }] },
    });
    expect(answer.data.organizations[0].entries).toEqual({ totalCount: 0, nodes: [] });
    const total = answer.data.organizations.reduce(
      (sum: number, { entries }: { entries: { totalCount: number } }) => sum + entries.totalCount,
      0,
    ) as number;
    expect(total).toBe(1_103);
    expect(calls.accounting.routes).toEqual({
      'GET /api/2.0/Organisations': 1,
      'GET /api/2.0/LedgerEntries/Grouped': 1,
      'GET /api/2.0/LedgerEntries/GroupedCount': 1,
    });
  });
});

describe('a ledger entry', () => {
  it('has the account, organization and department it was posted to', async () => {
    const { ledgerEntry } = await product.data(`{ ledgerEntry(id: "ledger-entry:20000") {
      id postedOn organization { id name } department scenario account { code name } amount } }`);
    expect(ledgerEntry).toEqual({
      id: 'ledger-entry:20000',
      postedOn: '2012-06-30',
      organization: { id: 'organization:6', name: 'Southeast Division' },
      department: 'Quality Assurance',
      scenario: 'ACTUAL',
      account: { code: '6300', name: 'Conferences' },
      amount: '15',
    });
  });

  it('costs one more call for each kind of related record, and none for their ids', async () => {
    const ids = await product.counted(
      '{ ledgerEntries(first: 100) { nodes { organization { id } account { id } } } }',
    );
    expect(ids.calls.accounting.routes).toEqual({ 'GET /api/2.0/LedgerEntries': 1 });
    const names = await product.counted(`{ ledgerEntries(first: 100) {
      nodes { department organization { name parent { name } } account { name children { name } } } } }`);
    expect(names.answer.errors).toBeUndefined();
    expect(names.calls.accounting.routes).toEqual({
      'GET /api/2.0/LedgerEntries': 1,
      'GET /api/2.0/Departments': 1,
      'GET /api/2.0/Organisations': 1,
      'GET /api/2.0/Accounts': 1,
    });
  });

  it.each([
    ['', 39_409, '39409'],
    ['scenario: BUDGET', 4_846, null],
    ['scenario: FORECAST', 0, null],
    ['organization: "organization:3"', 5_127, null],
    ['account: "account:60", organization: "organization:3", posted: { to: "2013-11-29" }', null, '38315'],
    ['posted: { from: "2013-12-28", to: "2013-12-28" }', null, '39409'],
    ['posted: { from: "2014-01-01" }', 0, null],
    ['account: "account:none"', 0, null],
  ])('is found by {%s}', async (filter, count, first) => {
    const { ledgerEntries } = await product.data(
      `{ ledgerEntries(first: 1, filter: {${filter}}) { totalCount nodes { id } } }`,
    );
    if (count !== null) expect(ledgerEntries).toMatchObject({ totalCount: count });
    if (first !== null) expect(ledgerEntries).toMatchObject({ nodes: [{ id: `ledger-entry:${first}` }] });
    if (count === 0) expect(ledgerEntries).toMatchObject({ nodes: [] });
  });

  it('appears exactly once when paging through all, newest first', async () => {
    const filter = 'filter: { account: "account:60", organization: "organization:3" }';
    const ids = await walk(product, (after) => `ledgerEntries(first: 37, ${filter}${after})`);
    const { ledgerEntries } = await product.data(
      `{ ledgerEntries(first: 100, ${filter}) { totalCount nodes { id } } }`,
    );
    const { totalCount, nodes } = ledgerEntries as { totalCount: number; nodes: { id: string }[] };
    expect(ids).toHaveLength(totalCount);
    expect(new Set(ids).size).toBe(totalCount);
    expect(ids.slice(0, 3)).toEqual(['38315', '38256', '38223'].map((id) => `ledger-entry:${id}`));
    expect(ids.slice(0, 100)).toEqual(nodes.map(({ id }) => id));
  });
});

describe('an exchange rate', () => {
  it('gives the rates of a currency on a date', async () => {
    const { exchangeRate } = await product.data(`{ exchangeRate(id: "exchange-rate:12430") {
      id ratedOn from to averageRate endOfDayRate } }`);
    expect(exchangeRate).toEqual({
      id: 'exchange-rate:12430',
      ratedOn: '2014-05-31',
      from: 'USD',
      to: 'EUR',
      averageRate: '0.9958',
      endOfDayRate: '0.9962',
    });
  });

  it.each([
    ['', 13_532, '13532'],
    ['to: "EUR"', 1_097, '12430'],
    ['from: "EUR"', 0, null],
    ['from: "USD", to: "EUR", rated: { from: "2013-01-01", to: "2013-03-31" }', 90, null],
  ])('is found by {%s}, newest first', async (filter, count, first) => {
    const { exchangeRates } = await product.data(
      `{ exchangeRates(first: 1, filter: {${filter}}) { totalCount nodes { id } } }`,
    );
    expect(exchangeRates).toMatchObject({ totalCount: count });
    if (first !== null) expect(exchangeRates).toMatchObject({ nodes: [{ id: `exchange-rate:${first}` }] });
  });

  it('appears exactly once when paging through all', async () => {
    const ids = await walk(product, (after) => `exchangeRates(first: 90, filter: { to: "DEM" }${after})`);
    expect(new Set(ids).size).toBe(184);
    expect(ids).toHaveLength(184);
  });
});

describe('an unknown id or invalid argument', () => {
  it('gives null without an error for an unknown id', async () => {
    const data = await product.data(`{
      a: account(id: "account:16") { id name children { id } entries { totalCount } }
      b: organization(id: "organization:99") { id }
      c: ledgerEntry(id: "ledger-entry:0") { id }
      d: exchangeRate(id: "exchange-rate:99999") { id }
      e: ledgerEntry(id: "ledger-entry:one") { id department }
      nodes(ids: ["account:50", "organization:3", "ledger-entry:1", "exchange-rate:4", "account:16"]) { __typename id }
    }`);
    expect(data).toEqual({
      a: null,
      b: null,
      c: null,
      d: null,
      e: null,
      nodes: [
        { __typename: 'Account', id: 'account:50' },
        { __typename: 'Organization', id: 'organization:3' },
        { __typename: 'LedgerEntry', id: 'ledger-entry:1' },
        { __typename: 'ExchangeRate', id: 'exchange-rate:4' },
        null,
      ],
    });
  });

  it.each([
    ['{ account(id: "organization:1") { id } }', 'Expected the global id of an Account'],
    ['{ organization(id: "1") { id } }', 'Expected the global id of an Organization'],
    ['{ ledgerEntry(id: "ledgerEntry:1") { id } }', 'Expected the global id of a LedgerEntry'],
    ['{ exchangeRate(id: "exchange-rate:") { id } }', 'Expected the global id of an ExchangeRate'],
    [
      '{ ledgerEntries(filter: { account: "organization:1" }) { totalCount } }',
      'the global id of an Account',
    ],
    [
      '{ organizations { entries(filter: { organization: "x" }) { totalCount } } }',
      'the global id of an Organization',
    ],
    ['{ ledgerEntries(first: 101) { nodes { id } } }', '"first" must be from 1 to 100'],
    ['{ accounts { entries(first: 0) { nodes { id } } } }', '"first" must be from 1 to 100'],
    ['{ exchangeRates(after: "x") { nodes { id } } }', 'is no cursor of this list'],
  ])('gives BAD_USER_INPUT: %s', async (query, message) => {
    const { errors } = await product.query(query);
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain(message);
  });
});
