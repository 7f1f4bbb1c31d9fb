import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, Erp, value } from './erp-support.ts';
import { outcome, type Answer } from './documented.ts';

/** Reads of the sample data; the expected figures were taken from the CSV files by hand. */
const erp = new Erp();
beforeAll(() => erp.start());
afterAll(() => erp.stop());

const counted = async (path: string, $filter: string) =>
  (await erp.get(path, { $filter, $top: 0, $count: true })).body['@odata.count'];

describe('lists', () => {
  test('items have their stock over all locations', async () => {
    const answer = await erp.get('/Items', { $filter: 'ProductId in (776, 1, 999999)' });
    expect(column(answer, 'ProductId')).toEqual([1, 776]);
    expect(value(answer)[1]).toEqual({
      ProductId: 776,
      Number: 'BK-M82B-42',
      Name: 'Mountain-100 Black, 42',
      MadeInHouse: true,
      FinishedGood: true,
      SafetyStock: 100,
      ReorderPoint: 75,
      StandardCost: 1898.0944,
      DaysToManufacture: 4,
      OnHand: 78 + 116,
      Reserved: 0,
      Available: 194,
    });
    expect(value(answer)[0]?.['OnHand']).toBe(408 + 324 + 353);
  });

  test('stock levels are found by ids made of item and location', async () => {
    const answer = await erp.get('/StockLevels', { $filter: "Id in ('1-6','776-60','776-1')" });
    expect(column(answer, 'Id')).toEqual(['1-6', '776-60']);
    const shelved = { Id: '1-6', ProductId: 1, LocationId: 6, Shelf: 'B', Bin: 5 };
    expect(value(answer)[0]).toEqual({ ...shelved, OnHand: 324, Reserved: 0, Available: 324 });
    expect(value(answer)[1]).toMatchObject({ Shelf: null, Bin: null });
  });

  test('locations have all their fields and may be cached for 300 s', async () => {
    const answer = await erp.get('/Locations');
    expect(column(answer, 'LocationId')).toEqual([1, 2, 3, 4, 5, 6, 7, 10, 20, 30, 40, 45, 50, 60]);
    expect(value(answer)[7]).toEqual({
      LocationId: 10,
      Name: 'Frame Forming',
      CostRate: 22.5,
      AvailabilityHours: 96,
    });
    expect(answer.headers.get('cache-control')).toBe('private, max-age=300');
  });

  test('suppliers have all their fields and can be filtered', async () => {
    const answer = await erp.get('/Suppliers', { $filter: 'CreditRating ge 4 and SupplierId le 1524' });
    expect(value(answer)).toEqual([
      {
        SupplierId: 1524,
        AccountNumber: 'RECREATI0001',
        Name: 'Recreation Place',
        CreditRating: 4,
        Preferred: true,
        Active: true,
        Url: null,
      },
    ]);
    expect(await counted('/Suppliers', 'Url ne null')).toBe(6);
  });

  test('supplier items have all their fields and can be filtered', async () => {
    const answer = await erp.get('/SupplierItems', { $filter: 'ProductId in (1,4)' });
    expect(value(answer)[0]).toEqual({
      ProductId: 1,
      SupplierId: 1580,
      LeadTimeDays: 17,
      StandardPrice: 47.87,
      LastReceiptCost: 50.2635,
      LastReceiptOn: '2011-08-29',
      MinOrderQty: 1,
      MaxOrderQty: 5,
      OnOrderQty: 3,
      Unit: 'CS',
    });
    expect(column(answer, 'OnOrderQty')).toEqual([3, null]);
  });

  test('purchase orders have their lines', async () => {
    const answer = await erp.get('/PurchaseOrders', { $filter: 'PurchaseOrderId in (2)' });
    expect(value(answer)).toEqual([
      {
        PurchaseOrderId: 2,
        Status: 'Pending',
        SupplierId: 1496,
        OrderedOn: '2011-04-16',
        ShippedOn: '2011-04-25',
        Subtotal: 272.1015,
        Tax: 21.7681,
        Freight: 6.8025,
        Total: 300.6721,
        Lines: [
          expect.objectContaining({ LineNumber: 2, ProductId: 359, OrderedQty: 3, UnitPrice: 45.12 }),
          expect.objectContaining({ LineNumber: 3, ProductId: 360, ReceivedQty: 3, UnitPrice: 45.5805 }),
        ],
      },
    ]);
  });

  test('open supply is what is outstanding of pending and approved orders, by due date', async () => {
    const answer = await erp.get('/OpenSupply', { $count: true });
    expect(answer.body['@odata.count']).toBe(24);
    expect(value(answer)).toHaveLength(24);
    const first = { ProductId: 707, PurchaseOrderId: 4001, LineNumber: 8789, DueOn: '2014-03-13' };
    expect(value(answer)[0]).toEqual({ ...first, Outstanding: 5 });
    expect(column(answer, 'DueOn')).toEqual(column(answer, 'DueOn').toSorted());
    const some = await erp.get('/OpenSupply', { $filter: 'ProductId in (707,711,1)' });
    expect(column(some, 'ProductId')).toEqual([707, 711]);
  });
});

