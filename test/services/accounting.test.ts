import openapiTypes from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invoice } from '../../services/accounting/schemas/invoices.ts';
import type { Payment } from '../../services/accounting/schemas/payments.ts';
import { Accounting, invoiceIds, invoices, payments, rowsOf } from './accounting-support.ts';
import { outcome, type Answer } from './documented.ts';

const system = new Accounting();
const { control, get, token } = system;
const countOf = async (path: string) => (await get(path)).body['Count'];
const many = (count: number) => Array.from({ length: count }, (_, place) => place + 1).join(',');

beforeAll(() => system.start());
afterAll(() => system.stop());

describe('invoices', () => {
  it('are read by id, in the order of their numbers, without unknown ones', async () => {
    const answer = await get('/Invoices?IDs=INV-43698,INV-1,43697,INV-043697,INV-43697,PAY-43699');
    expect(invoiceIds(answer)).toEqual(['INV-43697', 'INV-43698']);
    expect(invoices(answer)[0]).toEqual({
      InvoiceID: 'INV-43697',
      OrderID: '43697',
      ContactID: '21768',
      Status: 'PAID',
      IssuedOn: '2011-06-07',
      CurrencyCode: 'USD',
      ExchangeRateID: '4',
      Subtotal: '3578.27',
      Tax: '286.2616',
      Freight: '89.4568',
      Total: '3953.9884',
      AmountPaid: '3953.9884',
      AmountDue: '0',
      UpdatedAt: '2011-06-07T00:00:00.000Z',
    });
    expect(answer.headers.get('cache-control')).toBe('private, max-age=30');
  });

  it('are read by at most 100 ids at once', async () => {
    expect((await get(`/Invoices?OrderIDs=${many(100)}`)).status).toBe(200);
    for (const path of [
      `/Invoices?IDs=${many(101)}`,
      `/Invoices?OrderIDs=${many(101)}`,
      `/Payments?InvoiceIDs=${many(101)}`,
      `/Invoices/Grouped?by=ContactID&keys=${many(101)}`,
      `/Contacts/Balances?ContactIDs=${many(101)}`,
    ]) {
      expect(outcome(await get(path)), path).toEqual([400, 'too_many_ids']);
    }
  });

  // Counted in invoice.csv.gz and payment.csv.gz with awk, then adjusted for the planted errors.
  it.each([
    ['', 16_459],
    ['IssuedFrom=2013-06-01&IssuedTo=2013-06-30', 461],
    ['Status=OPEN', 686 + 3],
    ['Status=PAID', 15_773 - 3],
    ['MinTotal=3953', 1_551 - 1],
    ['MinTotal=3953.9885', 0],
    ['MaxTotal=100&MinTotal=100.5', 0],
    ['ContactID=11000', 3],
    ['ContactID=11000&IssuedFrom=2013-01-01', 2],
    ['ContactID=nobody', 0],
    ['Overdue=true', 689],
    ['Overdue=false', 15_770],
    ['OrderIDs=53749,43697', 3],
  ])('with the filter "%s" number %i', async (filter, count) => {
    expect(await countOf(`/Invoices/Count?${filter}`)).toBe(count);
  });

  it('are in the requested order', async () => {
    expect(invoiceIds(await get('/Invoices?ContactID=13261&order=Total'))).toEqual([
      'INV-62513',
      'INV-57844',
      'INV-43737',
    ]);
    expect(invoiceIds(await get('/Invoices?ContactID=13261&order=IssuedOn%20DESC&pageSize=1'))).toEqual([
      'INV-62513',
    ]);
    const due = invoices(await get('/Invoices?order=AmountDue%20DESC&pageSize=2'));
    expect(due.map(({ AmountDue }) => AmountDue)).toEqual(['3953.9884', '3953.9884']);
  });

  it('are each listed once when paging to the end', async () => {
    const found = await system.walk<Invoice>('Invoices', 'pageSize=100&IssuedFrom=2013-12-01');
    expect(found).toHaveLength(Number(await countOf('/Invoices/Count?IssuedFrom=2013-12-01')));
    expect(new Set(found.map(({ InvoiceID }) => InvoiceID)).size).toBe(found.length);
  });

  it('are grouped by key, with a page for each', async () => {
    const answer = await get(
      '/Invoices/Grouped?by=ContactID&keys=13261,nobody,11000&pageSize=2&order=Total%20DESC',
    );
    const groups = rowsOf<{ Key: string; Invoices: Invoice[]; HasMore: boolean }>(answer, 'Groups');
    expect(
      groups.map(({ Key, Invoices, HasMore }) => [Key, Invoices.map(({ OrderID }) => OrderID), HasMore]),
    ).toEqual([
      ['13261', ['43737', '57844'], true],
      ['nobody', [], false],
      ['11000', ['43793', '57418'], true],
    ]);
    const next = await get('/Invoices/Grouped?by=ContactID&keys=13261&pageSize=2&page=2&order=Total%20DESC');
    expect(next.body['Groups']).toMatchObject([{ Invoices: [{ OrderID: '62513' }], HasMore: false }]);
    expect((await get('/Invoices/GroupedCount?by=OrderID&keys=53749,1,43697')).body['Groups']).toEqual([
      { Key: '53749', Count: 2 },
      { Key: '1', Count: 0 },
      { Key: '43697', Count: 1 },
    ]);
    const open = await get('/Invoices/GroupedCount?by=ContactID&keys=11000,13261&Status=OPEN');
    expect(open.body['Groups']).toEqual([
      { Key: '11000', Count: 0 },
      { Key: '13261', Count: 3 },
    ]);
  });

  it('can be limited to those changed since a time, inclusively', async () => {
    const since = (moment: string) => get('/Invoices?pageSize=100', { 'if-modified-since': moment });
    // 58 invoices of the sample were issued on the last day, and one of them is booked twice.
    const changed = await since('Mon, 06 Jan 2014 00:00:00 GMT');
    expect(invoices(changed)).toHaveLength(59);
    expect(changed.headers.get('vary')).toContain('If-Modified-Since');
    expect(invoices(await since('2014-01-06T00:00:00.001Z'))).toEqual([]);
    expect(outcome(await since('yesterday'))).toEqual([400, 'bad_if_modified_since']);
  });

  it('differ from the sample data for 14 orders, by the planted errors', async () => {
    const answer = await get(
      '/Invoices?OrderIDs=46461,48283,51016,53749,54660,56482,60126,61037,61948,62540,62858,62964,63070,63105',
    );
    expect(
      invoices(answer).map((row) => [row.InvoiceID, row.ContactID, row.Total, row.CurrencyCode, row.Status]),
    ).toEqual([
      ['INV-46461', '20821', '3593.9884', 'USD', 'PAID'],
      ['INV-48283', '15398', '865.204', 'USD', 'PAID'],
      ['INV-53749', '26407', '139.5394', 'USD', 'PAID'],
      ['INV-54660', '12316', '2590.0758', 'EUR', 'PAID'],
      ['INV-56482', '27901', '2868.5092', 'USD', 'PAID'],
      ['INV-60126', '27374', '87.2729', 'USD', 'PAID'],
      ['INV-61948', '14576', '859.0712', 'USD', 'PAID'],
      ['INV-62540', '16429', '2778.9977', 'GBP', 'PAID'],
      ['INV-62858', '12003', '2643.1158', 'USD', 'PAID'],
      ['INV-63070', '14997', '642.3029', 'USD', 'PAID'],
      ['INV-63105', '25228', '1238.1415', 'USD', 'PAID'],
      ['INV-63119', '26407', '139.5394', 'USD', 'OPEN'],
      ['INV-63120', '14576', '859.0712', 'USD', 'OPEN'],
      ['INV-63121', '25228', '1238.1415', 'USD', 'OPEN'],
    ]);
    expect(invoices(answer)[0]).toMatchObject({
      Subtotal: '3218.27',
      AmountPaid: '3593.9884',
      AmountDue: '0',
    });
  });
});

