import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { idOf } from '../../datasources/ids.ts';
import { cursorAt } from '../../datasources/load/page.ts';
import { erp } from '../../datasources/erp/system.ts';
import { refusals } from '../../datasources/erp/wire/stock.ts';
import { toRefusal } from '../../datasources/rest/refusal.ts';
import type { OpenSystem } from '../../datasources/system.ts';
import { usd } from '../support/money.ts';
import { connectTo } from '../support/embedded-systems.ts';
import { scopeOf } from '../support/source.ts';
import { startProduct, type Product } from '../support/product.ts';

type ErpSource = ReturnType<ReturnType<typeof erp.open>>;
type ErpConnection = OpenSystem<ErpSource>;

function sourceOf(connection: ErpConnection): ErpSource {
  return connection.sourceFor(scopeOf());
}

const product = idOf<'Product'>;

describe('an ERP that breaks its contract or pages its answers', () => {
  const level = (item: number, location: number) => ({
    Id: `${item}-${location}`,
    ProductId: item,
    LocationId: location,
    Shelf: null,
    Bin: null,
    OnHand: 5,
    Reserved: 2,
    Available: 3,
  });
  const broken = (item: number, location: number) => ({ ...level(item, location), OnHand: 'five' });
  const supply = (item: number, line: number) => ({
    ProductId: item,
    PurchaseOrderId: 1,
    LineNumber: line,
    DueOn: '2014-08-05',
    Outstanding: 4,
  });

  const requests: URL[] = [];
  let answer: (url: URL) => unknown;
  let connection: ErpConnection;
  let source: ErpSource;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://erp.invalid');
    requests.push(url);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(url)));
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    connection = connectTo(erp, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  beforeEach(() => {
    requests.length = 0;
    source = sourceOf(connection);
  });
  afterAll(async () => {
    await connection.close();
    server.close();
  });

  test('fails only one entity of a batch for one invalid record', async () => {
    answer = () => ({ value: [level(1, 7), broken(2, 7)] });
    const [one, two, three] = await Promise.allSettled(
      ['1-7', '2-7', '3-7'].map((id) => source.stock.byId.load(idOf(id))),
    );
    expect(one).toMatchObject({ status: 'fulfilled', value: { onHand: 5 } });
    expect(two).toMatchObject({ status: 'rejected', reason: { code: 'UPSTREAM_CONTRACT' } });
    expect(String((two as PromiseRejectedResult).reason)).toContain('StockLevel/OnHand must be integer');
    expect(three).toEqual({ status: 'fulfilled', value: null });
    expect(requests).toHaveLength(1);
  });

  test('fails only one owner of a grouped read for one invalid record', async () => {
    answer = () => ({
      value: [
        { Key: 2, Value: [broken(2, 7)], HasMore: false },
        { Key: 1, Value: [level(1, 7)], HasMore: false },
      ],
    });
    const [one, two, three] = await Promise.allSettled(
      ['1', '2', '3'].map((id) => source.stock.ofProduct(product(id))),
    );
    expect(one).toMatchObject({ status: 'fulfilled', value: [{ id: '1-7', available: 3 }] });
    expect(two).toMatchObject({ status: 'rejected', reason: { code: 'UPSTREAM_CONTRACT' } });
    expect(three).toEqual({ status: 'fulfilled', value: [] });
    expect(requests).toHaveLength(1);
  });

  test('fails only one product for one invalid line of supply', async () => {
    answer = () => ({ value: [supply(1, 1), { ...supply(2, 2), DueOn: 'soon' }, supply(2, 3)] });
    const [one, two, three] = await Promise.allSettled(
      ['1', '2', '3'].map((id) => source.supply.openFor(product(id))),
    );
    expect(one).toMatchObject({ status: 'fulfilled', value: [{ outstanding: 4 }] });
    expect(two).toMatchObject({ status: 'rejected', reason: { code: 'UPSTREAM_CONTRACT' } });
    expect(three).toEqual({ status: 'fulfilled', value: [] });
  });

  test('is reported as breaking its contract if it returns no count', async () => {
    answer = () => ({ value: [{ Key: 7, Value: [], HasMore: false }] });
    const sort = { by: 'PRODUCT', descending: false } as const;
    const query = { product: null, location: null, maxAvailable: null, sort };
    const counts = [source.stock.ofLocationCount(idOf('7'), query), source.stock.count(query)];
    const results = await Promise.allSettled(counts);
    expect(results.map((result) => (result as PromiseRejectedResult).reason as unknown)).toMatchObject([
      { code: 'UPSTREAM_CONTRACT', message: expect.stringContaining('no @odata.count') as unknown },
      { code: 'UPSTREAM_CONTRACT' },
    ]);
  });

  test('is asked for further pages only for an owner that has more than one', async () => {
    answer = (url) => {
      const skip = Number(url.searchParams.get('$skip'));
      const keys = String(url.searchParams.get('keys')).split(',').map(Number);
      const rows = (key: number) => (key === 1 || skip === 0 ? [level(key, skip + 1)] : []);
      return { value: keys.map((Key) => ({ Key, Value: rows(Key), HasMore: Key === 1 && skip < 200 })) };
    };
    const [many, one] = await Promise.all(['1', '2'].map((id) => source.stock.ofProduct(product(id))));
    expect(many?.map(({ id }) => id)).toEqual(['1-1', '1-101', '1-201']);
    expect(one?.map(({ id }) => id)).toEqual(['2-1']);
    expect(requests.map((url) => url.searchParams.get('keys'))).toEqual(['1,2', '1', '1']);
  });

  test('is followed when it links to the next page of a short list', async () => {
    answer = (url) =>
      url.searchParams.get('$skiptoken') === 'next'
        ? { value: [supply(1, 2)] }
        : { value: [supply(1, 1)], '@odata.nextLink': 'http://elsewhere.invalid/x?$skiptoken=next' };
    expect(await source.supply.openFor(product('1'))).toHaveLength(2);
    expect(requests).toHaveLength(2);
  });

  test('is reported as breaking its contract if it links to a next page without a token', async () => {
    answer = () => ({ value: [supply(1, 1)], '@odata.nextLink': 'http://elsewhere.invalid/x?$skip=1' });
    await expect(source.supply.openFor(product('1'))).rejects.toMatchObject({ code: 'UPSTREAM_CONTRACT' });
  });

  test('is asked for at most a hundred ids per call, and answers are matched by id', async () => {
    answer = (url) => {
      const ids = [...String(url.searchParams.get('$filter')).matchAll(/\d+/g)].map(([id]) => Number(id));
      const item = (ProductId: number) => ({
        ProductId,
        Number: 'A',
        Name: 'B',
        MadeInHouse: false,
        FinishedGood: false,
        SafetyStock: ProductId,
        ReorderPoint: 1,
        StandardCost: 0.1,
        DaysToManufacture: 0,
        OnHand: 0,
        Reserved: 0,
        Available: 0,
      });
      return { value: ids.reverse().map(item) };
    };
    const ids = Array.from({ length: 230 }, (_, at) => String(at + 1));
    const items = await Promise.all(ids.map((id) => source.items.byId.load(product(id))));
    expect(items.map((item) => item?.safetyStock)).toEqual(ids.map(Number));
    expect(items[0]?.standardCost).toEqual(usd('0.1'));
    expect(requests).toHaveLength(3);
  });
});

