import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Cache } from '../../datasources/cache/cache.ts';
import type { SharedTier } from '../../datasources/cache/tier.ts';
import * as domains from '../../resolvers/domains.ts';
import { adminFor } from '../../server/admin/admin.ts';
import { Answers } from '../../server/answers/answers.ts';
import { OPEN } from '../../server/identity/principals.ts';
import { runScript } from '../support/command.ts';
import { startProduct, type Product } from '../support/product.ts';
import { UNRECORDED } from '../support/recording.ts';

const EVICT = `mutation ($input: CacheEvictInput!) {
  cacheEvict(input: $input) { entries shared tags }
}`;
const STATISTICS = `{
  cacheStatistics {
    on entries bytes maxBytes answerHits memoryHits staleHits sharedHits standIns fetches
    reads { system name hits fetches }
    shared { state }
  }
}`;

/** Three kinds of values of one customer: the record, a page of customers, the count of its orders. */
const RECORD = '{ customer(id: "customer:29485") { name } }';
const OTHER_RECORD = '{ customer(id: "customer:11176") { name } }';
const LIST = '{ customers(first: 2, filter: { kind: PERSON }) { nodes { id } } }';
const OWNED = '{ customer(id: "customer:29485") { orderCount } }';

let product: Product;
beforeAll(async () => {
  // Whole answers would be counted too; they have a test of their own.
  product = await startProduct({ CACHE: 'on', ANSWER_CACHE: 'off' });
});
afterAll(() => product[Symbol.asyncDispose]());

/** The number of REST calls of each query, run one after another. */
async function callsOf(...queries: readonly string[]): Promise<readonly number[]> {
  const calls: number[] = [];
  for (const query of queries) calls.push((await product.counted(query)).total);
  return calls;
}

async function evict(input: object) {
  const { data, errors } = await product.query(EVICT, { input });
  expect(errors).toBeUndefined();
  return data.cacheEvict;
}

interface Counts extends Record<'entries' | 'bytes' | 'answerHits' | 'memoryHits' | 'fetches', number> {
  readonly reads: readonly { readonly system: string; readonly name: string }[];
}

async function statistics(of = product): Promise<Counts> {
  const { data, errors } = await of.query(STATISTICS);
  expect(errors).toBeUndefined();
  return data.cacheStatistics;
}

const ALL = [RECORD, OTHER_RECORD, LIST, OWNED];

describe('an eviction', () => {
  beforeEach(async () => {
    for (const system of ['crm', 'commerce', 'erp', 'accounting']) await evict({ system });
    expect((await statistics()).entries).toBe(0);
    await callsOf(...ALL);
    expect(await callsOf(...ALL)).toEqual([0, 0, 0, 0]);
  });

  test('of an entity drops its record and the lists it may be in, and nothing else', async () => {
    expect(await evict({ id: 'customer:29485' })).toEqual({
      entries: 2,
      shared: null,
      tags: ['Customer:29485', 'Customer', 'Customer/*'],
    });
    expect(await callsOf(...ALL)).toEqual([1, 0, 1, 0]);
  });

  test('of a type drops all its records and lists', async () => {
    const { entries, tags } = await evict({ type: 'Customer' });
    expect(tags).toEqual(['Customer:*', 'Customer', 'Customer/*']);
    // The two records that were read, the list, and the two records that came with it.
    expect(entries).toBe(5);
    expect(await callsOf(...ALL)).toEqual([1, 1, 1, 0]);
  });

  test.each<[string, string, number?]>([
    ['Product', '{ stockValuation(by: KIND) { units } }'],
    ['Location', '{ stockValuation(by: LOCATION) { units } }'],
    ['Product', '{ stockOuts(first: 1) { nodes { shortBy } } }'],
    ['Product', '{ salesReport(groupBy: [CATEGORY]) { rows { units } } }'],
    ['Category', '{ salesReport(groupBy: [CATEGORY]) { rows { units } } }'],
    ['Category', '{ products(filter: { category: "category:1" }) { nodes { id } } }'],
    // The category itself is read again as well.
    ['Category', '{ category(id: "category:1") { products { totalCount } } }', 2],
    ['Category', '{ category(id: "category:1") { products { nodes { id } } } }', 2],
    ['Account', '{ profitAndLoss(scenario: ACTUAL) { __typename } }'],
    ['Organization', '{ profitAndLoss(scenario: ACTUAL) { __typename } }'],
  ])('of the type %s drops what is computed from it: %s', async (type, query, calls = 1) => {
    await callsOf(query);
    expect(await callsOf(query)).toEqual([0]);
    await evict({ type });
    expect(await callsOf(query)).toEqual([calls]);
  });

  test('of a tag drops the values that carry it', async () => {
    expect(await evict({ tag: 'Customer:29485/Order' })).toMatchObject({ entries: 1 });
    expect(await callsOf(...ALL)).toEqual([0, 0, 0, 1]);
    expect(await evict({ tag: 'Nobody:1' })).toMatchObject({ entries: 0, tags: ['Nobody:1'] });
  });

  test('of a system drops everything that was read from it', async () => {
    const { entries } = await statistics();
    const { entries: ofShop } = await evict({ system: 'commerce' });
    expect(await callsOf(...ALL)).toEqual([0, 0, 0, 1]);
    await evict({ system: 'commerce' });
    expect(await evict({ system: 'crm' })).toMatchObject({ entries: entries - ofShop, tags: ['@crm'] });
    expect((await statistics()).entries).toBe(0);
  });

  test.each([
    [{ id: 'customer' }, 'Expected a global id such as "customer:29485", got "customer".'],
    [{ id: 'custmer:42' }, /^There is no type "Custmer". There are: Account, Category, Customer, /],
    [{ type: 'customer' }, /^There is no type "customer". There are: Account, /],
    [{ system: 'CRM' }, 'There is no system "CRM". There are: accounting, commerce, crm, erp.'],
    [{ tag: 'customer:42' }, /^Expected a tag such as "Customer:42", .* got "customer:42"\.$/],
    [{ tag: `Customer:${'4'.repeat(300)}` }, /^Expected a tag/],
    [{}, /[Ee]xactly one/],
    [{ type: 'Customer', system: 'crm' }, /[Ee]xactly one/],
    [{ type: null }, /non-null/],
  ])('of %j is refused, saying what was expected', async (input, message) => {
    const { data, errors } = await product.query(EVICT, { input });
    expect(data?.cacheEvict ?? null).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(errors?.[0]?.message).toMatch(message);
    expect((await statistics()).entries).toBeGreaterThan(0);
  });
});

