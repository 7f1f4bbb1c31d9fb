import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { digestOf, keyIdOf, newSecret } from '../../server/keys/secret.ts';
import { runScript } from '../support/command.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import type { Answer } from '../support/product.ts';
import { Issuer } from '../support/issuer.ts';
import { RedisServer } from '../support/redis.ts';
import { socketClient } from '../support/transports.ts';

const OPERATOR = newSecret(keyIdOf('operator'));
const AUTH = { AUTH: 'required', OPERATOR_KEY_SHA256: digestOf(OPERATOR) };
const CREATE =
  'mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { apiKey { id } secret } }';
const REVOKE = 'mutation ($id: ID!) { apiKeyRevoke(id: $id) { userErrors { code } } }';
const ROTATE = 'mutation ($id: ID!, $s: Int!) { apiKeyRotate(id: $id, graceSeconds: $s) { secret } }';
/** A query that requires a scope of its own and calls no system. */
const WEBHOOKS = '{ webhooks { totalCount } }';

type Headers = Record<string, string>;
const byKey = (key: string): Headers => ({ 'x-api-key': key });
const byBearer = (key: string): Headers => ({ authorization: `Bearer ${key}` });

async function post({ url }: { url: string }, query: string, variables = {}, headers: Headers = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, headers: response.headers, answer: (await response.json()) as Answer };
}

async function create(
  gateway: RunningGateway,
  scopes: readonly string[],
): Promise<{ id: string; key: string }> {
  const { answer } = await post(gateway, CREATE, { input: { name: 'test', scopes } }, byKey(OPERATOR));
  expect(answer.errors).toBeUndefined();
  const { apiKey, secret } = answer.data.apiKeyCreate;
  return { id: apiKey.id, key: secret };
}

const codes = ({ answer }: { answer: Answer }) => answer.errors?.map(({ extensions }) => extensions['code']);

describe('with API keys alone', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGatewayAlone(AUTH);
  });
  afterAll(() => gateway.close());

  test('the operator key from the settings can create the first key, and no other caller can', async () => {
    const input = { name: 'x' };
    expect(codes(await post(gateway, CREATE, { input }))).toEqual(['UNAUTHENTICATED']);
    const { key } = await create(gateway, ['webhooks:read']);
    expect(codes(await post(gateway, CREATE, { input }, byKey(key)))).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['X-Api-Key', byKey],
    ['a bearer token', byBearer],
  ] as const)('a key sent as %s has the rights of its scopes', async (_how, headers) => {
    // prettier-ignore
    const [reader, other] = [await create(gateway, ['webhooks:read']), await create(gateway, ['orders:read'])];
    for (let time = 0; time < 3; time += 1) {
      const given = await post(gateway, WEBHOOKS, {}, headers(reader.key));
      expect(given).toMatchObject({ status: 200, answer: { data: { webhooks: { totalCount: 0 } } } });
      expect(codes(await post(gateway, WEBHOOKS, {}, headers(other.key)))).toEqual(['FORBIDDEN']);
    }
  });

  test.each([
    ['that was never created', newSecret(keyIdOf('nobody'))],
    ['with the id of another', newSecret(keyIdOf('operator'))],
    ['that is truncated', OPERATOR.slice(0, -1)],
    ['of another format', 'hello'],
    ['that is empty', 'isk_'],
  ])('a key %s is refused with 401', async (_what, key) => {
    for (const headers of [byKey(key), byBearer(key)]) {
      const refused = await post(gateway, '{ __typename }', {}, headers);
      expect([refused.status, codes(refused)]).toEqual([401, ['UNAUTHENTICATED']]);
      expect(refused.headers.get('www-authenticate')).toContain('invalid_token');
      expect(JSON.stringify(refused.answer)).not.toContain(key.length > 10 ? key : 'isk_');
    }
  });

  test('two credentials at once are refused', async () => {
    const both = { ...byKey(OPERATOR), ...byBearer(OPERATOR) };
    expect((await post(gateway, '{ __typename }', {}, both)).status).toBe(401);
  });

  test('revoking a key ends it at once, with the streams and sockets it has opened', async () => {
    const { id, key } = await create(gateway, ['changes:read']);
    const query = 'subscription { changes { cursor } }';
    const stream = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { ...byKey(key), 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    });
    const text = stream.text();
    const socket = socketClient(gateway.url, byKey(key));
    const closed = new Promise((resolve) => {
      socket.on('closed', (event) => resolve((event as { code: number }).code));
    });
    const follow = socket.iterate({ query }).next().then(() => 'next', () => 'failed'); // prettier-ignore
    await expect.poll(() => gateway.streams.size).toBe(2);
    await post(gateway, REVOKE, { id }, byKey(OPERATOR));
    expect(await closed).toBe(4401);
    expect(await text).toContain('UNAUTHENTICATED');
    await follow;
    expect((await post(gateway, WEBHOOKS, {}, byKey(key))).status).toBe(401);
    await socket.dispose();
  });

  test('a rotated secret ends with its grace period, and so do the sockets it has opened', async () => {
    const { id, key } = await create(gateway, ['changes:read']);
    const socket = socketClient(gateway.url, byKey(key));
    const closed = new Promise((resolve) => {
      socket.on('closed', (event) => resolve((event as { code: number }).code));
    });
    const follow = socket.iterate({ query: 'subscription { changes { cursor } }' }).next().catch(() => null); // prettier-ignore
    await expect.poll(() => gateway.streams.size).toBe(1);
    const { answer } = await post(gateway, ROTATE, { id, s: 1 }, byKey(OPERATOR));
    expect(await closed).toBe(4401);
    await follow;
    const fresh = answer.data.apiKeyRotate.secret;
    expect((await post(gateway, WEBHOOKS, {}, byKey(fresh))).status).toBe(200);
    expect((await post(gateway, WEBHOOKS, {}, byKey(key))).status).toBe(401);
    await socket.dispose();
  });

  test('a key shows when it was last used', async () => {
    const { id, key } = await create(gateway, []);
    const lastUse = async () => {
      const query = 'query ($id: ID!) { apiKey(id: $id) { lastUsedAt } }';
      return (await post(gateway, query, { id }, byKey(OPERATOR))).answer.data.apiKey.lastUsedAt;
    };
    expect(await lastUse()).toBeNull();
    await post(gateway, '{ __typename }', {}, byKey(key));
    expect(Date.now() - Date.parse(await lastUse())).toBeLessThan(60_000);
  });

  test('the keys command sends the key in ISTHMUS_TOKEN', async () => {
    const url = ['--url', `${gateway.url}/graphql`];
    const refused = await runScript('keys', ['list', ...url]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('set ISTHMUS_TOKEN to') });
    const unknown = newSecret(keyIdOf('unknown'));
    expect(await runScript('keys', ['list', ...url], { ISTHMUS_TOKEN: unknown })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ refuses the credentials in ISTHMUS_TOKEN: Unknown or expired API key/),
    });
    expect(await runScript('keys', ['list', ...url], { ISTHMUS_TOKEN: OPERATOR })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });
});