describe('payments', () => {
  it('are read by id and by invoice', async () => {
    const answer = await get('/Payments?IDs=PAY-43697,PAY-1,INV-43698');
    expect(payments(answer)).toEqual([
      {
        PaymentID: 'PAY-43697',
        InvoiceID: 'INV-43697',
        ContactID: '21768',
        Amount: '3953.9884',
        CurrencyCode: 'USD',
        ReceivedOn: '2011-06-07',
        Method: 'CARD',
        Reference: '530200Vi22686',
        Card: { Type: 'SuperiorCard', Last4: '9188' },
        UpdatedAt: '2011-06-07T00:00:00.000Z',
      },
    ]);
    expect(payments(await get('/Payments?InvoiceIDs=INV-43698,INV-43737'))).toMatchObject([
      { PaymentID: 'PAY-43698', Card: { Last4: '3002' } },
    ]);
  });

  it.each([
    ['', 15_773 - 3],
    ['ReceivedFrom=2013-06-07&ReceivedTo=2013-06-09', 52],
    ['ContactID=11000', 3],
    ['InvoiceIDs=INV-54660', 1],
  ])('with the filter "%s" number %i', async (filter, count) => {
    expect(await countOf(`/Payments/Count?${filter}`)).toBe(count);
  });

  it('reflect the planted errors of their invoices', async () => {
    const rows = payments(
      await get('/Payments?InvoiceIDs=INV-46461,INV-54660,INV-48283,INV-51016,INV-63119'),
    );
    expect(rows.map((row) => [row.PaymentID, row.ContactID, row.Amount, row.CurrencyCode])).toEqual([
      ['PAY-46461', '20821', '3593.9884', 'USD'],
      ['PAY-48283', '15398', '865.204', 'USD'],
      ['PAY-54660', '12316', '2590.0758', 'EUR'],
    ]);
  });

  it('are grouped, ordered and listed page by page', async () => {
    const answer = await get(
      '/Payments/Grouped?by=ContactID&keys=11000,13261&order=ReceivedOn%20DESC&pageSize=1',
    );
    const groups = rowsOf<{ Key: string; Payments: Payment[]; HasMore: boolean }>(answer, 'Groups');
    expect(groups.map(({ Payments, HasMore }) => [Payments[0]?.PaymentID, HasMore])).toEqual([
      ['PAY-57418', true],
      [undefined, false],
    ]);
    const counts = await get('/Payments/GroupedCount?by=InvoiceID&keys=INV-43697,INV-43737,43698');
    expect(rowsOf<{ Count: number }>(counts, 'Groups').map(({ Count }) => Count)).toEqual([1, 0, 0]);
    const found = await system.walk<Payment>('Payments', 'ReceivedFrom=2013-12-20&pageSize=100&order=Amount');
    expect(new Set(found.map(({ PaymentID }) => PaymentID)).size).toBe(found.length);
    expect(found).toHaveLength(Number(await countOf('/Payments/Count?ReceivedFrom=2013-12-20')));
    const amounts = found.map(({ Amount }) => Number(Amount));
    expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
    const since = await get('/Payments?pageSize=100', { 'if-modified-since': '2014-01-06T00:00:00Z' });
    expect(payments(since)).toHaveLength(58);
  });
});

