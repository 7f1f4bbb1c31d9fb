import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Erp, summary, value } from './erp-support.ts';

/** The ERP's feed of changes. */
const erp = new Erp();
beforeAll(() => erp.start());
afterAll(() => erp.stop());

const { adjust, changesFrom, lastSequence, reserve, transfer } = erp;

describe('changes name the write that caused them', () => {
  const changesOf = async (write: () => Promise<unknown>) => {
    const before = await lastSequence();
    await write();
    return changesFrom(before);
  };

  test('by its Idempotency-Key, in every change', async () => {
    const key = { 'idempotency-key': 'write-1' };
    const body = { ProductId: 790, FromLocationId: 60, ToLocationId: 7, Quantity: 1 };
    const once = await changesOf(async () => {
      await erp.post('/StockTransfers', body, key);
      expect((await erp.post('/StockTransfers', body, key)).headers.get('idempotency-replayed')).toBe('true');
    });
    expect(once.map(({ Key, Request }) => [Key, Request])).toEqual([
      ['790-60', { IdempotencyKey: 'write-1' }],
      ['790-7', { IdempotencyKey: 'write-1' }],
    ]);
    const [unnamed] = await changesOf(() => adjust(790, 7, 1));
    expect(unnamed).toMatchObject({ Key: '790-7', Request: null });
  });

  test('but the expiry of a reservation is one change without a write', async () => {
    const held = await reserve([791, 10]);
    const id = String(held.body['ReservationId']);
    const [line] = held.body['Lines'] as { LocationId: number }[];
    const freed = [['stocklevel', `791-${line?.LocationId ?? ''}`, 'updated', ['Reserved', 'Available']]];
    const expired = await changesOf(async () => erp.expire(id));
    expect(expired.map(summary)).toEqual(freed);
    expect(expired[0]).toMatchObject({ Request: null });
    expect(await changesOf(() => erp.delete(`/Reservations/${id}`))).toEqual([]);
    const next = String((await reserve([791, 10])).body['ReservationId']);
    const released = await changesOf(async () => {
      erp.expire(next);
      await erp.delete(`/Reservations/${next}`);
    });
    expect(released.map(summary)).toEqual(freed);
  });
});

test('the feed of changes is read page by page, and is marked no-store', async () => {
  await transfer(788, 60, 7, 1);
  const all = await changesFrom(0);
  const first = await erp.get('/Changes', { $top: 2 });
  expect(value(first)).toEqual(all.slice(0, 2));
  expect(first.body['Last']).toBe(all.at(-1)?.['Sequence']);
  expect(first.headers.get('cache-control')).toBe('no-store');
  const rest = await erp.get('/Changes', { since: Number(first.body['Next']), $top: 1_000 });
  expect(value(rest)).toEqual(all.slice(2));
  const end = Number(rest.body['Next']);
  expect((await erp.get('/Changes', { since: end })).body).toEqual({ value: [], Next: end, Last: end });
});
