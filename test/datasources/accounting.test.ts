import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InvoiceQuery } from '../../datasources/accounting/model.ts';
import { accounting } from '../../datasources/accounting/system.ts';
import { idOf } from '../../datasources/ids.ts';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import { connectAlone, scopeOf } from '../support/source.ts';

type Accounting = ReturnType<ReturnType<typeof accounting.open>>;

const customer = idOf<'Customer'>;
const invoiceId = idOf<'Invoice'>;
const ALL: InvoiceQuery = {
  status: null,
  overdue: null,
  customer: null,
  issued: { from: null, to: null },
  minTotal: null,
  maxTotal: null,
  sort: { by: 'ID', descending: false },
};
const FIRST = { first: 10, after: null };

/** A system that returns the answer a test sets, and records the requests it receives. */
const requests: URL[] = [];
let answer: (url: URL) => unknown;
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://accounting.invalid');
  response.setHeader('content-type', 'application/json');
  if (url.pathname === '/connect/token') {
    response.end(JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: 1800 }));
    return;
  }
  requests.push(url);
  response.end(JSON.stringify(answer(url)));
});
let connection: ReturnType<typeof connectTo>;
let source: Accounting;

function connectTo(baseUrl: string) {
  const credentials = { CLIENT_ID: 'isthmus', CLIENT_SECRET: 'secret' };
  return connectAlone(accounting, { baseUrl, credentials, timeoutMs: 5_000 });
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  connection = connectTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
beforeEach(() => {
  requests.length = 0;
  source = connection.sourceFor(scopeOf());
});
afterAll(async () => {
  await connection.close();
  server.close();
});

function wireInvoice(number: number, contact = '1') {
  return {
    InvoiceID: `INV-${number}`,
    OrderID: null,
    ContactID: contact,
    Status: 'OPEN',
    IssuedOn: '2014-01-01',
    CurrencyCode: 'USD',
    ExchangeRateID: null,
    Subtotal: '1',
    Tax: '0',
    Freight: '0',
    Total: '1.5000',
    AmountPaid: '0',
    AmountDue: '1.5',
    UpdatedAt: '2014-01-01T00:00:00.000Z',
  };
}

function broken(number: number) {
  return { ...wireInvoice(number), Total: 'much' };
}

const page = (rows: unknown[]) => ({
  Invoices: rows,
  Pagination: { Page: 1, PageSize: 100, HasMore: false },
});
const group = (key: string, rows: unknown[], more = false) => ({ Key: key, Invoices: rows, HasMore: more });
const keysOf = (url: URL) => (url.searchParams.get('keys') ?? '').split(',');

describe('reading by id', () => {
  it('fails only the id whose record breaks the contract', async () => {
    answer = () => page([wireInvoice(3), broken(2), wireInvoice(1)]);
    const [one, two, three, four] = await Promise.allSettled(
      ['INV-1', 'INV-2', 'INV-3', 'INV-4'].map((id) => source.invoices.byId.load(invoiceId(id))),
    );
    expect(one).toMatchObject({ value: { id: 'INV-1', total: { amount: '1.5', currency: 'USD' } } });
    expect(two).toMatchObject({ reason: expect.any(ContractError) });
    expect(three).toMatchObject({ value: { id: 'INV-3' } });
    expect(four).toMatchObject({ value: null });
    expect(requests).toHaveLength(1);
  });

  it('requests 100 ids per call, on a single page, and never requests malformed ids', async () => {
    answer = (url) =>
      page((url.searchParams.get('IDs') ?? '').split(',').map((id) => wireInvoice(Number(id.slice(4)))));
    const ids = Array.from({ length: 150 }, (_, index) => invoiceId(`INV-${index + 1}`));
    const odd = ['INV-0', 'INV-1,INV-2', '7', 'PAY-7', 'INV-'].map(invoiceId);
    const found = await Promise.all([...ids, ...odd].map((id) => source.invoices.byId.load(id)));
    expect(found.map((invoice) => invoice?.id)).toEqual([...ids, ...odd.map(() => undefined)]);
    expect(requests.map((url) => url.searchParams.get('IDs')?.split(',').length)).toEqual([100, 50]);
    expect(requests.map((url) => url.searchParams.get('pageSize'))).toEqual(['100', '100']);
  });

  it('requests nothing that already came with a list', async () => {
    answer = () => page([wireInvoice(1), wireInvoice(2)]);
    await source.invoices.list(ALL, FIRST);
    expect(await source.invoices.byId.load(invoiceId('INV-2'))).toMatchObject({ id: 'INV-2' });
    expect(requests).toHaveLength(1);
  });
});

describe('reading for many owners', () => {
  it('gives each owner its own records in any order of the answer, and an error only to the one concerned', async () => {
    answer = () => ({
      Groups: [
        group('9', [wireInvoice(9, '9')]),
        group('3', [broken(3)]),
        group('2', []),
        group('1', [wireInvoice(1)], true),
      ],
    });
    const [one, two, three, four] = await Promise.allSettled(
      ['1', '2', '3', '4'].map((id) => source.invoices.ofCustomer(customer(id), ALL, FIRST)),
    );
    expect(one).toMatchObject({ value: { items: [{ id: 'INV-1' }], hasNext: true } });
    expect(two).toMatchObject({ value: { items: [], hasNext: false } });
    expect(three).toMatchObject({ reason: expect.any(ContractError) });
    expect(four).toMatchObject({ value: { items: [] } });
    expect(requests).toHaveLength(1);
  });

  it('requests 100 owners per call, and never requests malformed ids', async () => {
    answer = (url) =>
      url.pathname.endsWith('/GroupedCount')
        ? { Groups: keysOf(url).map((key) => ({ Key: key, Count: Number(key) })) }
        : { Groups: keysOf(url).map((key) => group(key, [wireInvoice(Number(key), key)])) };
    const owners = Array.from({ length: 120 }, (_, index) => customer(index + 1));
    const pages = await Promise.all(owners.map((id) => source.invoices.ofCustomer(id, ALL, FIRST)));
    expect(pages.map(({ items }) => items.map(({ id }) => id))).toEqual(owners.map((id) => [`INV-${id}`]));
    const counts = await Promise.all(owners.map((id) => source.invoices.ofCustomerCount(id, ALL)));
    expect(counts).toEqual(owners.map(Number));
    expect(requests.map((url) => keysOf(url).length)).toEqual([100, 20, 100, 20]);
    expect(await source.invoices.ofCustomerCount(customer('1,2'), ALL)).toBe(0);
    expect(requests).toHaveLength(4);
  });

  it('makes separate calls for owners with different arguments', async () => {
    answer = (url) => ({ Groups: keysOf(url).map((key) => group(key, [wireInvoice(1)])) });
    await Promise.all([
      source.invoices.ofCustomer(customer(1), ALL, FIRST),
      source.invoices.ofCustomer(customer(2), { ...ALL, status: 'OPEN' }, FIRST),
      source.invoices.ofCustomer(customer(3), ALL, FIRST),
    ]);
    expect(requests.map((url) => [url.searchParams.get('keys'), url.searchParams.get('Status')])).toEqual([
      ['1,3', null],
      ['2', 'OPEN'],
    ]);
  });

  it('reads further pages only for the owner that has more than one', async () => {
    const payment = (number: number) => ({
      PaymentID: `PAY-${number}`,
      InvoiceID: 'INV-1',
      ContactID: '1',
      Amount: '1',
      CurrencyCode: 'USD',
      ReceivedOn: '2014-01-01',
      Method: 'BANK',
      Reference: null,
      Card: null,
      UpdatedAt: '2014-01-01T00:00:00.000Z',
    });
    answer = (url) => ({
      Groups: keysOf(url).map((key) => ({
        Key: key,
        Payments: [payment(Number(key.slice(4)) * 10 + Number(url.searchParams.get('page')))],
        HasMore: key === 'INV-2' && url.searchParams.get('page') !== '3',
      })),
    });
    const found = await Promise.all(['INV-1', 'INV-2'].map((id) => source.payments.ofInvoice(invoiceId(id))));
    expect(found.map((payments) => payments.map(({ id }) => id))).toEqual([
      ['PAY-11'],
      ['PAY-21', 'PAY-22', 'PAY-23'],
    ]);
    expect(requests.map((url) => url.searchParams.get('keys'))).toEqual(['INV-1,INV-2', 'INV-2', 'INV-2']);
  });
});

describe('a system that breaks its contract', () => {
  it.each([
    ['a list that is null', () => ({ Invoices: null, Pagination: { Page: 1, PageSize: 1, HasMore: false } })],
    ['a list without pagination', () => ({ Invoices: [] })],
    ['a row that is not an object', () => page(['INV-1'])],
  ])('is named in the error: %s', async (_, answered) => {
    answer = answered;
    await expect(source.invoices.list(ALL, FIRST)).rejects.toMatchObject({
      code: 'UPSTREAM_CONTRACT',
      message: expect.stringMatching(/^accounting: (GET )?\/api\/2\.0\/Invoices/),
    });
  });

  it.each([
    ['groups that are not a list', () => ({ Groups: 'none' })],
    ['a group without "HasMore"', () => ({ Groups: [{ Key: '1', Invoices: [] }] })],
    ['a group without rows', () => ({ Groups: [{ Key: '1', HasMore: false }] })],
  ])('is named in the error of a grouped read: %s', async (_, answered) => {
    answer = answered;
    await expect(source.invoices.ofCustomer(customer(1), ALL, FIRST)).rejects.toMatchObject({
      code: 'UPSTREAM_CONTRACT',
      message: expect.stringMatching(/^accounting: (GET )?\/api\/2\.0\/Invoices\/Grouped/),
    });
  });

  it('is named in the error if it gives only a part of a table that is read whole', async () => {
    answer = () => ({ Accounts: [], Pagination: { Page: 1, PageSize: 200, HasMore: true } });
    await expect(source.accounts.all()).rejects.toMatchObject({
      code: 'UPSTREAM_CONTRACT',
      message: expect.stringMatching(/^accounting: GET \/api\/2\.0\/Accounts/),
    });
  });
});
