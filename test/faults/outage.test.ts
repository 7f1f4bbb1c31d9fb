import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FaultServer, reset } from '../support/fault-server.ts';
import { startProduct, type Answer, type Product } from '../support/product.ts';
import { scrape } from '../support/scrape.ts';
import { ask, TRANSPORTS } from '../support/transports.ts';
import { openRaw } from '../support/raw-streams.ts';

const MINUTE_MS = 60_000;

/** A stale part of an answer, as its provenance lists it. */
interface StalePart {
  readonly path: readonly (string | number)[];
  readonly system: string;
  readonly ageSeconds: number;
}

const clock = { skewMs: 0, now: () => performance.now() + clock.skewMs };
let crm: FaultServer;
let product: Product;
beforeAll(async () => {
  crm = await FaultServer.start();
  const env = { CACHE: 'on', CRM_BREAKER_FAILURES: '10', CRM_RETRY_BUDGET_PERCENT: '20', METRICS_PORT: '0' };
  const inFrontOf = { crm: (url: string) => ((crm.behind = url), crm.url) };
  product = await startProduct(env, { inFrontOf, clock });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await crm[Symbol.asyncDispose]();
});
afterEach(async () => {
  crm.forget();
  // The breaker's next probe may be up to three seconds away.
  await expect.poll(async () => (await product.query(PROBE)).errors, { timeout: 10_000 }).toBe(undefined);
});

const ONE =
  '{ customer(id: "customer:29485") { id name } order(id: "order:43697") { total { amount } customer { id email } } }';
const PROBE = 'query @freshness(maxAge: 0, onSourceDown: FAIL) { customer(id: "customer:29825") { phone } }';
const MANY = '{ orders(first: 20) { nodes { id total { amount } customer { id name email } } } }';

function staleIn(answer: Answer): readonly StalePart[] {
  return (answer.extensions?.['provenance'] ?? []) as readonly StalePart[];
}

describe('while a system is down', () => {
  test.each(TRANSPORTS)(
    'over %s its last data is served, and the answer says which parts are stale and how old',
    async (by) => {
      const whole = await product.query(ONE);
      expect(whole.errors).toBe(undefined);
      expect(staleIn(whole)).toEqual([]);
      crm.always(reset);
      clock.skewMs += 10 * MINUTE_MS;
      const answer = await ask(by, product.url, { query: ONE });
      expect(answer.errors).toBe(undefined);
      expect(answer.data).toEqual(whole.data);
      expect(staleIn(answer)).toEqual([
        { path: ['customer'], system: 'crm', ageSeconds: expect.any(Number) as number },
        { path: ['order', 'customer'], system: 'crm', ageSeconds: expect.any(Number) as number },
      ]);
      for (const { ageSeconds } of staleIn(answer)) {
        expect(ageSeconds).toBeGreaterThanOrEqual(600);
        expect(ageSeconds).toBeLessThan(700);
      }
    },
  );

  test('stale parts in lists and under aliases are each reported by their own path', async () => {
    const query = `{ page: orders(first: 3) { nodes { id buyer: customer { id name } } } }`;
    await product.query(query);
    crm.always(reset);
    clock.skewMs += MINUTE_MS;
    const paths = staleIn(await product.query(query)).map(({ path }) => path.join('.'));
    expect(paths.toSorted()).toEqual(['page.nodes.0.buyer', 'page.nodes.1.buyer', 'page.nodes.2.buyer']);
  });

  test('a stale answer must not be cached, and once the system is back the next one is fresh', async () => {
    await product.query(ONE);
    crm.always(reset);
    clock.skewMs += MINUTE_MS;
    const response = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ONE }),
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(staleIn((await response.json()) as Answer)).toHaveLength(2);
    crm.forget();
    await expect.poll(async () => staleIn(await product.query(ONE)), { timeout: 10_000 }).toEqual([]);
  });

  test('a mutation fails rather than use stale data', async () => {
    await product.query(ONE);
    crm.always(reset);
    clock.skewMs += MINUTE_MS;
    const answer = await product.query(
      'mutation { customerUpdate(id: "customer:29485", input: { phone: "1" }) { customer { id name } userErrors { code } } }',
    );
    expect(staleIn(answer)).toEqual([]);
    expect(answer.errors?.[0]?.extensions['code']).toMatch(/^UPSTREAM_(UNAVAILABLE|CIRCUIT_OPEN)$/);
  });

  test('a live query reports stale parts, and sends a fresh result when the system is back', async () => {
    const live = `query @live(throttle: 0) { customer(id: "customer:29489") { id name } }`;
    await product.query('{ customer(id: "customer:29489") { id name } }');
    crm.always(reset);
    clock.skewMs += MINUTE_MS;
    using stream = await openRaw('websocket', product.url, { query: live });
    await expect.poll(() => stream.results.length, { timeout: 5_000 }).toBe(1);
    expect(staleIn(stream.results[0] as unknown as Answer)).toMatchObject([
      { path: ['customer'], system: 'crm' },
    ]);
    crm.forget();
    await expect.poll(() => stream.results.length, { timeout: 15_000 }).toBe(2);
    expect(staleIn(stream.results[1] as unknown as Answer)).toEqual([]);
  });
});