describe('the server', () => {
  it('requires an access token', async () => {
    const refused = async (authorization: string) => {
      const answer = await get('/Accounts', { authorization });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      return outcome(answer);
    };
    expect(await refused('')).toEqual([401, 'unauthorized']);
    expect(await refused('Bearer unknown')).toEqual([401, 'unauthorized']);
    expect(await refused(`Basic ${btoa('isthmus:local-accounting-secret')}`)).toEqual([401, 'unauthorized']);
    const given = await token();
    expect(given.body).toMatchObject({ token_type: 'Bearer', expires_in: 1_800 });
    expect(given.headers.get('cache-control')).toBe('no-store');
    const authorization = `bearer ${String(given.body['access_token'])}`;
    expect((await get('/Accounts', { authorization })).status).toBe(200);
  });

  it('issues tokens only to its client', async () => {
    const wrong = await token(`Basic ${btoa('isthmus:guess')}`);
    expect([outcome(wrong), wrong.headers.get('www-authenticate')]).toEqual([
      [401, 'invalid_client'],
      'Basic realm="accounting"',
    ]);
    expect(outcome(await token(''))).toEqual([401, 'invalid_client']);
    // RFC 6749, section 2.3.1: id and secret are form-encoded before they go into Basic.
    const encoded = await token(`Basic ${btoa('isthmus:local%2Daccounting%2Dsecret')}`);
    expect([encoded.status, (await token(`Basic ${btoa('isthmus:%')}`)).status]).toEqual([200, 401]);
    expect(outcome(await token(undefined, 'password'))).toEqual([400, 'unsupported_grant_type']);
  });

  it.each([
    ['/Invoices?page=0', 'page'],
    ['/Invoices?pageSize=101', 'pageSize'],
    ['/Invoices?order=Name', 'order'],
    ['/Invoices?order=Total;--', 'order'],
    ['/Invoices?IssuedFrom=2013-13-01', 'IssuedFrom'],
    ['/Invoices?MinTotal=ten', 'MinTotal'],
    ['/Invoices?Status=LOST', 'Status'],
    ['/Invoices?Overdue=perhaps', 'Overdue'],
    ['/Invoices?IDs=', 'IDs'],
    ['/Invoices/Grouped?by=Total&keys=1', 'by'],
    ['/Invoices/Grouped?by=ContactID', 'keys'],
    ['/LedgerEntries?Scenario=DREAM', 'Scenario'],
    ['/ExchangeRates?To=euro', 'To'],
    ['/Reports/AgedReceivables?Buckets=a', 'Buckets'],
    ['/Reports/ProfitAndLoss?Period=week', 'Period'],
    ['/Reports/ControlTotals?blockSize=0', 'blockSize'],
    ['/Invoices/Totals?limit=5001', 'limit'],
  ])('refuses %s and names %s', async (path, parameter) => {
    const answer = await get(path);
    expect(answer.status).toBe(400);
    expect(answer.body['detail']).toContain(parameter);
  });

  it('answers 304 to a client that has the current answer', async () => {
    const first = await get('/Accounts');
    const again = await get('/Accounts', { 'if-none-match': first.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('counts requests, fails and limits its rate as switched', async () => {
    await fetch(`${system.url}/_control/requests`, { method: 'DELETE' });
    await get('/Departments');
    await get('/Departments');
    expect((await control({})).body).toMatchObject({
      requests: 2,
      routes: { 'GET /api/2.0/Departments': 2 },
    });
    await control({ failureRate: 1 });
    expect(outcome(await get('/Departments'))).toEqual([503, 'switched_off']);
    await control({ failureRate: 0, requestsPerSecond: 1 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('/Departments')));
    const limited = answers.find(({ status }) => status === 429) as Answer;
    expect(outcome(limited)).toEqual([429, 'rate_limited']);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    await control({ requestsPerSecond: 1_000_000 });
  });

  it('describes itself in OpenAPI 3.1', async () => {
    const { openapi, paths, components } = system.document;
    expect(openapi).toBe('3.1.0');
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    expect(operations).toHaveLength(27);
    for (const { operationId, summary, parameters, responses } of operations) {
      expect([typeof operationId, typeof summary], operationId).toEqual(['string', 'string']);
      expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['400', '401', '429']));
      for (const { name, description } of parameters ?? []) {
        expect(description, `${operationId ?? ''} ${name}`).toEqual(expect.any(String));
      }
    }
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(27);
    for (const [name, { description }] of Object.entries(components.schemas)) {
      if (name !== 'Problem') expect(description, name).toEqual(expect.any(String));
    }
    expect(await openapiTypes(JSON.stringify(system.document))).not.toEqual([]);
  });
});
