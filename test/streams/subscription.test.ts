import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewChange } from '../../changes/event.ts';
import { changeOf, record } from '../support/changes.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openRaw } from '../support/raw-streams.ts';
import { collect, STREAMS, type StreamResult } from '../support/streams.ts';
import { Systems } from '../support/systems.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
  // The only changes are those that these tests record.
  await product.changes.intake.close();
});
afterAll(() => product[Symbol.asyncDispose]());

test.each(STREAMS)('over %s, a subscriber receives a change with its entity across systems', async (by) => {
  using events = collect(by, product.url, {
    variables: { after: await product.changes.log.newest() },
    query: `subscription ($after: String) { customerChanged(after: $after) { cursor kind changedFields customer { id name orders(first: 1) { totalCount } } } }`,
  });
  const [cursor] = await record(product, changeOf('Customer', '29485', { fields: ['email'] }));
  const [received] = await events.take(1);
  expect(received).toEqual({
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
});

test.each(STREAMS)(
  'over %s, a client that resumes with a cursor receives what it missed, once and in order',
  async (by) => {
    const before = await record(product, changeOf('Customer', '29485'));
    const missed = await record(
      product,
      ...Array.from({ length: 1_200 }, (_, at) => changeOf('Customer', String(29485 + at))),
    );
    using events = collect(by, product.url, {
      query: 'subscription ($after: String) { customerChanged(after: $after) { cursor } }',
      variables: { after: before[0] },
    });
    const first = await events.take(1_200);
    const live = await record(product, changeOf('Customer', '29485'));
    const rest = await events.take(1);
    const received = [...first, ...rest].map((event) => event.data.customerChanged.cursor as string);
    expect(received).toEqual([...missed, ...live]);
  },
);

test('an operation may declare its cursor variable as required', async () => {
  const [cursor] = await record(product, changeOf('Customer', '29485'));
  using events = collect('websocket', product.url, {
    query: 'subscription ($after: String!) { customerChanged(after: $after) { cursor kind } }',
    variables: { after: cursor },
  });
  const [missed] = await record(product, changeOf('Customer', '29486'));
  const [received] = await events.take(1);
  expect(received).toEqual({
    data: { customerChanged: { cursor: missed, kind: 'UPDATED' } },
    extensions: { cursor: missed },
  });
});

const ANYTHING = `subscription { changes { cursor kind system entity entityId occurredAt changedFields
  node { __typename id ... on Order { status customer { name } } ... on StockLevel { available product { name } } } } }`;

/** The event that a subscription receives for a change. */
async function eventFor(change: NewChange, query = ANYTHING): Promise<StreamResult> {
  using events = await openRaw('websocket', product.url, { query });
  await expect.poll(() => product.streams.size).toBe(1);
  const [cursor] = await record(product, change);
  const received = (await events.have(1)).find(({ extensions }) => extensions?.cursor === cursor);
  events[Symbol.dispose]();
  await expect.poll(() => product.streams.size).toBe(0);
  if (!received) throw new Error('another event was received');
  return received;
}

test('changes of any type are delivered together with the object that changed', async () => {
  const { data, errors } = await eventFor(
    changeOf('Order', '43697', { kind: 'CREATED', fields: ['status'] }),
  );
  expect(errors).toBeUndefined();
  expect(data.changes).toMatchObject({
    kind: 'CREATED',
    system: 'commerce',
    entity: 'Order',
    entityId: 'order:43697',
    occurredAt: '2014-07-01T12:00:00.000Z',
    changedFields: ['status'],
    node: { __typename: 'Order', id: 'order:43697', status: 'SHIPPED', customer: { name: 'Cole Watson' } },
  });
  const stock = await eventFor(
    changeOf('StockLevel', '776-6', { owners: { Product: '776', Location: '6' } }),
  );
  expect(stock.data.changes.node).toMatchObject({ __typename: 'StockLevel', id: 'stock-level:776-6' });
});

test('an object that was deleted is null', async () => {
  const { data } = await eventFor(changeOf('Order', '43697', { kind: 'DELETED' }));
  expect(data.changes).toMatchObject({ kind: 'DELETED', entityId: 'order:43697', node: null });
});

test.each([
  ['customerChanged', 'Customer', '29485', 'customer'],
  ['orderChanged', 'Order', '43697', 'order'],
  ['stockChanged', 'StockLevel', '776-6', 'stockLevel'],
  ['invoiceChanged', 'Invoice', '43697', 'invoice'],
])('%s names the id of an object that was deleted', async (field, entity, id, node) => {
  const query = `subscription { ${field} { kind entityId ${node} { id } } }`;
  const { data } = await eventFor(changeOf(entity, id, { kind: 'DELETED' }), query);
  const entityId = expect.stringMatching(new RegExp(`^[a-z-]+:${id}$`)) as string;
  expect(data).toEqual({ [field]: { kind: 'DELETED', entityId, [node]: null } });
});

test('an object that its system does not know has only its id, without an error', async () => {
  const query = 'subscription { customerChanged { customer { id name } } }';
  const { data, errors } = await eventFor(changeOf('Customer', '999999'), query);
  expect(data).toEqual({ customerChanged: { customer: { id: 'customer:999999', name: null } } });
  expect(errors).toBeUndefined();
});

test('an event is delivered with an error while a system is down, and without one afterwards', async () => {
  const query =
    'subscription { customerChanged { cursor customer { id name orders(first: 1) { totalCount } } } }';
  await product.turn('commerce', { failureRate: 1 });
  const down = await eventFor(changeOf('Customer', '29488'), query);
  expect(down.data.customerChanged.customer).toMatchObject({
    name: expect.any(String) as string,
    orders: { totalCount: null },
  });
  expect(down.errors).toMatchObject([
    {
      path: ['customerChanged', 'customer', 'orders', 'totalCount'],
      extensions: { system: 'commerce', retryable: true, requestId: expect.any(String) as string },
    },
  ]);
  await product.turn('commerce', { failureRate: 0 });
  const up = await eventFor(changeOf('Customer', '29488'), query);
  expect(up.errors).toBeUndefined();
  expect(up.data.customerChanged.customer.orders.totalCount).toEqual(expect.any(Number));
});

test('an event shows the state when it is delivered, not what was read before', async () => {
  const systems = new Systems(product);
  const query = 'subscription { customerChanged { customer { email } } }';
  for (const email of ['one@example.com', 'two@example.com']) {
    await product.query('{ customer(id: "customer:29487") { email } }');
    await systems.ask('crm', '/customers/29487', 'PATCH', { email });
    const { data } = await eventFor(changeOf('Customer', '29487'), query);
    expect(data.customerChanged.customer.email).toBe(email);
  }
});
