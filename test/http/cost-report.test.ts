import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { ask, TRANSPORTS, withoutRequestIds } from '../support/transports.ts';

const ORDERS = 'query ($n: Int!) { orders(first: $n) { nodes { id } } }';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

describe.each(TRANSPORTS)('over %s', (transport) => {
  const send = (
    query: string,
    extensions: Record<string, unknown>,
    variables: Record<string, unknown> = {},
  ) => ask(transport, product.url, { query, variables, extensions });

  test('an answer states the cost of its operation if the caller asks for it', async () => {
    const answer = await send(ORDERS, { cost: true }, { n: 2 });
    expect(answer).toMatchObject({
      data: { orders: {} },
      extensions: { cost: { requested: 3, limit: 20_000 } },
    });
    expect(await send(ORDERS, {}, { n: 2 })).not.toHaveProperty('extensions');
  });

  test('a dry run reports the cost without calling any system, whatever the operation is', async () => {
    const calls = await product.callsDuring(async () => {
      const reportOf = (requested: number, calls: Readonly<Record<string, number>> = {}) => ({
        data: null,
        extensions: { cost: { requested, limit: 20_000, calls } },
      });
      expect(await send(ORDERS, { dryRun: true }, { n: 7 })).toEqual(reportOf(8, { commerce: 1 }));
      // A page of this length would be refused, so it causes no calls.
      expect(await send(ORDERS, { dryRun: true }, { n: 90_000 })).toEqual(reportOf(90_001));
      const create = 'mutation { customerCreate(input: { kind: PERSON }) { customer { id } } }';
      const steps = {
        cost: { requested: 12, limit: 20_000, calls: {}, openEnded: ['Mutation.customerCreate'] },
      };
      expect(await send(create, { dryRun: true })).toEqual({ data: null, extensions: steps });
      expect(await send('subscription { orderChanged { order { id } } }', { dryRun: true })).toEqual(
        reportOf(2),
      );
      expect(await send('query @live { orders(first: 4) { nodes { id } } }', { dryRun: true })).toEqual(
        reportOf(5, { commerce: 1 }),
      );
    });
    expect(calls).toBe(0);
  });

  test('a dry run gives up on estimating calls past a number of fields, and says so', async () => {
    const order =
      'fragment O on Order { id status customer { id name email } lines { product { name } } invoice { status } }';
    const below = 'orders(first: 1) { nodes { ...O';
    const deep = `${below} customer { ${below} customer { ${below} } } } } } } } }`;
    const customers = (count: number) =>
      Array.from({ length: count }, (_, n) => `a${n}: customer(id: "customer:${n + 1}") { ${deep} }`).join(
        ' ',
      );
    const costOf = async (count: number) => {
      const answer = await send(`{ ${customers(count)} } ${order}`, { dryRun: true });
      expect(answer.errors).toBeUndefined();
      return answer.extensions?.['cost'];
    };
    expect(await costOf(2)).toMatchObject({ calls: { commerce: expect.any(Number) as number } });
    const { callsUnknown, calls } = (await costOf(29)) as Record<string, unknown>;
    expect(callsUnknown).toContain('more than 1000 fields');
    expect(calls).toBeUndefined();
  });

  test('a dry run names the fields whose further calls depend on the data they find', async () => {
    const query = '{ discrepancies(first: 5) { totalCount nodes { kind } } }';
    const calls = await product.callsDuring(async () => {
      const { extensions } = await send(query, { dryRun: true });
      const report = { calls: { commerce: 1, accounting: 1 }, openEnded: ['Query.discrepancies'] };
      expect(extensions).toEqual({ cost: { requested: 1_205, limit: 20_000, ...report } });
    });
    expect(calls).toBe(0);
  });

  test.each(['true', 1, {}, null])('an operation with an unclear dryRun (%j) is refused', async (unclear) => {
    const create = 'mutation { customerCreate(input: { kind: PERSON }) { customer { id } } }';
    const calls = await product.callsDuring(async () => {
      for (const query of [create, ORDERS, 'query @live { __typename }']) {
        const { errors, data } = await send(query, { dryRun: unclear }, { n: 1 });
        expect([data ?? null, errors?.[0]?.extensions['code']]).toEqual([null, 'BAD_REQUEST']);
        expect(errors?.[0]?.message).toContain('"extensions.dryRun" must be true or false');
      }
    });
    expect(calls).toBe(0);
  });

  test('a dry run reports mistakes in the document and the variables', async () => {
    const unknown = await send('{ unknown }', { dryRun: true });
    expect(unknown.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    const { data, errors } = withoutRequestIds(await send(ORDERS, { dryRun: true }, { n: 'many' }));
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('Variable "$n" got invalid value "many"') as string,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });
});

test('an unclear dryRun may be nested more deeply than can be printed', async () => {
  const depth = 60_000;
  const body = `{"query":"{ __typename }","extensions":{"dryRun":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${product.url}/graphql`, { method: 'POST', headers, body });
  expect(await response.json()).toMatchObject({
    errors: [
      { message: expect.stringContaining('got a list.') as string, extensions: { code: 'BAD_REQUEST' } },
    ],
  });
});
