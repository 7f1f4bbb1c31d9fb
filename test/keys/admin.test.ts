import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { runScript } from '../support/command.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import type { Answer } from '../support/product.ts';
import { ask } from '../support/transports.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
});
afterAll(() => gateway.close());

const query = (text: string, variables: Record<string, unknown> = {}): Promise<Answer> =>
  ask('http', gateway.url, { query: text, variables });

const CREATE = `mutation ($input: ApiKeyCreateInput!, $key: String) {
  apiKeyCreate(input: $input, idempotencyKey: $key) {
    apiKey { id name scopes customer state createdAt expiresAt revokedAt rotatedAt formerSecretUntil lastUsedAt }
    secret userErrors { path code message }
  }
}`;

test('keys are created, read, rotated and revoked through the graph; a secret is shown only when it is made', async () => {
  const input = { name: 'shop', scopes: ['customer:self', 'customer:self'], customer: 'customer:29485' };
  const { data } = await query(CREATE, { input });
  const { apiKey, secret } = data.apiKeyCreate;
  expect(apiKey).toMatchObject({
    name: 'shop',
    scopes: ['customer:self'],
    customer: 'customer:29485',
    state: 'ACTIVE',
    expiresAt: null,
    lastUsedAt: null,
  });
  expect(secret).toMatch(new RegExp(`^isk_${String(apiKey.id)}_[0-9A-Za-z]{49}$`));
  const rotated = await query(
    `mutation ($id: ID!) { apiKeyRotate(id: $id, graceSeconds: 60) { apiKey { rotatedAt formerSecretUntil } secret } }`,
    { id: apiKey.id },
  );
  const { apiKeyRotate } = rotated.data;
  expect(apiKeyRotate.secret).not.toBe(secret);
  const { rotatedAt, formerSecretUntil } = apiKeyRotate.apiKey;
  expect(Date.parse(formerSecretUntil) - Date.parse(rotatedAt)).toBe(60_000);
  const list = await query('{ apiKeys { totalCount nodes { id state } } }');
  expect(list.data.apiKeys.nodes).toContainEqual({ id: apiKey.id, state: 'ACTIVE' });
  const revoke = `mutation ($id: ID!) { apiKeyRevoke(id: $id) { apiKey { state } userErrors { code } } }`;
  const revoked = await query(revoke, { id: apiKey.id });
  expect(revoked.data.apiKeyRevoke).toEqual({ apiKey: { state: 'REVOKED' }, userErrors: [] });
  const found = await query('query ($id: ID!) { apiKey(id: $id) { state revokedAt } }', { id: apiKey.id });
  expect(found.data.apiKey).toMatchObject({ state: 'REVOKED', revokedAt: expect.any(String) });
  const nobody = await query(revoke, { id: 'nobody' });
  expect(nobody.data.apiKeyRevoke).toEqual({ apiKey: null, userErrors: [{ code: 'NOT_FOUND' }] });
});

test.each([
  [{ name: '' }, ['input', 'name']],
  [{ name: 'x', expiresAt: '2020-01-01T00:00:00Z' }, ['input', 'expiresAt']],
])('creating a key of %j gives a user error', async (input, path) => {
  const { data } = await query(CREATE, { input });
  expect(data.apiKeyCreate).toMatchObject({
    apiKey: null,
    secret: null,
    userErrors: [{ path, code: 'INVALID' }],
  });
});

test('invalid arguments are reported as errors', async () => {
  const noCustomer = await query(CREATE, { input: { name: 'x', customer: 'order:1' } });
  expect(noCustomer.errors?.[0]?.message).toMatch(/^Expected the global id of a Customer/);
  const rotate = 'mutation { apiKeyRotate(id: "x", graceSeconds: 2592001) { secret } }';
  expect((await query(rotate)).errors?.[0]?.message).toMatch(/from 0 to 2592000, got 2592001/);
});

test('only operators can read keys', async () => {
  const closed = await startGatewayAlone({ ADMIN: 'off' });
  const { data, errors } = await ask('http', closed.url, { query: '{ apiKeys { totalCount } }' });
  expect(data).toEqual({ apiKeys: null });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  await closed.close();
});

test('the keys command creates, lists, rotates and revokes keys', async () => {
  const url = `${gateway.url}/graphql`;
  const run = (...parts: readonly string[]) => runScript('keys', [...parts, '--url', url]);
  const made = await run('create', '--name', 'stock sync', '--scope', 'stock:read', '--days', '90');
  const [, id = ''] = /^Created (\w+) for stock sync\.$/m.exec(made.stdout) ?? [];
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toMatch(new RegExp(`^isk_${id}_\\w+$`, 'm'));
  const list = await run('list');
  expect(list.stdout).toMatch(
    new RegExp(`^${id} +stock sync +active +never +20\\d\\d-.*Z +stock:read$`, 'm'),
  );
  expect(list.stdout).not.toContain('isk_');
  const rotated = await run('rotate', id, '--grace-hours', '0');
  expect(rotated.stdout).toMatch(/^Rotated \w+\. The previous secret has expired\./);
  expect((await run('revoke', id)).stdout).toBe(`Revoked ${id} (stock sync).\n`);
  const [after, again, nameless, unknown] = await Promise.all([
    run('list'),
    run('rotate', id),
    run('create'),
    run('sing'),
  ]);
  expect(after.stdout).toMatch(new RegExp(`^${id} .* revoked `, 'm'));
  expect(again).toMatchObject({ code: 1, stderr: `The key "${id}" is revoked. Create another one.\n` });
  expect(nameless).toMatchObject({ code: 1, stderr: expect.stringMatching(/^create needs --name/) });
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Expected "create"/) });
}, 120_000);

test('lists of the gateway’s own are read a hundred at a time, whatever page size suits the systems', async () => {
  const small = await startGatewayAlone({ MAX_PAGE_SIZE: '20' });
  for (const [script, empty] of [
    ['keys', 'There is no API key.'],
    ['operations', 'No operation is published.'],
  ] as const) {
    const list = await runScript(script, ['list', '--url', `${small.url}/graphql`]);
    expect(list).toEqual({ code: 0, stderr: '', stdout: `${empty}\n` });
  }
  const tooMany = await ask('http', small.url, { query: '{ webhooks(first: 101) { totalCount } }' });
  expect(tooMany.errors?.[0]?.message).toBe('"first" must be from 1 to 100, got 101.');
  await small.close();
}, 120_000);

test('an unknown scope is refused with a list of the known ones', async () => {
  const { errors } = await query(CREATE, { input: { name: 'shop', scopes: ['stock:read', 'stok:write'] } });
  expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  expect(errors?.[0]?.message).toMatch(
    /^There is no scope "stok:write"\. There are: admin, .*customer:self.*stock:write/,
  );
});
