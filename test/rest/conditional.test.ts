import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Cache } from '../../datasources/cache/cache.ts';
import { listTag } from '../../datasources/cache/tags.ts';
import { requestScope } from '../../datasources/load/request-reads.ts';
import { apiKey } from '../../datasources/rest/credentials/api-key.ts';
import type { RestClient } from '../../datasources/rest/client.ts';
import { UpstreamError } from '../../datasources/rest/errors/upstream-error.ts';
import { Validators } from '../../datasources/rest/validators.ts';
import type { Headers, Shared } from '../../datasources/scope.ts';
import { openSystem, defineSystem } from '../../datasources/system.ts';
import { answering, FaultServer, reset, type Fault } from '../support/fault-server.ts';
import { cacheless, POLICIES, quiet, restClient, scopeOf } from '../support/source.ts';

/** A body large enough to be worth revalidating. */
const textOf = (state: number | string, characters = 2_000) =>
  JSON.stringify({ state, filler: 'x'.repeat(characters) });
const stating = (state: number | string, headers: Record<string, string>, characters?: number): Fault =>
  answering(200, textOf(state, characters), headers);
/** An answer that nothing has changed: status 304. */
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

const clientOf = (validators = new Validators(1024 * 1024)) => restClient(system.url, { validators });

/** A shared call, with the headers and sizes of answers reported to it. */
function callForAll() {
  const reported: { readonly headers: Headers; readonly bytes: number }[] = [];
  const call: Shared = {
    audience: 'everyone',
    purpose: 'single',
    requestId: 'test',
    signal: new AbortController().signal,
    onResponse: (headers, bytes) => void reported.push({ headers, bytes }),
    prime: () => undefined,
  };
  return { call, reported };
}

/** The `If-None-Match` of each request so far. */
const conditions = () => system.requests.map(({ headers }) => headers['if-none-match']);

const get = async (client: RestClient, path = '/rows') => {
  const { call, reported } = callForAll();
  const { status, headers, body } = await client.get(path, {}, call);
  return { status, headers, body, reported };
};
const stateOf = ({ body }: { readonly body: unknown }) => (body as { readonly state: unknown }).state;

describe('an unchanged answer', () => {
  test('is revalidated and served from the stored body, and reported to caches as if it had been sent', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: '"1"', link: '</next>; rel="next"' }), same({ etag: '"1"' }));
    const [first, second] = [await get(client), await get(client)];
    expect(conditions()).toEqual([undefined, '"1"']);
    expect(second.status).toBe(200);
    expect(second.body).toBe(first.body);
    expect(second.headers['link']).toBe('</next>; rel="next"');
    expect(second.reported).toEqual([{ headers: second.headers, bytes: textOf(1).length }]);
  });

  test('takes its header fields from the 304, except those of the body, and its age too', async () => {
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
    // Header fields updated by a 304 stay updated for the next answer.
    expect((await get(client)).headers).toMatchObject({ 'cache-control': 'max-age=60', age: '7' });
    expect((await get(client)).headers['age']).toBeUndefined();
    expect(conditions()).toEqual([undefined, 'W/"1"', 'W/"1"', 'W/"1"']);
  });

  test('is fresh in caches for as long as the 304 says', async () => {
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

  test('is kept while the system fails, and revalidated again', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: '"1"' }), answering(500, '{}'), reset, same());
    await get(client);
    expect(stateOf(await get(client))).toBe(1);
    expect(conditions()).toEqual([undefined, '"1"', '"1"', '"1"']);
  });
});

describe('a changed answer', () => {
  test('is sent in full, and is revalidated with its new ETag from then on', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: '"1"' }), stating(2, { etag: 'W/"2"' }), same());
    expect([stateOf(await get(client)), stateOf(await get(client)), stateOf(await get(client))]).toEqual([
      1, 2, 2,
    ]);
    expect(conditions()).toEqual([undefined, '"1"', 'W/"2"']);
  });

  test('is detected by weak comparison: after a 304 with another ETag the full answer is requested', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: 'W/"1"' }), same({ etag: '"1"' }), same({ etag: '"3"' }));
    system.next(stating(3, { etag: '"3"' }), same({ etag: 'W/"3"' }));
    const states = [];
    for (let time = 0; time < 4; time++) states.push(stateOf(await get(client)));
    expect(states).toEqual([1, 1, 3, 3]);
    expect(conditions()).toEqual([undefined, 'W/"1"', '"1"', undefined, '"3"']);
  });
});

