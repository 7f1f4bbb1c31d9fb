import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../support/product.ts';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway, type RunningGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';
import { dataDir, startGatewayAlone } from '../support/gateway.ts';
import { Issuer } from '../support/issuer.ts';
import { sqliteBacking } from '../support/webhooks/backing.ts';
import { Bench } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';
import { ask } from '../support/transports.ts';

let bench: Bench;
let gateway: RunningGateway;
beforeAll(async () => {
  bench = await Bench.open(await sqliteBacking(), { pauses: [] });
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir() }, systemsOf(domains));
  const log = createLog({ level: 'silent', pretty: false });
  gateway = await startGateway({
    config,
    domains,
    schema: buildGraph(domains),
    log,
    webhooks: bench.webhooks,
  });
});
afterAll(async () => {
  await gateway.close();
  await bench[Symbol.asyncDispose]();
});
beforeEach(async () => {
  for (const { id } of await bench.webhooks.endpoints()) await bench.webhooks.remove(id);
  bench.receiver.arrivals.length = 0;
  bench.receiver.reply = () => ({ status: 200 });
});

const query = (text: string, variables: Record<string, unknown> = {}): Promise<Answer> =>
  ask('http', gateway.url, { query: text, variables });

const CREATE = `mutation ($input: WebhookCreateInput!, $key: String) {
  webhookCreate(input: $input, idempotencyKey: $key) {
    webhook { id url description state createdAt cursor pending retryNotBefore formerSecretUntil gap { at } failure
      filter { entities kinds ids customer product systems fields } }
    secret userErrors { path code message }
  }
}`;

async function create(input: object = {}): Promise<{ id: string; secret: string; cursor: string }> {
  const { data, errors } = await query(CREATE, { input: { url: bench.receiver.url, ...input } });
  expect(errors).toBeUndefined();
  const { webhook, secret } = data.webhookCreate;
  return { id: webhook.id, secret, cursor: webhook.cursor };
}

/** Runs one mutation of a webhook and returns its payload. */
async function mutate(
  mutation: string,
  fields = 'webhook { id state } userErrors { path code message }',
): Promise<Answer['data']> {
  const { data, errors } = await query(`mutation { it: ${mutation} { ${fields} } }`);
  expect(errors).toBeUndefined();
  return data.it;
}

