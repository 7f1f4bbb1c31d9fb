import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Collector, type ReceivedSpan } from '../support/collector.ts';
import { startProduct, type Product } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { collect } from '../support/streams.ts';
import { resultOf, socketClient } from '../support/transports.ts';
import { until } from '../support/until.ts';

/** The trace and span of the caller. */
const TRACE = 'aaaabbbbccccddddaaaabbbbccccdddd';
const CALLER = '1111222233334444';
const traceparent = (trace: string, sampled = '01') => `00-${trace}-${CALLER}-${sampled}`;

let redis: RedisServer;
let product: Product;
/** The header fields of each request to the CRM. */
const arrived: Record<string, string | string[] | undefined>[] = [];

beforeAll(async () => {
  redis = await RedisServer.start();
  product = await startProduct({ CACHE: 'on' }, { inFrontOf: { crm: startRecordingProxy } });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
  proxy?.close();
});

let proxy: ReturnType<typeof createServer> | undefined;
/** Starts a proxy that records header fields, and returns its URL. */
function startRecordingProxy(url: string): string {
  proxy = createServer((request, response) => {
    arrived.push(request.headers);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) {
        if (name !== 'connection' && name !== 'content-length') headers.set(name, String(value));
      }
      const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
      const { method = 'GET' } = request;
      void fetch(`${url}${request.url}`, { method, headers, ...body }).then(async (answer) => {
        const type = answer.headers.get('content-type') ?? 'application/json';
        response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
      });
    });
  });
  // Without a host, the port is bound synchronously.
  const { port } = proxy.listen(0).address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

const QUERY = 'query Traced { orders(first: 2) { nodes { customer { name } lines { product { name } } } } }';

interface Traced {
  readonly spans: readonly ReceivedSpan[];
  readonly collector: Collector;
}

/** The spans that a gateway of its own exports while it does `work`. */
async function traced(
  work: (gateway: Awaited<ReturnType<Product['another']>>) => Promise<unknown>,
  env: Record<string, string> = {},
): Promise<Traced> {
  await using collector = await Collector.start();
  {
    await using gateway = await product.another({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env });
    await work(gateway);
    // A gateway exports the remaining spans when it is closed.
  }
  return { spans: collector.spans, collector };
}

const one = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan => {
  const found = spans.filter((span) => span.name === name);
  expect([name, found.length]).toEqual([name, 1]);
  return found[0] as ReceivedSpan;
};

test('an operation, its batches, reads of Redis and REST calls form one tree in the caller’s trace', async () => {
  arrived.length = 0;
  const { spans, collector } = await traced(
    (gateway) => gateway.query(QUERY, {}, { traceparent: traceparent(TRACE), 'x-request-id': 'traced-1' }),
    {
      REDIS_URL: redis.url,
      OTEL_SERVICE_NAME: 'graph',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20t',
    },
  );
  const tree = spans.filter(({ traceId }) => traceId === TRACE);
  const operation = one(tree, 'query Traced');
  expect(operation.parentSpanId).toBe(CALLER);
  expect(operation.attributes).toMatchObject({
    'graphql.operation.name': 'Traced',
    'isthmus.request_id': 'traced-1',
    'isthmus.answered_by': 'engine',
  });
  const batch = one(tree, 'load Customer');
  expect(batch.parentSpanId).toBe(operation.spanId);
  expect(batch.attributes).toMatchObject({ 'isthmus.system': 'crm', 'isthmus.keys': 2 });
  const read = one(tree, 'cache Customer');
  expect(read.parentSpanId).toBe(batch.spanId);
  expect(read.attributes).toMatchObject({ 'isthmus.found': 0 });
  const call = one(tree, 'POST crm');
  expect(call.parentSpanId).toBe(batch.spanId);
  expect(call.attributes).toMatchObject({ 'http.response.status_code': 200 });
  // The CRM got the span of that call as its parent.
  const sent = arrived.map(({ traceparent: field }) => field);
  expect(sent).toContain(`00-${TRACE}-${call.spanId}-01`);
  // Each span but the first has its parent among the others.
  const ids = new Set(tree.map(({ spanId }) => spanId));
  for (const { spanId, parentSpanId } of tree) {
    if (spanId !== operation.spanId) expect(ids).toContain(parentSpanId);
  }
  expect(collector.services).toEqual(new Set(['graph']));
  expect(collector.tokens).toEqual(new Set(['Bearer t']));
});

