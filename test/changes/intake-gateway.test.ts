import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChangeEvent } from '../../changes/event.ts';
import { newSecret, sendTo, signatureOf } from '../support/changes/intake-server.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { startProduct, type Product } from '../support/product.ts';
import { Systems } from '../support/systems.ts';
import { until } from '../support/until.ts';

const CUSTOMER = '29485';
const PHONE = `{ customer(id: "customer:${CUSTOMER}") { phone } }`;
const UPDATE = `mutation {
  customerUpdate(id: "customer:${CUSTOMER}", input: { phone: "555-0301" }) { customer { phone } userErrors { message } }
}`;

let product: Product;
let systems: Systems;

beforeAll(async () => {
  // What is cached stays fresh for the whole test unless a change evicts it.
  product = await startProduct({ CACHE: 'on', CHANGES_POLL_MS: '300', CRM_MAX_AGE_SECONDS: '3600' });
  systems = new Systems(product);
});
afterAll(() => product[Symbol.asyncDispose]());

async function recordedEvents(): Promise<readonly ChangeEvent[]> {
  const { log } = product.changes;
  return log.read(await log.oldest(), 10_000);
}

test('a change made directly in a system is recorded, and the old value no longer served from a cache', async () => {
  expect((await product.query(PHONE)).data.customer.phone).not.toBe('555-0300');
  await systems.ask('crm', `/customers/${CUSTOMER}`, 'PATCH', { phone: '555-0300' });
  await until(async () => expect((await product.query(PHONE)).data.customer.phone).toBe('555-0300'));
  expect(product.changes.intake.stats['crm']).toMatchObject({ received: 1, recorded: 1, forged: 0 });
});

test('a change made through the graph is recorded once, before the mutation is answered', async () => {
  const before = (await recordedEvents()).length;
  const { data, errors } = await product.query(UPDATE);
  expect([errors, data?.customerUpdate.customer.phone]).toEqual([undefined, '555-0301']);
  const now = (await recordedEvents()).slice(before);
  expect(now).toMatchObject([{ system: 'crm', entity: 'Customer', id: CUSTOMER, kind: 'UPDATED' }]);
  // The system sends in order: once the next change has arrived, so has this one.
  await systems.ask('crm', `/customers/${CUSTOMER}`, 'PATCH', { phone: '555-0302' });
  await until(async () => expect((await recordedEvents()).length).toBeGreaterThan(before + 1));
  expect((await recordedEvents()).length).toBe(before + 2);
});

test('a webhook is judged by its signature, not by the host that it names', async () => {
  const secret = newSecret();
  await using gateway = await startAlone({ CRM_WEBHOOK_SECRETS: secret, ALLOWED_HOSTS: 'api.example' });
  const body = '{"specversion":"1.0","id":"1","source":"urn:crm","type":"stranger.created"}';
  const post = (path: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const asked = request(gateway.url + path, { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject).end(body);
    });
  const headers = { host: 'crm.internal', 'content-type': 'application/cloudevents+json' };
  expect(await post('/changes/crm', { ...headers, ...signatureOf(body, { secret }) })).toBe(202);
  expect(await post('/changes/crm', headers)).toBe(401);
  expect(await post('/graphql', { ...headers, 'content-type': 'application/json' })).toBe(421);
});

test('webhooks of a system without a secret or of an unknown system are refused, each with its reason', async () => {
  await using gateway = await startAlone({});
  for (const [system, words] of [
    ['erp', 'secret'],
    ['nobody', 'No system'],
  ] as const) {
    const { status, body } = await sendTo(gateway.url, {}, { system });
    expect([status, body.errors[0].message]).toEqual([404, expect.stringContaining(words)]);
  }
});

async function startAlone(env: Record<string, string>) {
  const { url, close } = await startGatewayAlone(env);
  return { url, [Symbol.asyncDispose]: close };
}