describe('a webhook', () => {
  test('is created with a filter, reveals its secret once, and receives what the filter matches', async () => {
    const filter = {
      entities: ['Order'],
      kinds: ['UPDATED'],
      ids: ['order:7'],
      customer: 'customer:42',
      systems: ['commerce'],
      fields: ['status'],
    };
    const input = { url: bench.receiver.url, description: 'to the mailing tool', filter };
    const { data } = await query(CREATE, { input, key: 'once' });
    const { webhook, secret, userErrors } = data.webhookCreate;
    expect(userErrors).toEqual([]);
    expect(webhook).toMatchObject({
      url: bench.receiver.url,
      description: 'to the mailing tool',
      state: 'ACTIVE',
      pending: 0,
      retryNotBefore: null,
      formerSecretUntil: null,
      gap: null,
      failure: null,
      filter: { ...filter, product: null },
    });
    const again = await query(CREATE, { input, key: 'once' });
    expect(again.data.webhookCreate).toMatchObject({
      webhook: { id: webhook.id },
      secret: null,
      userErrors: [],
    });
    await bench.record(changeOf('8'), changeOf('7', { kind: 'CREATED' }), changeOf('7'));
    await bench.counted(webhook.id, 'delivered', 1);
    const [arrival] = bench.receiver.arrivals;
    new Webhook(secret).verify(arrival?.body ?? '', arrival?.headers as Record<string, string>);
    expect(arrival?.subject).toBe('order:7');
    const shown = JSON.stringify(
      (await query(`{ webhooks { nodes { id url description state filter { ids } } } }`)).data,
    );
    expect(shown).not.toContain('whsec_');
  });

  test('lists each delivery with the outcome of its attempts', async () => {
    bench.receiver.reply = ({ subject }) => ({ status: subject === 'order:2' ? 500 : 200 });
    const { id } = await create();
    const [first] = await bench.record(changeOf('1'), changeOf('2'));
    await bench.turned(id, 'failed');
    await bench.counted(id, 'delivered', 1);
    const fields = `nodes { id outcome nextTryAt event { cursor system entity entityId kind changedFields occurredAt recordedAt } attempts { at milliseconds status error } }`;
    const { data, errors } = await query(
      `query ($id: ID!) { webhook(id: $id) {
      state failure pending all: deliveries { totalCount ${fields} } bad: deliveries(outcome: FAILED) { totalCount nodes { event { entityId } } }
    } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    expect(data.webhook).toMatchObject({
      state: 'FAILED',
      failure: 'a delivery failed at its last try: answered 500',
      pending: 0,
      bad: { totalCount: 1, nodes: [{ event: { entityId: 'order:2' } }] },
      all: { totalCount: 2 },
    });
    expect(data.webhook.all.nodes[1]).toEqual({
      id: bench.receiver.arrivals.find(({ subject }) => subject === 'order:1')?.id,
      outcome: 'DELIVERED',
      nextTryAt: null,
      event: {
        cursor: first,
        system: 'commerce',
        entity: 'Order',
        entityId: 'order:1',
        kind: 'UPDATED',
        changedFields: ['status'],
        occurredAt: '2026-01-01T00:00:00.000Z',
        recordedAt: expect.any(String),
      },
      attempts: [{ at: expect.any(String), milliseconds: expect.any(Number), status: 200, error: null }],
    });
    expect(data.webhook.all.nodes[0].attempts).toMatchObject([{ status: 500, error: 'answered 500' }]);
  });

  test('can be paused, resumed, updated, tested, replayed, given another secret and deleted', async () => {
    const { id, secret, cursor } = await create();
    expect((await mutate(`webhookPause(id: "${id}")`)).webhook).toEqual({ id, state: 'PAUSED' });
    const tried = await mutate(`webhookTest(id: "${id}")`, 'attempt { status error } userErrors { code }');
    expect(tried).toEqual({ attempt: { status: 200, error: null }, userErrors: [] });
    expect((await mutate(`webhookResume(id: "${id}")`)).webhook).toEqual({ id, state: 'ACTIVE' });
    const change = `webhookUpdate(id: "${id}", input: { description: "new", filter: { customer: "customer:42" } })`;
    const changed = await mutate(
      change,
      'webhook { description url filter { customer entities } } userErrors { code }',
    );
    const filter = { customer: 'customer:42', entities: null };
    expect(changed.webhook).toEqual({ description: 'new', url: bench.receiver.url, filter });
    const rotated = await mutate(
      `webhookRotateSecret(id: "${id}")`,
      'secret webhook { formerSecretUntil } userErrors { code }',
    );
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(secret);
    expect(Date.parse(rotated.webhook.formerSecretUntil)).toBeGreaterThan(Date.now() + 86_000_000);
    await bench.record(changeOf('1'));
    await bench.counted(id, 'delivered', 1);
    expect((await mutate(`webhookReplay(id: "${id}", from: "${cursor}")`)).webhook.id).toBe(id);
    await bench.counted(id, 'delivered', 2);
    expect(await mutate(`webhookDelete(id: "${id}")`, 'id userErrors { code }')).toEqual({
      id,
      userErrors: [],
    });
    expect((await query(`{ webhook(id: "${id}") { id } }`)).data.webhook).toBeNull();
  });

  test('that is stopped can be replayed: nothing is sent before it is resumed', async () => {
    const { id, cursor } = await create();
    await bench.record(changeOf('1'));
    await bench.counted(id, 'delivered', 1);
    expect((await mutate(`webhookPause(id: "${id}")`)).webhook).toEqual({ id, state: 'PAUSED' });
    expect((await mutate(`webhookReplay(id: "${id}", from: "${cursor}")`)).webhook).toEqual({
      id,
      state: 'PAUSED',
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await bench.counted(id, 'delivered', 1);
    expect((await mutate(`webhookResume(id: "${id}")`)).webhook).toEqual({ id, state: 'ACTIVE' });
    await bench.counted(id, 'delivered', 2);
  });

  test('is refused with reasons as user errors', async () => {
    const nowhere = await query(CREATE, { input: { url: 'ftp://hooks.example' } });
    expect(nowhere.data.webhookCreate).toMatchObject({ webhook: null, secret: null });
    const [error] = nowhere.data.webhookCreate.userErrors;
    expect(error).toMatchObject({ path: ['input', 'url'], code: 'INVALID' });
    expect(error.message).toContain('begins with https://');
    const missing = { userErrors: [{ path: ['id'], code: 'NOT_FOUND' }] };
    expect(await mutate('webhookPause(id: "wh_x")')).toMatchObject({ webhook: null, ...missing });
    expect(await mutate('webhookDelete(id: "wh_x")', 'id userErrors { path code }')).toEqual({
      id: null,
      ...missing,
    });
    const { id } = await create();
    const wrong = await mutate(`webhookReplay(id: "${id}", from: "nonsense")`);
    expect(wrong).toMatchObject({ webhook: null, userErrors: [{ path: ['from'], code: 'INVALID' }] });
  });

  test.each([
    ['an unknown type', { entities: ['Ordr'] }, 'There is no type "Ordr". There are: Customer,'],
    ['a type that never changes', { entities: ['Account'] }, 'There is no type "Account". There are: Cust'],
    ['an unknown system', { systems: ['sap'] }, 'There is no system "sap". There are: accounting,'],
    [
      'an unknown field',
      { entities: ['StockLevel'], fields: ['reservd'] },
      'Changes of StockLevel do not report a field "reservd". They report: reserved, onHand, available.',
    ],
    ['an empty list', { kinds: [] }, '"kinds" must list 1 to 100, got 0'],
    ['an id that is not global', { ids: ['7'] }, 'Expected a global id'],
    ['the id of another type', { customer: 'order:7' }, 'Expected the global id of a Customer'],
  ])('does not accept a filter with %s', async (_, filter, message) => {
    const { errors } = await query(CREATE, { input: { url: bench.receiver.url, filter } });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(errors?.[0]?.message).toContain(message);
  });
});

describe('lists', () => {
  test('of webhooks and deliveries are paged, and skip nothing if an entry is removed meanwhile', async () => {
    const ids = [];
    for (let count = 0; count < 5; count += 1) ids.push((await create()).id);
    const page = async (after: string | null) =>
      (
        await query(
          'query ($after: String) { webhooks(first: 2, after: $after) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }',
          { after },
        )
      ).data.webhooks;
    const first = await page(null);
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    await bench.webhooks.remove(first.nodes[0].id);
    const second = await page(first.pageInfo.endCursor);
    const third = await page(second.pageInfo.endCursor);
    const seen = [...first.nodes, ...second.nodes, ...third.nodes].map((node: { id: string }) => node.id);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });

    const [id = ''] = ids.slice(-1);
    await bench.record(...['1', '2', '3'].map((one) => changeOf(one)));
    await bench.counted(id, 'delivered', 3);
    const deliveries = async (after: string | null) =>
      (
        await query(
          'query ($id: ID!, $after: String) { webhook(id: $id) { deliveries(first: 2, after: $after) { nodes { event { entityId } } pageInfo { hasNextPage endCursor } } } }',
          { id, after },
        )
      ).data.webhook.deliveries;
    const newest = await deliveries(null);
    const rest = await deliveries(newest.pageInfo.endCursor);
    const entities = [...newest.nodes, ...rest.nodes].map(
      (node: { event: { entityId: string } }) => node.event.entityId,
    );
    expect(entities).toEqual(['order:3', 'order:2', 'order:1']);
    expect([newest.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  test('are never served from a cache', async () => {
    const { id } = await create();
    const state = async () =>
      (await query('query ($id: ID!) { webhook(id: $id) { state } }', { id })).data.webhook.state;
    for (let round = 0; round < 3; round += 1) {
      await bench.webhooks.pause(id);
      expect(await state()).toBe('PAUSED');
      await bench.webhooks.resume(id, true);
      expect(await state()).toBe('ACTIVE');
    }
  });
});

describe('callers who are not operators', () => {
  test('can neither see nor change webhooks', async () => {
    const alone = await startGatewayAlone({ ADMIN: 'off' });
    for (const operation of [
      '{ webhooks { nodes { id } } }',
      'mutation { webhookDelete(id: "wh_x") { id } }',
    ]) {
      const { errors } = await ask('http', alone.url, { query: operation });
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    }
    await alone.close();
  });

  test('see webhooks if they authenticate and have the scope, whatever ADMIN is', async () => {
    await using issuer = await Issuer.start();
    const alone = await startGatewayAlone({ ...issuer.settings, ADMIN: 'off' });
    const answerOf = async (scope: string, text: string) =>
      ask('http', alone.url, { query: text }, await issuer.as(scope));
    const { data, errors } = await answerOf('webhooks:read', '{ webhooks { totalCount } }');
    expect([data, errors]).toEqual([{ webhooks: { totalCount: 0 } }, undefined]);
    for (const [scope, text] of [
      ['orders:read', '{ webhooks { totalCount } }'],
      ['admin', '{ cacheStatistics { entries } }'],
    ] as const) {
      const refused = await answerOf(scope, text);
      expect(refused.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    }
    await alone.close();
  });
});
