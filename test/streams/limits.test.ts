import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { refusedOperations, reportedErrors } from '../../server/channels.ts';
import type { RunningGateway } from '../../server/gateway.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { openAcknowledged, openRaw } from '../support/raw-streams.ts';
import { ask, withoutRequestIds, type Operation } from '../support/transports.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone({
    MAX_STREAMS: '6',
    MAX_SOCKET_OPERATIONS: '4',
    MAX_CONNECTIONS: '5',
    MAX_ITEMS: '100',
    INTROSPECTION: 'off',
  });
});
afterAll(() => gateway.close());
afterEach(async () => {
  await expect.poll(() => gateway.streams.size).toBe(0);
  expect(gateway.streams.groupCount).toBe(0);
});

const SUBSCRIPTION = 'subscription { customerChanged { cursor } }';

interface Message {
  readonly id: string;
  readonly type: string;
  readonly payload: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

/** A socket, the messages it has received, and functions to send some. */
async function openSocket() {
  const socket = await openAcknowledged(gateway.url);
  const messages: Message[] = [];
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  const closed = new Promise<string>((resolve) =>
    socket.on('close', (code, reason) => resolve(`${code} ${reason.toString()}`)),
  );
  return {
    messages,
    closed,
    socket,
    subscribe: (id: string, query = SUBSCRIPTION) =>
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } })),
    complete: (id: string) => socket.send(JSON.stringify({ id, type: 'complete' })),
    [Symbol.dispose]: () => socket.terminate(),
  };
}

describe('operations', () => {
  test('beyond the limit of a socket are refused until one ends', async () => {
    using client = await openSocket();
    for (const id of ['1', '2', '3', '4', '5']) client.subscribe(id);
    await expect
      .poll(() => client.messages)
      .toMatchObject([
        { id: '5', type: 'error', payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }] },
      ]);
    expect(gateway.streams.size).toBe(4);
    client.complete('1');
    await expect.poll(() => gateway.streams.size).toBe(3);
    client.subscribe('6');
    await expect.poll(() => gateway.streams.size).toBe(4);
  });

  test('beyond the limit of the process are refused, over any transport', async () => {
    using one = await openSocket();
    using two = await openSocket();
    for (const id of ['1', '2', '3']) [one, two].forEach(({ subscribe }) => subscribe(id));
    await expect.poll(() => gateway.streams.size).toBe(6);
    using events = await openRaw('sse', gateway.url, { query: 'query @live { __typename }' });
    const [refused] = await events.have(1);
    expect(refused?.errors).toMatchObject([
      { message: expect.stringContaining('6') as string, extensions: { code: 'TOO_MANY_OPERATIONS' } },
    ]);
  });

  test('end when the client sends "complete", and when its socket closes', async () => {
    using client = await openSocket();
    client.subscribe('1');
    client.subscribe('2', 'query @live { __typename }');
    await expect.poll(() => gateway.streams.size).toBe(2);
    client.complete('1');
    await expect.poll(() => gateway.streams.size).toBe(1);
    await record(gateway, changeOf('Customer', '1'));
    client.socket.terminate();
    await expect.poll(() => gateway.streams.size).toBe(0);
    expect(client.messages.filter(({ id }) => id === '1')).toEqual([]);
  });

  test('that are cancelled while they open leave nothing behind and free their ids', async () => {
    using client = await openSocket();
    const [after] = await record(gateway, changeOf('Customer', '1'));
    const query = `subscription { customerChanged(after: "${after}") { cursor } }`;
    for (let round = 0; round < 20; round++) {
      // As many as a socket may have, all in one packet.
      for (let time = 0; time < 4; time++) {
        client.subscribe('1', query);
        client.complete('1');
      }
      client.socket.send('{"type":"ping"}');
      await expect.poll(() => client.messages.filter(({ type }) => type === 'pong').length).toBe(round + 1);
    }
    client.subscribe('1', query);
    await expect.poll(() => gateway.streams.size).toBe(1);
    const [cursor] = await record(gateway, changeOf('Customer', '1'));
    await expect
      .poll(() => client.messages.at(-1))
      .toMatchObject({
        id: '1',
        type: 'next',
        payload: { data: { customerChanged: { cursor } } },
      });
    expect(client.messages.filter(({ type }) => type === 'complete')).toEqual([]);
    client.complete('1');
    await expect.poll(() => gateway.streams.size).toBe(0);
  });

  test('whose id is in use already close the socket', async () => {
    using client = await openSocket();
    client.subscribe('1');
    client.subscribe('1');
    expect(await client.closed).toBe('4409 Subscriber for 1 already exists');
  });
});

