import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportedErrors } from '../../server/channels.ts';
import { post } from '../support/exchange.ts';
import { FaultServer, type Received } from '../support/fault-server.ts';
import { dataDir, startGatewayAlone } from '../support/gateway.ts';
import { Issuer } from '../support/issuer.ts';
import { startProduct, type Product, type SystemName } from '../support/product.ts';
import { openRaw } from '../support/raw-streams.ts';
import { collect, STREAMS } from '../support/streams.ts';
import { ask, TRANSPORTS } from '../support/transports.ts';

let issuer: Issuer;
let crm: FaultServer;
let product: Product;
beforeAll(async () => {
  issuer = await Issuer.start();
  crm = await FaultServer.start();
  product = await startProduct(
    { ...issuer.settings, CACHE: 'on', AUTH_CLOCK_TOLERANCE_SECONDS: '0' },
    { inFrontOf: { crm: (url) => ((crm.behind = url), crm.url) } },
  );
  await product.changes.intake.close();
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const NAME = '{ customer(id: "customer:29485") { name } }';

describe.each(TRANSPORTS)('over %s', (by) => {
  test('a caller with a valid token is answered, and one without a token is anonymous', async () => {
    const good = await ask(by, product.url, { query: NAME }, await issuer.as('customers:read'));
    expect(good).toEqual({ data: { customer: { name: 'Catherine Abel' } } });
    const nobody = await ask(by, product.url, {
      query: `${NAME.slice(0, -1)} category(id: "category:1") { name } }`,
    });
    expect(nobody.data).toEqual({ customer: null, category: { name: 'Bikes' } });
    expect(nobody.errors).toMatchObject([{ path: ['customer'], extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('invalid credentials', () => {
  test('get 401 and the reason over HTTP (RFC 6750)', async () => {
    const expired = bearer(await issuer.token({ expiresIn: -1 }));
    const { status, headers, text } = await post(product.url, { query: '{ __typename }' }, expired);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(
      'Bearer realm="isthmus", error="invalid_token", error_description="The token has expired."',
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(
      (await post(product.url, { query: '{ __typename }' }, { authorization: 'Basic dTpw' })).status,
    ).toBe(401);
  });

  test('get 401 over SSE, before a stream begins', async () => {
    const headers = { ...bearer('a.b.c'), accept: 'text/event-stream' };
    expect((await post(product.url, { query: '{ __typename }' }, headers)).status).toBe(401);
  });

  test('close a socket with 4401, whether sent with the upgrade request or in connection_init', async () => {
    const url = `${product.url.replace('http', 'ws')}/graphql`;
    const codes = [bearer('a.b.c'), {}].map(async (headers, index) => {
      const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
      await once(socket, 'open');
      const payload = index === 0 ? {} : { Authorization: `Bearer a.b.c` };
      socket.send(JSON.stringify({ type: 'connection_init', payload }));
      const [code] = (await once(socket, 'close')) as [number];
      return code;
    });
    expect(await Promise.all(codes)).toEqual([4401, 4401]);
  });

  test('cannot be told from valid ones while the keys are unavailable: 503, and 1013 for sockets', async () => {
    await using strange = await Issuer.start();
    strange.failsWith = 500;
    const gateway = await startGatewayAlone(strange.settings);
    const { status, headers } = await post(gateway.url, { query: '{ __typename }' }, await strange.as(''));
    expect([status, headers['retry-after']]).toEqual([503, '5']);
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: await strange.as('') }));
    expect((await once(socket, 'close'))[0]).toBe(1013);
    await gateway.close();
  });
});

describe('credentials that expire', () => {
  const CHANGES = 'subscription { changes { cursor } }';

  test.each(STREAMS)('end subscriptions over %s within 5 s', async (by) => {
    const token = await issuer.token({ scope: 'changes:read', expiresIn: 2 });
    const endsAt = (Math.floor(Date.now() / 1_000) + 2) * 1_000;
    using events = collect(by, product.url, { query: CHANGES }, bearer(token));
    const ended: unknown = await events.take(by === 'sse' ? 2 : 1).catch((error: unknown) => error);
    if (by === 'websocket') expect(ended).toMatchObject({ cause: { code: 4401 } });
    else expect(ended).toMatchObject({ message: 'the stream ended: complete' });
    const late = Date.now() - endsAt;
    console.log(`over ${by}, a stream ended ${late} ms after its token`);
    expect(late).toBeLessThan(5_000);
    expect(late).toBeGreaterThan(-1_500);
    await expect.poll(() => product.streams.size).toBe(0);
  });

  test('close a socket even if it has no operations', async () => {
    const socket = new WebSocket(`${product.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const payload = bearer(await issuer.token({ expiresIn: 2 }));
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([4401, 'Credentials have expired']);
  });

  test('stop further operations on a socket whose client does not close it', async () => {
    const socket = new WebSocket(`${product.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const payload = bearer(await issuer.token({ scope: 'customers:read', expiresIn: 2 }));
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
    await once(socket, 'message');
    // The client no longer reads, so it does not notice the close.
    socket.pause();
    await setTimeout(2_200);
    crm.forget();
    const query = '{ customer(id: "customer:29486") { name } }';
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    await setTimeout(500);
    expect(crm.requests).toEqual([]);
    socket.terminate();
  });
});

/** The credentials we use for each system: in its header fields or, where it issues tokens, in the requests for those. */
const CREDENTIALS: Readonly<
  Record<SystemName, { readonly field: string; readonly secrets: readonly string[] }>
> = {
  crm: { field: 'authorization', secrets: ['local-crm-token'] },
  commerce: { field: 'x-api-key', secrets: ['local-commerce-key'] },
  erp: { field: 'authorization', secrets: ['local-erp-password'] },
  accounting: { field: 'authorization', secrets: ['local-accounting-secret'] },
};
const SYSTEMS = Object.keys(CREDENTIALS) as SystemName[];

/** Allowed header fields besides the credentials. */
const ALLOWED = [
  'accept',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'if-none-match',
  'traceparent',
  'tracestate',
  'transfer-encoding',
  'x-request-id',
];

/** Fields that `fetch` adds by itself when it requests a token from the accounting system (OAuth 2, by a form). */
const OF_FETCH = ['user-agent', 'accept-language', 'sec-fetch-mode', 'accept-encoding'];
const FORM = /^application\/x-www-form-urlencoded/;

test('each system gets only allowed fields and its own credentials, none of the others’ or the caller’s', async () => {
  await using fronts = new AsyncDisposableStack();
  const servers = {} as Record<SystemName, FaultServer>;
  for (const name of SYSTEMS) servers[name] = fronts.use(await FaultServer.start());
  const inFrontOf = Object.fromEntries(
    SYSTEMS.map((name) => [name, (url: string) => ((servers[name].behind = url), servers[name].url)]),
  );
  await using all = await startProduct({ ...issuer.settings, CACHE: 'on' }, { inFrontOf });
  const shown = await issuer.as(
    'customers:read customers:write orders:read orders:write stock:read finance:read finance:write',
  );
  const mine = { ...shown, cookie: 'session=1', 'x-forwarded-for': '10.1.2.3', 'x-mine': 'secret-of-mine' };
  const ofFour = `query { order(id: "order:43697") {
    total { amount } customer { name } lines { product { name available } } invoice { status }
  } }`;
  const { data, errors } = await all.query(ofFour, {}, mine);
  expect(errors).toBeUndefined();
  expect(data.order.customer).toEqual({ name: 'Cole Watson' });
  const written =
    'mutation { customerUpdate(id: "customer:11091", input: { phone: "2" }) { userErrors { code } } }';
  expect((await all.query(written, {}, mine)).errors).toBeUndefined();

  // The token that the accounting system issued must not be sent to the others either.
  const given = servers.accounting.requests
    .map(({ headers }) => tokenIn(headers))
    .filter((token) => token !== '');
  expect(given.length).toBeGreaterThan(0);
  const secretsOf = (name: SystemName) => [
    ...CREDENTIALS[name].secrets,
    ...(name === 'accounting' ? given : []),
  ];
  const ofTheCaller = ['secret-of-mine', 'session=1', '10.1.2.3', tokenIn(shown)];
  for (const name of SYSTEMS) {
    const { requests } = servers[name];
    expect([name, requests.length > 0]).toEqual([name, true]);
    const foreign = [...SYSTEMS.filter((other) => other !== name).flatMap(secretsOf), ...ofTheCaller];
    for (const { headers, path, body } of requests) {
      const isForToken = name === 'accounting' && FORM.test(String(headers['content-type']));
      const known = [...ALLOWED, CREDENTIALS[name].field, ...(isForToken ? OF_FETCH : [])];
      expect([name, Object.keys(headers).filter((field) => !known.includes(field))]).toEqual([name, []]);
      const sent = `${JSON.stringify([headers, path, body])} ${basicIn(headers)}`;
      expect([name, foreign.filter((secret) => sent.includes(secret))]).toEqual([name, []]);
      expect([name, secretsOf(name).some((secret) => sent.includes(secret))]).toEqual([name, true]);
    }
  }
}, 120_000);

/** User name and password of a request in plain text; empty if it has none. */
function basicIn({ authorization }: Received['headers']): string {
  const [, encoded = ''] = /^Basic (.+)$/.exec(String(authorization)) ?? [];
  // OAuth 2 percent-encodes them first (RFC 6749, section 2.3.1).
  return decodeURIComponent(Buffer.from(encoded, 'base64').toString());
}

/** The bearer token of a request; empty if it has none. */
function tokenIn({ authorization }: Received['headers']): string {
  return /^Bearer (.+)$/.exec(String(authorization))?.[1] ?? '';
}

describe('a gateway that others can reach', () => {
  test('does not start without settings for authentication, and says which to set', () => {
    expect(() => startGatewayAlone({ HOST: '0.0.0.0' })).toThrow(
      /HOST is 0\.0\.0\.0, where others can connect.*AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE.*AUTH=open/,
    );
  });

  test.each([['open'], ['required']])('starts with AUTH=%s', async (auth) => {
    const gateway = await startGatewayAlone({ HOST: '0.0.0.0', AUTH: auth, DATA_DIR: dataDir() });
    const url = gateway.url.replace('0.0.0.0', '127.0.0.1');
    const { errors } = await ask('http', url, { query: '{ changesCursor }' });
    expect(errors?.[0]?.extensions['code']).toBe(auth === 'open' ? undefined : 'UNAUTHENTICATED');
    await gateway.close();
  });

  test.each([
    [{ AUTH_JWKS_URL: 'https://i.example/jwks' }, /^AUTH_ISSUER, AUTH_AUDIENCE must be set as well/],
    [
      { AUTH_JWKS_URL: 'http://i.example/jwks', AUTH_ISSUER: 'a', AUTH_AUDIENCE: 'b' },
      /^AUTH_JWKS_URL must begin with https/,
    ],
    [{ AUTH_ALGORITHMS: 'HS256' }, /^AUTH_ALGORITHMS must list some of RS256.*, got "HS256"/],
    [{ AUTH_ALGORITHMS: 'none' }, /^AUTH_ALGORITHMS must list/],
    [
      { AUTH: 'open', AUTH_JWKS_URL: 'https://i.example', AUTH_ISSUER: 'a', AUTH_AUDIENCE: 'b' },
      /^AUTH=open takes no tokens/,
    ],
  ])('does not start with incomplete or contradictory settings: %j', (env, fault) => {
    expect(() => startGatewayAlone(env as Record<string, string>)).toThrow(fault);
  });
});

test('a live query is not run again and again because of a forbidden field', async () => {
  const query = '{ order(id: "order:43697") { id invoice { id } } }';
  const codes: unknown[] = [];
  const stop = reportedErrors.listen(({ code }) => codes.push(code));
  try {
    using live = await openRaw(
      'websocket',
      product.url,
      { query: `query @live ${query}` },
      await issuer.as('orders:read'),
    );
    const [first] = await live.have(1);
    expect([first?.data, codes]).toEqual([{ order: { id: 'order:43697', invoice: null } }, ['FORBIDDEN']]);
    // Fields of a system that was unavailable are retried after 5 s.
    await setTimeout(6_000);
    expect([codes, live.results.length]).toEqual([['FORBIDDEN'], 1]);
  } finally {
    stop();
  }
});

test('a caller who disconnects while being authenticated does not occupy a connection', async () => {
  await using slow = await Issuer.start();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  slow.waitsFor = promise;
  const gateway = await startGatewayAlone({ ...slow.settings, MAX_CONNECTIONS: '1' });
  const url = `${gateway.url}/graphql?query={__typename}`;
  const headers = { ...(await slow.as('changes:read')), accept: 'text/event-stream' };
  const gone = new AbortController();
  const asked = fetch(url, { headers, signal: gone.signal }).catch(() => null);
  await expect.poll(() => slow.requests).toBe(1);
  gone.abort();
  await asked;
  // The gateway must notice the disconnect before the keys arrive.
  await setTimeout(200);
  resolve(undefined);
  await expect.poll(async () => (await fetch(url, { headers })).status).toBe(200);
  await setTimeout(50);
  expect((await fetch(url, { headers })).status).toBe(200);
  await gateway.close();
});