describe('$filter', () => {
  test.each([
    ['/Items', "contains(Name,'MOUNTAIN') and StandardCost gt 1000.5 and MadeInHouse eq true", 14],
    ['/Items', "contains(Name,'''')", 13],
    ['/Items', "contains(Name,'%')", 0],
    ['/Items', "Name eq 'Men''s Sports Shorts, S'", 1],
    ['/Items', 'StandardCost eq 1898.0944', 4],
    ['/StockLevels', 'LocationId eq 45', 3],
    ['/StockLevels', 'Shelf eq null', 290],
    ['/StockLevels', "Shelf ne 'A'", 1069 - 81],
    ['/SupplierItems', 'OnOrderQty eq null', 305],
    ['/PurchaseOrders', "Status eq 'Approved'", 12],
    ['/PurchaseOrders', "Status in ('Rejected','Approved')", 98],
    ['/PurchaseOrders', 'ProductId eq 1 and OrderedOn ge 2014-01-01', 30],
    ['/PurchaseOrders', "ProductId eq 1 and OrderedOn ge '2014-01-01'", 30],
    ['/PurchaseOrders', 'SupplierId eq 1580', 51],
  ])('%s %s finds %i', async (path, filter, count) => {
    expect(await counted(path, filter)).toBe(count);
  });
});

describe('paging', () => {
  test.each([
    ['/PurchaseOrders', {}, 'PurchaseOrderId', 4012],
    ['/Suppliers', { $orderby: 'Url' }, 'SupplierId', 104],
    ['/Suppliers', { $orderby: 'Url desc' }, 'SupplierId', 104],
    ['/Items', { $orderby: 'StandardCost desc' }, 'ProductId', 504],
    ['/Reports/StockOuts', { below: 'SafetyStock' }, 'ProductId', 141],
  ])('%s with %j gives every row once', async (path, query, key, rows) => {
    const found = (await erp.walk(path, { ...query, $top: 37 })).map((row) => row[key]);
    expect(found).toHaveLength(rows);
    expect(new Set(found).size).toBe(rows);
  });

  test('orders by the field, with null lowest and ties by key in the same direction', async () => {
    const down = await erp.walk('/Suppliers', { $orderby: 'Url desc', $top: 4 });
    expect(down.slice(0, 6).map((row) => row['SupplierId'])).toEqual([1648, 1584, 1678, 1606, 1580, 1596]);
    expect(down.slice(6, 9).map((row) => row['SupplierId'])).toEqual([1698, 1696, 1694]);
    const up = await erp.walk('/Suppliers', { $orderby: 'Url asc', $top: 50 });
    expect(up.slice(-2).map((row) => row['SupplierId'])).toEqual([1584, 1648]);
  });

  test('$skip skips rows, and $top=0 gives only the count', async () => {
    const answer = await erp.get('/Items', { $skip: 2, $top: 2 });
    expect(column(answer, 'ProductId')).toEqual([3, 4]);
    const none = await erp.get('/Items', { $top: 0, $count: true });
    expect(none.body).toEqual({ '@odata.count': 504, value: [] });
  });

  test('accepts up to 100 keys, and gives 50 rows by default', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => i + 700);
    const $filter = `ProductId in (${ids.join()})`;
    expect(value(await erp.get('/Items', { $filter }))).toHaveLength(50);
    expect(value(await erp.get('/Items', { $filter, $top: 100 })).length).toBeGreaterThan(90);
    const tooMany = await erp.get('/Items', { $filter: `ProductId in (${[...ids, 800].join()})` });
    expect(outcome(tooMany)).toEqual([400, 'too_many_ids']);
  });
});