describe('connections', () => {
  const upgrade = () =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      socket.on('error', () => undefined);
      socket.on('open', () => {
        socket.terminate();
        resolve(101);
      });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    });
  const stream = () =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });

  test('are counted over WebSocket and SSE together, and refused with 503 when there are too many', async () => {
    const clients = [await openSocket(), await openSocket(), await openSocket()];
    const events = [
      await openRaw('sse', gateway.url, { query: SUBSCRIPTION }),
      await openRaw('sse', gateway.url, { query: SUBSCRIPTION }),
    ];
    const counted: unknown[] = [];
    const published: unknown[] = [];
    const listeners = [
      reportedErrors.listen(({ code }) => counted.push(code)),
      refusedOperations.listen(({ code, transport }) => published.push([code, transport])),
    ];
    expect(await upgrade()).toBe(503);
    for (const stop of listeners) stop();
    expect([counted, published]).toEqual([['TOO_MANY_CONNECTIONS'], [['TOO_MANY_CONNECTIONS', 'websocket']]]);
    const refused = await stream();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'TOO_MANY_CONNECTIONS' } }],
    });
    // Requests that do not hold a connection are answered.
    expect((await ask('http', gateway.url, { query: '{ __typename }' })).data).toEqual({
      __typename: 'Query',
    });

    events.pop()?.[Symbol.dispose]();
    await expect.poll(upgrade).toBe(101);
    clients.pop()?.[Symbol.dispose]();
    await expect.poll(async () => (await stream()).status).toBe(200);
    for (const open of [...clients, ...events]) open[Symbol.dispose]();
  });
});

