import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changeOf, record } from '../support/changes.ts';
import { post } from '../support/exchange.ts';
import { Issuer } from '../support/issuer.ts';
import { startProduct, type Product, type Replica } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { collect, STREAMS } from '../support/streams.ts';
import type { Credentials } from '../support/transports.ts';

/** Data cached for one caller must not reach others: in each test a caller asks for what another has just got, whatever the cache. */

const ONE = { id: '11176', order: 'order:52127' };
const OTHER = { id: '11331', order: 'order:52386' };

let issuer: Issuer;
let redis: RedisServer;
let product: Product;
let replica: Replica;
let operator: Credentials;
let one: Credentials;
let other: Credentials;
beforeAll(async () => {
  issuer = await Issuer.start();
  redis = await RedisServer.start();
  product = await startProduct({ ...issuer.settings, CACHE: 'on', REDIS_URL: redis.url });
  replica = await product.another();
  operator = await issuer.as('orders:read customers:read finance:read changes:read admin');
  one = await issuer.customer(ONE.id);
  other = await issuer.customer(OTHER.id);
});
afterAll(async () => {
  await replica[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

afterEach(() => expect.poll(() => product.streams.size).toBe(0));

let count = 0;
/** Makes each query unique by its name, so that no cached answer fits it. */
const ordersOf = (who: string): string =>
  `query Q${(count += 1)} { customer(id: "customer:${who}") { name orders(first: 5) { totalCount nodes { id total { amount } } } } }`;
const listOf = (): string =>
  `query Q${(count += 1)} { orders(first: 50) { totalCount nodes { id customer { id } } } }`;

async function textOf(query: string, credentials: Credentials, { url }: Replica = product): Promise<string> {
  const { text } = await post(url, { query }, credentials);
  return text.trimEnd();
}

async function warm(query: string, credentials: Credentials, at: Replica = product): Promise<string> {
  await textOf(query, credentials, at);
  await textOf(query, credentials, at);
  return textOf(query, credentials, at);
}

const answerHits = async () =>
  Number(
    (await product.query('{ cacheStatistics { answerHits } }', {}, { ...operator })).data.cacheStatistics
      .answerHits,
  );

describe('a whole answer', () => {
  test('in memory is not given to callers without the rights to it', async () => {
    const query = ordersOf(OTHER.id);
    expect(await warm(query, operator)).toContain('"totalCount":20');
    const before = await answerHits();
    await textOf(query, operator);
    expect(await answerHits()).toBe(before + 1);
    expect(await textOf(query, one)).toBe('{"data":{"customer":null}}');
    expect(await textOf(query, {})).toContain('UNAUTHENTICATED');
    expect(await textOf(query, await issuer.as('stock:read'))).toContain('FORBIDDEN');
  });

  test('of one customer is not given to another, nor one caller’s refusal to others', async () => {
    const query = listOf();
    const [own, others] = [await warm(query, one), await warm(query, other)];
    expect(own).toContain(`"totalCount":15`);
    expect(others).toContain(`"totalCount":20`);
    expect(own).not.toContain(`customer:${OTHER.id}`);
    expect(others).not.toContain(`customer:${ONE.id}`);
    expect(await warm(query, operator)).toMatch(/"totalCount":\d{5}/);
    expect(await textOf(query, {})).toContain('UNAUTHENTICATED');
    expect(await warm(query, one)).toBe(own);
  });

  test('with only the caller’s own is made by a plan each time, the same as by the engine', async () => {
    const query = listOf();
    const made = new Set<string>();
    for (const credentials of [one, other, one, other]) {
      // A batch is always run by the engine.
      const [byEngine] = JSON.parse((await post(product.url, [{ query }], credentials)).text) as object[];
      const { text, headers } = await post(product.url, { query }, credentials);
      expect(headers['cache-control']).toBe('private, no-cache');
      expect(JSON.parse(text)).toEqual(byEngine);
      made.add(text.trimEnd());
    }
    expect(made.size).toBe(2);
  });

  test('is cached per class of rights, even for callers who may see all of it', async () => {
    const query = ordersOf(ONE.id);
    const text = await warm(query, operator);
    const before = await answerHits();
    const auditor = await issuer.as('orders:read customers:read');
    expect(await textOf(query, auditor)).toBe(text);
    expect(await answerHits()).toBe(before);
    expect(await textOf(query, auditor)).toBe(text);
    expect(await answerHits()).toBe(before + 1);
  });

  test('is shared by all callers if it is public, and otherwise marked as private', async () => {
    const query = `query Q${(count += 1)} { product(id: "product:776") { name } }`;
    await warm(query, {});
    const before = await answerHits();
    await textOf(query, one);
    expect(await answerHits()).toBe(before + 1);
    const open = await post(product.url, { query }, one);
    expect(open.headers['cache-control']).toMatch(/^public/);
    const levels = `query Q${(count += 1)} { locations { name } }`;
    const stock = await issuer.as('stock:read');
    await warm(levels, stock);
    const closed = await post(product.url, { query: levels }, stock);
    expect(closed.headers['cache-control']).toMatch(/^private, max-age/);
    expect(closed.headers['vary']).toContain('authorization');
  });

  test('in the Redis of the replicas is not given to callers without the rights to it', async () => {
    const query = ordersOf(OTHER.id);
    const text = await warm(query, operator);
    // The other replica takes it from Redis for the operator; the customer's requests let that replica know the operation first.
    await textOf(query, one, replica);
    expect(await textOf(query, one, replica)).toBe('{"data":{"customer":null}}');
    expect(await warm(query, operator, replica)).toBe(text);
    expect(await textOf(query, one, replica)).toBe('{"data":{"customer":null}}');
    expect(await textOf(query, {}, replica)).toContain('UNAUTHENTICATED');
  });

  test('in progress is not shared with callers without the rights to it', async () => {
    const query = ordersOf(OTHER.id);
    await warm(query, operator);
    await product.query('mutation { cacheEvict(input: { system: "crm" }) { entries } }', {}, { ...operator });
    await product.turn('crm', { latencyMs: 150 });
    const asked = [operator, one, {}, operator, one].map((credentials: Credentials) =>
      textOf(query, credentials),
    );
    const texts = await Promise.all(asked);
    await product.turn('crm', { latencyMs: 0 });
    expect(texts.map((text) => text.includes('totalCount'))).toEqual([true, false, false, true, false]);
  });
});

describe.each(STREAMS)('over %s', (by) => {
  test('callers with different rights do not share a live query', async () => {
    const query = `query L${(count += 1)} @live { orders(first: 50) { totalCount nodes { customer { id } } } }`;
    using own = collect(by, product.url, { query }, one);
    using others = collect(by, product.url, { query }, other);
    using all = collect(by, product.url, { query }, operator);
    const [[mine], [theirs], [everything]] = await Promise.all([own.take(1), others.take(1), all.take(1)]);
    expect([mine?.data.orders.totalCount, theirs?.data.orders.totalCount]).toEqual([15, 20]);
    expect(everything?.data.orders.totalCount).toBeGreaterThan(1_000);
    expect(product.streams.groupCount).toBe(3);
    expect(JSON.stringify(mine)).not.toContain(OTHER.id);
  });

  test('the same subscription gives each customer only events about their own records', async () => {
    const query = `subscription S${(count += 1)} { changes { entityId node { ... on Order { id total { amount } } } } }`;
    using own = collect(by, product.url, { query }, one);
    using others = collect(by, product.url, { query }, other);
    using all = collect(by, product.url, { query }, operator);
    await expect.poll(() => product.streams.size).toBe(3);
    const owned = (order: string, customer: string) =>
      changeOf('Order', order.slice(6), { owners: { Customer: customer } });
    await record(
      product,
      owned(ONE.order, ONE.id),
      owned(OTHER.order, OTHER.id),
      // The owners of these are not stated: one is the customer's, one another's, and one no longer exists.
      changeOf('Order', ONE.order.slice(6), { ownersUnknown: true }),
      changeOf('Order', OTHER.order.slice(6), { ownersUnknown: true }),
      changeOf('Order', '99999999', { ownersUnknown: true, kind: 'DELETED' }),
      changeOf('Customer', ONE.id),
      changeOf('StockLevel', '776-7', { owners: { Product: '776' } }),
      changeOf('Customer', OTHER.id),
    );
    const idsOf = (
      results: readonly { readonly data: { readonly changes: { readonly entityId: string } } }[],
    ) => results.map(({ data }) => data.changes.entityId);
    expect(idsOf(await own.take(3))).toEqual([ONE.order, ONE.order, `customer:${ONE.id}`]);
    expect(idsOf(await others.take(3))).toEqual([OTHER.order, OTHER.order, `customer:${OTHER.id}`]);
    expect(idsOf(await all.take(8))).toHaveLength(8);
    expect([own.waiting, others.waiting]).toEqual([0, 0]);
  });

  test('the same rule holds for missed events that a reconnecting subscriber gets', async () => {
    const after = await product.changes.log.newest();
    await record(
      product,
      changeOf('Order', OTHER.order.slice(6), { owners: { Customer: OTHER.id } }),
      changeOf('Order', ONE.order.slice(6), { owners: { Customer: ONE.id } }),
    );
    const query = 'subscription ($after: String) { orderChanged(after: $after) { order { id } } }';
    using all = collect(by, product.url, { query, variables: { after } }, operator);
    expect(await all.take(2)).toHaveLength(2);
    using own = collect(by, product.url, { query, variables: { after } }, one);
    expect((await own.take(1))[0]?.data.orderChanged.order).toEqual({ id: ONE.order });
    expect(own.waiting).toBe(0);
  });

  test('a subscription whose events the caller may not see is refused', async () => {
    const query = 'subscription { stockChanged { cursor } }';
    using own = collect(by, product.url, { query }, one);
    await expect(own.take(2)).rejects.toThrow();
    const named = `subscription { orderChanged(filter: { customer: "customer:${OTHER.id}" }) { cursor } }`;
    using others = collect(by, product.url, { query: named }, one);
    await expect(others.take(2)).rejects.toThrow();
    expect(product.streams.size).toBe(0);
  });
});
