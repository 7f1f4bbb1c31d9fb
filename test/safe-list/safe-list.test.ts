import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { UNNAMED } from '../../server/client.ts';
import { RegisterUnavailableError } from '../../server/register/register.ts';
import { sqliteRegister } from '../../server/register/sqlite.ts';
import { IN_MEMORY, openStore } from '../../changes/sqlite/store.ts';
import { SafeList } from '../../server/safe-list/safe-list.ts';
import { QUIET } from '../support/webhooks/backing.ts';
import { COMMANDS } from '../../server/safe-list/commands.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import type { Answer } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { ask, TRANSPORTS, type Operation } from '../support/transports.ts';

const LISTED = 'query Listed { __typename }';
const OTHER = 'query Other { a: __typename }';
const CODE = 'PERSISTED_QUERY_NOT_IN_LIST';

const PUBLISH = COMMANDS.find((text) => text.includes('operationsPublish')) ?? '';
const REMOVE = COMMANDS.find((text) => text.includes('operationsRemove')) ?? '';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (text: string): Operation => ({
  query: '',
  extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } },
});
const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions['code']);

async function publish(gateway: RunningGateway, ...documents: readonly string[]) {
  const { data } = await ask('http', gateway.url, { query: PUBLISH, variables: { documents } });
  return data.operationsPublish;
}

async function remove(gateway: RunningGateway, ...documents: readonly string[]) {
  const hashes = documents.map(hashOf);
  const { data } = await ask('http', gateway.url, { query: REMOVE, variables: { hashes } });
  return data.operationsRemove.count;
}

describe('an enforced safe list', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGatewayAlone({ SAFE_LIST: 'enforce' });
    expect(await publish(gateway, LISTED)).toMatchObject({
      operations: [{ hash: hashOf(LISTED), names: ['Listed'] }],
      userErrors: [],
    });
  });
  afterAll(() => gateway.close());

  describe.each(TRANSPORTS)('over %s', (transport) => {
    test('allows listed operations by text and by hash, every time', async () => {
      for (let time = 0; time < 3; time += 1) {
        expect(await ask(transport, gateway.url, { query: LISTED })).toEqual({
          data: { __typename: 'Query' },
        });
        expect(await ask(transport, gateway.url, byHash(LISTED))).toEqual({ data: { __typename: 'Query' } });
      }
    });

    test.each([
      ['another text', { query: OTHER }],
      ['another hash', byHash(OTHER)],
      ['another text with the hash of a listed one', { ...byHash(LISTED), query: OTHER }],
      ['another text with its own hash', { ...byHash(OTHER), query: OTHER }],
      ['the same text with one more space', { query: `${LISTED} ` }],
      ['text that is not GraphQL', { query: 'hello' }],
      ['an introspection query', { query: '{ __schema { types { name } } }' }],
      ['a mutation', { query: 'mutation { cacheEvict(input: { type: "Customer" }) { entries } }' }],
      ['a subscription', { query: 'subscription { changes { cursor } }' }],
      ['a live query', { query: 'query @live { __typename }' }],
    ])('refuses %s', async (_what, operation) => {
      for (let time = 0; time < 2; time += 1) {
        const answer = await ask(transport, gateway.url, operation);
        expect(answer.data ?? null).toBeNull();
        expect(codesOf(answer)).toEqual([CODE]);
      }
    });

    test('allows the queries of the product’s own commands', async () => {
      for (const query of COMMANDS.filter((text) => !text.startsWith('mutation'))) {
        expect(codesOf(await ask(transport, gateway.url, { query }))).toBeUndefined();
      }
    });
  });

  test('names the hash of a refused operation, and how to publish it', async () => {
    const { errors } = await ask('http', gateway.url, { query: OTHER });
    expect(errors?.[0]?.message).toMatch(new RegExp(`${hashOf(OTHER)}.*npm run operations:publish`));
  });

  const get = async (search: string): Promise<Answer> => {
    const headers = { 'apollo-require-preflight': 'yes', accept: 'application/json' };
    return (await (await fetch(`${gateway.url}/graphql?${search}`, { headers })).json()) as Answer;
  };
  const extensions = (text: string) =>
    `extensions=${encodeURIComponent(JSON.stringify(byHash(text).extensions))}`;

  test('applies to GET as well, even with repeated parameters', async () => {
    expect(await get(extensions(LISTED))).toEqual({ data: { __typename: 'Query' } });
    expect(await get(`query=${encodeURIComponent(LISTED)}`)).toEqual({ data: { __typename: 'Query' } });
    const [listed, other] = [encodeURIComponent(LISTED), encodeURIComponent(OTHER)];
    const wrong = [
      `query=${other}`,
      extensions(OTHER),
      `query=${listed}&query=${other}`,
      `${extensions(LISTED)}&${extensions(OTHER)}`,
      `${extensions(LISTED)}&query=${other}`,
    ];
    for (const search of wrong) expect([search, codesOf(await get(search))]).toEqual([search, [CODE]]);
  });

  test('refuses a batch if any of its operations is not listed', async () => {
    const body = JSON.stringify([{ query: LISTED }, { query: OTHER }]);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
    expect(codesOf((await answer.json()) as Answer)).toEqual([CODE]);
  });

  test('refuses removed operations at once, even if their answers are cached', async () => {
    const text = 'query Gone { __typename }';
    await publish(gateway, text);
    for (let time = 0; time < 3; time += 1)
      expect((await ask('http', gateway.url, { query: text })).data).toBeDefined();
    expect(await remove(gateway, text)).toBe(1);
    expect(await remove(gateway, text)).toBe(0);
    for (const transport of TRANSPORTS) {
      for (const operation of [{ query: text }, byHash(text)])
        expect(codesOf(await ask(transport, gateway.url, operation))).toEqual([CODE]);
    }
  });

  test.each([
    ['query Q { nothing }', /^Cannot query field "nothing".*\(line 1, column 11\)$/],
    ['query Q {', /^Syntax Error: .*\(line 1, column 10\)$/],
    [`{ ${'node(id: "x") { '.repeat(16)}id${' }'.repeat(16)} }`, /levels of fields; the limit is 16/],
    ['{'.repeat(1_000), /nests more than 200 brackets/],
  ])('refuses to publish %s, and all documents sent with it', async (wrong, message) => {
    const beside = 'query Beside { __typename }';
    expect(await publish(gateway, beside, wrong)).toEqual({
      operations: null,
      userErrors: [{ path: ['documents', '1'], message: expect.stringMatching(message) }],
    });
    expect(codesOf(await ask('http', gateway.url, { query: beside }))).toEqual([CODE]);
  });
});

