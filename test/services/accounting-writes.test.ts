import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invoice } from '../../services/accounting/schemas/invoices.ts';
import type { Payment } from '../../services/accounting/schemas/payments.ts';
import { tokenOptions } from '../../services/accounting/access-tokens.ts';
import { Accounting, invoiceIds, invoices, payments } from './accounting-support.ts';
import { outcome, type Answer } from './documented.ts';

const system = new Accounting();
const { get, post } = system;
const today = () => new Date().toISOString().slice(0, 10);
const asInvoice = ({ body }: Answer) => body as unknown as Invoice;
const asPayment = ({ body }: Answer) => body as unknown as Payment;

let order = 90_000;
const draft = (more: object = {}) => ({
  OrderID: String((order += 1)),
  ContactID: '31000',
  CurrencyCode: 'USD',
  Subtotal: '100',
  Tax: '8',
  Freight: '2.5',
  Total: '110.5',
  ...more,
});
const issued = async (more: object = {}) => asInvoice(await post('/Invoices', draft(more)));
const pay = (InvoiceID: string, Amount: string, more: object = {}) =>
  post('/Payments', { InvoiceID, Amount, CurrencyCode: 'USD', Method: 'BANK', ...more });

beforeAll(() => system.start());
afterAll(() => system.stop());

describe('an invoice', () => {
  it('is issued with the next number for an order without one', async () => {
    const { result, changes } = await system.changesOf(() =>
      post('/Invoices', draft({ OrderID: '51016', IssuedOn: '2014-02-03' })),
    );
    expect(result.status).toBe(201);
    expect(result.headers.get('cache-control')).toBe('no-store');
    expect(result.body).toMatchObject({
      InvoiceID: 'INV-63122',
      OrderID: '51016',
      Status: 'OPEN',
      IssuedOn: '2014-02-03',
      ExchangeRateID: null,
      Total: '110.5',
      AmountPaid: '0',
      AmountDue: '110.5',
    });
    expect(changes).toMatchObject([
      { entity: 'invoice', id: 'INV-63122', kind: 'created', owners: { contact: '31000', order: '51016' } },
    ]);
    expect(invoices(await get('/Invoices?OrderIDs=51016'))).toEqual([result.body]);
    expect((await issued()).InvoiceID).toBe('INV-63123');
  });

  it('may be issued without an order, and is then dated today', async () => {
    const { OrderID, ...rest } = draft();
    expect(OrderID).toBeDefined();
    const before = today();
    const first = asInvoice(await post('/Invoices', rest));
    expect(first.OrderID).toBeNull();
    expect([before, today()]).toContain(first.IssuedOn);
    expect((await post('/Invoices', rest)).status).toBe(201);
    expect((await get(`/Invoices/Count?IDs=${first.InvoiceID}&Overdue=true`)).body['Count']).toBe(0);
  });

  it('with a total of zero is paid at once', async () => {
    expect(await issued({ Subtotal: '0', Tax: '0', Freight: '0', Total: '0' })).toMatchObject({
      Status: 'PAID',
      AmountDue: '0',
    });
  });

  it('is refused for an order that already has one', async () => {
    expect(outcome(await post('/Invoices', draft({ OrderID: '43697' })))).toEqual([409, 'already_invoiced']);
  });

  it('is refused in an unknown currency', async () => {
    expect(outcome(await post('/Invoices', draft({ CurrencyCode: 'XQX' })))).toEqual([
      422,
      'unknown_currency',
    ]);
  });

  it.each([
    ['Total', '-1'],
    ['Total', 1],
    ['ContactID', 'somebody'],
    ['OrderID', '0'],
    ['IssuedOn', 'today'],
  ])('is refused with an invalid %s: %j', async (field, value) => {
    const answer = await post('/Invoices', draft({ [field]: value }));
    expect(answer.status).toBe(400);
    expect(answer.body['detail']).toContain(field);
  });

  it('is voided once, after which its order can be invoiced again', async () => {
    const invoice = await issued();
    const path = `/Invoices/${invoice.InvoiceID}/Void`;
    const { result, changes } = await system.changesOf(() => post(path));
    expect([result.status, result.body]).toMatchObject([
      200,
      { Status: 'VOIDED', AmountDue: '0', Total: '110.5' },
    ]);
    expect(changes).toMatchObject([
      {
        entity: 'invoice',
        id: invoice.InvoiceID,
        kind: 'updated',
        fields: ['Status', 'AmountDue', 'UpdatedAt'],
      },
    ]);
    expect(outcome(await post(path))).toEqual([409, 'already_voided']);
    expect((await post('/Invoices', draft({ OrderID: invoice.OrderID }))).status).toBe(201);
    const totals = await get(`/Invoices/Totals?fromOrderID=${String(invoice.OrderID)}&limit=1`);
    expect(totals.body['Invoices']).toMatchObject([{ Status: 'VOIDED' }, { Status: 'OPEN' }]);
    const blocks = await get(
      `/Reports/ControlTotals?fromOrderID=${String(invoice.OrderID)}&toOrderID=${String(invoice.OrderID)}`,
    );
    expect(blocks.body['Blocks']).toMatchObject([{ Count: 1, Total: '110.5' }]);
  });

  it('cannot be voided if it has a payment or does not exist', async () => {
    expect(outcome(await post('/Invoices/INV-43697/Void'))).toEqual([409, 'already_paid']);
    const partly = await issued();
    await pay(partly.InvoiceID, '1');
    expect(outcome(await post(`/Invoices/${partly.InvoiceID}/Void`))).toEqual([409, 'already_paid']);
    expect(outcome(await post('/Invoices/INV-1/Void'))).toEqual([404, 'not_found']);
    expect(outcome(await post('/Invoices/43697/Void'))).toEqual([404, 'not_found']);
  });
});

