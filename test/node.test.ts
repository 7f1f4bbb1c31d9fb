import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as domains from '../resolvers/domains.ts';
import { buildGraph } from '../server/graph.ts';
import { startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

/** One id of each entity. A new entity fails the first test until one of its ids is written here. */
const KNOWN: Readonly<Record<string, string>> = {
  Account: 'account:50',
  Category: 'category:1',
  Customer: 'customer:29485',
  ExchangeRate: 'exchange-rate:4',
  Invoice: 'invoice:INV-43697',
  LedgerEntry: 'ledger-entry:1',
  Location: 'location:7',
  Order: 'order:43697',
  Organization: 'organization:14',
  Payment: 'payment:PAY-43697',
  Product: 'product:776',
  PurchaseOrder: 'purchase-order:4012',
  StockLevel: 'stock-level:776-7',
  Supplier: 'supplier:1580',
  Territory: 'territory:4',
};

const schema = buildGraph(domains);
const entities = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))
  .map(({ name }) => name)
  .sort();
const prefixOf = (name: string) => (KNOWN[name] ?? '').split(':')[0] ?? '';

const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

/** The scalar fields of an entity: those that can be selected without arguments and subfields. */
function plainFields(name: string): string[] {
  const type = schema.getType(name);
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields())
    .filter(({ type: of }) =>
      /^(ID|String|Int|Boolean|Date|CurrencyCode|URL|EmailAddress|Decimal)!?$/.test(String(of)),
    )
    .map((field) => field.name);
}

describe('an entity with a global id', () => {
  test('is listed in this test, whatever its type', () => {
    expect(Object.keys(KNOWN).sort()).toEqual(entities);
  });

  test.each(entities)('%s is found by its id, with all its fields', async (name) => {
    const id = KNOWN[name] ?? '';
    const query = `query ($id: ID!) { node(id: $id) { __typename ... on ${name} { ${plainFields(name).join(' ')} } } }`;
    const { data, errors } = await product.query(query, { id });
    expect(errors).toBeUndefined();
    expect(data.node).toMatchObject({ __typename: name, id });
    const values = Object.values(data.node as object);
    expect(values.filter((value) => value !== null).length).toBeGreaterThan(2);
  });

  test.each(entities)('%s is found in one call', async (name) => {
    await product.query(NODE, { id: KNOWN[name] });
    const { calls, total } = await product.counted(NODE, { id: KNOWN[name] });
    expect(calls.accounting.routes).not.toHaveProperty('POST /connect/token');
    expect(total).toBe(1);
  });

  test.each(entities)('%s is null without an error if no entity has the id', async (name) => {
    const prefix = prefixOf(name);
    const strange = [
      '999999999',
      '0',
      '-1',
      '1.5',
      '1e3',
      'x',
      "1' or '1'='1",
      '../1',
      '%00',
      'INV-0',
      '1-2-3',
      '9'.repeat(50),
      ' 1',
      'é',
    ];
    const ids = strange.map((id) => `${prefix}:${id}`);
    const { data, errors } = await product.query(NODES, { ids });
    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual(ids.map(() => null));
  });
});

describe('many nodes at once', () => {
  const all = Object.values(KNOWN);

  test('are returned in the requested order, unknown ids as null, repeated ids repeatedly', async () => {
    const ids = [...all.toReversed(), 'customer:1000000', ...all, 'order:1', all[0] ?? ''];
    const { data, errors } = await product.query(NODES, { ids });
    expect(errors).toBeUndefined();
    const known = new Set(all);
    expect(data.nodes.map((node: { id: string } | null) => node?.id ?? null)).toEqual(
      ids.map((id) => (known.has(id) ? id : null)),
    );
  });

  test('of one type take one call', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `order:${43_697 + (index % 50)}`);
    const { answer, total } = await product.counted(NODES, { ids });
    expect(answer.data.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(total).toBe(1);
  });

  test('of all types take one call per type', async () => {
    const { total } = await product.counted(NODES, { ids: [...all, ...all] });
    expect(total).toBe(all.length);
  });

  test('may be an empty list', async () => {
    expect(await product.query(NODES, { ids: [] })).toEqual({ data: { nodes: [] } });
  });

  test('may be 100, but not 101', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `customer:${11_000 + index}`);
    const { data } = await product.query(NODES, { ids: ids.slice(0, 100) });
    expect(data.nodes.filter(Boolean)).toHaveLength(100);
    const { answer, total } = await product.counted(NODES, { ids });
    expect(answer.data).toBeNull();
    expect(answer.errors).toMatchObject([
      { message: '"ids" must be at most 100, got 101.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(total).toBe(0);
  });

  test('are returned except for one of a system that is down, which is null with an error', async () => {
    await product.turn('commerce', { failureRate: 1 });
    try {
      const { data, errors } = await product.query(NODES, {
        ids: ['customer:11000', 'order:43697', 'supplier:1580'],
      });
      expect(data.nodes).toEqual([
        { __typename: 'Customer', id: 'customer:11000' },
        null,
        { __typename: 'Supplier', id: 'supplier:1580' },
      ]);
      expect(errors).toMatchObject([
        {
          path: ['nodes', 1],
          extensions: { code: 'UPSTREAM_UNAVAILABLE', system: 'commerce', retryable: true },
        },
      ]);
    } finally {
      await product.turn('commerce', { failureRate: 0 });
    }
  });
});

describe('an id that belongs to no entity', () => {
  test.each(['dragon:1', 'node:1', 'money:1', 'query:1', 'discrepancy:1', 'constructor:1', 'to-string:1'])(
    '%s is null, as there is no such type',
    async (id) => {
      const { answer, total } = await product.counted(NODE, { id });
      expect(answer).toEqual({ data: { node: null } });
      expect(total).toBe(0);
    },
  );

  test.each([
    '',
    '29485',
    'customer',
    'customer:',
    ':29485',
    'Customer:29485',
    'customer 29485',
    'Q3VzdG9tZXI6MQ==',
  ])('"%s" is refused as BAD_USER_INPUT, saying what an id looks like', async (id) => {
    const { answer, total } = await product.counted(NODE, { id });
    expect(answer.data).toEqual({ node: null });
    expect(answer.errors).toMatchObject([{ path: ['node'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(answer.errors?.[0]?.message).toContain('Expected a global id such as "customer:29485", got ');
    expect(total).toBe(0);
  });

  test('is reported by its position if it is one of many, and the others are returned', async () => {
    const { data, errors } = await product.query(NODES, {
      ids: ['customer:11000', 'nonsense', 'order:43697'],
    });
    expect(data.nodes).toMatchObject([{ id: 'customer:11000' }, null, { id: 'order:43697' }]);
    expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('is shortened in the error message if it is long', async () => {
    const { errors } = await product.query(NODE, { id: 'x'.repeat(10_000) });
    expect(errors?.[0]?.message.length).toBeLessThan(150);
  });
});
