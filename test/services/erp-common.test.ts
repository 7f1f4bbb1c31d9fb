import { Ajv2020 } from 'ajv/dist/2020.js';
import openapiTypes from 'openapi-typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Erp } from './erp-support.ts';
import { outcome } from './documented.ts';

/** Behaviour that the ERP shares with the other systems. */
const erp = new Erp();
beforeAll(() => erp.start());
afterAll(() => erp.stop());

test.each([
  ['no credentials', undefined],
  ['a wrong password', `Basic ${btoa('isthmus:guess')}`],
  ['a wrong user', `Basic ${btoa('other:local-erp-password')}`],
  ['another scheme', 'Bearer local-erp-password'],
])('a request with %s is refused', async (_what, authorization) => {
  const answer = await fetch(`${erp.url}/odata/v4/Items`, {
    headers: authorization ? { authorization } : {},
  });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe('Basic realm="ERP", charset="UTF-8"');
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(await answer.json()).toMatchObject({ status: 401, code: 'unauthorized' });
});

test('304 is answered while nothing has changed', async () => {
  const first = await erp.get('/Items');
  expect(first.headers.get('cache-control')).toBe('private, max-age=30');
  const headers = { 'if-none-match': String(first.headers.get('etag')) };
  const again = await erp.call('GET', '/Items', { headers });
  expect([again.status, again.body]).toEqual([304, {}]);
  await erp.post('/StockAdjustments', { ProductId: 1, LocationId: 1, Quantity: 1, Reason: 'counted' });
  expect((await erp.call('GET', '/Items', { headers })).status).toBe(200);
});

test('requests are counted by route', async () => {
  await fetch(`${erp.url}/_control/requests`, { method: 'DELETE' });
  await erp.get('/Items');
  await erp.get('/Items', { $top: 1 });
  await erp.get('/Reservations/none');
  expect(await (await fetch(`${erp.url}/_control`)).json()).toMatchObject({
    requests: 3,
    routes: { 'GET /odata/v4/Items': 2, 'GET /odata/v4/Reservations/:id': 1 },
  });
});

test('503 is answered when failures are switched on', async () => {
  await erp.control({ failureRate: 1 });
  expect(outcome(await erp.get('/Items'))).toEqual([503, 'switched_off']);
  await erp.control({ failureRate: 0 });
  expect((await erp.get('/Items')).status).toBe(200);
});

test('429 with Retry-After is answered past the rate limit', async () => {
  await erp.control({ requestsPerSecond: 1 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => erp.get('/Locations')));
  await erp.control({ requestsPerSecond: 1_000_000 });
  const limited = answers.find(({ status }) => status === 429);
  expect(limited?.body).toMatchObject({ code: 'rate_limited' });
  expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('the OpenAPI 3.1 document describes every operation, and types can be generated from it', async () => {
  const { openapi, paths, components } = erp.document;
  expect(openapi).toBe('3.1.0');
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  expect(operations).toHaveLength(20);
  for (const { operationId, summary, responses } of operations) {
    expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(summary).toMatch(/\w/);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '429', '503']));
  }
  const ajv = new Ajv2020({ strict: false });
  for (const schema of Object.values(components.schemas)) {
    expect(ajv.validateSchema(schema as object), JSON.stringify(ajv.errors)).toBe(true);
  }
  expect((await openapiTypes(JSON.stringify(erp.document))).length).toBeGreaterThan(0);
});

test('an unknown path gives a problem', async () => {
  expect(outcome(await erp.get('/Nothing'))).toEqual([404, 'no_such_route']);
});
