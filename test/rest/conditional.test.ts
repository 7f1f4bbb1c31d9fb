import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Cache } from '../../datasources/cache/cache.ts';
import { listTag } from '../../datasources/cache/tags.ts';
import { requestScope } from '../../datasources/load/request-reads.ts';
import { apiKey } from '../../datasources/rest/credentials/api-key.ts';
import { RestClient } from '../../datasources/rest/client.ts';
import { UpstreamError } from '../../datasources/rest/errors/upstream-error.ts';
import { Validators } from '../../datasources/rest/validators.ts';
import type { Headers, Shared } from '../../datasources/scope.ts';
import { connect, defineSystem } from '../../datasources/system.ts';
import { answering, FaultServer, reset, type Fault } from '../support/fault-server.ts';
import { cacheless, POLICIES, quiet, scopeOf } from '../support/source.ts';

/** A body that is worth to be asked about. */
const textOf = (state: number | string, characters = 2_000) =>
  JSON.stringify({ state, filler: 'x'.repeat(characters) });
const stating = (state: number | string, headers: Record<string, string>, characters?: number): Fault =>
  answering(200, textOf(state, characters), headers);
/** Nothing has changed. */
const same =
  (headers: Record<string, string> = {}): Fault =>
  (response) =>
    response.writeHead(304, headers).end();

let system: FaultServer;
beforeAll(async () => {
  system = await FaultServer.start();
});
afterAll(() => system[Symbol.asyncDispose]());
afterEach(() => system.forget());

function clientOf(validators = new Validators(1024 * 1024)): RestClient & AsyncDisposable {
  const client = new RestClient({
    system: 'shop',
    baseUrl: system.url,
    credentials: apiKey('key'),
    ...POLICIES,
    maxBatch: 100,
    validators,
    log: quiet,
  });
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

/** A call for everyone, with what it was told of each answer. */
function callForAll() {
  const told: { readonly headers: Headers; readonly bytes: number }[] = [];
  const call: Shared = {
    audience: 'everyone',
    purpose: 'single',
    requestId: 'test',
    signal: new AbortController().signal,
    onResponse: (headers, bytes) => void told.push({ headers, bytes }),
    prime: () => undefined,
  };
  return { call, told };
}

/** What each request so far was made on condition of. */
const conditions = () => system.requests.map(({ headers }) => headers['if-none-match']);

const get = async (client: RestClient, path = '/rows') => {
  const { call, told } = callForAll();
  const { status, headers, body } = await client.get(path, {}, call);
  return { status, headers, body, told };
};
const stateOf = ({ body }: { readonly body: unknown }) => (body as { readonly state: unknown }).state;

describe('what has not changed', () => {
  test('is asked about and had from what is held, and the caches are told as if it had come', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: '"1"', link: '</next>; rel="next"' }), same({ etag: '"1"' }));
    const [first, second] = [await get(client), await get(client)];
    expect(conditions()).toEqual([undefined, '"1"']);
    expect(second.status).toBe(200);
    expect(second.body).toBe(first.body);
    expect(second.headers['link']).toBe('</next>; rel="next"');
    expect(second.told).toEqual([{ headers: second.headers, bytes: textOf(1).length }]);
  });

  test('has the header fields of the 304 over its own, but for those of a body, and is as old as the 304 says', async () => {
    await using client = clientOf();
    system.next(
      stating(1, { etag: 'W/"1"', 'cache-control': 'max-age=30', age: '29', 'x-kept': 'a' }),
      same({ 'cache-control': 'max-age=60', 'content-type': 'text/plain' }),
      same({ age: '7' }),
      same(),
    );
    await get(client);
    const { headers } = await get(client);
    expect(headers).toMatchObject({
      'cache-control': 'max-age=60',
      'content-type': 'application/json',
      'x-kept': 'a',
    });
    expect(headers['age']).toBeUndefined();
    // What a 304 has renewed is renewed for the next as well.
    expect((await get(client)).headers).toMatchObject({ 'cache-control': 'max-age=60', age: '7' });
    expect((await get(client)).headers['age']).toBeUndefined();
    expect(conditions()).toEqual([undefined, 'W/"1"', 'W/"1"', 'W/"1"']);
  });

  test('is fresh in the caches for as long as the 304 says', async () => {
    let now = 0;
    const options = { isOn: true, memoryBytes: 1_000_000, clock: { now: () => now } };
    const cache = new Cache({ ...cacheless().options, ...options });
    await using client = clientOf();
    const rows = cache.of('shop', { maxAgeMs: 0 }).list<null, unknown>('rows', {
      tags: () => [listTag('Row')],
      read: async (_, call) => stateOf(await client.get('/rows', {}, call)),
    });
    const read = async (at: number) => {
      now = at;
      const { reads } = requestScope({ requestId: 'test', signal: new AbortController().signal });
      return [await reads.list(rows, null), system.requests.length];
    };
    system.next(stating(1, { etag: '"1"', 'cache-control': 'max-age=10' }));
    system.next(same({ 'cache-control': 'max-age=20' }));
    system.next(stating(2, { etag: '"2"', 'cache-control': 'max-age=10' }));
    expect(await read(0)).toEqual([1, 1]);
    expect(await read(9_000)).toEqual([1, 1]);
    expect(await read(11_000)).toEqual([1, 2]);
    expect(await read(30_000)).toEqual([1, 2]);
    expect(await read(32_000)).toEqual([2, 3]);
    expect(conditions()).toEqual([undefined, '"1"', '"1"']);
  });

  test('stays held while the system fails, and is asked about again', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: '"1"' }), answering(500, '{}'), reset, same());
    await get(client);
    expect(stateOf(await get(client))).toBe(1);
    expect(conditions()).toEqual([undefined, '"1"', '"1"', '"1"']);
  });
});

