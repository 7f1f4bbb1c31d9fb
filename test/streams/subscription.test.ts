import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewChange } from '../../changes/event.ts';
import { changeOf, record } from '../support/changes.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openRaw } from '../support/raw-streams.ts';
import { collect, STREAMS, type Told } from '../support/streams.ts';
import { Systems } from '../support/systems.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct({ CACHE: 'on' });
  // What happens is what these tests record.
  await product.changes.intake.close();
});
afterAll(() => product[Symbol.asyncDispose]());

test.each(STREAMS)(
  'over %s, a subscriber is told of a change, with the entity across systems',
  async (by) => {
    using events = collect(by, product.url, {
      variables: { after: await product.changes.log.newest() },
      query: `subscription ($after: String) { customerChanged(after: $after) { cursor kind changedFields customer { id name orders(first: 1) { totalCount } } } }`,
    });
    const [cursor] = await record(product, changeOf('Customer', '29485', { fields: ['email'] }));
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
    const told = [...first, ...rest].map((event) => event.data.customerChanged.cursor as string);
    expect(told).toEqual([...missed, ...live]);
  },
);

test('an operation may want a cursor by all means', async () => {
  const [cursor] = await record(product, changeOf('Customer', '29485'));
  using events = collect('websocket', product.url, {
    query: 'subscription ($after: String!) { customerChanged(after: $after) { cursor kind } }',
    variables: { after: cursor },
  });
  const [missed] = await record(product, changeOf('Customer', '29486'));
  const [told] = await events.take(1);
  expect(told).toEqual({
    data: { customerChanged: { cursor: missed, kind: 'UPDATED' } },
    extensions: { cursor: missed },
  });
});

const ANYTHING = `subscription { changes { cursor kind system entity entityId occurredAt changedFields
  node { __typename id ... on Order { status customer { name } } ... on StockLevel { available product { name } } } } }`;

/** What is said of a change to who asks for everything. */
async function toldOf(change: NewChange, query = ANYTHING): Promise<Told> {
  using events = await openRaw('websocket', product.url, { query });
  await expect.poll(() => product.streams.size).toBe(1);
  const [cursor] = await record(product, change);
  const told = (await events.have(1)).find(({ extensions }) => extensions?.cursor === cursor);
  events[Symbol.dispose]();
  await expect.poll(() => product.streams.size).toBe(0);
  if (!told) throw new Error('something else was told');
  return told;
}

test('of anything, with what it happened to, whatever that is', async () => {
  const { data, errors } = await toldOf(changeOf('Order', '43697', { kind: 'CREATED', fields: ['status'] }));
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
  const stock = await toldOf(changeOf('StockLevel', '776-6', { owners: { Product: '776', Location: '6' } }));
  expect(stock.data.changes.node).toMatchObject({ __typename: 'StockLevel', id: 'stock-level:776-6' });
});

test('what was deleted is not there any more', async () => {
  const { data } = await toldOf(changeOf('Order', '43697', { kind: 'DELETED' }));
  expect(data.changes).toMatchObject({ kind: 'DELETED', entityId: 'order:43697', node: null });
});

test.each([
  ['customerChanged', 'Customer', '29485', 'customer'],
  ['orderChanged', 'Order', '43697', 'order'],
  ['stockChanged', 'StockLevel', '776-6', 'stockLevel'],
  ['invoiceChanged', 'Invoice', '43697', 'invoice'],
])('%s says of what was deleted which it was', async (field, entity, id, node) => {
  const query = `subscription { ${field} { kind entityId ${node} { id } } }`;
  const { data } = await toldOf(changeOf(entity, id, { kind: 'DELETED' }), query);
  const entityId = expect.stringMatching(new RegExp(`^[a-z-]+:${id}$`)) as string;
  expect(data).toEqual({ [field]: { kind: 'DELETED', entityId, [node]: null } });
});

test('what its system does not know has nothing but its id, and no error', async () => {
  const query = 'subscription { customerChanged { customer { id name } } }';
  const { data, errors } = await toldOf(changeOf('Customer', '999999'), query);
  expect(data).toEqual({ customerChanged: { customer: { id: 'customer:999999', name: null } } });
  expect(errors).toBeUndefined();
});

test('of a system that is down, the event is told with an error that names it, and the next one without', async () => {
  const query =
    'subscription { customerChanged { cursor customer { id name orders(first: 1) { totalCount } } } }';
  await product.turn('commerce', { failureRate: 1 });
  const down = await toldOf(changeOf('Customer', '29488'), query);
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
  const up = await toldOf(changeOf('Customer', '29488'), query);
  expect(up.errors).toBeUndefined();
  expect(up.data.customerChanged.customer.orders.totalCount).toEqual(expect.any(Number));
});

test('what is told is what is true when it is told, not what was read before', async () => {
  const systems = new Systems(product);
  const query = 'subscription { customerChanged { customer { email } } }';
  for (const email of ['one@example.com', 'two@example.com']) {
    await product.query('{ customer(id: "customer:29487") { email } }');
    await systems.ask('crm', '/customers/29487', 'PATCH', { email });
    const { data } = await toldOf(changeOf('Customer', '29487'), query);
    expect(data.customerChanged.customer.email).toBe(email);
  }
});
