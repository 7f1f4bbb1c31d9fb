import { describe, expect, test } from 'vitest';
import { idOf, refTo } from '../../datasources/ids.ts';
import { money } from '../../datasources/money.ts';
import { compare, type InvoiceFacts, type OrderFacts } from '../../resolvers/reconciliation/compare.ts';

const order: OrderFacts = {
  id: idOf('7'),
  status: 'PLACED',
  customer: refTo('11000'),
  total: money('10.50', 'USD'),
};
const invoice: InvoiceFacts = {
  id: idOf('INV-7'),
  status: 'OPEN',
  customer: refTo('11000'),
  total: money('10.5', 'USD'),
};
const second: InvoiceFacts = { ...invoice, id: idOf('INV-8') };
const voided: InvoiceFacts = { ...invoice, id: idOf('INV-6'), status: 'VOIDED', total: money('1', 'EUR') };
const cancelled: OrderFacts = { ...order, status: 'CANCELLED' };

const kinds = (facts: OrderFacts | null, invoices: readonly InvoiceFacts[]) =>
  compare('7', facts, invoices).map(({ kind }) => kind);

describe('there is no discrepancy', () => {
  test.each([
    ['between an order and an invoice, whatever trailing zeros the amounts have', order, [invoice]],
    [
      'between a shipped order and a paid invoice',
      { ...order, status: 'SHIPPED' },
      [{ ...invoice, status: 'PAID' }],
    ],
    ['between an order and an invoice after a voided one', order, [voided, invoice]],
    ['for a cancelled order without an invoice', cancelled, []],
    [
      'for a cancelled order whose invoices were voided',
      cancelled,
      [voided, { ...voided, id: idOf('INV-5') }],
    ],
    ['for neither order nor invoice', null, []],
    ['for no order and a voided invoice', null, [voided]],
  ] as [string, OrderFacts | null, InvoiceFacts[]][])('%s', (_, facts, invoices) => {
    expect(compare('7', facts, invoices)).toEqual([]);
  });
});

describe('there is a discrepancy', () => {
  const dearer = { ...invoice, total: money('10.51', 'USD') };
  const foreign = { ...invoice, total: money('10.5', 'EUR') };
  const other = { ...invoice, customer: refTo<'Customer'>('11001') };
  test.each([
    ['no invoice', order, [], ['MISSING_INVOICE']],
    ['only voided invoices', order, [voided], ['MISSING_INVOICE']],
    ['no order', null, [invoice], ['MISSING_ORDER']],
    ['no order and two invoices', null, [invoice, second], ['MISSING_ORDER']],
    ['a cancelled order', cancelled, [invoice], ['CANCELLED_BUT_INVOICED']],
    [
      'a cancelled order, whatever else differs',
      cancelled,
      [{ ...dearer, ...other }],
      ['CANCELLED_BUT_INVOICED'],
    ],
    ['two invoices', order, [invoice, second], ['DUPLICATE_INVOICE']],
    ['two of three invoices', order, [voided, invoice, second], ['DUPLICATE_INVOICE']],
    ['a different total', order, [dearer], ['TOTAL']],
    ['a different currency', order, [foreign], ['CURRENCY']],
    ['a different customer', order, [other], ['CUSTOMER']],
    [
      'everything',
      order,
      [{ ...invoice, customer: refTo('1'), total: money('1', 'EUR') }, second],
      ['DUPLICATE_INVOICE', 'CURRENCY', 'TOTAL', 'CUSTOMER'],
    ],
  ] as [string, OrderFacts | null, InvoiceFacts[], string[]][])('for %s', (_, facts, invoices, expected) => {
    expect(kinds(facts, invoices)).toEqual(expected);
  });
});

describe('a discrepancy', () => {
  test('names the records and what each side states, with one claim per invoice', () => {
    expect(compare('7', order, [voided, invoice, second])).toEqual([
      {
        kind: 'DUPLICATE_INVOICE',
        message: 'Order 7: there are 2 invoices for it.',
        order: { id: '7' },
        invoices: [{ id: 'INV-7' }, { id: 'INV-8' }],
        claims: [
          { system: 'commerce', record: 'order:7', statement: '10.5 USD' },
          { system: 'accounting', record: 'invoice:INV-7', statement: '10.5 USD' },
          { system: 'accounting', record: 'invoice:INV-8', statement: '10.5 USD' },
        ],
      },
    ]);
  });

  test.each([
    [null, [invoice], ['no such order', '10.5 USD']],
    [order, [], ['10.5 USD', 'no invoice']],
    [cancelled, [{ ...invoice, status: 'PAID' }], ['cancelled', 'paid']],
    [order, [{ ...invoice, customer: refTo('1') }], ['customer:11000', 'customer:1']],
    [order, [{ ...invoice, total: money('10.5', 'EUR') }], ['USD', 'EUR']],
  ] as [OrderFacts | null, InvoiceFacts[], string[]][])(
    'states the values that differ',
    (facts, invoices, says) => {
      expect(
        compare('7', facts, invoices).map(({ claims }) => claims.map((claim) => claim.statement)),
      ).toEqual([says]);
    },
  );

  test('has no record for a side that has none', () => {
    const [missing] = compare('7', order, []);
    const [unknown] = compare('7', null, [invoice]);
    expect(missing?.claims.map(({ record }) => record)).toEqual(['order:7', null]);
    expect(unknown?.claims.map(({ record }) => record)).toEqual([null, 'invoice:INV-7']);
    expect(unknown?.order).toEqual({ id: '7' });
  });
});