describe('long-lived operations are refused with the same errors as plain ones', () => {
  const nested = (depth: number) =>
    `${'{ customer { orders { nodes '.repeat(depth)}{ id }${' } } }'.repeat(depth)}`;
  const ANSWERS: Readonly<Record<string, string>> = {
    'too many levels': `{ customer(id: "customer:1") ${nested(6)} }`,
    'too many nodes':
      '{ customers(first: 100) { nodes { orders(first: 100) { nodes { customer { orders(first: 100) { nodes { id } } } } } } } }',
    'too many aliases': `{ ${Array.from({ length: 60 }, (_, at) => `a${at}: __typename`).join(' ')} }`,
    'too many tokens': `{ ${'__typename '.repeat(5_000)} }`,
    'an unknown field': '{ custmer { id } }',
    introspection: '{ __schema { types { name } } }',
    'introspection of a type': '{ __type(name: "Order") { name fields { name } } }',
  };

  test.each(Object.entries(ANSWERS))('for %s', async (_what, query) => {
    const plain = withoutRequestIds(await ask('http', gateway.url, { query }));
    const live = `query @live ${query}`;
    for (const by of ['websocket', 'sse'] as const) {
      const answer = withoutRequestIds(await ask(by, gateway.url, { query: live }));
      const comparable = (errors: typeof plain.errors) =>
        errors?.map(({ message, extensions }) => ({ message, extensions }));
      expect(answer.data).toBeUndefined();
      expect(comparable(answer.errors)).toEqual(comparable(plain.errors));
    }
  });

  test.each<[string, Operation]>([
    ['a bad variable', { query: 'query ($id: ID!) { customer(id: $id) { name } }', variables: { id: [] } }],
    ['a missing variable', { query: 'query ($id: ID!) { customer(id: $id) { name } }' }],
    [
      'an unknown value',
      {
        query: 'query ($s: OrderSort) { orders(sort: $s) { totalCount } }',
        variables: { s: { by: 'TOTL' } },
      },
    ],
  ])('for %s', async (_what, operation) => {
    const plain = withoutRequestIds(await ask('http', gateway.url, operation));
    const live = { ...operation, query: operation.query.replace(') {', ') @live {') };
    const answer = withoutRequestIds(await ask('websocket', gateway.url, live));
    const comparable = (errors: typeof plain.errors) =>
      errors?.map(({ message, extensions }) => ({ message, extensions }));
    expect(comparable(answer.errors)).toEqual(comparable(plain.errors));
  });

  test.each([
    [
      'two fields',
      'subscription { customerChanged { cursor } orderChanged { cursor } }',
      'one top level field',
    ],
    ['introspection', 'subscription { __typename }', 'must not select an introspection top level field'],
    ['no field that is not skipped', 'subscription { customerChanged @skip(if: true) { cursor } }', ''],
    [
      'depth',
      `subscription { customerChanged { customer { ${'orders { nodes { customer {'.repeat(6)} id ${'} } }'.repeat(6)} } } }`,
      'levels of fields',
    ],
    ['an unknown field', 'subscription { elephantChanged { cursor } }', 'Cannot query field'],
    ['@live', 'subscription @live { customerChanged { cursor } }', '"@live" may not be used on SUBSCRIPTION'],
  ])('a subscription with %s is refused', async (_what, query, words) => {
    const { errors, data } = await ask('websocket', gateway.url, { query });
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toContain(words);
    expect(['GRAPHQL_VALIDATION_FAILED', 'OPERATION_TOO_LARGE', 'BAD_REQUEST']).toContain(
      errors?.[0]?.extensions['code'],
    );
  });

  test('a negative throttle is refused', async () => {
    const { errors } = await ask('sse', gateway.url, { query: 'query @live(throttle: -1) { __typename }' });
    expect(errors).toMatchObject([
      { message: '@live(throttle:) is 0 or more, not -1.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('over plain HTTP', () => {
  test('a subscription is refused, and the error names the transports that serve it', async () => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query: SUBSCRIPTION }),
      });
      expect(answer.status).toBe(accept === 'application/json' ? 200 : 400);
      expect(await answer.json()).toMatchObject({
        errors: [
          {
            message: expect.stringMatching(
              /WebSocket \(graphql-transport-ws\).*text\/event-stream/,
            ) as string,
            extensions: { code: 'SUBSCRIPTION_UNSUPPORTED' },
          },
        ],
      });
    }
  });

  test('a subscription in a batch is refused without affecting the rest', async () => {
    const answer = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify([{ query: SUBSCRIPTION }, { query: '{ __typename }' }]),
    });
    expect(await answer.json()).toMatchObject([
      { errors: [{ extensions: { code: 'SUBSCRIPTION_UNSUPPORTED' } }] },
      { data: { __typename: 'Query' } },
    ]);
  });

  test('a live query is answered once for each request', async () => {
    for (let round = 0; round < 3; round++) {
      const answer = await ask('http', gateway.url, { query: 'query @live { __typename }' });
      expect(answer).toEqual({ data: { __typename: 'Query' } });
    }
  });
});

describe('persisted operations', () => {
  const sha256Hash = createHash('sha256').update(SUBSCRIPTION).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };

  test.each(['websocket', 'sse'] as const)(
    'over %s, an unknown hash alone is refused, and served together with its text',
    async (by) => {
      const answer = await ask(by, gateway.url, { query: '', extensions });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
      using events = await openRaw(by, gateway.url, { query: SUBSCRIPTION, extensions });
      await expect.poll(() => gateway.streams.size).toBe(1);
      const [cursor] = await record(gateway, changeOf('Customer', '1'));
      expect((await events.have(1))[0]?.data).toEqual({ customerChanged: { cursor } });
    },
  );
});

test('an operation name with a line break does not find another document’s operation', async () => {
  const query = `query B { __typename }\nsubscription A { customerChanged { cursor } }`;
  const name = 'A\nquery B { __typename }';
  const rest = 'subscription A { customerChanged { cursor } }';
  await ask('websocket', gateway.url, { query: rest, operationName: name });
  using events = await openRaw('websocket', gateway.url, { query, operationName: 'A' });
  await expect.poll(() => gateway.streams.size).toBe(1);
  expect(events.results).toEqual([]);
});
