import { afterAll, beforeAll, expect, test } from 'vitest';
import { BoundedNames } from '../../server/telemetry/metrics/names.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { startProduct, type Product } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { scrape, type Scrape } from '../support/scrape.ts';
import { collect } from '../support/streams.ts';
import { resultOf, socketClient } from '../support/transports.ts';
import { until } from '../support/until.ts';
import { Receiver } from '../support/webhooks/receiver.ts';

test('operation names of more than 100 characters are counted as "other"', () => {
  const names = new BoundedNames(3);
  const long = 'A'.repeat(101);
  expect([names.of(long), names.of(long.slice(1)), names.of(null)]).toEqual(['other', long.slice(1), 'none']);
});

let product: Product;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await Receiver.start();
  product = await startProduct({
    METRICS_PORT: '0',
    METRICS_MAX_OPERATIONS: '8',
    METRICS_MAX_CLIENTS: '3',
    CACHE: 'on',
    WEBHOOKS_ALLOW_HTTP: 'on',
    WEBHOOKS_ALLOW_PRIVATE: 'on',
  });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const now = () => scrape(product.metricsUrl);

/** By how much the scraped metrics increased while some work was done. */
async function increases(work: () => Promise<unknown>): Promise<Pick<Scrape, 'sum'>> {
  const before = await now();
  await work();
  const after = await now();
  return { sum: (name, labels) => after.sum(name, labels) - before.sum(name, labels) };
}

const BY = 'isthmus_operations_total';
const CLIENT = { 'apollographql-client-name': 'warehouse' };

test('operations are counted by name, client and what answered them', async () => {
  const query = 'query Named { customer(id: "customer:29485") { name } }';
  const { sum } = await increases(async () => {
    for (let time = 0; time < 4; time++) await product.query(query, {}, CLIENT);
  });
  const labels = { operation: 'Named', type: 'query', client: 'warehouse', transport: 'http', outcome: 'ok' };
  expect(sum(BY, labels)).toBe(4);
  expect(sum(BY, { ...labels, by: 'engine' })).toBe(1);
  expect(sum(BY, { ...labels, by: 'plan' })).toBe(1);
  expect(sum(BY, { ...labels, by: 'cache' })).toBe(2);
  expect(sum('isthmus_operation_duration_seconds_count', { operation: 'Named' })).toBe(4);
});

test('each operation of a batch is counted individually', async () => {
  const { sum } = await increases(() =>
    fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([
        { query: 'query BatchOne { __typename }' },
        { query: 'query BatchTwo { __typename }' },
      ]),
    }),
  );
  expect(sum(BY, { operation: 'BatchOne' })).toBe(1);
  expect(sum(BY, { operation: 'BatchTwo' })).toBe(1);
});

test('subscriptions and live queries are counted when they are opened', async () => {
  const { sum } = await increases(async () => {
    using opened = new DisposableStack();
    const live = opened.use(collect('sse', product.url, { query: 'query Lived @live { __typename }' }));
    opened.use(collect('websocket', product.url, { query: 'subscription Heard { changes { cursor } }' }));
    await live.take(1);
    await until(async () => expect((await now()).sum('isthmus_streams')).toBe(2));
  });
  const by = { by: 'stream', outcome: 'ok' };
  expect(sum(BY, { ...by, operation: 'Lived', type: 'query', transport: 'sse' })).toBe(1);
  expect(sum(BY, { ...by, operation: 'Heard', type: 'subscription', transport: 'websocket' })).toBe(1);
});

test('the numbers of running, allowed and refused operations are exposed', async () => {
  const { sum } = await now();
  expect(sum('isthmus_operations_limit')).toBeGreaterThan(0);
  expect(sum('isthmus_operations_running')).toBe(0);
  expect(sum('isthmus_operations_refused_total')).toBe(0);
});

test('a WebSocket client is known by the name it gives when it connects', async () => {
  const { sum } = await increases(async () => {
    const client = socketClient(product.url, { 'apollographql-client-name': 'board' });
    await resultOf((sink) => client.subscribe({ query: 'query OverSocket { __typename }' }, sink));
    await client.dispose();
  });
  expect(sum(BY, { operation: 'OverSocket', client: 'board', transport: 'websocket' })).toBe(1);
});

test('REST calls are counted as the systems count them, and the other reads as cache hits', async () => {
  const query = '{ orders(first: 3) { nodes { customer { name } lines { product { name } } } } }';
  const calls: [string, { requests: number }][] = [];
  const customers = new Set<string>();
  const { sum } = await increases(async () => {
    const { answer, calls: made } = await product.counted(query);
    calls.push(...Object.entries(made));
    for (const { customer } of answer.data.orders.nodes) customers.add(customer.name);
  });
  expect(calls).toHaveLength(4);
  for (const [system, { requests }] of calls) {
    expect([system, sum('isthmus_rest_calls_total', { system, status: '200' })]).toEqual([system, requests]);
    expect(sum('isthmus_rest_call_duration_seconds_count', { system })).toBe(requests);
  }
  expect(customers.size).toBeGreaterThan(1);
  expect(sum('isthmus_cache_reads_total', { system: 'crm', entity: 'Customer', tier: 'system' })).toBe(
    customers.size,
  );
  const again = await increases(() =>
    product.query(query.replace('customer { name }', 'customer { name phone }')),
  );
  expect(again.sum('isthmus_rest_calls_total', { system: 'crm' })).toBe(0);
  expect(again.sum('isthmus_cache_reads_total', { entity: 'Customer', tier: 'memory' })).toBeGreaterThan(0);
  expect((await now()).sum('isthmus_rest_calls_running')).toBe(0);
});

