import { once } from 'node:events';
import { Agent, request as send, type IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone({ MAX_BODY_BYTES: '10000', ALLOWED_ORIGINS: 'https://shop.example' });
});
afterAll(() => gateway.close());

const OPERATION = '{"query":"{ __typename }"}';
const JSON_TYPE = { 'content-type': 'application/json' };

interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Whether the connection had served a request before. */
  readonly reused: boolean;
}

function exchange(
  agent: Agent | undefined,
  headers: Record<string, string>,
  body: string | Buffer,
  method = 'POST',
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, ...(agent ? { agent } : {}) };
    const request = send(`${gateway.url}/graphql`, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        const { statusCode: status, headers: received } = response;
        resolve({ status, headers: received, text, reused: request.reusedSocket });
      });
    });
    request.on('error', reject).end(body);
  });
}

const refusal = (message: RegExp) => ({
  errors: [
    {
      message: expect.stringMatching(message) as string,
      extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) as string },
    },
  ],
});

test.each([
  ['of an announced length', { 'content-length': '20000' }],
  ['in chunks', { 'transfer-encoding': 'chunked' }],
])('a body that is too large, %s, gets 413, and the connection stays usable', async (_how, headers) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const large = await exchange(agent, { ...JSON_TYPE, ...headers }, OPERATION.padEnd(20_000));
  expect(large.status).toBe(413);
  expect(JSON.parse(large.text)).toEqual(refusal(/more than 10000 bytes/));
  const next = await exchange(agent, JSON_TYPE, OPERATION);
  expect(next).toMatchObject({ status: 200, reused: true });
  agent.destroy();
});

test.each<[what: string, status: number, headers: Record<string, string>, body: string | Buffer, RegExp]>([
  ['invalid JSON', 400, JSON_TYPE, '{"query": { __typename }}', /not valid JSON/],
  ['an empty body', 400, JSON_TYPE, '', /cannot be empty/],
  ['JSON that is not an object', 400, JSON_TYPE, '"{ __typename }"', /POST body/],
  ['null', 400, JSON_TYPE, 'null', /POST body/],
  ['a __proto__ property', 400, JSON_TYPE, '{"query":"{ __typename }","__proto__":{}}', /not valid JSON/],
  [
    'variables that are not an object',
    400,
    JSON_TYPE,
    '{"query":"{ __typename }","variables":[1]}',
    /variables/,
  ],
  ['no content type', 415, {}, OPERATION, /"content-type: application\/json", got "none"/],
  [
    'another content type',
    415,
    { 'content-type': 'application/xml' },
    '<query/>',
    /"content-type: application\/json", got "application\/xml"/,
  ],
  [
    'declared UTF-16',
    415,
    { 'content-type': 'application/json; charset=utf-16' },
    Buffer.from(OPERATION, 'utf16le'),
    /UTF-8, not in utf-16/,
  ],
  ['undeclared UTF-16', 400, JSON_TYPE, Buffer.from(OPERATION, 'utf16le'), /not valid JSON/],
  ['UTF-7', 415, { 'content-type': 'application/json; charset="UTF-7"' }, OPERATION, /UTF-8, not in utf-7/],
  [
    'gzip that expands to a thousand times its size',
    415,
    { ...JSON_TYPE, 'content-encoding': 'gzip' },
    gzipSync(OPERATION.padEnd(5_000_000)),
    /not in the encoding "gzip"/,
  ],
  ['an empty batch', 400, JSON_TYPE, '[]', /No operations found/],
  ['a batch of null', 400, JSON_TYPE, '[null]', /POST body/],
])('%s gets %i', async (_what, status, headers, body, message) => {
  const received = await exchange(undefined, headers, body);
  expect(received.status).toBe(status);
  expect(JSON.parse(received.text)).toEqual(refusal(message));
  expect(received.headers['x-request-id']).toBe(
    (JSON.parse(received.text) as { errors: { extensions: { requestId: string } }[] }).errors[0]?.extensions
      .requestId,
  );
});

test.each([
  ['application/json', 200],
  ['application/graphql-response+json', 400],
])(
  'for %s, an operation that cannot be determined gets %i, as a mistake in the document does',
  async (accept, status) => {
    for (const operation of [
      { query: 'query A { __typename } query B { __typename }' },
      { query: 'query A { __typename }', operationName: 'B' },
      { query: '{ nothing }' },
      { query: '{' },
    ]) {
      const received = await exchange(undefined, { ...JSON_TYPE, accept }, JSON.stringify(operation));
      expect([operation, received.status]).toEqual([operation, status]);
    }
  },
);

test('a batch of 10 is answered in order, and one of 11 is refused as a whole', async () => {
  const batch = (size: number) =>
    `[${Array.from({ length: size }, (_, i) => `{"query":"{ a${i}: __typename }"}`).join(',')}]`;
  const ten = await exchange(undefined, JSON_TYPE, batch(10));
  expect(JSON.parse(ten.text)).toEqual(
    Array.from({ length: 10 }, (_, i) => ({ data: { [`a${i}`]: 'Query' } })),
  );
  const eleven = await exchange(undefined, JSON_TYPE, batch(11));
  expect(eleven.status).toBe(400);
  expect(JSON.parse(eleven.text)).toMatchObject({
    errors: [{ message: expect.stringContaining('11 operations; the limit is 10') as string }],
  });
});

