import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewChange } from '../../changes/event.ts';
import { startProduct, type Product } from '../support/product.ts';
import { collect, STREAMS } from '../support/streams.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
});
afterAll(() => product[Symbol.asyncDispose]());

function changeOf(entity: string, id: string, more: Partial<NewChange> = {}): NewChange {
  return {
    system: 'crm',
    entity,
    id,
    kind: 'UPDATED',
    owners: {},
    ownersUnknown: false,
    fields: [],
    occurredAt: new Date().toISOString(),
    key: null,
    ...more,
  };
}

async function record(...changes: NewChange[]): Promise<string[]> {
  const recorded = await product.changes.log.append({ changes, place: null, once: null });
  if (recorded.is !== 'recorded') throw new Error(recorded.is);
  return recorded.cursors.map(String);
}

test.each(STREAMS)(
  'over %s, a subscriber is told of a change, with the entity across systems',
  async (by) => {
    using events = collect(by, product.url, {
      variables: { after: await product.changes.log.newest() },
      query: `subscription ($after: String) { customerChanged(after: $after) { cursor kind changedFields customer { id name orders(first: 1) { totalCount } } } }`,
    });
    const [cursor] = await record(changeOf('Customer', '29485', { fields: ['email'] }));
    const [told] = await events.take(1);
    expect(told).toEqual({
      data: {
        customerChanged: {
          cursor,
          kind: 'UPDATED',
          changedFields: ['email'],
          customer: {
            id: 'customer:29485',
            name: expect.any(String),
            orders: { totalCount: expect.any(Number) },
          },
        },
      },
      extensions: { cursor },
    });
  },
);

test.each(STREAMS)(
  'over %s, who comes back with a cursor is told what it missed, once and in order',
  async (by) => {
    const before = await record(changeOf('Customer', '29485'));
    const missed = await record(
      ...Array.from({ length: 1_200 }, (_, at) => changeOf('Customer', String(29485 + at))),
    );
    using events = collect(by, product.url, {
      query: 'subscription ($after: String) { customerChanged(after: $after) { cursor } }',
      variables: { after: before[0] },
    });
    const first = await events.take(1_200);
    const live = await record(changeOf('Customer', '29485'));
    const rest = await events.take(1);
    const told = [...first, ...rest].map((event) => event.data.customerChanged.cursor as string);
    expect(told).toEqual([...missed, ...live]);
  },
);

test('an operation may want a cursor by all means', async () => {
  const [cursor] = await record(changeOf('Customer', '29485'));
  using events = collect('websocket', product.url, {
    query: 'subscription ($after: String!) { customerChanged(after: $after) { cursor kind } }',
    variables: { after: cursor },
  });
  const [missed] = await record(changeOf('Customer', '29486'));
  const [told] = await events.take(1);
  expect(told).toEqual({
    data: { customerChanged: { cursor: missed, kind: 'UPDATED' } },
    extensions: { cursor: missed },
  });
});
