import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CloudEvent } from '../../datasources/changes.ts';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import { startReceiver } from '../services/receiver.ts';
import {
  call,
  feedOf,
  startEmbeddedSystems,
  changesSince,
  type EmbeddedSystems,
} from '../support/embedded-systems.ts';

/** The embedded systems; the tests compare the webhooks of the CRM and the shop with their feeds. */
let embedded: EmbeddedSystems;
beforeAll(async () => {
  embedded = await startEmbeddedSystems();
});
afterAll(() => embedded[Symbol.asyncDispose]());

const SECRET = `whsec_${Buffer.from('a key of twenty-four byte').toString('base64')}`;
const ADDRESS = { line1: '1 Way', city: 'Bothell', country_code: 'US' };
const ORDER = {
  customer_id: 29485,
  ship_to: ADDRESS,
  bill_to: ADDRESS,
  lines: [{ product_id: 870, quantity: 1 }],
};

type Pushing = 'crm' | 'commerce';

const WRITES: Readonly<Record<Pushing, readonly [path: string, body: object, key?: string][]>> = {
  crm: [
    ['/customers', { kind: 'store', name: 'Wheels' }, 'key-1'],
    ['/customers', { kind: 'store', name: 'Brakes' }],
  ],
  commerce: [
    ['/orders', ORDER, 'key-1'],
    ['/orders', ORDER],
  ],
};

/** The event that the intake makes of a body. */
function eventOf(body: string): CloudEvent {
  const event = JSON.parse(body) as Record<string, unknown>;
  const text = (name: string) => {
    const value = event[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    id: text('id') ?? '',
    source: text('source') ?? '',
    type: text('type') ?? '',
    subject: text('subject'),
    time: text('time'),
    sequence: text('sequence'),
    data: event['data'],
  };
}

/** What some writes are reported as, by webhooks with such a payload and by the system's feed. */
async function reportsOf(system: Pushing, payload: 'full' | 'thin') {
  const source = embedded.sources[system];
  const receiver = await startReceiver();
  const hook = { url: receiver.url, secret: SECRET, payload };
  const { body } = await embedded.systems.ask(system, '/webhooks', 'POST', hook);
  const before = await feedOf(source).newest(call());
  const writes = WRITES[system];
  for (const [path, write, key] of writes) {
    await embedded.systems.ask(system, path, 'POST', write, key && `${key}-${payload}`);
  }
  const events = (await receiver.received(writes.length)).map((delivery) => eventOf(delivery.body));
  await embedded.systems.ask(system, `/webhooks/${String(body.id)}`, 'DELETE');
  receiver.close();
  return {
    before,
    events: events.map(source.read),
    feed: (await changesSince(feedOf(source), before)).changes,
  };
}

describe.each<Pushing>(['crm', 'commerce'])('webhooks of %s', (system) => {
  test('report the same as the feed, with positions in it', async () => {
    const { before, events, feed } = await reportsOf(system, 'full');
    const steps = feed.map((_, number) => ({
      from: String(Number(before) + number),
      to: String(Number(before) + number + 1),
    }));
    expect(feed).toHaveLength(2);
    expect(events).toEqual(feed.map((change, number) => ({ change, step: steps[number] })));
    expect(feed.map(({ key }) => key === null)).toEqual([false, true]);
  });

  test('without data report the same except for owners, which can be looked up, and name the write', async () => {
    const { events, feed } = await reportsOf(system, 'thin');
    const hasOwners = system === 'commerce';
    expect(events.map((event) => event?.change)).toEqual(
      feed.map((change) => ({ ...change, owners: {}, ownersUnknown: hasOwners })),
    );
    const { ownersOf } = embedded.sources[system];
    const ids = feed.map(({ id }) => id);
    expect(await ownersOf(hasOwners ? 'Order' : 'Customer', ids, call())).toEqual(
      new Map(feed.map(({ id, owners }) => [id, owners])),
    );
  });
});

describe('an event', () => {
  const event: CloudEvent = {
    id: 'commerce-7',
    source: 'urn:system:commerce',
    type: 'order.updated',
    subject: '7',
    time: '2014-06-30T02:00:00+02:00',
    sequence: '0000000007',
    data: { fields: ['status', 'colour'], owners: { customer: '1', shop: '2' } },
  };
  const read = (more: Partial<CloudEvent>) => embedded.sources.commerce.read({ ...event, ...more });
  const change = {
    entity: 'Order',
    id: '7',
    kind: 'UPDATED',
    owners: { Customer: '1' },
    ownersUnknown: false,
    fields: ['status'],
    occurredAt: '2014-06-30T00:00:00.000Z',
    key: null,
  };

  test('is read in the terms of the graph, with its time in UTC', () => {
    expect(read({})).toEqual({ change, step: { from: '6', to: '7' } });
  });

  test.each<[string, Partial<CloudEvent>, object]>([
    ['no sequence', { sequence: null }, { step: null }],
    ['a sequence that is not a number', { sequence: 'seven' }, { step: null }],
    ['a sequence before the first', { sequence: '0' }, { step: null }],
    ['no data', { data: undefined }, { change: { ...change, owners: {}, ownersUnknown: true, fields: [] } }],
    ['no owners', { data: { owners: {} } }, { change: { owners: {}, ownersUnknown: true } }],
    [
      'two owners',
      { data: { owners: { customer: ['1', '2'] } } },
      { change: { owners: { Customer: ['1', '2'] } } },
    ],
    ['the type of a deletion', { type: 'order.deleted' }, { change: { kind: 'DELETED' } }],
    ['the key of a write', { data: { request: { idempotency_key: 'k' } } }, { change: { key: 'k Order:7' } }],
  ])('may have %s', (_, more, expected) => {
    expect(read(more)).toMatchObject(expected);
  });

  test('that has no time counts as happening when it arrived', () => {
    const before = Date.now();
    expect(Date.parse(read({ time: null })?.change.occurredAt ?? '')).toBeGreaterThanOrEqual(before);
  });

  test.each(['customer.updated', 'order.shipped', 'order', '', 'constructor.created', 'order.constructor'])(
    'of type "%s" is unknown to the graph',
    (type) => {
      expect(read({ type })).toBeNull();
    },
  );

  test('of a system without webhooks is not read', () => {
    const { erp, accounting } = embedded.sources;
    expect([erp.read(event), accounting.read(event)]).toEqual([null, null]);
  });

  test.each<[string, Partial<CloudEvent>]>([
    ['without a subject', { subject: null }],
    ['with an empty subject', { subject: '' }],
    ['with an invalid time', { time: 'yesterday' }],
    ['with fields that are not a list', { data: { fields: 'status' } }],
    ['with an owner that is not text', { data: { owners: { customer: 1 } } }],
    ['with an invalid request', { data: { request: 'k' } }],
    ['whose data is text', { data: 'status' }],
  ])('%s breaks the contract', (_, more) => {
    expect(() => read(more)).toThrow(ContractError);
  });
});
