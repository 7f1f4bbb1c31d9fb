import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { clientCredentials } from '../../datasources/rest/credentials/client-credentials.ts';
import { UpstreamError } from '../../datasources/rest/errors/upstream-error.ts';
import { answering, cutChunks, FaultServer, hang, reset, type Fault } from '../support/fault-server.ts';
import { restClient, scopeOf } from '../support/source.ts';

const SECRET = 'client-secret-4711';
const TOKEN = 'access-token-0815';
const grant = (more: object = {}) =>
  answering(200, JSON.stringify({ access_token: TOKEN, token_type: 'Bearer', expires_in: 3_600, ...more }));

let tokens: FaultServer;
let system: FaultServer;
beforeAll(async () => {
  [tokens, system] = await Promise.all([FaultServer.start(), FaultServer.start()]);
});
afterAll(async () => {
  await Promise.all([tokens[Symbol.asyncDispose](), system[Symbol.asyncDispose]()]);
});
afterEach(() => {
  tokens.forget();
  system.forget();
});

function clientOf(timeoutMs = 1_500) {
  const tokenUrl = `${tokens.url}/connect/token`;
  const credentials = clientCredentials({ tokenUrl, clientId: 'isthmus', clientSecret: SECRET });
  return restClient(system.url, { system: 'books', credentials, timeoutMs });
}

const scope = (signal?: AbortSignal) => scopeOf('test', signal);

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly code: string;
  readonly attempts: number;
}

const UNAVAILABLE = { code: 'UPSTREAM_UNAVAILABLE', attempts: 3 };
const UNAUTHORIZED = { code: 'UPSTREAM_UNAUTHORIZED', attempts: 1 };
const CONTRACT = { code: 'UPSTREAM_CONTRACT', attempts: 1 };

const CASES: readonly Case[] = [
  { name: 'a reset connection', fault: reset, ...UNAVAILABLE },
  { name: '500', fault: answering(500, '{}'), ...UNAVAILABLE },
  {
    name: '503 from a proxy',
    fault: answering(503, '<html>', { 'content-type': 'text/html' }),
    ...UNAVAILABLE,
  },
  { name: '429', fault: answering(429, '{}', { 'retry-after': '0' }), ...UNAVAILABLE },
  {
    name: 'invalid_client',
    fault: answering(401, `{"error":"invalid_client","error_description":"no such client"}`),
    ...UNAUTHORIZED,
  },
  {
    name: 'a challenge',
    fault: answering(401, '{"error":"invalid_client"}', { 'www-authenticate': 'Basic realm="books"' }),
    ...UNAUTHORIZED,
  },
  { name: '400 without a reason', fault: answering(400, 'no'), ...UNAUTHORIZED },
  { name: '404', fault: answering(404, '{}'), ...UNAUTHORIZED },
  { name: 'HTML', fault: answering(200, `<html>${TOKEN}`, { 'content-type': 'text/html' }), ...CONTRACT },
  { name: 'invalid JSON', fault: answering(200, `{"access_token":"${TOKEN}`), ...CONTRACT },
  { name: 'no token', fault: answering(200, '{"token_type":"Bearer"}'), ...CONTRACT },
  { name: 'no token type', fault: answering(200, `{"access_token":"${TOKEN}"}`), ...CONTRACT },
  { name: 'another token type', fault: grant({ token_type: 'mac' }), ...CONTRACT },
  { name: 'a lifetime that is not a number', fault: grant({ expires_in: 'long' }), ...CONTRACT },
  { name: 'a token with a line break', fault: grant({ access_token: `${TOKEN}\r\nx: y` }), ...CONTRACT },
  { name: 'a body cut short', fault: cutChunks, ...UNAVAILABLE },
];

