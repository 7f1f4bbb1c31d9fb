import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MONEY, usd } from './support/money.ts';
import { startProduct, type Product } from './support/product.ts';
import { walk } from './support/walk.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const ADDRESS = '{ kind line1 line2 city state stateCode countryCode postalCode }';

describe('an order', () => {
  test('is read completely with one call to the shop', async () => {
    const { answer, calls, total } = await product.counted(`{ order(id: "order:43697") {
      id status channel orderedOn dueOn shippedOn customer { id } territory { id }
      billingAddress ${ADDRESS} shippingAddress ${ADDRESS} shipMethod currency exchangeRate { id }
      subtotal ${MONEY} tax ${MONEY} freight ${MONEY} total ${MONEY} reasons cancelReason
      lines { number product { id } quantity unitPrice ${MONEY} tax ${MONEY} total ${MONEY} }
    } }`);
    const address = {
      line1: '601 Asilomar Dr.',
      line2: null,
      city: 'Metchosin',
      state: 'British Columbia',
      stateCode: 'BC',
      countryCode: 'CA',
      postalCode: 'V9',
    };
    expect(answer).toEqual({
      data: {
        order: {
          id: 'order:43697',
          status: 'SHIPPED',
          channel: 'ONLINE',
          orderedOn: '2011-05-31',
          dueOn: '2011-06-12',
          shippedOn: '2011-06-07',
          customer: { id: 'customer:21768' },
          territory: { id: 'territory:6' },
          billingAddress: { kind: 'BILLING', ...address },
          shippingAddress: { kind: 'SHIPPING', ...address },
          shipMethod: 'XRQ - TRUCK GROUND',
          currency: 'USD',
          exchangeRate: { id: 'exchange-rate:4' },
          subtotal: usd('3578.27'),
          tax: usd('286.2616'),
          freight: usd('89.4568'),
          total: usd('3953.9884'),
          reasons: ['Manufacturer', 'Quality'],
          cancelReason: null,
          lines: [
            {
              number: 1,
              product: { id: 'product:749' },
              quantity: 1,
              unitPrice: usd('3578.27'),
              tax: usd('286.2616'),
              total: usd('3578.27'),
            },
          ],
        },
      },
    });
    expect(calls.commerce.routes).toEqual({ 'GET /v2/orders': 1 });
    expect(total).toBe(1);
  });

  test('has no exchange rate if the customer paid in the currency of the shop', async () => {
    const { data } = await product.query('{ order(id: "order:43699") { exchangeRate { id } } }');
    expect(data).toEqual({ order: { exchangeRate: null } });
  });

  test.each(['order:1', 'order:abc', 'order:043697', 'order:99999999999999999999'])(
    'that does not exist (%s) is null without an error',
    async (id) => {
      expect(await product.query(`{ order(id: "${id}") { id total { amount } } }`)).toEqual({
        data: { order: null },
      });
    },
  );

  test('cannot be read by the id of another type', async () => {
    const { data, errors } = await product.query('{ order(id: "customer:1") { id } }');
    expect(data).toEqual({ order: null });
    expect(errors?.[0]).toMatchObject({
      message: 'Expected the global id of an Order, such as "order:1", got "customer:1".',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('is read in one call with all others requested, beyond the shop’s default limit of 50', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `order:${43697 + index}`);
    const { answer, calls } = await product.counted(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Order { orderedOn } } }',
      { ids: [...ids.slice(0, 99), 'order:1'] },
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.nodes.map((node: { id: string } | null) => node?.id)).toEqual([
      ...ids.slice(0, 99),
      undefined,
    ]);
    expect(calls.commerce.routes).toEqual({ 'GET /v2/orders': 1 });
  });
});

