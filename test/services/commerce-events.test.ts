import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Commerce, order } from './commerce-support.ts';
import { outcome } from './documented.ts';
import { startReceiver } from './receiver.ts';

const SECRET = `whsec_${Buffer.from('a key of twenty-four byte').toString('base64')}`;
const system = new Commerce();
const { call, get, patch, post } = system;

const address = { line1: '1 Rue Cler', city: 'Paris', country_code: 'FR' };
const draft = {
  customer_id: 77,
  bill_to: address,
  ship_to: address,
  lines: [{ product_id: 870, quantity: 3 }],
};
const place = async () => order(await post('/orders', draft));

beforeAll(() => system.start());
afterAll(() => system.stop());

describe('webhooks', () => {
  const register = async (url: string) =>
    String((await post('/webhooks', { url, secret: SECRET })).body['id']);
  const remove = (id: string) => call('DELETE', `/v2/webhooks/${id}`);

  it('deliver each change, signed and in order', async () => {
    const receiver = await startReceiver();
    const id = await register(receiver.url);
    const placed = await place();
    await patch(placed.id, { total: '1', customer_id: 79 });
    await patch(placed.id, { total: '1.00' });
    await post(`/orders/${placed.id}/cancel`, { reason: 'no' });
    const deliveries = await receiver.received(3);
    const events = deliveries.map(({ body, headers }) => {
      expect(headers['content-type']).toBe('application/cloudevents+json');
      return new Webhook(SECRET).verify(body, headers as Record<string, string>);
    });
    const common = { specversion: '1.0', source: 'urn:system:commerce', subject: String(placed.id) };
    const updated = { ...common, type: 'order.updated' };
    const fields = ['total', 'customer_id'];
    expect(events).toMatchObject([
      { ...common, type: 'order.created', data: { fields: [], owners: { customer: '77' } } },
      { ...updated, data: { fields, owners: { customer: ['77', '79'] }, request: null } },
      { ...updated, data: { fields: ['status', 'cancel_reason'], owners: { customer: '79' } } },
    ]);
    expect((await remove(id)).status).toBe(204);
    expect(outcome(await remove(id))).toEqual([404, 'not_found']);
    receiver.close();
  });

  it('retry failed deliveries after a restart', async () => {
    const receiver = await startReceiver(500);
    const id = await register(receiver.url);
    const { id: placed } = await place();
    await receiver.received(1);
    await system.restart();
    const [failed, delivered] = await receiver.received(2);
    expect(delivered?.headers['webhook-id']).toBe(failed?.headers['webhook-id']);
    expect(JSON.parse(delivered?.body ?? '')).toMatchObject({ subject: String(placed) });
    await remove(id);
    receiver.close();
  });

  it.each([
    ['http://127.0.0.1/', 'secret'],
    ['http://127.0.0.1/', 'whsec_abcde'],
    ['ftp://127.0.0.1/', SECRET],
    ['nowhere', SECRET],
  ])('are refused for %s with %s', async (url, secret) => {
    expect(outcome(await post('/webhooks', { url, secret }))).toEqual([400, 'bad_request']);
  });
});

describe('events', () => {
  const eventsAfter = async (id: number, limit = 100) =>
    (await get(`/events?after_id=${id}&limit=${limit}`)).body as {
      events: Record<string, unknown>[];
      last_id: number;
    };

  it('are listed in order, page by page, and are marked no-store', async () => {
    const { last_id: before } = await eventsAfter(0, 1);
    const { id } = order(await post('/orders', draft, { 'idempotency-key': 'event-1' }));
    await patch(id, { total: '2', customer_id: 80 });
    const first = await get(`/events?after_id=${before}&limit=1`);
    const common = { subject: String(id), occurred_at: expect.any(String) as unknown };
    const created = {
      ...common,
      id: before + 1,
      type: 'order.created',
      fields: [],
      owners: { customer: '77' },
      request: { idempotency_key: 'event-1' },
    };
    expect(first.body).toEqual({ events: [created], last_id: before + 2 });
    expect(first.headers.get('cache-control')).toBe('no-store');
    const [, next] = /<([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '') ?? [];
    const url = new URL(next ?? '');
    const rest = await get(`${url.pathname.replace('/v2', '')}${url.search}`);
    expect(rest.body['events']).toEqual([
      {
        ...common,
        id: before + 2,
        type: 'order.updated',
        fields: ['total', 'customer_id'],
        owners: { customer: ['77', '80'] },
        request: null,
      },
    ]);
    expect(rest.headers.get('link')).toBeNull();
    expect((await eventsAfter(before + 2)).events).toEqual([]);
  });

  it('have the same numbers in webhooks, which leave out data if their payload is thin', async () => {
    const receivers = [await startReceiver(), await startReceiver()] as const;
    const hooks = await Promise.all(
      receivers.map(({ url }, number) =>
        post('/webhooks', { url, secret: SECRET, ...(number === 1 && { payload: 'thin' }) }),
      ),
    );
    const { last_id: before } = await eventsAfter(0, 1);
    await post('/orders', draft, { 'idempotency-key': 'event-2' });
    await place();
    const [full, thin] = await Promise.all(
      receivers.map(async ({ received }) =>
        (await received(2)).map(({ body }) => JSON.parse(body) as Record<string, unknown>),
      ),
    );
    const { events } = await eventsAfter(before);
    const numbers = { sequence: String(before + 1).padStart(10, '0'), sequencetype: 'Integer' };
    const request = { idempotency_key: 'event-2' };
    expect(full).toMatchObject([
      { ...numbers, id: `commerce-${before + 1}`, data: { fields: [], owners: { customer: '77' }, request } },
      { data: { request: null } },
    ]);
    expect(full?.map(({ sequence }) => Number(sequence))).toEqual(events.map(({ id }) => id));
    expect(thin).toMatchObject([{ ...numbers, type: 'order.created' }, { type: 'order.created' }]);
    expect(thin?.map(({ data }) => data)).toEqual([{ request }, undefined]);
    for (const { body } of hooks) await call('DELETE', `/v2/webhooks/${String(body['id'])}`);
    for (const { close } of receivers) close();
  });

  it.each(['after_id=-1', 'after_id=x', 'limit=0', 'limit=101'])('are refused for %s', async (query) => {
    expect(outcome(await get(`/events?${query}`))).toEqual([400, 'bad_request']);
  });

  it('are not recorded or numbered for a write that is rolled back', async () => {
    const { last_id: before } = await eventsAfter(0, 1);
    await post('/orders', { ...draft, lines: [{ product_id: 1, quantity: 1 }] });
    await place();
    expect((await eventsAfter(before)).events).toMatchObject([{ id: before + 1 }]);
  });
});