describe('TopPer', () => {
  const groups = (answer: Answer) =>
    value(answer).map((group) => [group['Key'], group['@odata.count'], group['HasMore']]);

  test('gives the first rows of each key, in the order of the keys', async () => {
    const query = {
      by: 'ProductId',
      keys: '776,999999,1,776',
      $top: 2,
      $count: true,
      $orderby: 'OnHand desc',
    };
    const answer = await erp.get('/StockLevels/TopPer', query);
    expect(groups(answer)).toEqual([
      [776, 2, false],
      [999999, 0, false],
      [1, 3, true],
    ]);
    const rows = value(answer).map((group) => (group['Value'] as { Id: string }[]).map(({ Id }) => Id));
    expect(rows).toEqual([['776-60', '776-7'], [], ['1-1', '1-50']]);
  });

  test('skips, filters and counts per key', async () => {
    const query = { by: 'LocationId', keys: '50,7', $skip: 1, $top: 1, $filter: 'ProductId lt 4' };
    const [subassembly, finished] = value(await erp.get('/StockLevels/TopPer', { ...query, $count: true }));
    expect(subassembly).toMatchObject({ Key: 50, Value: [{ Id: '2-50' }], '@odata.count': 3, HasMore: true });
    expect(finished).toEqual({ Key: 7, Value: [], '@odata.count': 0, HasMore: false });
  });

  test('finds purchase orders by supplier and, once each, by item', async () => {
    const bySupplier = { by: 'SupplierId', keys: '1580', $top: 2, $orderby: 'PurchaseOrderId desc' };
    const [group] = value(await erp.get('/PurchaseOrders/TopPer', { ...bySupplier, $count: true }));
    expect(group).toMatchObject({
      '@odata.count': 51,
      Value: [{ PurchaseOrderId: 3931 }, { PurchaseOrderId: 3852 }],
    });
    const byItem = await erp.get('/PurchaseOrders/TopPer', {
      by: 'ProductId',
      keys: '1,2',
      $top: 0,
      $count: true,
    });
    expect(groups(byItem)).toEqual([
      [1, 51, true],
      [2, 50, true],
    ]);
    // Order 4008 has two lines of item 865.
    const twice = { by: 'ProductId', keys: '865', $filter: 'PurchaseOrderId eq 4008' };
    const [once] = value(await erp.get('/PurchaseOrders/TopPer', twice));
    expect(once?.['Value']).toMatchObject([{ PurchaseOrderId: 4008 }]);
  });

  test('finds supplier items by supplier and by item', async () => {
    const [ofSupplier] = value(await erp.get('/SupplierItems/TopPer', { by: 'SupplierId', keys: '1580' }));
    expect(ofSupplier?.['Value']).toMatchObject([{ ProductId: 1, StandardPrice: 47.87 }]);
    const [ofItem] = value(await erp.get('/SupplierItems/TopPer', { by: 'ProductId', keys: '4' }));
    expect(ofItem?.['Value']).toMatchObject([{ SupplierId: 1650 }]);
  });

  test('refuses more than 100 keys, keys that are not numbers, and unknown fields', async () => {
    const keys = Array.from({ length: 101 }, (_, i) => i).join();
    expect(outcome(await erp.get('/StockLevels/TopPer', { by: 'ProductId', keys }))).toEqual([
      400,
      'too_many_ids',
    ]);
    const wrong = await erp.get('/StockLevels/TopPer', { by: 'ProductId', keys: '1,x' });
    expect(wrong.body['detail']).toContain('querystring/keys');
    const by = await erp.get('/StockLevels/TopPer', { by: 'Shelf', keys: '1' });
    expect(by.body['detail']).toContain('querystring/by');
  });
});

