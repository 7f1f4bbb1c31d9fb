import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const ADJUST = `mutation ($input: StockAdjustInput!, $key: String) {
  stockAdjust(input: $input, idempotencyKey: $key) {
    stockLevel { id onHand available product { available } } userErrors { path code message } } }`;
const TRANSFER = `mutation ($input: StockTransferInput!, $key: String) {
  stockTransfer(input: $input, idempotencyKey: $key) {
    from { id onHand } to { id onHand shelf } userErrors { path code message } } }`;

async function adjust(input: object, key?: string) {
  const defaults = { product: 'product:776', location: 'location:7', quantity: 1, reason: 'Counted' };
  const { data, errors } = await product.query(ADJUST, { input: { ...defaults, ...input }, key });
  expect(errors).toBeUndefined();
  return data.stockAdjust;
}

async function transfer(input: object, key?: string) {
  const defaults = { product: 'product:777', from: 'location:60', to: 'location:7', quantity: 1 };
  const { data, errors } = await product.query(TRANSFER, { input: { ...defaults, ...input }, key });
  expect(errors).toBeUndefined();
  return data.stockTransfer;
}

async function onHand(id: string): Promise<number | null> {
  const { data } = await product.query('query ($id: ID!) { stockLevel(id: $id) { onHand } }', { id });
  return data.stockLevel?.onHand ?? null;
}

