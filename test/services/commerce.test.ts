import openapiTypes from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Commerce, order, orders, range } from './commerce-support.ts';
import { outcome } from './documented.ts';

const system = new Commerce();
const { call, control, get } = system;

beforeAll(() => system.start());
afterAll(() => system.stop());

describe('the server', () => {
  it.each([
    ['/orders?limit=0', 'limit'],
    ['/orders?limit=101', 'limit'],
    ['/orders?sort=status', 'sort'],
    ['/orders?status=lost', 'status'],
    ['/orders?ids=a', 'ids'],
    ['/orders?ordered_from=2013-13-01', 'ordered_from'],
    ['/orders?min_total=-1', 'min_total'],
    ['/orders/grouped?by=customer_id', 'keys'],
    ['/orders/grouped?by=status&keys=1', 'by'],
    ['/products?for_sale=maybe', 'for_sale'],
    ['/products/sales', 'product_ids'],
    ['/reviews', 'product_ids'],
    ['/customers/values', 'customer_ids'],
    ['/reports/sales?group_by=month,year,channel,product', 'group_by'],
    ['/reports/control_totals?block_size=0', 'block_size'],
    ['/orders/totals?limit=5001', 'limit'],
  ])('refuses %s and names %s', async (path, parameter) => {
    const answer = await get(path);
    expect(outcome(answer)).toEqual([400, 'bad_request']);
    expect(answer.body['detail']).toContain(parameter);
  });

  it('refuses more than 100 keys wherever keys are accepted', async () => {
    const many = range(1, 101).join();
    for (const path of [
      `/orders/grouped?by=customer_id&keys=${many}`,
      `/orders/grouped_count?by=customer_id&keys=${many}`,
      `/products?ids=${many}`,
      `/products/grouped?by=category_id&keys=${many}`,
      `/products/sales?product_ids=${many}`,
      `/reviews?product_ids=${many}`,
      `/customers/values?customer_ids=${many}`,
    ]) {
      expect(outcome(await get(path))).toEqual([400, 'too_many_ids']);
    }
  });

  it('refuses an invalid cursor, or one of another sort order', async () => {
    const link = (await get('/orders?sort=total&limit=1')).headers.get('link') ?? '';
    const cursor = new URL(/<(.+)>/.exec(link)?.[1] ?? '').searchParams.get('page_info') ?? '';
    const cursors = ['x', 'bnVsbA', 'WyItaWQiXQ', cursor];
    for (const page of cursors)
      expect(outcome(await get(`/orders?page_info=${page}`))).toEqual([400, 'bad_cursor']);
    expect((await get(`/orders?sort=total&page_info=${cursor}`)).status).toBe(200);
  });

  it.each([{}, { 'x-api-key': 'wrong' }, { authorization: 'Bearer local-commerce-key' }])(
    'refuses the credentials %j',
    async (headers) => {
      const answer = await fetch(`${system.url}/v2/orders`, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('ApiKey header="X-Api-Key"');
      expect(await answer.json()).toMatchObject({ status: 401, code: 'unauthorized' });
    },
  );

  it('answers 304 while nothing has changed', async () => {
    const path = '/v2/orders?ids=43700';
    const first = await call('GET', path);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const same = await call('GET', path, { headers });
    expect([same.status, same.headers.get('cache-control')]).toEqual([304, 'private, max-age=30']);
    const before = orders(first)[0];
    await system.patch(43700, { total: '1' });
    expect((await call('GET', path, { headers })).status).toBe(200);
    expect(order(await system.patch(43700, { total: before?.total })).total).toBe(before?.total);
  });

  it('answers 429 with Retry-After past its rate limit', async () => {
    await control({ requestsPerSecond: 1 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => get('/orders?ids=43697')));
    await control({ requestsPerSecond: 1_000_000 });
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.body).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('fails at the rate it is switched to', async () => {
    await control({ failureRate: 1 });
    const answer = await get('/categories');
    await control({ failureRate: 0 });
    expect(outcome(answer)).toEqual([503, 'switched_off']);
    expect((await get('/categories')).status).toBe(200);
  });

  it('counts requests by route', async () => {
    await call('DELETE', '/_control/requests');
    await get('/orders?ids=1');
    await get('/orders?limit=1');
    await get('/categories');
    expect((await call('GET', '/_control')).body).toMatchObject({
      requests: 3,
      routes: { 'GET /v2/orders': 2, 'GET /v2/categories': 1 },
    });
  });

  it('describes itself in OpenAPI 3.1', async () => {
    const { openapi, paths, components } = system.document;
    expect(openapi).toMatch(/^3\.1\./);
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual([
      'cancelOrder',
      'correctOrder',
      'countGroupedOrders',
      'countGroupedProducts',
      'countOrders',
      'countProducts',
      'createOrder',
      'getControlTotals',
      'getCustomerValues',
      'getProductSales',
      'getSalesReport',
      'groupOrders',
      'groupProducts',
      'listCategories',
      'listEvents',
      'listOrderTotals',
      'listOrders',
      'listProducts',
      'listReviews',
      'putWebhook',
      'registerWebhook',
      'removeWebhook',
    ]);
    expect(operations.filter(({ summary, description }) => !summary || !description)).toEqual([]);
    const parameters = operations.flatMap((operation) => operation.parameters ?? []);
    expect(parameters.filter(({ description }) => !description)).toEqual([]);
    const named = Object.entries(components.schemas).filter(([name]) => name !== 'Problem');
    expect(named.filter(([, { description }]) => !description)).toEqual([]);
    // Throws if the document is invalid.
    await expect(openapiTypes(JSON.stringify(system.document))).resolves.not.toHaveLength(0);
  });
});
