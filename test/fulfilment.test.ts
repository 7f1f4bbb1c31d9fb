import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const FULFILMENT = `fulfilment { status expectedOn
  lines { number product { id } quantity status available shortBy expectedOn } }`;
const COMMERCE = { 'GET /v2/orders': 1 };
const STOCK = 'GET /odata/v4/StockLevels/TopPer';
const SUPPLY = 'GET /odata/v4/OpenSupply';

const bike = {
  number: 1,
  product: { id: 'product:971' },
  quantity: 1,
  status: 'IN_STOCK',
  available: 1,
  shortBy: 0,
  expectedOn: null,
};
const jersey = {
  number: 2,
  product: { id: 'product:882' },
  quantity: 1,
  status: 'SHORT',
  available: 0,
  shortBy: 1,
  expectedOn: null,
};

test('an order that stock covers takes one call for the order and one for stock', async () => {
  const { answer, calls, total } = await product.counted(`{ order(id: "order:51974") { ${FULFILMENT} } }`);
  expect(answer.data.order.fulfilment).toEqual({
    status: 'IN_STOCK',
    expectedOn: null,
    lines: [{ ...bike, product: { id: 'product:711' } }],
  });
  expect(calls.erp.routes).toEqual({ [STOCK]: 1 });
  expect(calls.commerce.routes).toEqual(COMMERCE);
  expect(total).toBe(2);
});

test('an order that stock covers in part takes one more call, for open supply', async () => {
  const { answer, calls, total } = await product.counted(`{ order(id: "order:51202") { ${FULFILMENT} } }`);
  expect(answer.data.order.fulfilment).toEqual({
    status: 'PARTIAL',
    expectedOn: null,
    lines: [bike, jersey],
  });
  expect(calls.erp.routes).toEqual({ [STOCK]: 1, [SUPPLY]: 1 });
  expect(total).toBe(3);
});

test('an order of which nothing is available is short', async () => {
  const { data } = await product.query(`{ order(id: "order:51929") { ${FULFILMENT} } }`);
  expect(data.order.fulfilment).toEqual({
    status: 'SHORT',
    expectedOn: null,
    lines: [{ ...jersey, number: 1 }],
  });
});

test('many orders, with the stock of their products, take as many calls as one', async () => {
  const { answer, calls, total } =
    await product.counted(`{ orders(first: 50, filter: { product: "product:882" }) {
    nodes { id lines { product { available stock { id } } } ${FULFILMENT} } } }`);
  expect(answer.errors).toBeUndefined();
  expect(answer.data.orders.nodes).toHaveLength(50);
  expect(calls.erp.routes).toEqual({ [STOCK]: 1, [SUPPLY]: 1 });
  expect(calls.commerce.routes).toEqual(COMMERCE);
  expect(total).toBe(3);
});

test('a missing quantity is expected on the date when open purchase orders deliver it', async () => {
  const taken = await product.query(`mutation { stockAdjust(input: {
    product: "product:711", location: "location:7", quantity: -216, reason: "Lost" }) { stockLevel { available } } }`);
  expect(taken.data.stockAdjust.stockLevel.available).toBe(0);
  const { data } = await product.query(`{ order(id: "order:51974") { ${FULFILMENT} } }`);
  expect(data.order.fulfilment).toEqual({
    status: 'SHORT',
    expectedOn: '2014-07-02',
    lines: [{ ...jersey, number: 1, product: { id: 'product:711' }, expectedOn: '2014-07-02' }],
  });
});

test('an order that does not exist has no fulfilment', async () => {
  expect(await product.query(`{ order(id: "order:1") { ${FULFILMENT} } }`)).toEqual({
    data: { order: null },
  });
});