describe('a payment', () => {
  it('pays an invoice in parts', async () => {
    const { InvoiceID, UpdatedAt, ContactID } = await issued();
    const { result, changes } = await system.changesOf(() =>
      pay(InvoiceID, '100.25', { ReceivedOn: '2014-03-01', Reference: 'first half' }),
    );
    const payment = asPayment(result);
    expect(result.status).toBe(201);
    expect(payment).toMatchObject({
      InvoiceID,
      ContactID,
      Amount: '100.25',
      Method: 'BANK',
      ReceivedOn: '2014-03-01',
      Reference: 'first half',
      Card: null,
    });
    expect(changes).toMatchObject([
      { entity: 'invoice', id: InvoiceID, kind: 'updated', fields: ['AmountPaid', 'AmountDue', 'UpdatedAt'] },
      {
        entity: 'payment',
        id: payment.PaymentID,
        kind: 'created',
        owners: { invoice: InvoiceID, contact: ContactID },
      },
    ]);
    expect(invoices(await get(`/Invoices?IDs=${InvoiceID}`))).toMatchObject([
      { Status: 'OPEN', AmountPaid: '100.25', AmountDue: '10.25' },
    ]);
    const second = asPayment(await pay(InvoiceID, '10.25'));
    expect(Number(second.PaymentID.slice(4))).toBe(Number(payment.PaymentID.slice(4)) + 1);
    const [paid] = invoices(await get(`/Invoices?IDs=${InvoiceID}`));
    expect(paid).toMatchObject({ Status: 'PAID', AmountDue: '0' });
    expect(String(paid?.UpdatedAt) >= UpdatedAt).toBe(true);
    expect(payments(await get(`/Payments?InvoiceIDs=${InvoiceID}`))).toHaveLength(2);
    const changed = await get('/Invoices?pageSize=100', { 'if-modified-since': UpdatedAt });
    expect(invoiceIds(changed)).toContain(InvoiceID);
  });

  it('gets a number after those of the sample data', async () => {
    const newest = payments(await get('/Payments?order=PaymentID%20DESC&pageSize=1'))[0];
    expect(Number(newest?.PaymentID.slice(4))).toBeGreaterThan(63_118);
  });

  it('counts in balances and aged receivables', async () => {
    const { InvoiceID } = await issued({ ContactID: '31001', IssuedOn: '2014-05-01' });
    await pay(InvoiceID, '10.5', { ReceivedOn: '2014-05-20' });
    expect((await get('/Contacts/Balances?ContactIDs=31001')).body['Balances']).toMatchObject([
      { Outstanding: '100', InvoiceCount: 1, OpenCount: 1 },
    ]);
    const dueOn = async (day: string) =>
      (await get(`/Reports/AgedReceivables?ContactID=31001&AsOf=${day}`)).body['Total'];
    expect(await dueOn('2014-04-30')).toBe('0');
    expect(await dueOn('2014-05-19')).toBe('110.5');
    expect(await dueOn('2014-05-20')).toBe('100');
  });

  it('is refused if its amount, invoice, currency or method is not acceptable', async () => {
    const { InvoiceID } = await issued();
    const voided = await issued();
    await post(`/Invoices/${voided.InvoiceID}/Void`);
    const refused = async (invoice: string, amount: string, more: object = {}) =>
      outcome(await pay(invoice, amount, more));
    expect(await refused(InvoiceID, '0')).toEqual([422, 'not_positive']);
    expect(await refused(InvoiceID, '-5')).toEqual([422, 'not_positive']);
    expect(await refused('INV-1', '5')).toEqual([422, 'unknown_invoice']);
    expect(await refused('43697', '5')).toEqual([422, 'unknown_invoice']);
    expect(await refused(voided.InvoiceID, '5')).toEqual([422, 'voided']);
    expect(await refused('INV-43697', '5')).toEqual([422, 'already_paid']);
    expect(await refused(InvoiceID, '5', { CurrencyCode: 'EUR' })).toEqual([422, 'currency_mismatch']);
    expect(await refused(InvoiceID, '110.5001')).toEqual([422, 'overpaid']);
    expect(await refused(InvoiceID, 'five')).toEqual([400, 'bad_request']);
    expect(await refused(InvoiceID, '5', { Method: 'SHELLS' })).toEqual([400, 'bad_request']);
    expect(payments(await get(`/Payments?InvoiceIDs=${InvoiceID}`))).toEqual([]);
  });
});