test('a document that is nested too deeply gets 200 or 400, depending on the accepted media type', async () => {
  const body = JSON.stringify({ query: '{'.repeat(5_000) });
  for (const [accept, status] of [
    ['application/json', 200],
    ['application/graphql-response+json', 400],
  ] as const) {
    const received = await exchange(undefined, { ...JSON_TYPE, accept }, body);
    expect(received.status).toBe(status);
    expect(received.headers['content-type']).toBe(`${accept}; charset=utf-8`);
    expect(received.text).toContain('"code":"OPERATION_TOO_LARGE"');
  }
});

test('every answer carries a request id: the caller’s own, unless it is too long', async () => {
  const own = await exchange(undefined, { ...JSON_TYPE, 'x-request-id': 'order-page.17' }, OPERATION);
  expect(own.headers['x-request-id']).toBe('order-page.17');
  const long = await exchange(undefined, { ...JSON_TYPE, 'x-request-id': 'x'.repeat(65) }, OPERATION);
  expect(long.headers['x-request-id']).toMatch(/^[\da-f-]{36}-[\da-z]+$/);
});

test('other methods get 405 and unknown paths 404, both with GraphQL errors', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH']) {
    const received = await exchange(undefined, {}, '', method);
    expect(received).toMatchObject({ status: 405, headers: { allow: 'GET, POST, OPTIONS' } });
    expect(received.text).toContain('METHOD_NOT_ALLOWED');
  }
  expect((await exchange(undefined, {}, '', 'HEAD')).status).toBe(405);
  const lost = await fetch(`${gateway.url}/graphiql`);
  expect(lost.status).toBe(404);
  expect(await lost.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
});

test('a browser that opens /graphql is redirected to the playground', async () => {
  const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const received = await fetch(`${gateway.url}/graphql`, { headers, redirect: 'manual' });
  expect([received.status, received.headers.get('location')]).toEqual([303, '/']);
});

test('CORS lets pages of an allowed origin use the graph, and no others', async () => {
  const preflight = (origin: string) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const allowed = await preflight('https://shop.example');
  expect(allowed.status).toBe(204);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
    'access-control-allow-headers': expect.stringContaining('content-type') as string,
    vary: 'Origin',
  });
  const foreign = await preflight('https://shop.example.evil.example');
  expect([...foreign.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  const origin = { origin: 'https://shop.example' };
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...origin },
    body: OPERATION,
  });
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
});

test('CORS lets pages of an allowed origin send common clients’ header fields and read those of answers', async () => {
  const origin = 'https://shop.example';
  const sent = [
    'content-type',
    'authorization',
    'apollographql-client-name',
    'apollographql-client-version',
    'last-event-id',
    'traceparent',
  ];
  const preflight = await fetch(`${gateway.url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': sent.join(','),
    },
  });
  expect(fieldsIn(preflight, 'access-control-allow-headers')).toEqual(expect.arrayContaining(sent));
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_TYPE, origin },
    body: OPERATION,
  });
  expect(fieldsIn(answer, 'access-control-expose-headers')).toEqual(
    expect.arrayContaining(['age', 'etag', 'x-request-id', 'retry-after']),
  );
});

function fieldsIn({ headers }: Response, name: string): string[] {
  return (headers.get(name) ?? '').split(',').map((field) => field.trim());
}

test('a client that offers to upgrade to HTTP/2 is answered over HTTP/1.1', async () => {
  const offer = {
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
  };
  const received = await exchange(undefined, { ...JSON_TYPE, ...offer }, OPERATION);
  expect(received).toMatchObject({ status: 200, text: '{"data":{"__typename":"Query"}}\n' });
});

test('nothing in a request can add a property to Object.prototype', async () => {
  const poisons = ['{"__proto__":{"poisoned":1}}', '{"constructor":{"prototype":{"poisoned":1}}}'];
  for (const poison of poisons) {
    const query = new URLSearchParams({ query: '{ __typename }', variables: poison, extensions: poison });
    const byGet = await fetch(`${gateway.url}/graphql?${query.toString()}`, { headers: JSON_TYPE });
    expect(byGet.status).toBeLessThan(500);
    const body = `{"query":"query ($a: Int) { __typename }","variables":${poison},"extensions":${poison}}`;
    expect((await exchange(undefined, JSON_TYPE, body)).status).toBeLessThan(500);
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(`{"type":"connection_init","payload":${poison}}`);
    await once(socket, 'message');
    socket.send(`{"type":"subscribe","id":"1","payload":${body}}`);
    await once(socket, 'message');
    socket.terminate();
  }
  expect(({} as Record<string, unknown>)['poisoned']).toBeUndefined();
});