describe('reports', () => {
  test('give the value of stock by location', async () => {
    const rows = value(await erp.get('/Reports/StockValuation'));
    expect(rows.map((row) => row['Key']).slice(0, 3)).toEqual(['60', '7', '50']);
    expect(rows).toHaveLength(14);
    expect(rows[1]).toEqual({
      Key: '7',
      Name: 'Finished Goods Storage',
      Items: 147,
      Units: 17319,
      Value: 7244821.9315,
      Currency: 'USD',
    });
  });

  test('give the value of stock by kind of item', async () => {
    const rows = value(await erp.get('/Reports/StockValuation', { by: 'Kind' }));
    expect(rows.map((row) => [row['Key'], row['Items'], row['Units'], row['Value']])).toEqual([
      ['FinishedMade', 140, 50314, 18692895.4672],
      ['ComponentMade', 27, 29164, 866845.14],
      ['FinishedBought', 79, 27504, 532938.564],
      ['ComponentBought', 182, 228992, 0],
    ]);
  });

  test.each([
    ['Zero', 76],
    ['SafetyStock', 141],
    ['ReorderPoint', 79],
  ])('count the items that are below %s', async (below, count) => {
    const answer = await erp.get('/Reports/StockOuts', { below, $count: true, $top: 1 });
    expect(answer.body['@odata.count']).toBe(count);
  });

  test('list shortages largest first, with the outstanding supply', async () => {
    const rows = await erp.walk('/Reports/StockOuts', { below: 'SafetyStock', $top: 100 });
    expect(rows.slice(0, 3).map((row) => [row['ProductId'], row['ShortBy']])).toEqual([
      [927, 500],
      [926, 500],
      [925, 500],
    ]);
    expect(rows.at(-1)).toMatchObject({ ProductId: 930, ShortBy: 1, Outstanding: 0, NextDueOn: null });
    const expected = {
      Available: 605,
      SafetyStock: 800,
      ShortBy: 195,
      Outstanding: 82,
      NextDueOn: '2014-08-05',
    };
    expect(rows.find((row) => row['ProductId'] === 351)).toMatchObject(expected);
  });
});

describe('bad requests are refused with the reason', () => {
  test.each([
    ['/Items', { $top: 101 }, 'bad_request', 'querystring/$top'],
    ['/Items', { $skip: -1 }, 'bad_request', 'querystring/$skip'],
    ['/Items', { $count: 'maybe' }, 'bad_request', 'querystring/$count'],
    ['/Items', { $filtre: 'x' }, 'unknown_parameter', '"$filtre"'],
    ['/Items', { $filter: 'Colour eq 1' }, 'bad_filter', '"Colour" is not a field'],
    ['/Items', { $orderby: 'Colour' }, 'bad_orderby', '"Colour"'],
    ['/Items', { $orderby: 'Name sideways' }, 'bad_orderby', 'asc or desc'],
    ['/Items', { $skiptoken: 'nonsense' }, 'bad_cursor', '$skiptoken'],
    ['/Items', { $skiptoken: btoa('["",null]') }, 'bad_cursor', '$skiptoken'],
    ['/Items', { $orderby: 'Name', $skiptoken: btoa('["",null,5]') }, 'bad_cursor', '$orderby'],
    ['/Reports/StockOuts', { below: 'Sea' }, 'bad_request', 'querystring/below'],
    ['/Reports/StockValuation', { by: 'Colour' }, 'bad_request', 'querystring/by'],
    ['/Changes', { since: -1 }, 'bad_request', 'querystring/since'],
  ])('%s %j', async (path, query, code, detail) => {
    const answer = await erp.get(path, query);
    expect(outcome(answer)).toEqual([400, code]);
    expect(answer.body['detail']).toContain(detail);
  });
});