describe('a write', () => {
  it('is carried out once per idempotency key', async () => {
    const body = draft();
    const key = { 'idempotency-key': 'issue-once' };
    const { result: first, changes } = await system.changesOf(() => post('/Invoices', body, key));
    const again = await system.changesOf(() => post('/Invoices', body, key));
    expect(changes).toHaveLength(1);
    expect(again.changes).toEqual([]);
    expect([again.result.status, again.result.body]).toEqual([201, first.body]);
    expect(again.result.headers.get('idempotency-replayed')).toBe('true');
    expect(outcome(await post('/Invoices', draft(), key))).toEqual([422, 'idempotency_key_reused']);
  });

  it('neither skips nor repeats rows for a client that pages through a list', async () => {
    for (let count = 0; count < 5; count += 1) await issued({ ContactID: '31002' });
    let left = 2;
    const found = await system.walk<Invoice>('Invoices', 'ContactID=31002&pageSize=2', async () => {
      if ((left -= 1) >= 0) await issued({ ContactID: '31002' });
    });
    const numbers = found.map(({ InvoiceID }) => Number(InvoiceID.slice(4)));
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    expect(found).toHaveLength(7);
  });
});

describe('an access token', () => {
  it('expires after its lifetime', async () => {
    const brief = new Accounting({ ACCOUNTING_TOKEN_SECONDS: '0' });
    await brief.start();
    try {
      const given = await brief.token();
      expect(given.body).toMatchObject({ expires_in: 0 });
      expect(outcome(await brief.get('/Accounts'))).toEqual([401, 'unauthorized']);
    } finally {
      await brief.stop();
    }
  });

  it('has a lifetime in whole seconds, 1,800 by default', () => {
    expect(() => tokenOptions({ ACCOUNTING_TOKEN_SECONDS: 'long' })).toThrow(RangeError);
    expect(tokenOptions({ ACCOUNTING_CLIENT_ID: 'a', ACCOUNTING_CLIENT_SECRET: 'b' })).toEqual({
      clientId: 'a',
      clientSecret: 'b',
      seconds: 1_800,
    });
  });
});
