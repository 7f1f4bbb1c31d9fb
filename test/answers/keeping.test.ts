import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post, type Exchange } from '../support/exchange.ts';
import { answering, FaultServer } from '../support/fault-server.ts';
import { startProduct, type Product, type Replica } from '../support/product.ts';

const CUSTOMER = 'query ($id: ID!) { customer(id: $id) { name email phone } }';
const MIXED = `{
  orders(first: 5) { nodes { id status total { amount } customer { name } lines { product { name } } } }
  product(id: "product:776") { name stock { onHand location { name } } }
}`;
const EVICT = 'mutation ($input: CacheEvictInput!) { cacheEvict(input: $input) { entries } }';

let crm: FaultServer;
let product: Product;
let cacheless: Replica;
beforeAll(async () => {
  crm = await FaultServer.start();
  const inFrontOf = { crm: (url: string) => ((crm.behind = url), crm.url) };
  product = await startProduct({ CACHE: 'on', CRM_TIMEOUT_MS: '2000' }, { inFrontOf });
  cacheless = await product.another({ CACHE: 'off' });
});
afterAll(async () => {
  await cacheless[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
});

async function ask(query: string, variables = {}): Promise<Exchange> {
  const answer = await post(product.url, { query, variables });
  expect(answer.status).toBe(200);
  return answer;
}

/** The number of answers served from memory so far. */
async function hits(): Promise<number> {
  const { data } = await product.query('{ cacheStatistics { answerHits } }');
  return data.cacheStatistics.answerHits as number;
}

/** Whether an operation is answered from memory. */
async function isKept(query: string, variables = {}): Promise<boolean> {
  const before = await hits();
  await ask(query, variables);
  return (await hits()) > before;
}

/** Sends an operation until its answer is cached: the engine runs it first, then its compiled plan. */
async function keep(query: string, variables = {}): Promise<void> {
  await ask(query, variables);
  await ask(query, variables);
  expect(await isKept(query, variables)).toBe(true);
}

const customer = (number: number) => ({ id: `customer:${number}` });

describe('a repeated operation', () => {
  test.each([
    ['one record', CUSTOMER, customer(29485)],
    ['all systems', MIXED, {}],
    ['nothing', CUSTOMER, customer(99999999)],
  ])(
    'gets the same bytes as from a gateway without caches, without a REST call: %s',
    async (_, query, variables) => {
      const fresh = await post(cacheless.url, { query, variables });
      const first = await ask(query, variables);
      const calls = await product.callsDuring(async () => {
        for (let time = 0; time < 3; time++) {
          const { bytes } = await ask(query, variables);
          expect(bytes.equals(first.bytes)).toBe(true);
          expect(bytes.equals(fresh.bytes)).toBe(true);
        }
      });
      expect(calls).toBe(0);
      expect(await isKept(query, variables)).toBe(true);
    },
  );

  test('is distinguished from others by document, operation name and variables', async () => {
    const document = `query A { customer(id: "customer:29485") { name } }
      query B { customer(id: "customer:29485") { email } }`;
    const asked = [
      { query: document, operationName: 'A' },
      { query: document, operationName: 'B' },
      { query: document.replace('email', 'phone'), operationName: 'B' },
      { query: CUSTOMER, variables: customer(29485) },
      { query: CUSTOMER, variables: customer(11176) },
      { query: CUSTOMER, variables: { ...customer(11176), unasked: 'x'.repeat(1_000) } },
      { query: CUSTOMER, variables: { ...customer(11177), unasked: 'x'.repeat(1_000) } },
    ];
    const expected = await Promise.all(asked.map((one) => post(cacheless.url, one)));
    for (let time = 0; time < 3; time++) {
      for (const [index, one] of asked.entries()) {
        expect((await post(product.url, one)).text).toBe(expected[index]?.text);
      }
    }
    expect(new Set(expected.map(({ text }) => text)).size).toBe(asked.length - 1);
  });
});

describe('a cached answer is dropped', () => {
  const OTHERS: readonly (readonly [query: string, variables: object])[] = [
    [CUSTOMER, customer(11176)],
    ['{ category(id: "category:1") { name } }', {}],
    ['{ order(id: "order:43697") { status total { amount } } }', {}],
  ];

  test('by a mutation that changes a part of it; others stay', async () => {
    const query = '{ customer(id: "customer:29485") { phone } order(id: "order:43697") { status } }';
    await keep(query);
    for (const other of OTHERS) await keep(...other);
    const { data } = await product.query(
      'mutation { customerUpdate(id: "customer:29485", input: { phone: "555-0100" }) { userErrors { code } } }',
    );
    expect(data.customerUpdate.userErrors).toEqual([]);
    for (const other of OTHERS) expect(await isKept(...other)).toBe(true);
    const before = await hits();
    // Only the customer is read again.
    const calls = await product.callsDuring(async () =>
      expect((await ask(query)).text).toContain('"phone":"555-0100"'),
    );
    expect([calls, await hits()]).toEqual([1, before]);
    expect(await isKept(query)).toBe(true);
  });

  test('by a manual eviction of a part of it; others stay', async () => {
    await keep(CUSTOMER, customer(29485));
    for (const other of OTHERS) await keep(...other);
    await product.query(EVICT, { input: { id: 'customer:29485' } });
    for (const other of OTHERS) expect(await isKept(...other)).toBe(true);
    expect(await product.callsDuring(() => ask(CUSTOMER, customer(29485)))).toBe(1);
  });

  test('by an eviction of one of its systems', async () => {
    await keep(MIXED);
    await product.query(EVICT, { input: { system: 'erp' } });
    expect(await isKept(MIXED)).toBe(false);
  });
});

describe('an answer is not cached', () => {
  test('if it has errors', async () => {
    const query = '{ customer(id: "customer:11178") { name } product(id: "product:776") { name } }';
    crm.always(answering(503, '{}'));
    for (let time = 0; time < 3; time++) {
      expect((await ask(query)).text).toMatch(/"errors":.*UPSTREAM/);
    }
    crm.forget();
    const whole = (await post(cacheless.url, { query })).text;
    // The CRM's circuit breaker lets a call through again after a while.
    await expect.poll(async () => (await ask(query)).text, { timeout: 20_000 }).toBe(whole);
    expect((await ask(query)).text).toBe(whole);
    expect(await isKept(query)).toBe(true);
  });

  test.each([
    [
      'if it reads data that must be current',
      '{ discrepancies(first: 2) { totalCount } customer(id: "customer:29485") { name } }',
    ],
    [
      'if a part of it may not be cached',
      '{ cacheStatistics { on } customer(id: "customer:29485") { name } }',
    ],
    ['if it depends on nothing', '{ __typename }'],
  ])('%s', async (_, query) => {
    for (let time = 0; time < 3; time++) expect(await isKept(query)).toBe(false);
  });

  test('when its variables select personal data, but is when they do not', async () => {
    const query = `query ($own: Boolean!) {
      customer(id: "customer:29485") { name } discrepancies(first: 1) @include(if: $own) { totalCount }
    }`;
    for (let time = 0; time < 3; time++) expect(await isKept(query, { own: true })).toBe(false);
    await ask(query, { own: false });
    expect(await isKept(query, { own: false })).toBe(true);
  });

  test('if the operation is a mutation, which is executed each time', async () => {
    const query =
      'mutation { customerUpdate(id: "customer:11179", input: { phone: "1" }) { userErrors { code } } }';
    for (let time = 0; time < 3; time++) {
      expect(await product.callsDuring(() => ask(query))).toBeGreaterThan(0);
    }
  });
});
