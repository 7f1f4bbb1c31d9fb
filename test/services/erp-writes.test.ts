import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Erp, summary, value, type Row } from './erp-support.ts';
import { outcome } from './documented.ts';

/** Writes that change stock. Each test uses items of its own, so that none depends on another. */
const erp = new Erp();
beforeAll(() => erp.start());
afterAll(() => erp.stop());

const stock = async (id: string) => value(await erp.get('/StockLevels', { $filter: `Id eq '${id}'` }))[0];
const item = async (id: number) => value(await erp.get('/Items', { $filter: `ProductId eq ${id}` }))[0];
const { adjust, changesFrom, lastSequence, reserve, transfer } = erp;

describe('adjustments', () => {
  test('correct the stock and record a change', async () => {
    const before = await lastSequence();
    const answer = await adjust(2, 1, -7);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ Id: '2-1', OnHand: 427 - 7, Reserved: 0, Available: 420 });
    expect(await stock('2-1')).toEqual(answer.body);
    const [change] = await changesFrom(before);
    expect(change).toMatchObject({
      Entity: 'stocklevel',
      Key: '2-1',
      Kind: 'updated',
      Fields: ['OnHand', 'Available'],
      Owners: { item: '2', location: '1' },
    });
  });

  test('create a stock level at a location that never had the item', async () => {
    const before = await lastSequence();
    const answer = await adjust(2, 45, 3);
    expect(answer.body).toEqual({
      Id: '2-45',
      ProductId: 2,
      LocationId: 45,
      Shelf: null,
      Bin: null,
      OnHand: 3,
      Reserved: 0,
      Available: 3,
    });
    expect((await changesFrom(before)).map(summary)).toEqual([['stocklevel', '2-45', 'created', []]]);
  });

  test.each([
    [
      [999999, 1, 1],
      [422, 'unknown_item'],
    ],
    [
      [3, 999, 1],
      [422, 'unknown_location'],
    ],
    [
      [3, 1, -100_000],
      [422, 'below_zero'],
    ],
    [
      [3, 45, -1],
      [422, 'below_zero'],
    ],
    [
      [3, 1, 0],
      [400, 'bad_request'],
    ],
    [
      [3, 1, 1.5],
      [400, 'bad_request'],
    ],
  ] as const)('of %j are refused with %j', async ([product, location, pieces], expected) => {
    const before = await item(3);
    expect(outcome(await adjust(product, location, pieces))).toEqual(expected);
    expect(await item(3)).toEqual(before);
  });

  test('do not take reserved pieces', async () => {
    await adjust(317, 45, 10);
    const { OnHand } = (await item(317)) as { OnHand: number };
    await reserve([317, OnHand]);
    expect(outcome(await adjust(317, 45, -1))).toEqual([422, 'below_zero']);
  });

  test('are refused with the name of a missing field', async () => {
    const answer = await erp.post('/StockAdjustments', { ProductId: 1, LocationId: 1, Quantity: 1 });
    expect(outcome(answer)).toEqual([400, 'bad_request']);
    expect(answer.body['detail']).toContain('Reason');
  });
});

describe('an Idempotency-Key', () => {
  test('gets the first answer again, and the write is done once', async () => {
    const first = await adjust(4, 1, 5, { 'idempotency-key': 'adjust-4' });
    const again = await adjust(4, 1, 5, { 'idempotency-key': 'adjust-4' });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await stock('4-1')).toEqual(first.body);
  });

  test('is refused for another request', async () => {
    await adjust(4, 6, 5, { 'idempotency-key': 'adjust-4b' });
    const other = await adjust(4, 6, 6, { 'idempotency-key': 'adjust-4b' });
    expect(outcome(other)).toEqual([422, 'idempotency_key_reused']);
  });

  test('makes a reservation once, and releases it once', async () => {
    const body = { Reference: 'o', Lines: [{ ProductId: 4, Quantity: 1 }] };
    const first = await erp.post('/Reservations', body, { 'idempotency-key': 'hold-4' });
    const again = await erp.post('/Reservations', body, { 'idempotency-key': 'hold-4' });
    expect(again.body).toEqual(first.body);
    expect(await item(4)).toMatchObject({ Reserved: 1 });
    const path = `/Reservations/${String(first.body['ReservationId'])}`;
    expect((await erp.delete(path, { 'idempotency-key': 'free-4' })).status).toBe(204);
    expect((await erp.delete(path, { 'idempotency-key': 'free-4' })).status).toBe(204);
    expect(await item(4)).toMatchObject({ Reserved: 0 });
  });
});

