import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { ask, askRaw, TRANSPORTS, withoutRequestIds, type Operation } from '../support/transports.ts';

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (levels: number) => `{ ${'node(id: "x") { '.repeat(levels - 1)}id${' }'.repeat(levels - 1)} }`;
/** Fragments each of which spreads the next one twice: 2^levels times the content of the last. */
const doubling = (levels: number, inner: string) =>
  times(levels, (i) => `fragment f${i} on Query { ...f${i + 1} ... { ...f${i + 1} } }`) +
  ` fragment f${levels} on Query { ${inner} }`;
const lists = (levels: number, first: number): string =>
  levels === 0
    ? 'id'
    : `lines { product { orders(first: ${first}) { nodes { ${lists(levels - 1, first)} } } } }`;
const aliases = (count: number) => times(count, (i) => `a${i}: __typename`);

interface Refusal {
  readonly name: string;
  readonly operation: Operation;
  readonly code: string;
  readonly message: RegExp;
}

const REFUSALS: readonly Refusal[] = [
  {
    name: '4,001 tokens',
    operation: { query: `{ ${'id '.repeat(3_999)}}` },
    code: 'GRAPHQL_PARSE_FAILED',
    message: /more that 4000 tokens/,
  },
  {
    name: '20,000 braces',
    operation: { query: '{'.repeat(20_000) },
    code: 'OPERATION_TOO_LARGE',
    message: /nests more than 200 brackets/,
  },
  {
    name: '20,000 brackets after a comment that ends with a carriage return',
    operation: { query: `#\r${'{a'.repeat(20_000)}` },
    code: 'OPERATION_TOO_LARGE',
    message: /nests more than 200 brackets/,
  },
  {
    name: '201 nested list brackets',
    operation: { query: `query ($a: [Int] = ${'['.repeat(201)}${']'.repeat(201)}) { __typename }` },
    code: 'OPERATION_TOO_LARGE',
    message: /nests more than 200 brackets/,
  },
  {
    name: '17 levels of fields',
    operation: { query: nested(17) },
    code: 'OPERATION_TOO_LARGE',
    message: /17 levels of fields; the limit is 16/,
  },
  {
    name: '17 levels of fields, through fragments',
    operation: { query: `{ node(id: "x") { ...f } } fragment f on Node ${nested(16)}` },
    code: 'OPERATION_TOO_LARGE',
    message: /17 levels of fields; the limit is 16/,
  },
  {
    name: '51 aliases of __typename',
    operation: { query: `{ ${aliases(51)} }` },
    code: 'OPERATION_TOO_LARGE',
    message: /51 aliases; the limit is 50/,
  },
  {
    name: '51 aliases, through a fragment that is spread three times',
    operation: { query: `{ ...f ...f ...f } fragment f on Query { ${aliases(17)} }` },
    code: 'OPERATION_TOO_LARGE',
    message: /51 aliases; the limit is 50/,
  },
  {
    name: '51 aliases, through a fragment called __schema',
    operation: { query: `{ ...__schema } fragment __schema on Query { ${aliases(51)} }` },
    code: 'OPERATION_TOO_LARGE',
    message: /51 aliases; the limit is 50/,
  },
  {
    name: '51 aliases, in the second of two operations',
    operation: { query: `query A { __typename } query B { ${aliases(51)} }`, operationName: 'A' },
    code: 'OPERATION_TOO_LARGE',
    message: /51 aliases; the limit is 50/,
  },
  {
    name: '31 root fields',
    operation: { query: `{ ${'__typename '.repeat(31)} }` },
    code: 'OPERATION_TOO_LARGE',
    message: /31 fields on the topmost level; the limit is 30/,
  },
  {
    name: '31 root fields, through fragments',
    operation: { query: `{ ...f ... { ...f } } fragment f on Query { ${'__typename '.repeat(16)} }` },
    code: 'OPERATION_TOO_LARGE',
    message: /32 fields on the topmost level; the limit is 30/,
  },
  {
    name: 'fragments that double 200 times over',
    operation: { query: `{ ...f0 } ${doubling(200, 'a: __typename')}` },
    code: 'OPERATION_TOO_LARGE',
    message: /more than 1000000 aliases; the limit is 50/,
  },
  {
    name: 'lists of 100 inside lists of 100',
    operation: { query: `{ orders(first: 20) { nodes { ${lists(3, 100)} } } }` },
    code: 'OPERATION_TOO_LARGE',
    message: /costs more than 1000000 by the sizes of its lists; the limit is 20000/,
  },
  {
    name: 'lists of 20 by default, through a fragment and edges',
    operation: {
      query: `{ orders { edges { node { ...f } } } }
        fragment f on Order { lines { product { orders { ...g } } } }
        fragment g on OrderConnection { nodes { lines { product { orders { edges { node { id } } } } } } }`,
    },
    code: 'OPERATION_TOO_LARGE',
    // 1 + 20 · 2 + 20 · 3 · (3 + 20 · (1 + 3 · (3 + 2 · 20)))
    message: /costs 156221/,
  },
  {
    name: 'large pages whose size is in a variable',
    operation: {
      query:
        'query ($n: Int!) { customers(first: $n) { nodes { orders(first: $n) { nodes { total { amount } } } } } }',
      variables: { n: 100 },
    },
    code: 'OPERATION_TOO_LARGE',
    message: /costs 20201/,
  },
  {
    name: 'a list of 100 ids, each with a long list',
    operation: {
      query:
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { orders(first: 100) { nodes { lines { number } } } } } }',
      variables: { ids: Array.from({ length: 100 }, (_, i) => `customer:${i}`) },
    },
    code: 'OPERATION_TOO_LARGE',
    message: /costs 40200/,
  },
  {
    name: 'a fragment that spreads itself',
    operation: { query: '{ ...f } fragment f on Query { a: __typename ...f }' },
    code: 'GRAPHQL_VALIDATION_FAILED',
    message: /Cannot spread fragment "f" within itself/,
  },
  {
    name: '400 root fields to be merged into one',
    operation: { query: `{ ${'node(id: "x") { id } '.repeat(400)} }` },
    code: 'OPERATION_TOO_LARGE',
    message: /400 fields on the topmost level/,
  },
  {
    name: '600 fields to be merged into one, below the top level',
    operation: { query: `{ order(id: "order:1") { ${'total { amount } '.repeat(600)} } }` },
    code: 'OPERATION_TOO_LARGE',
    message: /179700 pairs of fields to be merged; the limit is 2000/,
  },
  {
    name: '600 fields to be merged into one, in an unused fragment',
    operation: { query: `{ __typename } fragment f on Order { lines { ${'number '.repeat(600)} } }` },
    code: 'OPERATION_TOO_LARGE',
    message: /179700 pairs of fields to be merged; the limit is 2000/,
  },
  {
    name: '600 fields to be merged into one, in one of two fragments with the same name',
    operation: {
      query: `{ order(id: "order:1") { ...f } } fragment f on Order { lines { ${'number '.repeat(600)} } } fragment f on Order { id }`,
    },
    code: 'OPERATION_TOO_LARGE',
    message: /179700 pairs of fields to be merged; the limit is 2000/,
  },
  {
    name: '17 levels of fields, in an unused fragment',
    operation: { query: `{ __typename } fragment f on Query ${nested(17)}` },
    code: 'OPERATION_TOO_LARGE',
    message: /17 levels of fields; the limit is 16/,
  },
  {
    name: '40 fields to be merged into one, in each of three operations',
    operation: {
      query: times(3, (i) => `query Q${i} { order(id: "order:1") { ${'total { amount } '.repeat(40)} } }`),
      operationName: 'Q0',
    },
    code: 'OPERATION_TOO_LARGE',
    message: /2340 pairs of fields to be merged; the limit is 2000/,
  },
  {
    name: 'fragments that spread each other, below a field',
    operation: {
      query:
        '{ order(id: "order:1") { ...f } } fragment f on Order { customer { ...g } } fragment g on Customer { orders { nodes { ...f } } }',
    },
    code: 'GRAPHQL_VALIDATION_FAILED',
    message: /Cannot spread fragment "f" within itself/,
  },
  {
    name: '300 fragments to be compared with each other',
    operation: {
      query: `{ order(id: "order:1") { ${times(300, (i) => `...f${i}`)} } }
        ${times(300, (i) => `fragment f${i} on Order { ...g }`)} fragment g on Order { id }`,
    },
    code: 'OPERATION_TOO_LARGE',
    message: /45150 pairs of fields to be merged/,
  },
  {
    name: 'fields of the answer that double at every level',
    operation: {
      query: `{ category(id: "x") { ...f0 } } ${times(13, (i) => `fragment f${i} on Category { parent { ...f${i + 1} } children { ...f${i + 1} } }`)} fragment f13 on Category { id }`,
    },
    code: 'OPERATION_TOO_LARGE',
    message: /5\d\d\d fields; the limit is 5000/,
  },
  {
    name: '51 directives, through a fragment',
    operation: {
      query: `{ ...f ...f ...f } fragment f on Query { __typename ${'@include(if: true) '.repeat(17)} }`,
    },
    code: 'OPERATION_TOO_LARGE',
    message: /51 directives; the limit is 50/,
  },
  {
    name: '51 variables',
    operation: { query: `query (${times(51, (i) => `$v${i}: Int`)}) { __typename }` },
    code: 'OPERATION_TOO_LARGE',
    message: /51 variables; the limit is 50/,
  },
];