test.each(CASES)(
  'a token endpoint with $name: $code after $attempts tries, without revealing a secret',
  async (wanted) => {
    tokens.always(wanted.fault);
    await using client = clientOf();
    const error: unknown = await client.get('/accounts', {}, scope()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ code: wanted.code, system: 'books' });
    expect(tokens.requests).toHaveLength(wanted.attempts);
    expect(system.requests).toHaveLength(0);
    const text = withCauses(error);
    for (const secret of [SECRET, TOKEN, Buffer.from(`isthmus:${SECRET}`).toString('base64')]) {
      expect(text).not.toContain(secret);
    }
  },
);

/** Everything that an error and its causes could write to a log. */
function withCauses(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  const fields = JSON.stringify(Object.entries(error));
  return [error.stack, fields, error.cause ? withCauses(error.cause) : ''].join('\n');
}

test('the error says why a client was refused', async () => {
  tokens.always(answering(401, '{"error":"invalid_client","error_description":"no such client"}'));
  await using client = clientOf();
  await expect(client.get('/accounts', {}, scope())).rejects.toThrow(
    'status 401: invalid_client, no such client',
  );
});

test('a token endpoint that was down is tried again by the next call', async () => {
  await using client = clientOf();
  await tokens.refuse();
  await expect(client.get('/accounts', {}, scope())).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  await tokens.listenAgain();
  tokens.always(grant());
  system.always(answering(200, '{"accounts":[]}'));
  expect(await client.get('/accounts', {}, scope())).toMatchObject({ status: 200, body: { accounts: [] } });
  expect(system.requests[0]?.headers['authorization']).toBe(`Bearer ${TOKEN}`);
});

test('a call ends at its own time-out if the token endpoint hangs', async () => {
  tokens.always(hang);
  await using client = clientOf(100);
  await expect(client.get('/accounts', {}, scope())).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
});

test('a caller that leaves while a token is fetched does not affect others', async () => {
  const fetched = Promise.withResolvers<undefined>();
  tokens.always(async (response, asked) => {
    await fetched.promise;
    await grant()(response, asked);
  });
  system.always(answering(200, '{}'));
  await using client = clientOf();
  const gone = new AbortController();
  const left = client.get('/accounts', {}, scope(gone.signal));
  const stayed = client.get('/accounts', {}, scope());
  await tokens.seen(1);
  gone.abort();
  await expect(left).rejects.toThrow('aborted');
  fetched.resolve(undefined);
  expect((await stayed).status).toBe(200);
  expect([tokens.requests.length, system.requests.length]).toEqual([1, 1]);
});

test('a system that refuses every token is called twice, not indefinitely', async () => {
  tokens.always(grant());
  system.always(answering(401, `{"title":"token ${TOKEN} is not taken"}`));
  await using client = clientOf();
  const error: unknown = await client.get('/accounts', {}, scope()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'UPSTREAM_UNAUTHORIZED' });
  expect(withCauses(error)).toContain('token [redacted] is not taken');
  expect([tokens.requests.length, system.requests.length]).toEqual([2, 2]);
});

test('while a system refuses every token, one is fetched every 5 seconds, not for every call', async () => {
  tokens.always(grant());
  system.always(answering(401, '{}'));
  await using client = clientOf();
  const call = () => expect(client.get('/accounts', {}, scope())).rejects.toThrow();
  for (let count = 0; count < 3; count++) await call();
  expect([tokens.requests.length, system.requests.length]).toEqual([2, 4]);
  const now = performance.now.bind(performance);
  using clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + 5_000);
  for (let count = 0; count < 3; count++) await call();
  expect([tokens.requests.length, system.requests.length]).toEqual([3, 8]);
  expect(clock).toHaveBeenCalled();
});

test('the client secret is sent over https only, except on this machine', () => {
  const to = (tokenUrl: string) => () => clientCredentials({ tokenUrl, clientId: 'a', clientSecret: 'b' });
  for (const url of [
    'http://books.example/token',
    'http://localhost.example/token',
    'http://127.0.0.1.example/',
  ]) {
    expect(to(url)).toThrow('https://');
  }
  for (const url of [
    'https://books.example/token',
    'http://localhost/token',
    'http://127.0.0.1/',
    'http://[::1]:1/',
  ]) {
    expect(to(url)).not.toThrow();
  }
});