describe('transfers', () => {
  test('move stock from one location to another', async () => {
    const before = await lastSequence();
    const answer = await transfer(776, 60, 50, 16);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      From: { Id: '776-60', OnHand: 100 },
      To: { Id: '776-50', OnHand: 16 },
    });
    expect(await item(776)).toMatchObject({ OnHand: 194 });
    expect((await changesFrom(before)).map(summary)).toEqual([
      ['stocklevel', '776-60', 'updated', ['OnHand', 'Available']],
      ['stocklevel', '776-50', 'created', []],
    ]);
  });

  test.each([
    [[777, 60, 60, 1], 'same_location'],
    [[999999, 60, 7, 1], 'unknown_item'],
    [[777, 999, 7, 1], 'unknown_location'],
    [[777, 60, 999, 1], 'unknown_location'],
    [[777, 60, 7, 100_000], 'insufficient_stock'],
    [[777, 45, 7, 1], 'insufficient_stock'],
  ] as const)('of %j are refused: %s', async ([product, from, to, pieces], code) => {
    expect(outcome(await transfer(product, from, to, pieces))).toEqual([422, code]);
  });
});

describe('reservations', () => {
  const path = (answer: { body: Row }) => `/Reservations/${String(answer.body['ReservationId'])}`;

  test('take from where most is available first, with lines of the same item added up', async () => {
    const before = await lastSequence();
    const answer = await reserve([1, 400], [1, 50]);
    expect(answer.status).toBe(201);
    // Item 1: 408 at location 1, 324 at 6, 353 at 50.
    expect(answer.body).toMatchObject({
      Reference: 'order 1',
      Status: 'Held',
      Lines: [
        { ProductId: 1, LocationId: 1, Quantity: 408 },
        { ProductId: 1, LocationId: 50, Quantity: 42 },
      ],
    });
    expect(await stock('1-1')).toMatchObject({ OnHand: 408, Reserved: 408, Available: 0 });
    expect(await item(1)).toMatchObject({ OnHand: 1085, Reserved: 450, Available: 635 });
    expect((await changesFrom(before)).map(summary)).toEqual([
      ['stocklevel', '1-1', 'updated', ['Reserved', 'Available']],
      ['stocklevel', '1-50', 'updated', ['Reserved', 'Available']],
    ]);
    expect((await erp.get(path(answer))).body).toEqual(answer.body);
    await erp.delete(path(answer));
  });

  test('are all or nothing, and an error states what is short', async () => {
    const answer = await reserve([778, 1], [779, 100_000]);
    expect(outcome(answer)).toEqual([422, 'insufficient_stock']);
    const { Available } = (await item(779)) as { Available: number };
    expect(answer.body['lines']).toEqual([{ ProductId: 779, Requested: 100_000, Available }]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await item(778)).toMatchObject({ Reserved: 0 });
    expect(outcome(await reserve([999999, 1]))).toEqual([422, 'unknown_item']);
  });

  test('never promise more than there is', async () => {
    const { Available } = (await item(780)) as { Available: number };
    const half = Math.ceil(Available / 2) + 1;
    const answers = await Promise.all([reserve([780, half]), reserve([780, half])]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422]);
  });

  test('take the goods out of stock once when confirmed', async () => {
    const held = await reserve([782, 10]);
    const { OnHand } = (await item(782)) as { OnHand: number };
    const before = await lastSequence();
    const confirmed = await erp.post(`${path(held)}/Confirm`);
    expect(confirmed.body).toEqual({ ...held.body, Status: 'Confirmed' });
    expect((await erp.post(`${path(held)}/Confirm`)).body).toEqual(confirmed.body);
    expect(await item(782)).toMatchObject({ OnHand: OnHand - 10, Reserved: 0, Available: OnHand - 10 });
    const [change, ...more] = await changesFrom(before);
    expect([change?.['Fields'], more]).toEqual([['OnHand', 'Reserved'], []]);
  });

  test('free the goods when released, however often', async () => {
    const held = await reserve([783, 10]);
    expect((await erp.delete(path(held))).status).toBe(204);
    expect((await erp.delete(path(held))).status).toBe(204);
    expect((await erp.get(path(held))).body['Status']).toBe('Released');
    expect(await item(783)).toMatchObject({ Reserved: 0 });
    expect(outcome(await erp.post(`${path(held)}/Confirm`))).toEqual([409, 'released']);
  });

  test('can be released by POST unless confirmed, and confirmed unless released', async () => {
    const [taken, free] = [await reserve([787, 10]), await reserve([787, 5])];
    await erp.post(`${path(taken)}/Confirm`);
    const before = await item(787);
    expect(outcome(await erp.post(`${path(taken)}/Release`))).toEqual([409, 'confirmed']);
    expect(await item(787)).toEqual(before);
    const released = await erp.post(`${path(free)}/Release`);
    expect([released.status, released.body]).toEqual([200, { ...free.body, Status: 'Released' }]);
    expect((await erp.post(`${path(free)}/Release`)).body).toEqual(released.body);
    expect(await item(787)).toMatchObject({ Reserved: 0 });
    expect(outcome(await erp.post(`${path(free)}/Confirm`))).toEqual([409, 'released']);
    expect(outcome(await erp.post('/Reservations/none/Release'))).toEqual([404, 'not_found']);
  });

  test('put the goods back when deleted after being confirmed', async () => {
    const before = await item(784);
    const held = await reserve([784, 10]);
    await erp.post(`${path(held)}/Confirm`);
    expect((await erp.delete(path(held))).status).toBe(204);
    expect(await item(784)).toEqual(before);
    expect((await erp.get(path(held))).body['Status']).toBe('Released');
  });

  test('count as expired as soon as their time is over', async () => {
    const held = await reserve([785, 10]);
    expect(await item(785)).toMatchObject({ Reserved: 10 });
    erp.expire(String(held.body['ReservationId']));
    expect(await item(785)).toMatchObject({ Reserved: 0 });
    expect((await erp.get(path(held))).body['Status']).toBe('Expired');
    const before = await item(785);
    expect(outcome(await erp.post(`${path(held)}/Confirm`))).toEqual([409, 'expired']);
    expect((await erp.delete(path(held))).status).toBe(204);
    expect(await item(785)).toEqual(before);
  });

  test('expire after the requested number of seconds', async () => {
    const lines = [{ ProductId: 786, Quantity: 1 }];
    const earliest = Date.now() + 60_000;
    const answer = await erp.post('/Reservations', { Reference: 'o', ExpiresInSeconds: 60, Lines: lines });
    const expires = Date.parse(String(answer.body['ExpiresAt']));
    expect(expires).toBeGreaterThanOrEqual(earliest);
    expect(expires).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  test('that do not exist give 404', async () => {
    expect(outcome(await erp.get('/Reservations/none'))).toEqual([404, 'not_found']);
    expect(outcome(await erp.post('/Reservations/none/Confirm'))).toEqual([404, 'not_found']);
    expect(outcome(await erp.delete('/Reservations/none'))).toEqual([404, 'not_found']);
  });

  test.each([
    [{ Reference: 'o', Lines: [] }, 'body/Lines'],
    [{ Reference: 'o', Lines: [{ ProductId: 1, Quantity: 0 }] }, 'body/Lines/0/Quantity'],
    [
      { Reference: 'o', ExpiresInSeconds: 86_401, Lines: [{ ProductId: 1, Quantity: 1 }] },
      'body/ExpiresInSeconds',
    ],
    [{ Lines: [{ ProductId: 1, Quantity: 1 }] }, 'Reference'],
  ])('of %j are refused', async (body, detail) => {
    const answer = await erp.post('/Reservations', body);
    expect(outcome(answer)).toEqual([400, 'bad_request']);
    expect(answer.body['detail']).toContain(detail);
  });
});

test('a list read along its links has no gaps or repeats while rows are inserted before and after', async () => {
  const query = { $top: 100, $orderby: 'LocationId' };
  const before = (await erp.walk('/StockLevels', query)).map((row) => row['Id']);
  const found = await erp.walk('/StockLevels', query, async (page) => {
    await adjust(900 + page, 2, 1);
    await adjust(900 + page, 40, 1);
  });
  const ids = found.map((row) => row['Id']);
  expect(new Set(ids).size).toBe(ids.length);
  // Rows inserted after the reader's position are seen, those inserted before it are not.
  expect(ids.filter((id) => !before.includes(id))).toContain('901-40');
  expect(ids.filter((id) => before.includes(id))).toEqual(before);
});