test('a 304 to an unconditional request is an error', async () => {
  await using client = clientOf();
  system.always(same());
  await expect(get(client)).rejects.toThrow(UpstreamError);
});

test('a cache between here and the system does not answer for it', async () => {
  // It has a copy that is 20 s old, and heeds how old a response may be (RFC 9111, section 5.2.1.1).
  system.always((response, pass) => {
    const [, most = '30'] = /max-age=(\d+)/.exec(response.req.headers['cache-control'] ?? '') ?? [];
    const answer = Number(most) < 20 ? stating('now', {}) : stating('before', { age: '20' });
    return answer(response, pass);
  });
  await using client = clientOf();
  expect(stateOf(await get(client))).toBe('now');
});

describe('no body is stored of', () => {
  test.each([
    ['an answer that must not be stored', stating(1, { etag: '"1"', 'cache-control': 'private, No-Store' })],
    ['an answer without an ETag', stating(1, {})],
    ['an answer with Vary: *', stating(1, { etag: '"1"', vary: '*' })],
    ['a small answer', stating(1, { etag: '"1"' }, 100)],
    ['a large answer', stating(1, { etag: '"1"' }, 1024 * 1024)],
    ['an answer with another status than 200', answering(203, textOf(1), { etag: '"1"' })],
  ])('%s', async (_what, answer) => {
    await using client = clientOf(new Validators(8 * 1024 * 1024));
    system.always(answer);
    await get(client);
    await get(client);
    expect(conditions()).toEqual([undefined, undefined]);
  });

  test('an answer that must no longer be stored', async () => {
    await using client = clientOf();
    system.next(stating(1, { etag: '"1"' }), same({ 'cache-control': 'no-store' }), stating(2, {}));
    expect([stateOf(await get(client)), stateOf(await get(client)), stateOf(await get(client))]).toEqual([
      1, 1, 2,
    ]);
    expect(conditions()).toEqual([undefined, '"1"', undefined]);
  });

  test('the least recently used answers if there is not enough memory', async () => {
    await using client = clientOf(new Validators(7_000));
    system.always(stating(1, { etag: '"1"' }));
    for (const path of ['/a', '/b', '/a', '/c', '/a', '/b', '/c']) await get(client, path);
    expect(conditions()).toEqual([undefined, undefined, '"1"', undefined, '"1"', undefined, undefined]);
  });
});

describe('stored answers are kept apart', () => {
  test('an answer to a single caller is neither stored nor revalidated', async () => {
    await using client = clientOf();
    const forOne = async () => stateOf(await client.get('/rows', {}, scopeOf()));
    system.next(stating('his', { etag: '"1"' }), stating('all', { etag: '"2"' }));
    system.next(stating('hers', { etag: '"3"' }), same());
    expect([await forOne(), stateOf(await get(client))]).toEqual(['his', 'all']);
    expect([await forOne(), stateOf(await get(client))]).toEqual(['hers', 'all']);
    expect(conditions()).toEqual([undefined, undefined, undefined, '"2"']);
  });

  test('a query in a request body is never revalidated, as its path does not identify it', async () => {
    await using client = clientOf();
    system.always(stating(1, { etag: '"1"' }));
    const { call } = callForAll();
    await client.query('/rows', { ids: [1] }, call);
    await client.query('/rows', { ids: [2] }, call);
    expect(conditions()).toEqual([undefined, undefined]);
  });

  test('different paths have different answers', async () => {
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
])('with caches %s, a repeated read is conditional on %o', async (_how, options, condition) => {
  const shop = defineSystem({
    name: 'shop',
    title: 'a shop',
    embeddedPort: null,
    credentials: { settings: {}, create: () => apiKey('key') },
    open: (client) => () => client,
    changes: null,
    changedFields: {},
    pushes: false,
    webhooks: null,
  });
  const settings = { baseUrl: system.url, credentials: {}, ...POLICIES };
  const cache = new Cache({ ...cacheless().options, ...options });
  const { sourceFor, forget, close } = openSystem(
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