test('a REST call shared by two requests is one span, in the trace of the request that began it', async () => {
  const other = TRACE.replaceAll('a', 'e');
  await product.turn('crm', { latencyMs: 100 });
  const { spans } = await traced(async (gateway) => {
    await Promise.all(
      [TRACE, other].map((trace) =>
        gateway.query(
          'query Both { customer(id: "customer:29485") { name } }',
          {},
          { traceparent: traceparent(trace) },
        ),
      ),
    );
  });
  await product.turn('crm', { latencyMs: 0 });
  expect(spans.filter(({ name }) => name === 'query Both')).toHaveLength(2);
  expect(spans.filter(({ name }) => name === 'load Customer')).toHaveLength(2);
  one(spans, 'POST crm');
});

test('a cached answer is a span without children, and one with errors is marked', async () => {
  const { spans } = await traced(async (gateway) => {
    for (let time = 0; time < 3; time++) {
      await gateway.query('query Thrice { customer(id: "customer:29486") { name } }');
    }
    await product.turn('erp', { failureRate: 1 });
    await gateway.query('query Broken { suppliers(first: 1) { nodes { name } } }');
    await product.turn('erp', { failureRate: 0 });
  });
  const thrice = spans.filter(({ name }) => name === 'query Thrice');
  expect(thrice.map(({ attributes }) => attributes['isthmus.answered_by'])).toEqual([
    'engine',
    'plan',
    'cache',
  ]);
  const cached = thrice[2] as ReceivedSpan;
  expect(spans.filter(({ parentSpanId }) => parentSpanId === cached.spanId)).toEqual([]);
  const broken = one(spans, 'query Broken');
  expect(broken).toMatchObject({ status: 2, attributes: { 'isthmus.errors': 1 } });
  const tries = spans.filter(({ name, status }) => name === 'GET erp' && status === 2);
  expect(tries.length).toBeGreaterThan(1);
});

test('no span contains arguments, answers or credentials', async () => {
  const { collector } = await traced((gateway) =>
    gateway.query(
      '{ customers(filter: { email: "kaitlyn72@adventure-works.com" }, first: 1) { nodes { name } } }',
    ),
  );
  expect(collector.spans.length).toBeGreaterThan(1);
  for (const secret of ['kaitlyn', 'Kaitlyn', 'local-crm-token'])
    expect(collector.bodies).not.toContain(secret);
});

test.each([
  ['parentbased_always_on', '00', 0],
  ['parentbased_always_off', '01', 1],
  ['always_on', '00', 1],
  ['always_off', '01', 0],
])('with the sampler %s and the caller’s flag %s, %i spans are exported', async (sampler, flag, expected) => {
  arrived.length = 0;
  const trace = TRACE.replaceAll('b', 'f');
  const { spans } = await traced(
    (gateway) =>
      gateway.query(
        '{ customer(id: "customer:29487") { name } }',
        {},
        { traceparent: traceparent(trace, flag) },
      ),
    { OTEL_TRACES_SAMPLER: sampler },
  );
  expect(spans.filter(({ traceId, name }) => traceId === trace && name === 'query')).toHaveLength(expected);
  // Systems get the trace and whether it is recorded, in either case.
  const sent = arrived
    .map(({ traceparent: field }) => String(field))
    .filter((field) => field.includes(trace));
  expect(sent.length).toBeGreaterThan(0);
  for (const field of sent) expect(field.endsWith(expected === 1 ? '-01' : '-00')).toBe(true);
});

test.each([
  ['0.01', '00000000000000000000000000000001'],
  ['0.99', '000000000000000000000000ffffffff'],
])('with the sampler traceidratio and the ratio %s, the trace %s decides nothing', async (ratio, trace) => {
  const { spans } = await traced(
    async (gateway) => {
      for (let time = 0; time < 30; time++)
        await gateway.query('query Again { __typename }', {}, { traceparent: traceparent(trace) });
    },
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: ratio },
  );
  const recorded = spans.filter(({ traceId, name }) => traceId === trace && name === 'query Again').length;
  expect(recorded > 15).toBe(Number(ratio) > 0.5);
});

test('with the sampler traceidratio, an operation is recorded with all that it does, or not at all', async () => {
  const { spans } = await traced(
    async (gateway) => {
      for (let id = 29520; id < 29540; id++)
        await gateway.query(`{ customer(id: "customer:${id}") { name } }`);
    },
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' },
  );
  const tracesOf = (name: string) => spans.filter((span) => span.name === name).map(({ traceId }) => traceId);
  expect(tracesOf('query').length).toBeGreaterThan(0);
  expect(tracesOf('POST crm').toSorted()).toEqual(tracesOf('query').toSorted());
});