describe('what has changed', () => {
  test('comes whole, and is asked about by its new ETag', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: '"1"' }), stating(2, { etag: 'W/"2"' }), same());
    expect([stateOf(await get(client)), stateOf(await get(client)), stateOf(await get(client))]).toEqual([
      1, 2, 2,
    ]);
    expect(conditions()).toEqual([undefined, '"1"', 'W/"2"']);
  });

  test('is told by weak comparison: a 304 about another state is no answer, and the whole is asked for', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: 'W/"1"' }), same({ etag: '"1"' }), same({ etag: '"3"' }));
    system.next(stating(3, { etag: '"3"' }), same({ etag: 'W/"3"' }));
    const states = [];
    for (let time = 0; time < 4; time++) states.push(stateOf(await get(client)));
    expect(states).toEqual([1, 1, 3, 3]);
    expect(conditions()).toEqual([undefined, 'W/"1"', '"1"', undefined, '"3"']);
  });
});

test('a 304 that nobody asked for is an error', async () => {
  await using client = clientOf();
  system.always(same());
  await expect(get(client)).rejects.toThrow(UpstreamError);
});

describe('nothing is held of', () => {
  test.each([
    ['what may not be stored', stating(1, { etag: '"1"', 'cache-control': 'private, No-Store' })],
    ['what has no ETag', stating(1, {})],
    ['what is the same for nobody else', stating(1, { etag: '"1"', vary: '*' })],
    ['what is small', stating(1, { etag: '"1"' }, 100)],
    ['what is large', stating(1, { etag: '"1"' }, 1024 * 1024)],
    ['what is not the whole', answering(203, textOf(1), { etag: '"1"' })],
  ])('%s', async (_what, answer) => {
    await using client = clientOf(new Validators(8 * 1024 * 1024));
    system.always(answer);
    await get(client);
    await get(client);
    expect(conditions()).toEqual([undefined, undefined]);
  });

  test('what has become so since', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: '"1"' }), same({ 'cache-control': 'no-store' }), stating(2, {}));
    expect([stateOf(await get(client)), stateOf(await get(client)), stateOf(await get(client))]).toEqual([
      1, 1, 2,
    ]);
    expect(conditions()).toEqual([undefined, '"1"', undefined]);
  });

  test('more than there is room for: what was used least recently goes first', async () => {
    await using client = clientOf(new Validators(7_000));
    system.always(stating(1, { etag: '"1"' }));
    for (const path of ['/a', '/b', '/a', '/c', '/a', '/b', '/c']) await get(client, path);
    expect(conditions()).toEqual([undefined, undefined, '"1"', undefined, '"1"', undefined, undefined]);
  });
});

describe('identities do not mix', () => {
  test('what one caller reads is neither held nor asked about', async () => {
    await using client = clientOf();
    const forOne = async () => stateOf(await client.get('/rows', {}, scopeOf()));
    system.next(stating('his', { etag: '"1"' }), stating('all', { etag: '"2"' }));
    system.next(stating('hers', { etag: '"3"' }), same());
    expect([await forOne(), stateOf(await get(client))]).toEqual(['his', 'all']);
    expect([await forOne(), stateOf(await get(client))]).toEqual(['hers', 'all']);
    expect(conditions()).toEqual([undefined, undefined, undefined, '"2"']);
  });

  test('what is asked by a body is never asked about: the path does not tell what it was', async () => {
    await using client = clientOf();
    system.always(stating(1, { etag: '"1"' }));
    const { call } = callForAll();
    await client.query('/rows', { ids: [1] }, call);
    await client.query('/rows', { ids: [2] }, call);
    expect(conditions()).toEqual([undefined, undefined]);
  });

  test('another path is another answer', async () => {
    await using client = clientOf();
    system.always(stating(1, { etag: '"1"' }));
    for (const path of ['/rows?page=1', '/rows?page=2', '/rows?page=1']) await get(client, path);
    expect(conditions()).toEqual([undefined, undefined, '"1"']);
  });
});

test.each([
  ['on', { isOn: true, memoryBytes: 1_000_000 }, '"1"'],
  ['off', { isOn: false, memoryBytes: 1_000_000 }, undefined],
  ['in Redis alone', { isOn: true, memoryBytes: 0 }, undefined],
])('with caches %s, a system is asked by %o', async (_how, options, condition) => {
  const shop = defineSystem({
    name: 'shop',
    title: 'a shop',
    embeddedPort: null,
    identity: { settings: {}, credentials: () => apiKey('key') },
    open: (client) => () => client,
    changes: null,
    changedFields: {},
    pushes: false,
    webhooks: null,
  });
  const settings = { baseUrl: system.url, identity: {}, ...POLICIES };
  const cache = new Cache({ ...cacheless().options, ...options });
  const { sourceFor, forget, close } = connect(
    shop,
    { ...settings, maxBatch: 100, maxAgeMs: 0, staleIfErrorMs: 0 },
    cache,
    quiet,
  );
  system.always(stating(1, { etag: '"1"' }));
  const client = sourceFor(scopeOf());
  await get(client);
  await get(client);
  forget();
  await get(client);
  expect(conditions()).toEqual([undefined, condition, undefined]);
  await close();
});
