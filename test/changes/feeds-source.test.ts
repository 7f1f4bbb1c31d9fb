import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accounting } from '../../datasources/accounting/system.ts';
import type { ChangeFeed } from '../../datasources/changes.ts';
import { commerce } from '../../datasources/commerce/system.ts';
import { crm } from '../../datasources/crm/system.ts';
import { erp } from '../../datasources/erp/system.ts';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import { UnavailableError } from '../../datasources/rest/errors/unavailable.ts';
import type { OpenSystem } from '../../datasources/system.ts';
import { FaultServer, halfBody, reset, type Fault } from '../support/fault-server.ts';
import { call, connectTo, feedOf, sourceOf, changesSince } from '../support/embedded-systems.ts';

/** Change feeds as systems may serve them, each in its dialect: numbered changes, and the number of the newest. */
const PAGE_SIZE = 3;

interface Dialect {
  readonly connect: (url: string) => OpenSystem<unknown>;
  /** The number after which a request asks for changes, and how many it asks for. */
  readonly requested: (query: URLSearchParams) => { readonly after: number; readonly limit: number };
  readonly row: (number: number, id?: unknown) => object;
  readonly page: (rows: readonly object[], newest: unknown) => object;
}

const AT = '2014-06-30T00:00:00Z';
const settings = { maxBatch: PAGE_SIZE, timeoutMs: 2_000 };

const DIALECTS: Readonly<Record<string, Dialect>> = {
  crm: {
    connect: (url) => connectTo(crm, url, settings),
    requested: (query) => ({ after: Number(query.get('after')), limit: Number(query.get('limit')) }),
    row: (number, objectId = `${number}`) => ({
      id: String(number),
      type: 'customer.updated',
      objectId,
      occurredAt: AT,
      fields: [],
      owners: {},
      request: null,
    }),
    page: (results, newest) => ({ results, paging: { latest: String(Number(newest)) } }),
  },
  commerce: {
    connect: (url) => connectTo(commerce, url, settings),
    requested: (query) => ({ after: Number(query.get('after_id')), limit: Number(query.get('limit')) }),
    row: (id, subject = `${id}`) => ({
      id,
      type: 'order.updated',
      subject,
      occurred_at: AT,
      fields: [],
      owners: { customer: '1' },
    }),
    page: (events, last) => ({ events, last_id: last }),
  },
  erp: {
    connect: (url) => connectTo(erp, url, settings),
    requested: (query) => ({ after: Number(query.get('since')), limit: Number(query.get('$top')) }),
    row: (Sequence, Key = `${Sequence}`) => ({
      Sequence,
      At: AT,
      Entity: 'stocklevel',
      Key,
      Kind: 'updated',
      Fields: ['OnHand', 'Colour'],
      Owners: { item: '1', location: '2' },
    }),
    page: (value, Last) => ({ value, Last }),
  },
};