describe.each(TRANSPORTS)('over %s', (transport) => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGatewayAlone();
  });
  afterAll(() => gateway.close());

  test.each(REFUSALS)('$name: refused', async ({ operation, code, message }) => {
    const { data, errors } = withoutRequestIds(await ask(transport, gateway.url, operation));
    expect(data).toBeUndefined();
    expect(errors).toContainEqual({
      message: expect.stringMatching(message) as string,
      extensions: { code },
      ...(code === 'OPERATION_TOO_LARGE' ? {} : { locations: expect.any(Array) as [] }),
    });
  });

  test.each([
    ['in a string', `{ __type(name: "${'{'.repeat(300)}") { name } }`],
    ['in a string, after an escaped quote', `{ __type(name: "\\"${'{'.repeat(300)}") { name } }`],
    ['in a block string', `{ __type(name: """${'{'.repeat(300)}\\"""${'('.repeat(300)}""") { name } }`],
    ['in a comment', `{ __type(name: "x") { name } } # ${'{'.repeat(300)}`],
  ])('brackets %s do not count', async (_where, query) => {
    expect(await ask(transport, gateway.url, { query })).toEqual({ data: { __type: null } });
  });

  test('an operation at the limits is accepted', async () => {
    const spread = `${aliases(10)} ${'__typename '.repeat(20)}`;
    const query = `{ ...f __schema { ${aliases(40)} } } fragment f on Query { ${spread.slice(0, -12)} }`;
    const { data, errors } = await ask(transport, gateway.url, { query });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ a9: 'Query', __schema: { a39: '__Schema' } });
  });

  test.each([
    ['lists', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['objects', '{"a":'.repeat(30_000) + '1' + '}'.repeat(30_000)],
  ])('deeply nested %s in a variable are refused as an invalid value', async (_what, value) => {
    const query = 'query ($id: ID!) { node(id: $id) { id } }';
    const payload = `{"query":${JSON.stringify(query)},"variables":{"id":${value}}}`;
    const { data, errors } = withoutRequestIds(await askRaw(transport, gateway.url, payload));
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('Variable "$id" got invalid value') as string,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });
});