describe('a correction of stock', () => {
  test('changes the quantity, and returns the new stock level', async () => {
    expect(await adjust({ product: 'product:1', location: 'location:1', quantity: -8 })).toEqual({
      stockLevel: { id: 'stock-level:1-1', onHand: 400, available: 400, product: { available: 1077 } },
      userErrors: [],
    });
    expect(await onHand('stock-level:1-1')).toBe(400);
  });

  test('creates a stock level if there was none', async () => {
    expect(await onHand('stock-level:1-7')).toBeNull();
    await adjust({ product: 'product:1', location: 'location:7', quantity: 5 });
    expect(await onHand('stock-level:1-7')).toBe(5);
  });

  test('is visible to later reads of the same request', async () => {
    const { data } = await product.query(`mutation {
      first: stockAdjust(input: { product: "product:2", location: "location:1", quantity: 1, reason: "Found" }) {
        stockLevel { product { available } } }
      second: stockAdjust(input: { product: "product:2", location: "location:6", quantity: 1, reason: "Found" }) {
        stockLevel { product { available stock { onHand } } } } }`);
    expect(data.first.stockLevel.product.available).toBe(1110);
    expect(data.second.stockLevel.product).toEqual({
      available: 1111,
      stock: [{ onHand: 428 }, { onHand: 319 }, { onHand: 364 }],
    });
  });

  test.each([
    [{ quantity: -79 }, 'OUT_OF_STOCK', 'quantity', /78 pieces of item 776 at location 7/],
    [{ quantity: 0 }, 'INVALID', 'quantity', /Expected from 1 to 1000000 pieces more or fewer, got 0/],
    [{ quantity: 1_000_001 }, 'INVALID', 'quantity', /got 1000001/],
    [{ reason: '' }, 'INVALID', 'reason', /Expected 1 to 500 characters, got 0/],
    [{ reason: 'x'.repeat(501) }, 'INVALID', 'reason', /got 501/],
    [{ product: 'product:99999' }, 'NOT_FOUND', 'product', /There is no item 99999/],
    [{ product: 'product:x' }, 'NOT_FOUND', 'product', /There is no item x/],
    [{ location: 'location:99' }, 'NOT_FOUND', 'location', /There is no location 99/],
    [{ location: 'location:y' }, 'NOT_FOUND', 'location', /There is no location y/],
  ])('with %o is refused as %s', async (input, code, field, message) => {
    const payload = await adjust(input);
    expect(payload).toEqual({
      stockLevel: null,
      userErrors: [{ code, path: ['input', field], message: expect.stringMatching(message) }],
    });
    expect(await onHand('stock-level:776-7')).toBe(78);
  });

  test('takes effect once per key, and a replay returns the current stock', async () => {
    const input = { product: 'product:3', location: 'location:1', quantity: 10 };
    expect((await adjust(input, 'adjust-3')).stockLevel.onHand).toBe(595);
    expect((await adjust(input, 'adjust-3')).stockLevel.onHand).toBe(595);
    await adjust({ ...input, quantity: 5 });
    expect((await adjust(input, 'adjust-3')).stockLevel.onHand).toBe(600);
    expect(await onHand('stock-level:3-1')).toBe(600);
  });

  test('with the key of another one is refused', async () => {
    const input = { product: 'product:4', location: 'location:1' };
    await adjust({ ...input, quantity: 1 }, 'adjust-4');
    const { stockLevel, userErrors } = await adjust({ ...input, quantity: 2 }, 'adjust-4');
    expect(stockLevel).toBeNull();
    expect(userErrors).toEqual([
      {
        code: 'IDEMPOTENCY_KEY_REUSED',
        path: ['idempotencyKey'],
        message: expect.stringContaining('Idempotency-Key'),
      },
    ]);
  });

  test('with an id that is not of a product is refused as BAD_USER_INPUT', async () => {
    const input = { product: 'location:7', location: 'location:7', quantity: 1, reason: 'Counted' };
    const { errors = [] } = await product.query(ADJUST, { input });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a transfer of stock', () => {
  test('moves goods, and returns the new stock at both ends', async () => {
    expect([await onHand('stock-level:777-60'), await onHand('stock-level:777-7')]).toEqual([100, 49]);
    expect(await transfer({ quantity: 20 })).toEqual({
      from: { id: 'stock-level:777-60', onHand: 80 },
      to: { id: 'stock-level:777-7', onHand: 69, shelf: null },
      userErrors: [],
    });
    expect([await onHand('stock-level:777-60'), await onHand('stock-level:777-7')]).toEqual([80, 69]);
  });

  test('can go to a location where the product has never been', async () => {
    const { to } = await transfer({ product: 'product:778', to: 'location:6', quantity: 3 });
    expect(to).toEqual({ id: 'stock-level:778-6', onHand: 3, shelf: null });
  });

  test.each([
    [{ quantity: 100_000 }, 'OUT_OF_STOCK', 'quantity', /100000 were asked for/],
    [{ quantity: 0 }, 'INVALID', 'quantity', /Expected from 1 to 1000000 pieces, got 0/],
    [{ quantity: -1 }, 'INVALID', 'quantity', /got -1/],
    [{ to: 'location:60' }, 'INVALID', 'to', /the same/],
    [{ product: 'product:99999' }, 'NOT_FOUND', 'product', /There is no item 99999/],
    [{ product: 'product:x' }, 'NOT_FOUND', 'product', /There is no item x/],
    [{ from: 'location:99' }, 'NOT_FOUND', 'from', /There is no location 99/],
    [{ to: 'location:98' }, 'NOT_FOUND', 'to', /There is no location 98/],
    [{ from: 'location:x' }, 'NOT_FOUND', 'from', /There is no location x/],
    [{ to: 'location:y' }, 'NOT_FOUND', 'to', /There is no location y/],
  ])('with %o is refused as %s', async (input, code, field, message) => {
    expect(await transfer(input)).toEqual({
      from: null,
      to: null,
      userErrors: [{ code, path: ['input', field], message: expect.stringMatching(message) }],
    });
  });

  test('takes effect once per key, and a replay returns the current stock', async () => {
    const input = { product: 'product:779', quantity: 2 };
    const first = await transfer(input, 'transfer-779');
    expect(await transfer(input, 'transfer-779')).toEqual(first);
    await adjust({ product: 'product:779', location: 'location:7', quantity: 4 });
    const { from, to } = await transfer(input, 'transfer-779');
    expect(from).toEqual(first.from);
    expect(to.onHand).toBe((first.to.onHand as number) + 4);
  });

  test('with the key of another one is refused', async () => {
    await transfer({ product: 'product:780', quantity: 1 }, 'transfer-780');
    const { userErrors } = await transfer({ product: 'product:780', quantity: 2 }, 'transfer-780');
    expect(userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] }]);
  });
});
