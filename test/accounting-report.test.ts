import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accounting } from '../datasources/accounting/system.ts';
import { InputError } from '../datasources/errors.ts';
import { idOf } from '../datasources/ids.ts';
import type { OpenSystem } from '../datasources/system.ts';
import { connectTo } from './support/embedded-systems.ts';
import { usd } from './support/money.ts';
import { scopeOf } from './support/source.ts';
import { startProduct, type Product } from './support/product.ts';

type Accounting = ReturnType<ReturnType<typeof accounting.open>>;

let product: Product;
let connection: OpenSystem<Accounting>;
let source: Accounting;

beforeAll(async () => {
  product = await startProduct();
  connection = connectTo(accounting, product.systems.accounting);
  source = connection.sourceFor(scopeOf());
});
afterAll(async () => {
  await connection.close();
  await product[Symbol.asyncDispose]();
});

const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('aged receivables', () => {
  it('are divided into the requested buckets', async () => {
    const report = await source.reports.agedReceivables({
      asOf: '2014-01-31',
      buckets: [30, 60],
      customer: null,
      currency: 'USD',
    });
    expect(report).toEqual({
      asOf: '2014-01-31',
      total: usd('992357.2584'),
      buckets: [
        { fromDays: 0, toDays: 30, invoiceCount: 9, amount: usd('5453.54') },
        { fromDays: 31, toDays: 60, invoiceCount: 84, amount: usd('75108.3216') },
        { fromDays: 61, toDays: null, invoiceCount: 596, amount: usd('911795.3968') },
      ],
    });
  });

  it('cover one customer, as of today if no date is given', async () => {
    const customer = idOf<'Customer'>('11566');
    const report = await source.reports.agedReceivables({
      asOf: null,
      buckets: [99_999],
      customer,
      currency: 'USD',
    });
    expect(report.total).toEqual(usd('703.2887'));
    expect(report.buckets.map(({ invoiceCount }) => invoiceCount)).toEqual([15, 0]);
  });

  it.each([[[]], [[60, 30]], [[30, 30]], [[-1]], [[100_000]], [Array.from({ length: 13 }, (_, end) => end)]])(
    'are refused for invalid buckets: %j',
    async (buckets) => {
      const query = { asOf: null, buckets, customer: null, currency: 'USD' };
      expect(() => source.reports.agedReceivables(query)).toThrow(InputError);
    },
  );
});

describe('profit and loss', () => {
  it('is given per period and organization, in the organization’s currency', async () => {
    const rows = await source.reports.profitAndLoss({
      organization: idOf('11'),
      from: '2012-01-01',
      to: '2012-12-31',
      per: 'QUARTER',
      scenario: 'ACTUAL',
    });
    expect(rows.map(({ period }) => period)).toEqual(['2012-Q1', '2012-Q2', '2012-Q3', '2012-Q4']);
    expect(rows[3]).toEqual({
      organization: { id: '11' },
      period: '2012-Q4',
      netSales: eur('408767.95'),
      costOfSales: eur('117331.21'),
      grossMargin: eur('291436.74'),
      operatingExpenses: eur('282032.69'),
      operatingProfit: eur('9404.05'),
      otherIncome: eur('-3710.14'),
      taxes: eur('14740.53'),
      netIncome: eur('-9046.62'),
    });
  });

  it('has one row per organization, without a period, for the whole time span', async () => {
    const query = { organization: null, from: null, to: null, per: 'TOTAL', scenario: 'ACTUAL' } as const;
    const rows = await source.reports.profitAndLoss(query);
    expect(rows.map(({ period }) => period)).toEqual(Array(9).fill(null));
    expect(rows.map(({ organization }) => organization?.id)).toEqual([
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '11',
      '12',
      '13',
    ]);
    expect(await source.reports.profitAndLoss({ ...query, scenario: 'FORECAST' })).toEqual([]);
  });
});

describe('reads for reconciliation', () => {
  it('give control totals by block', async () => {
    const blocks = await source.reports.controlTotals({ from: 43_697, to: 44_031, blockSize: 256 });
    expect(blocks).toEqual([
      {
        block: 170,
        count: 79,
        total: '287226.1984',
        customerHash: '64149152375',
        totalHash: '125622992379094',
        currencyHash: '19320736810144',
      },
      expect.objectContaining({ block: 171, count: 181, total: '647354.5864' }),
    ]);
    const all = await source.reports.controlTotals({ from: null, to: null, blockSize: 1_000_000 });
    expect(all).toMatchObject([{ block: 0, count: 16_459 }]);
  });

  it('give the invoices of a range, with all invoices of an order on the same page', async () => {
    const totals = await source.reports.totals({ from: 53_748, blocks: [209], blockSize: 256, limit: 2 });
    expect(totals).toEqual({
      items: [
        {
          id: 'INV-53748',
          order: { id: '53748' },
          status: 'PAID',
          customer: { id: '14809' },
          total: usd('87.2729'),
        },
        {
          id: 'INV-53749',
          order: { id: '53749' },
          status: 'PAID',
          customer: { id: '26407' },
          total: usd('139.5394'),
        },
        {
          id: 'INV-63119',
          order: { id: '53749' },
          status: 'OPEN',
          customer: { id: '26407' },
          total: usd('139.5394'),
        },
      ],
      hasMore: true,
    });
    const last = await source.reports.totals({
      from: 53_758,
      blocks: [209, 240],
      blockSize: 256,
      limit: 5_000,
    });
    // Block 209 ends with order 53759, block 240 holds 61440 to 61695.
    expect(last.items.map(({ order }) => order.id).slice(0, 3)).toEqual(['53758', '53759', '61440']);
    expect(last.items.at(-1)?.order.id).toBe('61695');
    expect(last.hasMore).toBe(false);
  });
});

describe('voiding an invoice', () => {
  it('leaves nothing outstanding, and is replayed for the same key', async () => {
    const id = idOf<'Invoice'>('INV-63120');
    const voided = await source.invoices.void(id, 'void-1');
    expect(voided).toMatchObject({
      ok: true,
      replayed: false,
      value: { status: 'VOIDED', outstanding: usd('0') },
    });
    expect(await source.invoices.void(id, 'void-1')).toMatchObject({ ok: true, replayed: true });
    const { data } = await product.query(
      '{ order(id: "order:61948") { invoice { id } invoices { nodes { id status } } } }',
    );
    expect(data.order).toEqual({
      invoice: { id: 'invoice:INV-61948' },
      invoices: {
        nodes: [
          { id: 'invoice:INV-61948', status: 'PAID' },
          { id: 'invoice:INV-63120', status: 'VOIDED' },
        ],
      },
    });
    expect(await source.invoices.void(id, 'void-2')).toMatchObject({
      refusal: { code: 'VOIDED', field: ['id'] },
    });
  });

  it.each([
    ['INV-43697', 'ALREADY_PAID'],
    ['INV-1', 'NOT_FOUND'],
    ['a/../b', 'NOT_FOUND'],
  ])('is refused for %s: %s', async (id, code) => {
    const outcome = await source.invoices.void(idOf(id), `void ${id}`);
    expect(outcome).toMatchObject({ ok: false, refusal: { code, field: ['id'] } });
  });
});
