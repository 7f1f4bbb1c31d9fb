import {
  buildClientSchema,
  getIntrospectionQuery,
  introspectionFromSchema,
  Kind,
  lexicographicSortSchema,
  parse,
  printType,
  type IntrospectionQuery,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as domains from '../../resolvers/domains.ts';
import { buildGraph, federatedOf } from '../../server/graph.ts';
import { ask, startFederation, type Federation } from '../support/federation.ts';
import { QUERIES } from '../support/queries.ts';
import { startLoyalty } from './loyalty.ts';

let federation: Federation;
const opened = new AsyncDisposableStack();
beforeAll(async () => {
  const loyalty = await startLoyalty();
  opened.defer(() => loyalty.close());
  federation = opened.use(await startFederation([`loyalty=${loyalty.url}`]));
});
afterAll(() => opened.disposeAsync());

const DOMAINS = federatedOf(domains);
const NAMES = Object.keys(DOMAINS);
const ENTITIES = new Set(Object.values(DOMAINS).flatMap(({ entities }) => Object.keys(entities)));

/** Two existing ids of each entity. */
const KNOWN: Readonly<Record<string, readonly [string, string]>> = {
  Account: ['account:50', 'account:1'],
  Category: ['category:2', 'category:1'],
  Customer: ['customer:29485', 'customer:11176'],
  ExchangeRate: ['exchange-rate:7', 'exchange-rate:4'],
  Invoice: ['invoice:INV-43698', 'invoice:INV-43697'],
  LedgerEntry: ['ledger-entry:2', 'ledger-entry:1'],
  Location: ['location:7', 'location:1'],
  Order: ['order:43698', 'order:43697'],
  Organization: ['organization:14', 'organization:1'],
  Payment: ['payment:PAY-43698', 'payment:PAY-43697'],
  Product: ['product:776', 'product:707'],
  PurchaseOrder: ['purchase-order:4012', 'purchase-order:4'],
  StockLevel: ['stock-level:776-7', 'stock-level:707-7'],
  Supplier: ['supplier:1580', 'supplier:1492'],
  Territory: ['territory:4', 'territory:1'],
};

const ENTITIES_QUERY = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { __typename ... on Node { id } }
}`;

describe('a subgraph', () => {
  test.each(NAMES)('%s gives its SDL, with @key(fields: "id") on every entity', async (name) => {
    const { data } = await ask(federation.subgraphs[name] ?? '', '{ _service { sdl } }');
    const types = parse(data._service.sdl as string).definitions.filter(
      (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
    );
    const keyed = types
      .filter(({ directives = [] }) => directives.some((directive) => directive.name.value === 'key'))
      .map((type) => type.name.value);
    const entities = types.map((type) => type.name.value).filter((type) => ENTITIES.has(type));
    expect(keyed.toSorted()).toEqual(entities.toSorted());
    expect(entities).toEqual(expect.arrayContaining(Object.keys(DOMAINS[name]?.entities ?? {})));
  });

  const owned = NAMES.flatMap((name) =>
    Object.keys(DOMAINS[name]?.entities ?? {}).map((type) => [name, type] as const),
  );

  test.each(owned)(
    '%s resolves representations of %s in order, with null for those that do not exist',
    async (name, type) => {
      const [one, other] = KNOWN[type] ?? ['', ''];
      const prefix = one.replace(/:.*/, '');
      const ids = [one, `${prefix}:0`, other, `${prefix}:`, 'nonsense', 'order-line:1', one];
      const representations = ids.map((id) => ({ __typename: type, id }));
      const answer = await ask(federation.subgraphs[name] ?? '', ENTITIES_QUERY, { representations });
      const found = (id: string) => ({ __typename: type, id });
      expect(answer).toEqual({
        data: { _entities: [found(one), null, found(other), null, null, null, found(one)] },
      });
    },
  );

  test('adds its fields to entities of other subgraphs without calling their owners', async () => {
    const representations = [{ __typename: 'Customer', id: 'customer:11176' }];
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Customer { id orderCount } }
    }`;
    const { data } = await ask(federation.subgraphs['order'] ?? '', query, { representations });
    expect(data._entities).toEqual([{ id: 'customer:11176', orderCount: expect.any(Number) }]);
  });
});