test('whole answers are counted by the tier that had them', async () => {
  await using redis = await RedisServer.start();
  const query = 'query Whole($id: ID!) { customer(id: $id) { name } }';
  const figures: number[][] = [];
  for (let replica = 0; replica < 2; replica++) {
    await using gateway = await product.another({ REDIS_URL: redis.url });
    // The first request for an operation is run by the engine, after which the fast path knows it.
    for (const id of [`2949${replica}`, '29485', '29485'])
      await gateway.query(query, { id: `customer:${id}` });
    const { sum } = await scrape(gateway.metricsUrl);
    const answers = { system: 'none', entity: 'answer' };
    figures.push(['shared', 'memory'].map((tier) => sum('isthmus_cache_reads_total', { ...answers, tier })));
  }
  expect(figures).toEqual([
    [0, 1],
    [1, 1],
  ]);
});

test('answers with errors, including refusals, are counted by code and failing system', async () => {
  const large = `{ ${Array.from({ length: 60 }, (_, index) => `a${index}: __typename`).join(' ')} }`;
  await product.turn('erp', { failureRate: 1 });
  const { sum } = await increases(async () => {
    const { errors } = await product.query(
      '{ suppliers(first: 1) { nodes { name } } more: suppliers(first: 2) { nodes { name } } }',
    );
    expect(errors).toHaveLength(2);
    await product.query(large);
    await product.query('{ noSuchField }');
  });
  await product.turn('erp', { failureRate: 0 });
  expect(sum('isthmus_errors_total', { code: 'UPSTREAM_UNAVAILABLE', system: 'erp' })).toBe(1);
  expect(sum('isthmus_errors_total', { code: 'OPERATION_TOO_LARGE', system: 'none' })).toBe(1);
  expect(sum('isthmus_errors_total', { code: 'GRAPHQL_VALIDATION_FAILED' })).toBe(1);
  expect(sum('isthmus_rest_calls_total', { system: 'erp', status: '503' })).toBeGreaterThan(0);
  expect(sum('isthmus_rest_policies_total', { system: 'erp', outcome: 'retried' })).toBeGreaterThan(0);
  expect((await now()).values('isthmus_breaker_open', 'system').toSorted()).toEqual(
    Object.keys(product.systems).toSorted(),
  );
  expect(sum(BY, { outcome: 'errors' })).toBe(3);
});

test('subscribers, the lag of changes and webhook deliveries are exposed', async () => {
  const { data } = await product.query(
    `mutation ($url: String!) { webhookCreate(input: { url: $url, filter: { entities: ["Customer"] } }) { webhook { id } } }`,
    { url: receiver.url },
  );
  expect(data.webhookCreate).toEqual({ webhook: { id: expect.any(String) } });
  using followed = collect('sse', product.url, {
    query: 'subscription Followed { changes { cursor } }',
  });
  await until(async () => {
    expect((await now()).sum('isthmus_streams')).toBe(1);
  });
  expect((await now()).sum('isthmus_connections')).toBe(1);
  const { sum } = await increases(async () => {
    await product.query(
      'mutation Renamed { customerUpdate(id: "customer:29485", input: { phone: "555-0100" }) { customer { phone } } }',
    );
    await followed.take(1);
    await until(async () => {
      expect(receiver.arrivals.length).toBeGreaterThan(0);
    });
    await until(async () => {
      expect((await now()).sum('isthmus_deliveries_waiting')).toBe(0);
    });
  });
  expect(sum('isthmus_change_lag_seconds_count', { system: 'crm' })).toBe(1);
  expect(sum('isthmus_change_log_lag_seconds_count')).toBe(1);
  expect(sum('isthmus_delivery_tries_total', { outcome: 'delivered' })).toBe(1);
  expect((await now()).sum('isthmus_webhook_endpoints', { state: 'active' })).toBe(1);
  followed[Symbol.dispose]();
  await until(async () => {
    expect((await now()).sum('isthmus_streams')).toBe(0);
  });
});

test('made-up names create no more than a limited number of series', async () => {
  for (let made = 0; made < 20; made++) {
    await product.query(`query Made${made} { __typename }`, {}, { 'apollographql-client-name': `c${made}` });
  }
  const { values } = await now();
  // Eight operations and three clients, each plus `other` and `none`.
  expect(values(BY, 'operation').length).toBeLessThanOrEqual(10);
  expect(values(BY, 'operation')).toContain('other');
  expect(values(BY, 'client').length).toBeLessThanOrEqual(5);
});

test('the name of an invalid operation is not counted', async () => {
  await product.query('query SoundsGood { nothingOfThatKind }');
  expect((await now()).text).not.toContain('SoundsGood');
});

test('metrics are served on their own port only, and only by GET', async () => {
  expect((await fetch(`${product.url}/metrics`)).status).toBe(404);
  const url = product.metricsUrl ?? '';
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  expect((await fetch(new URL('/', url))).status).toBe(404);
});

test('metrics are not served without METRICS_PORT, nor after the gateway is closed', async () => {
  const silent = await startGatewayAlone();
  expect(silent.metricsUrl).toBeNull();
  await silent.close();
  const gateway = await startGatewayAlone({ METRICS_PORT: '0' });
  const url = gateway.metricsUrl ?? '';
  expect((await fetch(url)).status).toBe(200);
  await gateway.close();
  await expect(fetch(url)).rejects.toThrow();
});
