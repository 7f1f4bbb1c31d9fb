import { request as send } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { openAcknowledged } from '../support/raw-streams.ts';
import { resultOf, socketClient } from '../support/transports.ts';

const PROTOCOL = 'graphql-transport-ws';
const ENV = { ALLOWED_ORIGINS: 'https://shop.example', MAX_SOCKET_OPERATIONS: '5' };

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone(ENV);
});
afterAll(() => gateway.close());

const address = (path = '/graphql') => `${gateway.url.replace('http', 'ws')}${path}`;
const host = () => new URL(gateway.url).host;

/** The code and reason with which the gateway closes a socket; rejects if the gateway does not let it open. */
function closing(socket: WebSocket): Promise<[code: number, reason: string]> {
  return new Promise((resolve, reject) => {
    socket.on('close', (code, reason) => resolve([code, reason.toString()]));
    socket.on('error', reject);
  });
}

describe('operations', () => {
  test('are answered concurrently on one socket, each with its own answer', async () => {
    const client = socketClient(gateway.url);
    const names = ['a', 'b', 'c', 'd', 'e'];
    const answers = await Promise.all(
      names.map((name) => resultOf((sink) => client.subscribe({ query: `{ ${name}: __typename }` }, sink))),
    );
    expect(answers).toEqual(names.map((name) => ({ data: { [name]: 'Query' } })));
    await client.dispose();
  });

  test('may be mutations, with variables, selected by name from several', async () => {
    const client = socketClient(gateway.url);
    const query = `query Q { __typename } mutation M($input: CustomerUpdateInput!) {
      customerUpdate(id: "customer:1", input: $input) { userErrors { message } } }`;
    const operation = { query, operationName: 'M', variables: { input: { phone: '1' } } };
    const { data, errors } = await resultOf((sink) => client.subscribe(operation, sink));
    expect(data).toEqual({ customerUpdate: null });
    expect(errors?.[0]).toMatchObject({
      path: ['customerUpdate'],
      extensions: { code: 'UPSTREAM_UNAVAILABLE', system: 'crm', retryable: true },
    });
    await client.dispose();
  });

  test.each([
    ['a syntax error', '{ nope '],
    ['an unknown field', '{ nope }'],
    ['a limit', `{ ${'{'.repeat(5_000)}`],
    ['a failing system', '{ customer(id: "customer:1") { name } }'],
    ['no operation at all', ' '],
  ])('leave the socket open to the others after %s in one of them', async (_what, query) => {
    const client = socketClient(gateway.url);
    const closed: unknown[] = [];
    client.on('closed', (event) => closed.push(event));
    // An operation that keeps the socket open meanwhile.
    const other = resultOf((sink) => client.subscribe({ query: '{ __typename }' }, sink));
    const { errors } = await resultOf((sink) => client.subscribe({ query }, sink));
    expect(errors?.[0]?.extensions['requestId']).toEqual(expect.any(String));
    expect(await other).toEqual({ data: { __typename: 'Query' } });
    expect(closed).toEqual([]);
    await client.dispose();
  });

  test('have request ids of their own, which begin with that of the connection', async () => {
    const socket = new WebSocket(address(), PROTOCOL, { headers: { 'x-request-id': 'page-7' } });
    const acknowledged = collect(socket, 1);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    await acknowledged;
    const messages = collect(socket, 2);
    for (const id of ['a', 'b']) socket.send(`{"id":"${id}","type":"subscribe","payload":{"query":"{"}}`);
    const ids = (await messages).map(({ payload }) => payload?.[0]?.extensions.requestId);
    expect(ids.sort()).toEqual(['page-7:a', 'page-7:b']);
    socket.close();
  });
});

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: readonly {
    readonly extensions: { readonly requestId: string; readonly code: string };
  }[];
}

function collect(socket: WebSocket, count: number): Promise<Message[]> {
  const messages: Message[] = [];
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.on('message', (data: Buffer) => {
      messages.push(JSON.parse(data.toString()) as Message);
      if (messages.length === count) resolve(messages);
    });
  });
}

