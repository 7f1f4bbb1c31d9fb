import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { ask, TRANSPORTS } from '../support/transports.ts';

const FILTER = 'query ($filter: CustomerFilter) { customers(filter: $filter) { totalCount } }';

/** Mistakes for which graphql-js suggests what might have been meant. */
const MISTAKES = [
  { name: 'a misspelt field', operation: { query: '{ customr { id } }' } },
  { name: 'a misspelt argument', operation: { query: '{ customers(frist: 1) { totalCount } }' } },
  { name: 'a misspelt type', operation: { query: '{ node(id: "x") { ... on Custmer { id } } }' } },
  {
    name: 'a misspelt enum value',
    operation: { query: '{ customers(filter: { kind: PERSN }) { totalCount } }' },
  },
  {
    name: 'a misspelt enum value in variables',
    operation: { query: FILTER, variables: { filter: { kind: 'PERSN' } } },
  },
  {
    name: 'a misspelt field in variables',
    operation: { query: FILTER, variables: { filter: { nam: 'x' } } },
  },
];

describe.each(TRANSPORTS)('over %s', (transport) => {
  describe('locally', () => {
    let gateway: RunningGateway;
    beforeAll(async () => {
      gateway = await startGatewayAlone();
    });
    afterAll(() => gateway.close());

    test('introspection of the whole schema is allowed', async () => {
      const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true });
      const { data, errors } = await ask(transport, gateway.url, { query });
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
    });

    test.each(MISTAKES)('$name gets a suggestion', async ({ operation }) => {
      const { errors } = await ask(transport, gateway.url, operation);
      expect(errors?.[0]?.message).toMatch(/Did you mean/);
    });
  });

  describe('in production', () => {
    let gateway: RunningGateway;
    beforeAll(async () => {
      gateway = await startGatewayAlone({ NODE_ENV: 'production' });
    });
    afterAll(() => gateway.close());

    test.each([
      ['the schema', getIntrospectionQuery()],
      ['the fields of a type', '{ __type(name: "Customer") { name fields { name } } }'],
      ['a type, through a fragment', '{ __type(name: "Customer") { ...f } } fragment f on __Type { kind }'],
      [
        'the description of a type, aliased as its name',
        '{ __type(name: "Customer") { name: description } }',
      ],
    ])('introspection of %s is refused', async (_what, query) => {
      const { data, errors } = await ask(transport, gateway.url, { query });
      expect(data).toBeUndefined();
      expect(errors?.[0]?.message).toContain('introspection is turned off');
    });

    test('the existence of a named type can be queried, as any document that uses it reveals it too', async () => {
      const query = '{ a: __type(name: "Customer") { name } b: __type(name: "Custmer") { name } }';
      const { data } = await ask(transport, gateway.url, { query });
      expect(data).toEqual({ a: { name: 'Customer' }, b: null });
    });

    test('an error repeats a long value in part, and a value full of suggestions is no more work than any other', async () => {
      const query = 'query ($first: Int) { customers(first: $first) { totalCount } }';
      const first = 'Did you mean '.repeat(15_000);
      const { errors } = await ask(transport, gateway.url, { query, variables: { first } });
      expect(errors?.[0]?.message).toMatch(/^Variable "\$first" got invalid value "Did you mean .+…$/);
      expect(errors?.[0]?.message.length).toBeLessThanOrEqual(2_001);
    });

    test.each(MISTAKES)('$name gets an error without a suggestion', async ({ operation }) => {
      const { data, errors } = await ask(transport, gateway.url, operation);
      expect(data).toBeUndefined();
      expect(JSON.stringify(errors)).not.toMatch(/Did you mean/);
      expect(errors?.[0]?.message).not.toBe('');
    });
  });
});

test('a gateway that others can reach refuses introspection unless INTROSPECTION=on', async () => {
  const schemaUnder = async (env: Record<string, string>) => {
    await using gateway = await startGatewayAlone(env);
    return await ask('http', gateway.url, { query: '{ __schema { queryType { name } } }' });
  };
  expect((await schemaUnder({ HOST: '0.0.0.0', AUTH: 'open' })).errors).toBeDefined();
  expect((await schemaUnder({ HOST: '0.0.0.0', AUTH: 'open', INTROSPECTION: 'on' })).errors).toBeUndefined();
});