describe('the federated graph, compared with one process', () => {
  test('has the same schema, descriptions included', async () => {
    const printed = (answer: IntrospectionQuery) => {
      const types = lexicographicSortSchema(buildClientSchema(answer)).getTypeMap();
      // A router does not show types that only directives use.
      const shown = Object.values(types).filter(({ name }) => !/^(federation|requiresScopes)__/.test(name));
      return shown.map(printType).join('\n\n');
    };
    const { data } = await federation.query(getIntrospectionQuery({ inputValueDeprecation: true }));
    const federated = printed(data as IntrospectionQuery);
    const one = printed(introspectionFromSchema(buildGraph(DOMAINS), { inputValueDeprecation: true }));
    const addition = /\n {2}"""Points the customer has collected; .*?loyaltyPoints: Int\n/s;
    expect(federated).toMatch(addition);
    expect(federated.replace(addition, '')).toBe(one);
  });

  test.each(Object.entries(QUERIES))('gives the same answer: %s', async (_name, { query }) => {
    const one = await federation.product.query(query);
    expect(one.errors).toBeUndefined();
    expect(await federation.query(query)).toEqual({ data: one.data });
  });

  test('reports a caller’s mistake with the same errors', async () => {
    const query =
      '{ customer(id: "nonsense") { name } orders(first: 1000) { nodes { id } } order(id: "order:43697") { id } }';
    const [one, federated] = await Promise.all([federation.product.query(query), federation.query(query)]);
    expect(federated.data).toEqual({ customer: null, orders: null, order: { id: 'order:43697' } });
    expect(errorsOf(federated)).toEqual(errorsOf(one));
    expect(errorsOf(federated).map(({ code }) => code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });

  test('places an order that is then found in both', async () => {
    const place = `mutation ($input: OrderPlaceInput!) {
      orderPlace(input: $input) {
        order { id customer { name } lines { quantity product { name available } } invoice { id } }
        invoice { id status order { id } customer { email } }
        userErrors { message }
      }
    }`;
    const shippingAddress = { line1: '1 Main Street', city: 'Seattle', countryCode: 'US' };
    const lines = [{ product: 'product:707', quantity: 2 }];
    const { data, errors } = await federation.query(place, {
      input: { customer: 'customer:11000', lines, shippingAddress },
    });
    expect(errors).toBeUndefined();
    const { order, invoice, userErrors } = data.orderPlace;
    expect(userErrors).toEqual([]);
    expect(order).toMatchObject({ customer: { name: 'Jon Yang' }, invoice: { id: invoice.id } });
    expect(invoice).toMatchObject({
      order: { id: order.id },
      customer: { email: 'jon24@adventure-works.com' },
    });
    const query = `{ order(id: "${order.id}") { status invoice { id } lines { quantity product { name available } } } }`;
    const one = await federation.product.query(query);
    expect(one.data.order).toMatchObject({ invoice: { id: invoice.id }, lines: order.lines });
    expect(await federation.query(query)).toEqual(one);
  });
});

describe('the gateway', () => {
  test('makes as many REST calls for 50 orders and their related records as one process does', async () => {
    const { query, maxCalls } = QUERIES['orders with their related records'] ?? { query: '', maxCalls: 0 };
    await federation.query(query);
    expect(await federation.calls(query)).toBe(maxCalls);
  });

  test.each([
    [
      'fulfilment reads the order’s lines from the shop',
      '{ order(id: "order:43697") { total { amount } fulfilment { status } } }',
    ],
    ['node checks that the customer exists', '{ node(id: "customer:29485") { ... on Customer { name } } }'],
  ])('makes one more call when two subgraphs need the same record: %s', async (_why, query) => {
    await Promise.all([federation.query(query), federation.product.query(query)]);
    const { total } = await federation.product.counted(query);
    expect(await federation.calls(query)).toBe(total + 1);
  });

  test('may send a subgraph one joined query larger than the limits for clients', async () => {
    // 25 different selections of customers and 7 of territories: 32 root fields.
    const some = (fields: readonly string[], bits: number) =>
      fields.filter((_, place) => (bits >> place) & 1).join(' ');
    const orders = Array.from({ length: 25 }, (_, index) => {
      const customer = some(['name', 'email', 'phone', 'kind', 'since'], index + 1);
      const territory = some(['name', 'group', 'countryCode'], (index % 7) + 1);
      return `o${index}: order(id: "order:${43697 + index}") { customer { ${customer} } territory { ${territory} } }`;
    });
    const query = `{ ${orders.join('\n')} }`;
    const one = await federation.product.query(query);
    expect(Object.keys(one.data as object)).toHaveLength(25);
    expect(await federation.query(query)).toEqual(one);
  });

  test('limits depth to the same number of levels as one process does', async () => {
    const deep = (levels: number): string => (levels === 0 ? '{ id }' : `{ parent ${deep(levels - 1)} }`);
    const query = (levels: number) => `{ category(id: "category:1") ${deep(levels)} }`;
    expect((await federation.query(query(14))).errors).toBeUndefined();
    expect((await federation.query(query(15))).errors).toHaveLength(1);
    expect((await federation.product.query(query(14))).errors).toBeUndefined();
    expect((await federation.product.query(query(15))).errors).toHaveLength(1);
  });
});

describe("a third party's subgraph", () => {
  test('adds a field to customers', async () => {
    const query = '{ customer(id: "customer:29485") { name loyaltyPoints orders { totalCount } } }';
    expect(await federation.query(query)).toEqual({
      data: { customer: { name: 'Catherine Abel', loyaltyPoints: 1200, orders: { totalCount: 0 } } },
    });
  });

  test('adds it wherever a customer is returned', async () => {
    const query = `{
      orders(first: 3, filter: { customer: "customer:11176" }) { nodes { customer { id loyaltyPoints } } }
      node(id: "customer:29485") { ... on Customer { loyaltyPoints } }
      customer(id: "customer:11000") { loyaltyPoints }
    }`;
    const { data } = await federation.query(query);
    const customer = { id: 'customer:11176', loyaltyPoints: 80 };
    expect(data).toEqual({
      orders: { nodes: [{ customer }, { customer }, { customer }] },
      node: { loyaltyPoints: 1200 },
      customer: { loyaltyPoints: null },
    });
  });
});

// The last test, since the circuit breakers of ten processes stay open for a while.
test('when a system is down, the rest is answered, with the same error codes as in one process', async () => {
  await federation.product.turn('accounting', { failureRate: 1 });
  const query = `{
    order(id: "order:43697") { total { amount } invoice { status } customer { name balance { amount } } }
    invoice(id: "invoice:INV-43697") { status }
    orders(first: 2) { nodes { id invoice { status customer { name } } } }
  }`;
  const [one, federated] = await Promise.all([federation.product.query(query), federation.query(query)]);
  expect(federated.data).toEqual(one.data);
  expect(federated.data.order).toEqual({
    total: { amount: '3953.9884' },
    invoice: null,
    customer: { name: 'Cole Watson', balance: null },
  });
  expect(errorsOf(federated)).toEqual(errorsOf(one));
  expect(errorsOf(federated)).toHaveLength(5);
  expect(federated.errors?.[0]?.extensions).toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
    system: 'accounting',
    retryable: true,
    serviceName: 'invoice',
    requestId: expect.any(String),
  });
});

/**
 * The errors of an answer, sorted by path. The subgraph is not compared, nor are list indices: Hive Gateway omits them from the path of
 * an entity.
 */
function errorsOf({ errors = [] }: Awaited<ReturnType<Federation['query']>>) {
  return errors
    .map(({ message, path = [], extensions: { code, system, retryable } }) => ({
      path: path.filter((step) => typeof step === 'string').join('.'),
      message,
      code,
      system,
      retryable,
    }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