describe('a new connection', () => {
  const opened = (origin?: string) =>
    new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(address(), PROTOCOL, origin === undefined ? {} : { origin });
      socket.on('open', () => {
        resolve(101);
        socket.close();
      });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('error', reject);
    });

  test.each([
    ['no origin', () => undefined, 101],
    ['the gateway’s own origin', () => `http://${host()}`, 101],
    ['an allowed origin', () => 'https://shop.example', 101],
    ['another origin', () => 'https://evil.example', 403],
    ['an origin that begins like an allowed one', () => 'https://shop.example.evil.example', 403],
    ['the origin "null"', () => 'null', 403],
    ['the origin of another port', () => 'http://127.0.0.1:1', 403],
  ])('is accepted or refused by its origin: %s', async (_name, origin, status) => {
    expect(await opened(origin())).toBe(status);
  });

  test('is refused on another path', async () => {
    const socket = new WebSocket(address('/other'), PROTOCOL);
    await expect(closing(socket)).rejects.toThrow('404');
  });

  test('does not crash the gateway if its request line is invalid or its client resets it', async () => {
    for (const target of ['//[', 'http://[', '/graphql?%', '*']) {
      const raw = connect(Number(new URL(gateway.url).port), '127.0.0.1');
      raw.on('error', () => undefined);
      const lines = [
        `GET ${target} HTTP/1.1`,
        `Host: ${host()}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        '',
        '',
      ];
      await new Promise((resolve) => raw.write(lines.join('\r\n'), resolve));
      await new Promise((resolve) => setImmediate(resolve));
      raw.resetAndDestroy();
    }
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  });
});

describe('a socket is closed', () => {
  test('with 1009 after a message that is too large', async () => {
    const socket = new WebSocket(address(), PROTOCOL);
    const closed = closing(socket);
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(300_000) } })),
    );
    expect(await closed).toEqual([1009, '']);
  });

  test('with 4408 if it does not send connection_init in time', async () => {
    const hasty = await startGatewayAlone({ CONNECTION_INIT_TIMEOUT_MS: '50' });
    const closed = closing(new WebSocket(`${hasty.url.replace('http', 'ws')}/graphql`, PROTOCOL));
    expect(await closed).toEqual([4408, 'Connection initialisation timeout']);
    await hasty.close();
  });

  test('with 4401 if it subscribes before it is acknowledged', async () => {
    const socket = new WebSocket(address(), PROTOCOL);
    const closed = closing(socket);
    socket.on('open', () =>
      socket.send('{"id":"1","type":"subscribe","payload":{"query":"{ __typename }"}}'),
    );
    expect(await closed).toEqual([4401, 'Unauthorized']);
  });

  test('with 4400 after an invalid message, without revealing any internals', async () => {
    const socket = new WebSocket(address(), PROTOCOL);
    const closed = closing(socket);
    socket.on('open', () => socket.send('hello'));
    expect(await closed).toEqual([4400, 'Invalid message received']);
  });

  test('with 4400 after the id of an operation that is too long', async () => {
    const socket = await openAcknowledged(gateway.url);
    const closed = closing(socket);
    const answered = collect(socket, 1);
    const subscribe = (id: string) =>
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: '{ __typename }' } }));
    subscribe('i'.repeat(128));
    expect((await answered)[0]?.type).toBe('next');
    subscribe('i'.repeat(129));
    expect(await closed).toEqual([4400, 'The id of an operation is longer than 128 characters']);
  });

  test('with 4406 if it does not name the subprotocol', async () => {
    expect(await closing(new WebSocket(address()))).toEqual([4406, 'Subprotocol not acceptable']);
  });

  test('with 1001 when the gateway closes, and no new one can be opened', async () => {
    const leaving = await startGatewayAlone();
    const socket = new WebSocket(`${leaving.url.replace('http', 'ws')}/graphql`, PROTOCOL);
    const closed = closing(socket);
    const acknowledged = collect(socket, 1);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    await acknowledged;
    await leaving.close();
    expect(await closed).toEqual([1001, 'Going away']);
    await expect(closing(new WebSocket(`${leaving.url.replace('http', 'ws')}/graphql`))).rejects.toThrow(
      'ECONNREFUSED',
    );
  });
});

test('a plain request that asks for another upgrade is answered without an upgrade', async () => {
  const status = await new Promise((resolve, reject) => {
    send(
      `${gateway.url}/healthz`,
      { headers: { connection: 'Upgrade', upgrade: 'websocket-ish' } },
      (response) => {
        resolve(response.resume().statusCode);
      },
    )
      .on('error', reject)
      .end();
  });
  expect(status).toBe(200);
});
