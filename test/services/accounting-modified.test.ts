import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instant } from '../../services/accounting/clock.ts';
import { LAYOUT } from '../../services/accounting/layout.ts';
import type { Invoice } from '../../services/accounting/schemas/invoices.ts';
import { Accounting, invoices, payments } from './accounting-support.ts';

/** Requests for what has changed (`If-Modified-Since`). */
const books = new Accounting();
const { get, post } = books;
beforeAll(() => books.start());
afterAll(() => books.stop());

const AMOUNTS = { Subtotal: '10', Tax: '1', Freight: '1', Total: '12', CurrencyCode: 'USD' };
const issue = async (key?: string) => {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return (await post('/Invoices', { ContactID: '29485', ...AMOUNTS }, headers)).body as unknown as Invoice;
};
const pay = (InvoiceID: string, key: string) =>
  post(
    '/Payments',
    { InvoiceID, Amount: '2', CurrencyCode: 'USD', Method: 'CASH' },
    { 'idempotency-key': key },
  );
const since = (moment: string) => ({ 'if-modified-since': moment });

it('changed rows name the writes that created and last changed them, and are marked no-store', async () => {
  const { InvoiceID, UpdatedAt } = await issue('issue');
  const answer = await get('/Invoices', since(UpdatedAt));
  const origin = { CreatedAt: UpdatedAt, CreatedByRequest: 'issue', UpdatedByRequest: 'issue' };
  expect(invoices(answer)).toMatchObject([{ InvoiceID, UpdatedAt, ...origin }]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('vary')).toContain('If-Modified-Since');

  await pay(InvoiceID, 'pay');
  const [paid] = invoices(await get('/Invoices', since(UpdatedAt)));
  expect(paid).toMatchObject({ ...origin, UpdatedByRequest: 'pay' });
  const [payment] = payments(await get('/Payments', since(UpdatedAt)));
  expect(payment).toMatchObject({
    UpdatedAt: paid?.UpdatedAt,
    CreatedAt: paid?.UpdatedAt,
    CreatedByRequest: 'pay',
    UpdatedByRequest: 'pay',
  });

  await post(`/Invoices/${(await issue()).InvoiceID}/Void`);
  const unnamed = invoices(await get('/Invoices?order=InvoiceID%20DESC&pageSize=1', since(UpdatedAt)));
  expect(unnamed).toMatchObject([{ Status: 'VOIDED', CreatedByRequest: null, UpdatedByRequest: null }]);
});

it('rows of other requests do not name writes, and may be cached', async () => {
  const { InvoiceID } = await issue('other');
  const answer = await get(`/Invoices?IDs=${InvoiceID}`);
  expect(Object.keys(invoices(answer)[0] ?? {})).not.toContain('CreatedAt');
  expect(answer.headers.get('cache-control')).toBe('private, max-age=30');
});

it('changes are selected to the millisecond', async () => {
  const { InvoiceID, UpdatedAt } = await issue();
  const next = new Date(Date.parse(UpdatedAt) + 1).toISOString();
  expect(invoices(await get('/Invoices', since(UpdatedAt))).map((row) => row.InvoiceID)).toEqual([InvoiceID]);
  expect(invoices(await get('/Invoices', since(next)))).toEqual([]);
});

it('no two writes share a time of change', async () => {
  const times = (await Promise.all(Array.from({ length: 20 }, () => issue()))).map((row) => row.UpdatedAt);
  expect(new Set(times).size).toBe(20);
});

it('times of change increase even if the clock is set back', () => {
  const db = new DatabaseSync(':memory:');
  db.exec(LAYOUT);
  const before = Date.now();
  expect(Date.parse(instant(db))).toBeGreaterThanOrEqual(before);
  db.exec(`INSERT INTO invoice VALUES (1, NULL, 1, 'OPEN', '2099-01-01', 'USD', NULL, 1, 0, 0, 1, 0,
    '2099-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z', NULL, NULL)`);
  expect(instant(db)).toBe('2099-01-01T00:00:00.001Z');
  db.close();
});