describe('orders', () => {
  test('are listed newest first, with the position of the page', async () => {
    const { answer, calls } = await product.counted(`{ orders(first: 3) {
      totalCount nodes { id } edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }`);
    const { totalCount, nodes, edges, pageInfo } = answer.data.orders;
    expect(totalCount).toBe(16459);
    expect(nodes).toEqual([{ id: 'order:63118' }, { id: 'order:63117' }, { id: 'order:63116' }]);
    expect(edges.map(({ node }: { node: unknown }) => node)).toEqual(nodes);
    expect(pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0].cursor,
      endCursor: edges[2].cursor,
    });
    expect(calls.commerce.routes).toEqual({ 'GET /v2/orders': 1, 'GET /v2/orders/count': 1 });
  });

  test('are counted only on request', async () => {
    const { calls } = await product.counted('{ orders { nodes { id } } }');
    expect(calls.commerce.routes).toEqual({ 'GET /v2/orders': 1 });
  });

  test('continue after any cursor, not only the last', async () => {
    const first = await product.query('{ orders(first: 5) { edges { cursor node { id } } } }');
    const { edges } = first.data.orders;
    const rest = await product.query(
      `{ orders(first: 3, after: "${edges[1].cursor}") { nodes { id } pageInfo { hasPreviousPage } } }`,
    );
    expect(rest.data.orders).toEqual({
      nodes: edges.slice(2).map(({ node }: { node: unknown }) => node),
      pageInfo: { hasPreviousPage: true },
    });
  });

  test.each([
    ['{ field: ID, direction: ASC }', ['order:43697', 'order:43698', 'order:43699']],
    ['{ field: ORDERED_ON, direction: ASC }', ['order:43697', 'order:43698', 'order:43699']],
    ['{ field: TOTAL }', ['order:46602', 'order:46599', 'order:46598']],
    ['{ field: TOTAL, direction: ASC }', ['order:51885', 'order:51886', 'order:52031']],
  ])('are sorted by %s', async (orderBy, ids) => {
    const { data } = await product.query(`{ orders(first: 3, orderBy: ${orderBy}) { nodes { id } } }`);
    expect(data.orders.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test.each([
    ['{ customer: "customer:11331" }', 20],
    ['{ customer: "customer:1" }', 0],
    ['{ territory: "territory:5" }', 7],
    ['{ product: "product:776" }', 45],
    ['{ ordered: { from: "2013-06-01", to: "2013-06-30" } }', 533],
    ['{ minTotal: "3000" }', 1947],
    ['{ status: SHIPPED }', 16459],
    ['{ status: PLACED }', 0],
    ['{ channel: ONLINE }', 16459],
    ['{ channel: PHONE }', 0],
    ['{ product: "product:707", ordered: { from: "2013-06-01", to: "2013-06-30" } }', 47],
  ])('that match %s are listed and counted', async (filter, count) => {
    const { data } = await product.query(
      `{ orders(first: 100, filter: ${filter}) { totalCount nodes { id } } }`,
    );
    expect(data.orders.totalCount).toBe(count);
    expect(data.orders.nodes).toHaveLength(Math.min(count, 100));
  });

  test('are paged to the end without gaps or duplicates, in any sort order', async () => {
    const filter = 'filter: { ordered: { from: "2013-06-01", to: "2013-06-30" } }';
    const byDate = await walk(product, (after) => `orders(first: 100, ${filter}${after})`);
    expect(new Set(byDate).size).toBe(533);
    expect(byDate).toHaveLength(533);
    const order = 'orderBy: { field: TOTAL, direction: ASC }';
    const byTotal = await walk(product, (after) => `orders(first: 97, ${filter}, ${order}${after})`);
    expect(byTotal).toHaveLength(533);
    expect(new Set(byTotal)).toEqual(new Set(byDate));
  });

  test.each([
    ['orders(first: 0)', '"first" must be from 1 to 100, got 0.'],
    ['orders(first: 101)', '"first" must be from 1 to 100, got 101.'],
    ['orders(after: "nonsense")', '"nonsense" is no cursor of this list.'],
    ['orders(filter: { customer: "product:1" })', 'Expected the global id of a Customer'],
    ['orders(filter: { minTotal: "-1" })', '"minTotal" must be from 0 to 99999999.9999'],
    ['orders(filter: { minTotal: "1.23456" })', '"minTotal" must be from 0 to 99999999.9999'],
  ])('report what is wrong with %s', async (field, message) => {
    const { data, errors } = await product.query(`{ ${field} { nodes { id } } }`);
    expect(data).toEqual({ orders: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('refuse a cursor of another sort order', async () => {
    const { data } = await product.query('{ orders(first: 1) { pageInfo { endCursor } } }');
    const { errors } = await product.query(
      'query ($after: String) { orders(after: $after, orderBy: { field: TOTAL }) { nodes { id } } }',
      { after: data.orders.pageInfo.endCursor },
    );
    expect(errors?.[0]).toMatchObject({ path: ['orders', 'nodes'], extensions: { code: 'BAD_USER_INPUT' } });
  });
});