test('the operations of the product’s own commands are valid', async () => {
  await using gateway = await startGatewayAlone({ ADMIN: 'on' });
  expect(await publish(gateway, ...COMMANDS)).toMatchObject({ userErrors: [] });
});

test('until a list is first read, only the product’s commands run and others get a temporary error', () => {
  const store = openStore(IN_MEMORY);
  const checks = { validator: { faultsOf: () => [] }, tokens: 4_000 };
  const list = new SafeList({
    register: sqliteRegister(store, 'operations'),
    mode: 'enforce',
    checks,
    log: QUIET,
  });
  expect(list.faultOf(hashOf(LISTED), null, UNNAMED)).toBeInstanceOf(RegisterUnavailableError);
  expect(list.faultOf(hashOf(PUBLISH), null, UNNAMED)).toBeNull();
  store.close();
});

test('a subscription can be started by its hash', async () => {
  await using gateway = await startGatewayAlone();
  const text = 'subscription Follow { changes { cursor } }';
  await publish(gateway, text);
  const abort = new AbortController();
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ ...byHash(text), query: '' }),
    signal: abort.signal,
  });
  const [first] = [await answer.body?.getReader().read()];
  // The stream is open; a refusal would be an event with errors.
  expect(new TextDecoder().decode(first?.value)).not.toContain('errors');
  abort.abort();
});

describe('a safe list in log mode', () => {
  test('allows everything, and logs each unlisted operation once per client, without its text', async () => {
    const lines: string[] = [];
    const gateway = await startGatewayAlone(
      { SAFE_LIST: 'log', LOG_LEVEL: 'warn' },
      { write: (line) => void lines.push(line) },
    );
    await publish(gateway, LISTED);
    const secret = 'query Secret { a: node(id: "customer:1") { id } __typename }';
    for (const name of ['till', 'till', 'website']) {
      await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'apollographql-client-name': name,
          'apollographql-client-version': '1.2',
        },
        body: JSON.stringify({ query: secret, operationName: 'Secret' }),
      });
    }
    for (const transport of TRANSPORTS) {
      expect((await ask(transport, gateway.url, { query: OTHER })).data).toEqual({ a: 'Query' });
      expect((await ask(transport, gateway.url, { query: LISTED })).data).toBeDefined();
    }
    const odd = { persistedQuery: { version: 1, sha256Hash: 'jane@example.com' } };
    await ask('http', gateway.url, { query: '', extensions: odd });
    await gateway.close();
    const entries = lines
      .filter((line) => line.includes('safe list'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const seen = entries.map(({ hash, operation, client, version }) => ({
      hash,
      operation,
      client,
      version,
    }));
    expect(seen).toEqual([
      { hash: hashOf(secret), operation: 'Secret', client: 'till', version: '1.2' },
      { hash: hashOf(secret), operation: 'Secret', client: 'website', version: '1.2' },
      { hash: hashOf(OTHER), operation: null, client: null, version: null },
      { hash: null, operation: null, client: null, version: null },
    ]);
    expect(lines.join('\n')).not.toContain('jane');
    expect(lines.join('\n')).not.toContain('customer:1');
  });
});

describe('replicas', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  test('see soon what others publish and remove, and keep their list while Redis is down', async () => {
    const env = { SAFE_LIST: 'enforce', REDIS_URL: redis.url };
    await using one = await startGatewayAlone(env);
    await using other = await startGatewayAlone(env);
    await publish(one, LISTED, OTHER);
    const codes = async (text: string) => codesOf(await ask('http', other.url, byHash(text)));
    await expect.poll(() => codes(LISTED)).toBeUndefined();
    await remove(one, OTHER);
    await expect.poll(() => codes(OTHER)).toEqual([CODE]);
    await redis.stop();
    expect(await codes(LISTED)).toBeUndefined();
    expect(await codes(OTHER)).toEqual([CODE]);
    const { errors } = await ask('http', one.url, { query: PUBLISH, variables: { documents: [OTHER] } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'REGISTER_UNAVAILABLE', retryable: true });
  }, 90_000);
});