let server: FaultServer;
const open: OpenSystem<unknown>[] = [];
beforeAll(async () => {
  server = await FaultServer.start();
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(async () => {
  for (const { close } of open.splice(0)) await close();
  server.forget();
});

const json = (body: unknown): Fault => {
  return (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

function connected(connection: OpenSystem<unknown>): ChangeFeed {
  open.push(connection);
  return feedOf(sourceOf(connection));
}

/** Answers like a system with this many changes. */
function withChanges({ requested, row, page }: Dialect, count: number): Fault {
  return (response) => {
    const { after, limit } = requested(new URL(response.req.url ?? '', 'http://system').searchParams);
    const numbers = Array.from({ length: count }, (_, index) => index + 1).filter((number) => number > after);
    return json(
      page(
        numbers.slice(0, limit).map((number) => row(number)),
        count,
      ),
    )(response, () => Promise.reject(new Error('nobody')));
  };
}

describe.each(Object.entries(DIALECTS))('the change feed of %s', (_, dialect) => {
  const feed = () => connected(dialect.connect(server.url));
  const ids = async (position: string) => {
    const report = await changesSince(feed(), position);
    return { ids: report.changes.map(({ id }) => id), position: report.position, missed: report.missed };
  };

  test('is read page by page, with one call for each page', async () => {
    server.always(withChanges(dialect, 7));
    expect(await ids('0')).toEqual({
      ids: ['1', '2', '3', '4', '5', '6', '7'],
      position: '7',
      missed: false,
    });
    expect(server.requests).toHaveLength(3);
    server.requests.length = 0;
    expect(await ids('7')).toEqual({ ids: [], position: '7', missed: false });
    expect(server.requests).toHaveLength(1);
  });

  test('gives its newest position in one call', async () => {
    server.always(withChanges(dialect, 7));
    expect(await feed().newest(call())).toBe('7');
    expect(server.requests).toHaveLength(1);
    server.always(withChanges(dialect, 0));
    expect(await feed().newest(call())).toBe('0');
  });

  test('goes on from its newest position and reports missed changes when the system has started over', async () => {
    server.always(withChanges(dialect, 2));
    expect(await ids('7')).toEqual({ ids: [], position: '2', missed: true });
    expect(await ids('of another kind')).toEqual({ ids: [], position: '2', missed: true });
  });

  test.each<[string, readonly number[], string]>([
    ['starts after the known position', [5, 6], '6'],
    ['leaves some changes out', [3, 5, 6], '6'],
    ['keeps none of the changes since then', [], '6'],
  ])('is read on, and changes are reported as missed, when it %s', async (_what, numbers, position) => {
    server.next(
      json(
        dialect.page(
          numbers.map((number) => dialect.row(number)),
          6,
        ),
      ),
    );
    expect(await ids('2')).toEqual({ ids: numbers.map(String), position, missed: true });
  });

  test('skips a change that breaks the contract and reports that changes were missed', async () => {
    const rows = [dialect.row(1), dialect.row(2, 42), dialect.row(3)];
    server.next(json(dialect.page(rows, 3)));
    expect(await ids('0')).toEqual({ ids: ['1', '3'], position: '3', missed: true });
  });

  test.each<[string, (dialect: Dialect) => unknown]>([
    ['the same change twice', ({ row, page }) => page([row(1), row(1)], 1)],
    ['changes in the wrong order', ({ row, page }) => page([row(2), row(1)], 2)],
    ['a change that is known already', ({ row, page }) => page([row(0)], 2)],
    ['a change without a number', ({ page }) => page([{}], 2)],
    ['no list of changes', ({ page }) => page(7 as never, 2)],
    ['no newest number', ({ row, page }) => page([row(1)], undefined)],
    ['only null', () => null],
  ])('is rejected if an answer holds %s', async (_what, body) => {
    server.always(json(body(dialect)));
    await expect(feed().after('0', call())).rejects.toBeInstanceOf(ContractError);
  });

  test('is requested again if the connection breaks, and given up in the end', async () => {
    server.always(withChanges(dialect, 1));
    server.next(reset, halfBody);
    expect(await ids('0')).toEqual({ ids: ['1'], position: '1', missed: false });
    server.always(reset);
    await expect(feed().after('0', call())).rejects.toBeInstanceOf(UnavailableError);
  });

  test('is never served from a cache, even if the answer allows it', async () => {
    const etag = { 'content-type': 'application/json', etag: '"1"', 'cache-control': 'max-age=60' };
    const body = JSON.stringify(dialect.page([dialect.row(1)], 1)).padEnd(2_000);
    server.always((response) => response.writeHead(200, etag).end(body));
    const one = feed();
    await one.after('0', call());
    await one.after('0', call());
    expect(server.requests).toHaveLength(2);
  });
});

describe('the change feed of accounting', () => {
  const invoice = (number: number, at: string) => ({
    InvoiceID: `INV-${number}`,
    OrderID: null,
    ContactID: '1',
    Status: 'OPEN',
    IssuedOn: '2014-06-30',
    CurrencyCode: 'USD',
    ExchangeRateID: null,
    ...{ Subtotal: '1', Tax: '0', Freight: '0', Total: '1', AmountPaid: '0', AmountDue: '1' },
    UpdatedAt: at,
  });
  const pageOf = (name: string, rows: readonly object[], hasMore = false) =>
    json({ [name]: rows, Pagination: { Page: 1, PageSize: PAGE_SIZE, HasMore: hasMore } });
  /** Answers requests for a token, and for lists by their names. */
  const books =
    (invoices: Fault, payments: Fault = pageOf('Payments', [])): Fault =>
    (response, pass) => {
      const { url = '' } = response.req;
      if (url.startsWith('/connect')) {
        return json({ access_token: 'token', token_type: 'Bearer', expires_in: 1_800 })(response, pass);
      }
      return (url.includes('/Invoices') ? invoices : payments)(response, pass);
    };
  const feed = () => connected(connectTo(accounting, server.url, settings));
  const START = '{"Invoices":[1404086400000,{}],"Payments":[1404086400000,{}]}';

  test('is requested since an exact millisecond, bypassing what is cached of the same list', async () => {
    server.always(books(pageOf('Invoices', [invoice(1, '2014-06-30T00:00:00.001Z')])));
    const report = await changesSince(feed(), START);
    expect(report.changes).toMatchObject([{ entity: 'Invoice', id: 'INV-1', kind: 'UPDATED', key: null }]);
    const requests = server.requests.filter(({ path }) => path.includes('/Invoices'));
    expect(requests.map(({ headers }) => headers['if-modified-since'])).toEqual(['2014-06-30T00:00:00.000Z']);
    expect(requests[0]?.headers['if-none-match']).toBeUndefined();
    expect(report.calls).toBe(1);
  });

  test('is empty when the system answers 304 Not Modified', async () => {
    const unchanged: Fault = (response) => response.writeHead(304).end();
    server.always(books(unchanged, unchanged));
    expect(await changesSince(feed(), START)).toMatchObject({ changes: [], position: START, missed: false });
  });

  test('recognizes what it has reported by id and time, over any connection', async () => {
    const rows = [invoice(1, '2014-06-30T00:00:00Z'), invoice(2, '2014-06-30T00:00:00Z')];
    server.always(books(pageOf('Invoices', rows)));
    const { position } = await changesSince(feed(), START);
    expect(await changesSince(feed(), position)).toMatchObject({ changes: [], position });
    server.always(books(pageOf('Invoices', [...rows, invoice(3, '2014-06-30T00:00:00Z')])));
    expect((await changesSince(feed(), position)).changes).toMatchObject([{ id: 'INV-3' }]);
    server.always(books(pageOf('Invoices', [rows[0] ?? {}, invoice(2, '2014-06-30T00:00:00.001Z')])));
    expect((await changesSince(feed(), position)).changes).toMatchObject([{ id: 'INV-2' }]);
  });

  test('reports changes in the order in which they happened, an invoice before its payment', async () => {
    const at = '2014-07-01T00:00:00Z';
    const payment = {
      ...{ PaymentID: 'PAY-1', InvoiceID: 'INV-2', ContactID: '1', Amount: '1', CurrencyCode: 'USD' },
      ...{ ReceivedOn: '2014-07-01', Method: 'BANK', Reference: null, Card: null },
      ...{ UpdatedAt: at, CreatedAt: at, CreatedByRequest: 'pay', UpdatedByRequest: 'pay' },
    };
    const rows = [invoice(2, at), invoice(3, '2014-07-02T00:00:00Z')];
    server.always(books(pageOf('Invoices', rows), pageOf('Payments', [payment])));
    expect((await changesSince(feed(), START)).changes).toMatchObject([
      { id: 'INV-2', kind: 'UPDATED' },
      { id: 'PAY-1', kind: 'CREATED', key: 'pay Payment:PAY-1', owners: { Customer: '1', Invoice: 'INV-2' } },
      { id: 'INV-3', kind: 'UPDATED' },
    ]);
  });

  test('skips a change that breaks the contract and reports that changes were missed', async () => {
    const rows = [{ ...invoice(1, '2014-07-01T00:00:00Z'), Total: 7 }, invoice(2, '2014-07-02T00:00:00Z')];
    server.always(books(pageOf('Invoices', rows)));
    const report = await changesSince(feed(), START);
    expect(report).toMatchObject({ changes: [{ id: 'INV-2' }], missed: true });
    server.always(books(pageOf('Invoices', rows.slice(1))));
    expect(await changesSince(feed(), report.position)).toMatchObject({ changes: [], missed: false });
  });

  test.each<[string, readonly object[]]>([
    ['from before the requested time', [invoice(1, '2014-06-29T23:59:59.999Z')]],
    ['in another order', [invoice(1, '2014-07-02T00:00:00Z'), invoice(2, '2014-07-01T00:00:00Z')]],
    ['without a time', [{ ...invoice(1, ''), UpdatedAt: 'yesterday' }]],
    ['without an id', [{ ...invoice(1, '2014-07-01T00:00:00Z'), InvoiceID: 7 }]],
  ])('is rejected if it holds rows %s', async (_what, rows) => {
    server.always(books(pageOf('Invoices', rows)));
    await expect(feed().after(START, call())).rejects.toBeInstanceOf(ContractError);
  });

  test('goes on from now and reports missed changes if the position is of another kind', async () => {
    server.always(books(pageOf('Invoices', [invoice(1, '2014-07-01T00:00:00Z')])));
    for (const position of ['7', '{"Invoices":[1e300,{}],"Payments":[0,{}]}', '{}', '{"Invoices":[0,{}]}']) {
      const report = await feed().after(position, call());
      expect(report).toMatchObject({ changes: [], missed: true });
      expect(await changesSince(feed(), report.position)).toMatchObject({ changes: [], missed: false });
    }
  });

  test('fails if one of its lists cannot be read: neither is reported without the other', async () => {
    server.always(books(pageOf('Invoices', [invoice(1, '2014-07-01T00:00:00Z')]), reset));
    await expect(feed().after(START, call())).rejects.toBeInstanceOf(UnavailableError);
  });
});
