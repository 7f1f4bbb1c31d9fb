import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { Issuer } from '../support/issuer.ts';
import { ask } from '../support/transports.ts';

const lines: string[] = [];
let issuer: Issuer;
let gateway: RunningGateway;
let operator: { readonly authorization: string };
beforeAll(async () => {
  issuer = await Issuer.start();
  gateway = await startGatewayAlone(
    { ...issuer.settings, LOG_LEVEL: 'info', WEBHOOKS_ALLOW_PRIVATE: 'on', WEBHOOKS_ALLOW_HTTP: 'on' },
    { write: (line) => void lines.push(line) },
  );
  operator = await issuer.as('admin webhooks:read webhooks:write', { sub: 'grace' });
});
afterAll(async () => {
  await gateway.close();
  await issuer[Symbol.asyncDispose]();
});
beforeEach(() => void (lines.length = 0));

/** The audit entries in the log. */
const auditEntries = () =>
  lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => /^an operator (changed|tried to change) something$/.test(String(msg)));

const query = async (text: string, variables = {}) => {
  const answer = await ask('http', gateway.url, { query: text, variables }, operator);
  expect(answer.errors).toBeUndefined();
  return answer.data;
};

test('creating, rotating and revoking keys is logged with operator and key id, without secrets and names', async () => {
  const create = `mutation ($input: ApiKeyCreateInput!) {
    apiKeyCreate(input: $input, idempotencyKey: "one") { apiKey { id } secret userErrors { code } } }`;
  const input = { name: 'of Ada Byron', scopes: ['stock:read'] };
  const { apiKey, secret } = (await query(create, { input })).apiKeyCreate;
  await query(create, { input: { ...input, name: 'of another' } });
  const { id } = apiKey;
  const rotated = await query('mutation ($id: ID!) { apiKeyRotate(id: $id) { secret } }', { id });
  await query('mutation ($id: ID!) { apiKeyRevoke(id: $id) { userErrors { code } } }', { id });
  await query('mutation { apiKeyRevoke(id: "nobody") { userErrors { code } } }');
  const by = { level: 30, operator: 'token:grace', msg: 'an operator changed something' };
  const tried = { ...by, msg: 'an operator tried to change something' };
  expect(auditEntries()).toMatchObject([
    { ...by, action: 'keys.create', outcome: 'done', id },
    { ...tried, action: 'keys.create', outcome: 'IDEMPOTENCY_KEY_REUSED' },
    { ...by, action: 'keys.rotate', outcome: 'done', id },
    { ...by, action: 'keys.revoke', outcome: 'done', id },
    { ...tried, action: 'keys.revoke', outcome: 'NOT_FOUND', id: 'nobody' },
  ]);
  const log = lines.join('');
  for (const hidden of [secret, rotated.apiKeyRotate.secret, 'Byron', 'of another'])
    expect(log).not.toContain(hidden);
});

test('evictions, publishing and removing operations, and changes of webhooks are logged likewise', async () => {
  await query('mutation { cacheEvict(input: { id: "customer:29485" }) { entries } }');
  const document = 'query Mine { orders { totalCount } }';
  const publish =
    'mutation ($documents: [String!]!) { operationsPublish(documents: $documents) { operations { hash } } }';
  const [{ hash }] = (await query(publish, { documents: [document] })).operationsPublish.operations;
  await query('mutation ($hashes: [String!]!) { operationsRemove(hashes: $hashes) { count } }', {
    hashes: [hash],
  });
  const url = 'http://127.0.0.1:9/hunter2-path';
  const make =
    'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } secret userErrors { message } } }';
  const { webhook, secret } = (await query(make, { input: { url } })).webhookCreate;
  await query('mutation ($id: ID!) { webhookPause(id: $id) { userErrors { code } } }', webhook);
  await query('mutation ($id: ID!) { webhookDelete(id: $id) { userErrors { code } } }', webhook);
  const by = { operator: 'token:grace', outcome: 'done' };
  expect(auditEntries()).toMatchObject([
    { ...by, action: 'cache.evict', tags: expect.arrayContaining(['Customer:29485']) as unknown },
    { ...by, action: 'operations.publish', ids: [hash] },
    { ...by, action: 'operations.remove', ids: [hash] },
    { ...by, action: 'webhooks.create', id: webhook.id },
    { ...by, action: 'webhooks.pause', id: webhook.id },
    { ...by, action: 'webhooks.remove', id: webhook.id },
  ]);
  for (const hidden of [secret, 'hunter2', 'totalCount']) expect(lines.join('')).not.toContain(hidden);
});

test('reads and forbidden mutations are not logged', async () => {
  await query(
    '{ apiKeys { totalCount } cacheStatistics { memoryHits } webhooks { totalCount } publishedOperations { totalCount } }',
  );
  const nobody = await issuer.as('orders:read');
  const { errors } = await ask(
    'http',
    gateway.url,
    { query: 'mutation { apiKeyRevoke(id: "x") { userErrors { code } } }' },
    nobody,
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  expect(auditEntries()).toEqual([]);
});
