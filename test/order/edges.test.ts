import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MONEY, usd } from '../support/money.ts';
import { startProduct, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

describe('fields of other entities that come from orders', () => {
  test('a customer has orders, their count and their total value', async () => {
    const { answer, calls } = await product.counted(`{ customer(id: "customer:11000") {
      lifetimeValue ${MONEY} orderCount firstOrderedOn lastOrderedOn
      orders(first: 2) { totalCount nodes { id total ${MONEY} } pageInfo { hasNextPage } }
    } }`);
    expect(answer.data.customer).toEqual({
      lifetimeValue: usd('9115.1341'),
      orderCount: 3,
      firstOrderedOn: '2011-06-21',
      lastOrderedOn: '2013-10-03',
      orders: {
        totalCount: 3,
        nodes: [
          { id: 'order:57418', total: usd('2770.2682') },
          { id: 'order:51522', total: usd('2587.8769') },
        ],
        pageInfo: { hasNextPage: true },
      },
    });
    expect(calls.commerce.routes).toEqual({
      'GET /v2/customers/values': 1,
      'GET /v2/orders/grouped': 1,
      'GET /v2/orders/grouped_count': 1,
    });
  });

  test('a customer without orders has an empty list and a lifetime value of zero', async () => {
    const { data, errors } = await product.query(`{ customer(id: "customer:1") {
      lifetimeValue ${MONEY} orderCount firstOrderedOn lastOrderedOn orders { totalCount nodes { id } pageInfo { endCursor } }
    } }`);
    expect(errors).toBeUndefined();
    expect(data.customer).toEqual({
      lifetimeValue: usd('0'),
      orderCount: 0,
      firstOrderedOn: null,
      lastOrderedOn: null,
      orders: { totalCount: 0, nodes: [], pageInfo: { endCursor: null } },
    });
  });

  test('the orders of a customer can be filtered, sorted and paged', async () => {
    const field = (after: string) =>
      `orders(first: 3, filter: { ordered: { from: "2013-10-01" } }, orderBy: { field: ID, direction: ASC }${after})`;
    const ids: string[] = [];
    let after = '';
    do {
      const { data } = await product.query(
        `{ customer(id: "customer:11331") { ${field(after)} { totalCount nodes { id orderedOn } pageInfo { hasNextPage endCursor } } } }`,
      );
      const { totalCount, nodes, pageInfo } = data.customer.orders;
      expect(totalCount).toBe(9);
      ids.push(...nodes.map(({ id }: { id: string }) => id));
      after = pageInfo.hasNextPage ? `, after: "${pageInfo.endCursor}"` : '';
    } while (after);
    expect(ids).toHaveLength(9);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('a product has orders, revenue and units sold, for all time and for a period', async () => {
    const { answer, calls } = await product.counted(`{ product(id: "product:707") {
      revenue ${MONEY} unitsSold
      june: revenue(period: { from: "2013-06-01", to: "2013-06-30" }) ${MONEY}
      unitsInJune: unitsSold(period: { from: "2013-06-01", to: "2013-06-30" })
      orders(first: 1, filter: { ordered: { to: "2013-06-30" } }) { totalCount nodes { lines { product { id } } } }
    } }`);
    const { orders, ...sums } = answer.data.product;
    expect(sums).toEqual({
      revenue: usd('38349.04'),
      unitsSold: 1096,
      june: usd('1644.53'),
      unitsInJune: 47,
    });
    expect(orders.nodes[0].lines).toContainEqual({ product: { id: 'product:707' } });
    expect(calls.commerce.routes).toMatchObject({ 'GET /v2/products/sales': 2 });
  });

  test('the orders of territories are read and counted for all territories at once', async () => {
    const { answer, calls } = await product.counted(
      '{ territories { id orders(first: 1) { totalCount nodes { territory { id } } } } }',
    );
    const counts = Object.fromEntries(
      answer.data.territories.map((territory: { id: string; orders: { totalCount: number } }) => [
        territory.id,
        territory.orders.totalCount,
      ]),
    );
    expect(counts).toMatchObject({ 'territory:1': 2321, 'territory:3': 4, 'territory:9': 4282 });
    expect(calls.commerce.routes).toEqual({ 'GET /v2/orders/grouped': 1, 'GET /v2/orders/grouped_count': 1 });
  });
});

describe('the number of calls', () => {
  test('for the orders of customers does not grow with the number of customers', async () => {
    const ask = (first: number) =>
      product.counted(
        `{ customers(first: ${first}) { nodes { orderCount lifetimeValue { amount } orders(first: 2) { totalCount nodes { total { amount } } } } } }`,
      );
    const [few, many] = [await ask(2), await ask(100)];
    expect(many.answer.data.customers.nodes).toHaveLength(100);
    expect(many.calls.commerce.routes).toEqual({
      'GET /v2/customers/values': 1,
      'GET /v2/orders/grouped': 1,
      'GET /v2/orders/grouped_count': 1,
    });
    expect(few.calls.commerce.routes).toEqual(many.calls.commerce.routes);
  });

  test('for the products of any number of orders is one', async () => {
    const { answer, calls } = await product.counted(
      '{ orders(first: 100) { nodes { customer { id } lines { product { name } } } } }',
    );
    expect(answer.errors).toBeUndefined();
    expect(calls.commerce.routes).toEqual({ 'GET /v2/orders': 1, 'GET /v2/products': 1 });
    expect(calls.crm.requests).toBe(0);
  });
});
