import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { isLoopback } from '../../datasources/rest/loopback.ts';
import * as domains from '../../resolvers/domains.ts';
import { ConfigError, readConfig } from '../../server/config.ts';
import type { RunningGateway } from '../../server/gateway.ts';
import { systemsOf } from '../../server/graph.ts';
import { isHostAllowed } from '../../server/transports/host.ts';
import { startGatewayAlone } from '../support/gateway.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone({ ALLOWED_HOSTS: 'api.example, [::2]' });
});
afterAll(() => gateway.close());

const LOCAL = ['localhost', 'localhost:4000', '127.0.0.1', '127.8.9.10:4000', '[::1]', '[::1]:4000'];
const LISTED = ['api.example', 'api.example:443', '[::2]:1'];
const FOREIGN = [
  'evil.example',
  'evil.example:4000',
  '127.evil.example',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  'localhost@evil.example',
  'evil.example/localhost',
  '[::1].evil.example',
  '127.0.0.256',
  '2130706433',
];

async function post(host: string, accept: string): Promise<{ status: number | undefined; body: string }> {
  const headers = { host, origin: `http://${host}`, 'content-type': 'application/json', accept };
  const sent = request(`${gateway.url}/graphql`, { method: 'POST', headers });
  sent.end('{"query":"{ __typename }"}');
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer) };
}

async function open(host: string): Promise<number> {
  const headers = { host, origin: `http://${host}` };
  const socket = new WebSocket(`${gateway.url}/graphql`, 'graphql-transport-ws', { headers });
  const status = await new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
  socket.terminate();
  return status;
}

test.each([...LOCAL, ...LISTED])('requests to %s are answered over every transport', async (host) => {
  expect(await post(host, 'application/json')).toMatchObject({ status: 200 });
  expect((await post(host, 'text/event-stream')).body).toContain('"__typename":"Query"');
  expect(await open(host)).toBe(101);
});

test.each(FOREIGN)('requests to "%s" are refused over every transport', async (host) => {
  for (const accept of ['application/json', 'text/event-stream']) {
    const { status, body } = await post(host, accept);
    expect(status).toBe(421);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'MISDIRECTED_REQUEST' } }] });
  }
  expect(await open(host)).toBe(421);
});

test('health probes are answered whatever host they name', async () => {
  for (const path of ['/healthz', '/readyz']) {
    const sent = request(`${gateway.url}${path}`, { headers: { host: '10.1.2.3:4000' } }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
  }
});

test('names match in any case; a missing Host field is allowed, but an empty one is not', () => {
  const isAllowed = (host?: string) =>
    isHostAllowed(host === undefined ? {} : { host }, { host: '127.0.0.1', allowedHosts: ['api.example'] });
  expect([isAllowed('LOCALHOST:4000'), isAllowed('API.example'), isAllowed()]).toEqual([true, true, true]);
  expect(isAllowed('')).toBe(false);
});

test('a gateway that others can reach accepts any name, or only loopback and those in ALLOWED_HOSTS', () => {
  const isAllowed = (named: string, allowedHosts: string[]) =>
    isHostAllowed({ host: named }, { host: '0.0.0.0', allowedHosts });
  expect(isAllowed('any.example', [])).toBe(true);
  expect(isAllowed('api.example:80', ['api.example'])).toBe(true);
  expect(isAllowed('localhost', ['api.example'])).toBe(true);
  expect(isAllowed('any.example', ['api.example'])).toBe(false);
});

test('only genuine loopback names and addresses are taken for loopback', () => {
  expect(
    ['localhost', '127.0.0.1', '127.255.1.2', '::1', '[::1]'].filter((host) => !isLoopback(host)),
  ).toEqual([]);
  expect(
    ['127.evil.com', '127.0.0.1.evil.com', '127.0.0.999', 'localhost.evil.com', '::11'].filter(isLoopback),
  ).toEqual([]);
});

test('an invalid name in ALLOWED_HOSTS is refused at startup', () => {
  const read = () => readConfig({ ALLOWED_HOSTS: 'api.example:80' }, systemsOf(domains));
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/ALLOWED_HOSTS must list hosts such as api.example, without a port/);
});