describe('reservations and reports', () => {
  let running: Product;
  let connection: ErpConnection;
  let source: ErpSource;
  beforeAll(async () => {
    running = await startProduct();
    connection = connectTo(erp, running.systems.erp);
  });
  beforeEach(() => {
    source = sourceOf(connection);
  });
  afterAll(async () => {
    await connection.close();
    await running[Symbol.asyncDispose]();
  });

  const wanted = (id: string, quantity: number) => ({
    reference: 'test',
    expiresInSeconds: 900,
    lines: [{ product: product(id), quantity, name: 'Road-150' }],
  });

  /** On hand, reserved and available at the two locations of product 776, read afresh. */
  async function stockOf776() {
    const levels = await sourceOf(connection).stock.ofProduct(product('776'));
    return levels.map(({ onHand, reserved, available }) => [onHand, reserved, available]);
  }

  test('hold goods, confirm them and release them, each once per key', async () => {
    const held = await source.reservations.hold(wanted('776', 120), 'hold-1');
    if (!held.ok) throw new Error(held.refusal.message);
    expect(held.value).toMatchObject({
      reference: 'test',
      status: 'HELD',
      lines: [
        { product: { id: '776' }, location: { id: '7' }, quantity: 4 },
        { product: { id: '776' }, location: { id: '60' }, quantity: 116 },
      ],
    });
    expect(await stockOf776()).toEqual([
      [78, 4, 74],
      [116, 116, 0],
    ]);
    expect(await source.reservations.hold(wanted('776', 120), 'hold-1')).toEqual({ ...held, replayed: true });

    const { id } = held.value;
    expect(await source.reservations.confirm(id, 'confirm-1')).toMatchObject({
      value: { status: 'CONFIRMED' },
    });
    expect(await source.reservations.confirm(id, 'confirm-1')).toMatchObject({ ok: true, replayed: true });
    expect(await source.reservations.confirm(id, 'confirm-2')).toMatchObject({
      value: { status: 'CONFIRMED' },
    });
    expect(await stockOf776()).toEqual([
      [74, 0, 74],
      [0, 0, 0],
    ]);

    expect(await source.reservations.release(id, 'release-1')).toMatchObject({ ok: true, value: null });
    expect(await source.reservations.release(id, 'release-1')).toMatchObject({ ok: true, value: null });
    expect(await stockOf776()).toEqual([
      [78, 0, 78],
      [116, 0, 116],
    ]);
    expect(await source.reservations.confirm(id, 'confirm-3')).toMatchObject({
      ok: false,
      refusal: { code: 'RESERVATION_EXPIRED', field: ['id'] },
    });
  });

  test.each([
    ['99999', 1, 'NOT_FOUND', 'There is no item 99999.'],
    ['x', 1, 'NOT_FOUND', 'There is no item x.'],
    ['776', 0, 'INVALID', 'Expected from 1 to 1000000 pieces, got 0.'],
  ])('of product %s, %d pieces, are refused as %s', async (id, quantity, code, message) => {
    const outcome = await source.reservations.hold(wanted(id, quantity), `refused-${id}-${quantity}`);
    expect(outcome).toEqual({ ok: false, refusal: { code, field: ['lines'], message } });
  });

  test('of more than is available are refused, line by line', async () => {
    const outcome = await source.reservations.hold(wanted('776', 195), 'refused-776-195');
    expect(outcome).toEqual({
      ok: false,
      refusal: {
        code: 'OUT_OF_STOCK',
        field: ['lines'],
        message: 'Too little is available of 776.',
        parts: [
          {
            field: ['lines', '0', 'quantity'],
            message: 'Only 194 of Road-150 are available; 195 were asked for.',
          },
        ],
      },
    });
  });

  test('that do not exist can be neither confirmed nor released', async () => {
    const nobody = idOf<'Reservation'>('no/body');
    const refusal = { code: 'NOT_FOUND', field: ['id'] };
    expect(await source.reservations.confirm(nobody, 'a')).toMatchObject({ ok: false, refusal });
    expect(await source.reservations.release(nobody, 'b')).toMatchObject({ ok: false, refusal });
  });

  test('that have expired are refused with a code of their own', () => {
    expect(toRefusal({ code: 'expired', detail: 'Too late.' }, refusals)).toEqual({
      code: 'RESERVATION_EXPIRED',
      field: ['id'],
      message: 'Too late.',
    });
  });

  test('value the stock by kind and by location', async () => {
    expect(await source.reports.stockValuation('KIND')).toEqual([
      {
        name: 'Finished goods, made in house',
        location: null,
        productCount: 140,
        units: 50_314,
        value: usd('18692895.4672'),
      },
      {
        name: 'Components, made in house',
        location: null,
        productCount: 27,
        units: 29_164,
        value: usd('866845.14'),
      },
      {
        name: 'Finished goods, bought',
        location: null,
        productCount: 79,
        units: 27_504,
        value: usd('532938.564'),
      },
      { name: 'Components, bought', location: null, productCount: 182, units: 228_992, value: usd('0') },
    ]);
    const places = await source.reports.stockValuation('LOCATION');
    expect(places).toHaveLength(14);
    expect(places[0]).toMatchObject({
      name: 'Final Assembly',
      location: { id: '60' },
      value: usd('8151106.1796'),
    });
  });

  test('list stock-outs page by page', async () => {
    expect(await source.reports.stockOutCount('ZERO')).toBe(76);
    const first = await source.reports.stockOuts('ZERO', { first: 50, after: null });
    const second = await source.reports.stockOuts('ZERO', { first: 50, after: cursorAt(first, 49) });
    expect([first.hasNext, second.hasNext]).toEqual([true, false]);
    const products = [...first.items, ...second.items].map((row) => row.product.id);
    expect(new Set(products).size).toBe(76);
    const [row] = (await source.reports.stockOuts('SAFETY_STOCK', { first: 1, after: null })).items;
    expect(row?.shortBy).toBe((row?.safetyStock ?? 0) - (row?.available ?? 0));
  });
});