describe('statistics', () => {
  test('count the hits and fetches of reads, per kind and in total', async () => {
    await evict({ system: 'crm' });
    const before = await statistics();
    await callsOf(RECORD, RECORD, RECORD);
    const after = await statistics();
    expect(after).toMatchObject({
      on: true,
      maxBytes: 80 * 1024 * 1024,
      answerHits: 0,
      memoryHits: before.memoryHits + 2,
      fetches: before.fetches + 1,
      entries: before.entries + 1,
      sharedHits: 0,
      staleHits: 0,
      standIns: 0,
      shared: null,
    });
    expect(after.bytes).toBeGreaterThan(before.bytes);
    const ofCustomers = ({ reads }: Counts) =>
      reads.find(({ system, name }) => system === 'crm' && name === 'Customer') ?? { hits: 0, fetches: 0 };
    const [was, is] = [ofCustomers(before), ofCustomers(after)] as { hits: number; fetches: number }[];
    expect(is).toMatchObject({ hits: (was?.hits ?? 0) + 2, fetches: (was?.fetches ?? 0) + 1 });
  });

  test('count whole answers, which are evicted with the data they were made from', async () => {
    await using whole = await startProduct({ CACHE: 'on' });
    // The first run is not cached, the second is, and the third is served from the cache.
    for (let time = 0; time < 3; time++) await whole.query(RECORD);
    expect(await statistics(whole)).toMatchObject({ answerHits: 1, entries: 2 });
    const { data } = await whole.query(EVICT, { input: { id: 'customer:29485' } });
    expect(data.cacheEvict.entries).toBe(2);
  });

  test('are computed anew for each request, and must not be reused from a cache', async () => {
    const ask = () =>
      fetch(`${product.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ cacheStatistics { memoryHits } }' }),
      });
    const texts = [];
    for (let time = 0; time < 3; time++) {
      const answer = await ask();
      // The engine answers the first time, the fast path after that.
      expect(['no-store', 'private, no-cache']).toContain(answer.headers.get('cache-control'));
      texts.push(await answer.text());
      await product.query(RECORD);
      await product.query(RECORD);
    }
    expect(new Set(texts).size).toBe(3);
  });
});

test('values in a tier shared by replicas are counted after their eviction', async () => {
  const events: string[] = [];
  const state = {
    is: 'ready',
    reads: 4,
    hits: 3,
    failures: 0,
    readMs: 2,
    stored: 1,
    refused: 0,
    owed: 0,
  } as const;
  const tier = {
    state,
    counting: async (tags) => {
      events.push(`note ${tags.join(' ')}`);
      return async () => (events.push('count'), { values: 9, isComplete: false });
    },
    evict: async (tags) => void events.push(`evict ${tags.join(' ')}`),
  } as Pick<SharedTier, 'state' | 'counting' | 'evict'> as SharedTier;
  const recorder = UNRECORDED;
  const cache = new Cache({ isOn: true, memoryBytes: 1_000, staleMs: 0, tier, clock: performance, recorder });
  const none = {} as never;
  const { cache: admin } = adminFor(true, {
    domains,
    cache,
    answers: new Answers({ cache, isOn: false, limits: { items: 1, answerBytes: 1 }, shared: null }),
    hub: {
      invalidate: (tags) => {
        events.push(`invalidate ${tags.join(' ')}`);
        return cache.evict(tags);
      },
    },
    keys: none,
    operations: none,
    usage: none,
    log: { info: () => undefined },
  })(OPEN);
  expect(await admin.evict(['Customer:1', 'Customer'])).toEqual({
    entries: 0,
    shared: { values: 9, isComplete: false },
  });
  expect(events).toEqual([
    'note Customer:1 Customer',
    'invalidate Customer:1 Customer',
    'evict Customer:1 Customer',
    'count',
  ]);
  expect(admin.statistics().shared).toEqual(state);
});

describe('with ADMIN off', () => {
  let closed: Product;
  beforeAll(async () => {
    closed = await startProduct({ CACHE: 'on', ADMIN: 'off' });
  });
  afterAll(() => closed[Symbol.asyncDispose]());

  test.each([
    ['evicting', EVICT, { input: { system: 'crm' } }],
    ['evicting an unknown system', EVICT, { input: { system: 'nobody' } }],
    ['statistics', STATISTICS, {}],
  ])('%s is refused, naming the setting that allows it', async (_what, query, variables) => {
    const { data, errors } = await closed.query(query, variables);
    expect(Object.values(data)).toEqual([null]);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toContain('ADMIN=on');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('the command reports the refusal', async () => {
    const { code, stderr } = await run(['stats', '--url', `${closed.url}/graphql`]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^.*ADMIN=on.*\n$/)]);
  });
});

const run = (parts: readonly string[], env?: Record<string, string>) => runScript('cache', parts, env);

describe('the command', () => {
  test('evicts at the gateway that the settings or --url name', async () => {
    await product.query(RECORD);
    const { port } = new URL(product.url);
    const url = `${product.url}/graphql`;
    const first = await run(['evict', '--tag', 'Customer:29485'], { PORT: port });
    expect(first).toEqual({
      code: 0,
      stderr: '',
      stdout: 'Evicted 1 entry from memory.\nBy Customer:29485\n',
    });
    const again = await run(['evict', '--id', 'customer:29485', '--url', url]);
    expect(again.stdout).toMatch(
      /^Evicted \d entries from memory\.\nBy Customer:29485, Customer, Customer\/\*\n$/,
    );
    expect(await callsOf(RECORD)).toEqual([1]);
  });

  test('prints statistics of the caches', async () => {
    await callsOf(RECORD, RECORD);
    const { code, stdout } = await run(['stats', '--url', `${product.url}/graphql`]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^caches +on\nmemory +\d+ entries, \d+\.\d of 80\.0 MB\n/);
    expect(stdout).toMatch(/^crm: Customer +\d+ +\d+$/m);
    expect(stdout).toMatch(/^shared tier +none$/m);
  });

  test.each([
    [['--help'], 0, /^Usage\n.*evict/],
    [['bake'], 1, /^Expected "evict" or "stats", got "bake"/],
    [['evict'], 1, /^evict takes one of --id, --type, --tag, --system, got none\.\n$/],
    [['evict', '--type', 'A', '--tag', 'B'], 1, /got --type and --tag\.\n$/],
    [
      ['stats', '--url', 'http://127.0.0.1:9/graphql'],
      1,
      /^Nothing answers at .* Its address is given with --url\.\n$/,
    ],
    [['stats', '--bogus'], 1, /^Unknown option '--bogus'/],
  ])('%j ends with its exit code and message', async (parts, code, said) => {
    const result = await run(parts);
    expect(result.code).toBe(code);
    expect(result.stdout + result.stderr).toMatch(said);
  });

  test('reports PORT=0 and an invalid PORT, and finds a gateway that listens on 0.0.0.0', async () => {
    const atZero = await run(['stats'], { PORT: '0' });
    expect([atZero.code, atZero.stderr]).toEqual([1, expect.stringMatching(/^With PORT=0 .* --url\.\n$/)]);
    const atNone = await run(['stats'], { PORT: 'x' });
    expect([atNone.code, atNone.stderr]).toEqual([
      1,
      expect.stringMatching(/^PORT must be a whole number .*\n$/),
    ]);
    const { port } = new URL(product.url);
    expect(await run(['stats'], { HOST: '0.0.0.0', PORT: port })).toMatchObject({ code: 0, stderr: '' });
  });

  test('prints the gateway’s reason for a refusal', async () => {
    const { code, stderr } = await run(['evict', '--type', 'Nobody', '--url', `${product.url}/graphql`]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^There is no type "Nobody". There are: .*\n$/),
    ]);
  });
});
