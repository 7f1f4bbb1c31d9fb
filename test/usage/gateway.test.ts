import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGatewayAlone } from '../support/gateway.ts';
import { startProduct, type Answer, type Product } from '../support/product.ts';
import { socketClient } from '../support/transports.ts';

const QUERY = 'query Mail { customer(id: "customer:29485") { email } }';
const USAGE = `query ($field: String!) {
  fieldUsage(field: $field) {
    field requests unknownRequests deprecationReason since
    clients { name version requests lastSeen operations { name hash requests lastSeen } }
  }
}`;

let product: Product;
beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
});
afterAll(() => product[Symbol.asyncDispose]());

async function usageOf(field: string) {
  const { data, errors } = await product.query(USAGE, { field });
  expect(errors).toBeUndefined();
  return data.fieldUsage;
}

test('requests are counted over every transport and whatever answers them', async () => {
  const client = { 'apollographql-client-name': 'till', 'apollographql-client-version': '2.1' };
  // Answered by the engine, by the compiled plan, and then from the cache.
  for (let time = 0; time < 5; time += 1) await product.query(QUERY, {}, client);
  // Refused requests are not counted.
  await product.query('{ customer(id: "customer:1") { email nothing } }', {}, client);
  const streamed = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: { ...client, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: QUERY }),
  });
  expect(await streamed.text()).toContain('email');
  const socket = socketClient(product.url, client);
  for await (const result of socket.iterate({ query: QUERY })) expect(result.errors).toBeUndefined();
  const live = socket.iterate({ query: QUERY.replace('Mail', 'Mail @live') });
  expect((await live.next()).done).toBe(false);
  await live.return?.();
  await socket.dispose();
  const hash = createHash('sha256').update(QUERY).digest('hex');
  const usage = await usageOf('Customer.email');
  expect(usage).toMatchObject({
    field: 'Customer.email',
    requests: 8,
    unknownRequests: 0,
    deprecationReason: null,
  });
  const [till, ...others] = usage.clients;
  expect(others).toEqual([]);
  expect(till).toMatchObject({ name: 'till', version: '2.1', requests: 8 });
  expect(till.operations[0]).toMatchObject({ name: 'Mail', hash, requests: 7 });
  expect(till.operations[1]).toMatchObject({ name: 'Mail', requests: 1 });
  expect(Date.parse(till.lastSeen)).toBeGreaterThan(Date.now() - 600_000);
});

test('unused fields are reported with no requests, and unknown ones are refused', async () => {
  expect(await usageOf('Customer.updatedAt')).toMatchObject({ requests: 0, clients: [] });
  for (const field of ['Customer.nothing', 'OrderFilter.status']) {
    const { errors } = await product.query(USAGE, { field });
    expect(errors?.[0]).toMatchObject({
      message:
        `Expected a field or argument of the schema, such as "Customer.email" or "Query.orders(first:)", got "${field}". ` +
        'Input fields and enum values are counted once they are deprecated.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const days = await product.query('{ fieldUsage(field: "Customer.email", days: 401) { requests } }');
  expect(days.errors?.[0]?.message).toBe('"days" must be from 1 to 400, got 401.');
  const { data } = await product.query('{ deprecatedFieldUsage { field requests } }');
  expect(data.deprecatedFieldUsage).toEqual([]);
});

test('arguments are counted with the operations that set them', async () => {
  await product.query('query Page { orders(first: 2) { nodes { id } } }');
  expect(await usageOf('Query.orders(first:)')).toMatchObject({
    requests: 1,
    clients: [{ operations: [{ name: 'Page' }] }],
  });
  expect(await usageOf('Query.orders(after:)')).toMatchObject({ requests: 0 });
});

test('nothing is counted with USAGE_DAYS=0', async () => {
  const gateway = await startGatewayAlone({ USAGE_DAYS: '0' });
  const ask = async (query: string): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query });
    return (await (
      await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body })
    ).json()) as Answer;
  };
  await ask('{ cacheStatistics { on } }');
  const { data } = await ask('{ fieldUsage(field: "CacheStatistics.on") { requests } }');
  expect(data).toEqual({ fieldUsage: { requests: 0 } });
  await gateway.close();
});