test('keys and tokens are accepted side by side', async () => {
  await using issuer = await Issuer.start();
  const gateway = await startGatewayAlone({ ...issuer.settings, OPERATOR_KEY_SHA256: digestOf(OPERATOR) });
  const { key } = await create(gateway, ['webhooks:read']);
  for (const headers of [byKey(key), byBearer(key), await issuer.as('webhooks:read')])
    expect((await post(gateway, WEBHOOKS, {}, headers)).answer).toEqual({
      data: { webhooks: { totalCount: 0 } },
    });
  await gateway.close();
});

test('the command generates an operator key together with its setting', async () => {
  const { stdout } = await runScript('keys', ['generate']);
  const [key = ''] = /^isk_\w+$/m.exec(stdout) ?? [];
  expect(stdout).toMatch(new RegExp(`^OPERATOR_KEY_SHA256=${digestOf(key)}$`, 'm'));
});

describe('replicas', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  test('refuse a key soon after another revokes it; without Redis, keys still work but none is created', async () => {
    const env = { ...AUTH, REDIS_URL: redis.url };
    const [one, other] = [await startGatewayAlone(env), await startGatewayAlone(env)];
    const [doomed, lasting] = [await create(one, ['webhooks:read']), await create(one, ['webhooks:read'])];
    const status = async (key: string) => (await post(other, '{ __typename }', {}, byKey(key))).status;
    await expect.poll(() => status(lasting.key)).toBe(200);
    expect(await status(doomed.key)).toBe(200);
    const revoked = performance.now();
    await post(one, REVOKE, { id: doomed.id }, byKey(OPERATOR));
    await expect.poll(() => status(doomed.key)).toBe(401);
    console.log(
      `refused by another replica ${Math.round(performance.now() - revoked)} ms after it was revoked`,
    );
    await redis.stop();
    expect(await status(lasting.key)).toBe(200);
    const { answer } = await post(one, CREATE, { input: { name: 'x' } }, byKey(OPERATOR));
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'REGISTER_UNAVAILABLE', retryable: true });
    await Promise.all([one.close(), other.close()]);
  }, 90_000);

  test('end the subscriptions of a key when its validity has been unknown for too long', async () => {
    await redis.run();
    const gateway = await startGatewayAlone({ ...AUTH, REDIS_URL: redis.url, API_KEYS_STALE_SECONDS: '5' });
    const { key } = await create(gateway, ['changes:read']);
    const socket = socketClient(gateway.url, byKey(key));
    const closed = new Promise((resolve) => {
      socket.on('closed', (event) => resolve((event as { code: number }).code));
    });
    const follow = socket.iterate({ query: 'subscription { changes { cursor } }' }).next().catch(() => null); // prettier-ignore
    await expect.poll(() => gateway.streams.size).toBe(1);
    await redis.stop();
    expect(await closed).toBe(4401);
    await follow;
    expect(codes(await post(gateway, '{ __typename }', {}, byKey(key)))).toEqual(['IDENTITY_UNAVAILABLE']);
    await socket.dispose();
    await gateway.close();
  }, 60_000);
});