describe('in a batch', () => {
  async function inBatch(...queries: readonly string[]): Promise<readonly Answer[]> {
    const response = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(queries.map((query) => ({ query }))),
    });
    return (await response.json()) as readonly Answer[];
  }

  test('each operation keeps its own @freshness and its own list of stale parts', async () => {
    await product.query(ONE);
    crm.always(reset);
    clock.skewMs += MINUTE_MS;
    const demanding = 'query @freshness(onSourceDown: FAIL) { customer(id: "customer:29485") { name } }';
    const other = '{ buyer: customer(id: "customer:29485") { name } }';
    const [failed, read, renamed, free] = await inBatch(demanding, ONE, other, '{ __typename }');
    expect(failed?.data).toEqual({ customer: null });
    expect(failed?.errors).toMatchObject([{ path: ['customer'], extensions: { system: 'crm' } }]);
    expect(staleIn(failed as Answer)).toEqual([]);
    expect(read?.errors).toBe(undefined);
    const pathsIn = (answer?: Answer) => staleIn(answer as Answer).map(({ path }) => path);
    expect(pathsIn(read)).toEqual([['customer'], ['order', 'customer']]);
    expect(pathsIn(renamed)).toEqual([['buyer']]);
    expect(pathsIn(free)).toEqual([]);
  });

  test('records that several operations read are fetched in one call', async () => {
    const ids = [29500, 29501, 29502, 29503, 29504];
    const queries = ids.map((id) => `{ customer(id: "customer:${id}") { name } }`);
    expect(await product.callsDuring(() => inBatch(...queries, ...queries))).toBe(1);
  });
});

describe('@freshness', () => {
  const withFreshness = (args: string) =>
    `query @freshness(${args}) { customer(id: "customer:29485") { id name } }`;

  test('onSourceDown: FAIL gives an error in place of stale data', async () => {
    await product.query(ONE);
    crm.always(reset);
    clock.skewMs += MINUTE_MS;
    const failed = await product.query(withFreshness('onSourceDown: FAIL'));
    expect(failed.data).toEqual({ customer: null });
    expect(failed.errors).toMatchObject([
      { path: ['customer'], extensions: { system: 'crm', retryable: true } },
    ]);
    const stale = await product.query(withFreshness('onSourceDown: STALE'));
    expect(stale.errors).toBe(undefined);
    expect(staleIn(stale)).toHaveLength(1);
  });

  test('maxAge reads data that is older from its system, though the cache holds it as fresh', async () => {
    await product.query(ONE);
    const callsOf = (query: string, variables = {}) =>
      product.counted(query, variables).then(({ calls }) => calls.crm.requests);
    expect(await callsOf(withFreshness('maxAge: 3600'))).toBe(0);
    expect(await callsOf(withFreshness('maxAge: 0'))).toBe(1);
    const byVariable =
      'query ($age: Int = 0) @freshness(maxAge: $age) { customer(id: "customer:29485") { id } }';
    expect(await callsOf(byVariable)).toBe(1);
    expect(await callsOf(byVariable, { age: 3_600 })).toBe(0);
  });

  test('a negative maxAge is refused', async () => {
    const answer = await product.query(withFreshness('maxAge: -1'));
    expect(answer.data).toBe(undefined);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

test('in a ten-minute outage all cached data is served, and none of it an hour later', async () => {
  const QUERIES = 600;
  await product.query(MANY);
  const whole = await product.query(MANY);
  crm.always(reset);
  const before = crm.requests.length;
  let answered = 0;
  let oldest = 0;
  for (let second = 1; second <= QUERIES; second += 1) {
    clock.skewMs += 1_000;
    const answer = await product.query(MANY);
    if (!answer.errors && JSON.stringify(answer.data) === JSON.stringify(whole.data)) answered += 1;
    const ages = staleIn(answer).map(({ ageSeconds }) => ageSeconds);
    // Past the time for which entries are fresh, each reports its age.
    if (second > 60) expect(ages).toHaveLength(20);
    oldest = Math.max(oldest, ...ages);
  }
  console.log(
    `ten minutes down: ${answered} of ${QUERIES} answered, the oldest part ${oldest} s, ${crm.requests.length - before} calls sent`,
  );
  const { sum } = await scrape(product.metricsUrl);
  expect([sum('isthmus_breaker_open', { system: 'crm' }), sum('isthmus_breaker_open')]).toEqual([1, 1]);
  expect(sum('isthmus_cache_stale_reads_total', { system: 'crm', why: 'stand_in' })).toBeGreaterThan(
    20 * (QUERIES - 60),
  );
  expect(sum('isthmus_rest_policies_total', { system: 'crm', outcome: 'left_alone' })).toBeGreaterThan(0);
  expect(answered / QUERIES).toBeGreaterThanOrEqual(0.999);
  expect(oldest).toBeGreaterThanOrEqual(QUERIES - 10);
  expect(oldest).toBeLessThanOrEqual(QUERIES + 60);
  clock.skewMs += 60 * MINUTE_MS;
  const late = await product.query(MANY);
  expect(staleIn(late).filter(({ system }) => system === 'crm')).toEqual([]);
  expect(late.errors?.length).toBeGreaterThan(0);
});