test('operations are answered even if the collector does not respond', async () => {
  const gateway = await product.another({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  const { data } = await gateway.query('{ customer(id: "customer:29485") { name } }');
  expect(data.customer).toEqual({ name: 'Catherine Abel' });
  await gateway[Symbol.asyncDispose]();
});

const STATE = 'vendor=opaque,other@tenant=a:b';

test('without a collector, systems get the caller’s own trace context unchanged', async () => {
  const sentFor = async (id: string, fields: Record<string, string>) => {
    arrived.length = 0;
    await product.query(`{ customer(id: "customer:${id}") { name } }`, {}, fields);
    await until(async () => {
      expect(arrived.length).toBeGreaterThan(0);
    });
    return arrived.map(({ traceparent: parent, tracestate: state }) => [parent, state]);
  };
  const own = traceparent(TRACE, '00');
  expect(await sentFor('29488', { traceparent: own, tracestate: STATE })).toEqual([[own, STATE]]);
  expect(await sentFor('29489', { tracestate: STATE })).toEqual([[undefined, undefined]]);
  expect(await sentFor('29490', { traceparent: own, tracestate: 'no state' })).toEqual([[own, undefined]]);
  for (const [index, broken] of [
    own.replace('00-', 'ff-'),
    own.replace(TRACE, '0'.repeat(32)),
    own.replace(CALLER, '0'.repeat(16)),
    own.toUpperCase(),
    `${own}-more`,
  ].entries())
    expect(await sentFor(String(29491 + index), { traceparent: broken })).toEqual([[undefined, undefined]]);
});

test('over WebSocket, systems get the trace context from connection_init', async () => {
  arrived.length = 0;
  const own = traceparent(TRACE);
  const client = socketClient(product.url, { traceparent: own });
  const query = '{ customer(id: "customer:29499") { name } }';
  await resultOf((sink) => client.subscribe({ query }, sink));
  await client.dispose();
  expect(arrived.map(({ traceparent: field }) => field)).toEqual([own]);
});

test('each operation of a batch has a span of its own, below that of the batch', async () => {
  const { spans } = await traced(async (gateway) => {
    await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: traceparent(TRACE) },
      body: JSON.stringify([
        { query: 'query First { customer(id: "customer:29485") { name } }' },
        { query: 'query Second { customer(id: "nobody") { name } }' },
        { query: 'query Third { customer(id: "customer:29486") { phone } }' },
      ]),
    });
  });
  const batch = one(spans, 'batch');
  expect(batch).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, attributes: { 'isthmus.batch': 3 } });
  const operations = ['First', 'Second', 'Third'].map((name) => one(spans, `query ${name}`));
  expect(operations.map(({ parentSpanId }) => parentSpanId)).toEqual(Array(3).fill(batch.spanId));
  expect(operations.map(({ attributes }) => attributes['isthmus.errors'])).toEqual([undefined, 1, undefined]);
  for (const { parentSpanId } of spans.filter(({ name }) => name === 'load Customer'))
    expect(parentSpanId).toBe(batch.spanId);
});

test('each execution of a live query is a trace of its own', async () => {
  const query = 'query Lived @live { customer(id: "customer:29485") { name } }';
  const { spans } = await traced(async ({ url }) => {
    using live = collect('sse', url, { query });
    await live.take(1);
  });
  const run = one(spans, 'query Lived');
  expect(run.attributes['isthmus.answered_by']).toBe('stream');
  expect(run.parentSpanId).toBeFalsy();
  expect(one(spans, 'load Customer')).toMatchObject({ parentSpanId: run.spanId, traceId: run.traceId });
});

test('looking up a whole answer in Redis is a span', async () => {
  const query = 'query Whole($id: ID!) { customer(id: $id) { name } }';
  const ask = (id: string) => (gateway: { query: Product['query'] }) => gateway.query(query, { id });
  const env = { REDIS_URL: redis.url };
  const hitCounts: unknown[] = [];
  for (let replica = 0; replica < 2; replica++) {
    const { spans } = await traced(async (gateway) => {
      // The first request for an operation is run by the engine, after which the fast path knows it.
      await ask(`customer:2950${replica}`)(gateway);
      await ask('customer:29510')(gateway);
    }, env);
    const lookup = one(spans, 'cache answer');
    const { parentSpanId, attributes } = lookup;
    expect(parentSpanId).toBe(spans.findLast(({ name }) => name === 'query Whole')?.spanId);
    hitCounts.push(attributes['isthmus.found']);
  }
  expect(hitCounts).toEqual([0, 1]);
});
