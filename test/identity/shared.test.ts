import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { changeOf, record } from '../support/changes.ts';
import { post } from '../support/exchange.ts';
import { Issuer } from '../support/issuer.ts';
import { startProduct, type Product, type Replica } from '../support/product.ts';
import { RedisServer } from '../support/redis.ts';
import { collect, STREAMS } from '../support/streams.ts';
import type { Shown } from '../support/transports.ts';

/** What is kept for some must not come to others: each of these asks for what another has just been given, wherever that is kept. */

const HER = { id: '11176', order: 'order:52127' };
const OTHER = { id: '11331', order: 'order:52386' };

let issuer: Issuer;
let redis: RedisServer;
let product: Product;
let replica: Replica;
let operator: Shown;
let her: Shown;
let other: Shown;
beforeAll(async () => {
  issuer = await Issuer.start();
  redis = await RedisServer.start();
  product = await startProduct({ ...issuer.settings, CACHE: 'on', REDIS_URL: redis.url });
  replica = await product.another();
  operator = await issuer.as('orders:read customers:read finance:read changes:read admin');
  her = await issuer.customer(HER.id);
  other = await issuer.customer(OTHER.id);
});
afterAll(async () => {
  await replica[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

afterEach(() => expect.poll(() => product.standing.streams).toBe(0));

let count = 0;
/** Another question each time, by its name. */
const ordersOf = (who: string): string =>
  `query Q${(count += 1)} { customer(id: "customer:${who}") { name orders(first: 5) { totalCount nodes { id total { amount } } } } }`;
const listOf = (): string =>
  `query Q${(count += 1)} { orders(first: 50) { totalCount nodes { id customer { id } } } }`;

async function textOf(query: string, shown: Shown, { url }: Replica = product): Promise<string> {
  const { text } = await post(url, { query }, shown);
  return text;
}

async function warm(query: string, shown: Shown, at: Replica = product): Promise<string> {
  await textOf(query, shown, at);
  await textOf(query, shown, at);
  return textOf(query, shown, at);
}

const answerHits = async () =>
  Number(
    (await product.query('{ cacheStatistics { answerHits } }', {}, { ...operator })).data.cacheStatistics
      .answerHits,
  );

describe('a whole answer', () => {
  test('in memory is not given to who may not have it', async () => {
    const query = ordersOf(OTHER.id);
    expect(await warm(query, operator)).toContain('"totalCount":20');
    const before = await answerHits();
    await textOf(query, operator);
    expect(await answerHits()).toBe(before + 1);
    expect(await textOf(query, her)).toBe('{"data":{"customer":null}}\n');
    expect(await textOf(query, {})).toContain('UNAUTHENTICATED');
    expect(await textOf(query, await issuer.as('stock:read'))).toContain('FORBIDDEN');
  });

  test('that is refused to one is not refused to others, nor the answer of one customer given to the next', async () => {
    const query = listOf();
    const [hers, others] = [await warm(query, her), await warm(query, other)];
    expect(hers).toContain(`"totalCount":15`);
    expect(others).toContain(`"totalCount":20`);
    expect(hers).not.toContain(`customer:${OTHER.id}`);
    expect(others).not.toContain(`customer:${HER.id}`);
    expect(await warm(query, operator)).toMatch(/"totalCount":\d{5}/);
    expect(await textOf(query, {})).toContain('UNAUTHENTICATED');
    expect(await warm(query, her)).toBe(hers);
  });

  test('is kept for each class of rights, even of those who may have all of it', async () => {
    const query = ordersOf(HER.id);
    const text = await warm(query, operator);
    const before = await answerHits();
    const auditor = await issuer.as('orders:read customers:read');
    expect(await textOf(query, auditor)).toBe(text);
    expect(await answerHits()).toBe(before);
    expect(await textOf(query, auditor)).toBe(text);
    expect(await answerHits()).toBe(before + 1);
  });

  test('of what is for everybody is one for all, and all else is for its caller to keep alone', async () => {
    const query = `query Q${(count += 1)} { product(id: "product:776") { name } }`;
    await warm(query, {});
    const before = await answerHits();
    await textOf(query, her);
    expect(await answerHits()).toBe(before + 1);
    const open = await post(product.url, { query }, her);
    expect(open.headers['cache-control']).toMatch(/^public/);
    const levels = `query Q${(count += 1)} { locations { name } }`;
    const stock = await issuer.as('stock:read');
    await warm(levels, stock);
    const closed = await post(product.url, { query: levels }, stock);
    expect(closed.headers['cache-control']).toMatch(/^private, max-age/);
    expect(closed.headers['vary']).toContain('authorization');
  });

  test('in the Redis that replicas share is not given to who may not have it', async () => {
    const query = ordersOf(OTHER.id);
    const text = await warm(query, operator);
    // The other replica takes it from Redis for who may have it: two are asked, so that it is known there.
    await textOf(query, her, replica);
    expect(await textOf(query, her, replica)).toBe('{"data":{"customer":null}}\n');
    expect(await warm(query, operator, replica)).toBe(text);
    expect(await textOf(query, her, replica)).toBe('{"data":{"customer":null}}\n');
    expect(await textOf(query, {}, replica)).toContain('UNAUTHENTICATED');
  });

  test('that is being worked out is not waited for by who may not have it', async () => {
    const query = ordersOf(OTHER.id);
    await warm(query, operator);
    await product.query('mutation { cacheEvict(input: { system: "crm" }) { entries } }', {}, { ...operator });
    await product.turn('crm', { latencyMs: 150 });
    const asked = [operator, her, {}, operator, her].map((shown: Shown) => textOf(query, shown));
    const texts = await Promise.all(asked);
    await product.turn('crm', { latencyMs: 0 });
    expect(texts.map((text) => text.includes('totalCount'))).toEqual([true, false, false, true, false]);
  });
});

describe.each(STREAMS)('over %s', (by) => {
  test('the answer of a live query that one follows is not another’s', async () => {
    const query = `query L${(count += 1)} @live { orders(first: 50) { totalCount nodes { customer { id } } } }`;
    using hers = collect(by, product.url, { query }, her);
    using others = collect(by, product.url, { query }, other);
    using all = collect(by, product.url, { query }, operator);
    const [[mine], [theirs], [everything]] = await Promise.all([hers.take(1), others.take(1), all.take(1)]);
    expect([mine?.data.orders.totalCount, theirs?.data.orders.totalCount]).toEqual([15, 20]);
    expect(everything?.data.orders.totalCount).toBeGreaterThan(1_000);
    expect(product.standing.questions).toBe(3);
    expect(JSON.stringify(mine)).not.toContain(OTHER.id);
  });

  test('events are told to those whose they are, though all ask the same', async () => {
    const query = `subscription S${(count += 1)} { changes { entityId node { ... on Order { id total { amount } } } } }`;
    using hers = collect(by, product.url, { query }, her);
    using others = collect(by, product.url, { query }, other);
    using all = collect(by, product.url, { query }, operator);
    await expect.poll(() => product.standing.streams).toBe(3);
    const owned = (order: string, customer: string) =>
      changeOf('Order', order.slice(6), { owners: { Customer: customer } });
    await record(
      product,
      owned(HER.order, HER.id),
      owned(OTHER.order, OTHER.id),
      // Whose these are nobody says: one was hers, one is another's, and one is not there any more.
      changeOf('Order', HER.order.slice(6), { ownersUnknown: true }),
      changeOf('Order', OTHER.order.slice(6), { ownersUnknown: true }),
      changeOf('Order', '99999999', { ownersUnknown: true, kind: 'DELETED' }),
      changeOf('Customer', HER.id),
      changeOf('StockLevel', '776-7', { owners: { Product: '776' } }),
      changeOf('Customer', OTHER.id),
    );
    const idsOf = (told: readonly { readonly data: { readonly changes: { readonly entityId: string } } }[]) =>
      told.map(({ data }) => data.changes.entityId);
    expect(idsOf(await hers.take(3))).toEqual([HER.order, HER.order, `customer:${HER.id}`]);
    expect(idsOf(await others.take(3))).toEqual([OTHER.order, OTHER.order, `customer:${OTHER.id}`]);
    expect(idsOf(await all.take(8))).toHaveLength(8);
    expect([hers.waiting, others.waiting]).toEqual([0, 0]);
  });

  test('who comes back is told of what he missed by the same rule', async () => {
    const after = await product.changes.log.newest();
    await record(
      product,
      changeOf('Order', OTHER.order.slice(6), { owners: { Customer: OTHER.id } }),
      changeOf('Order', HER.order.slice(6), { owners: { Customer: HER.id } }),
    );
    const query = 'subscription ($after: String) { orderChanged(after: $after) { order { id } } }';
    using all = collect(by, product.url, { query, variables: { after } }, operator);
    expect(await all.take(2)).toHaveLength(2);
    using hers = collect(by, product.url, { query, variables: { after } }, her);
    expect((await hers.take(1))[0]?.data.orderChanged.order).toEqual({ id: HER.order });
    expect(hers.waiting).toBe(0);
  });

  test('a subscription that could tell nothing is refused', async () => {
    const query = 'subscription { stockChanged { cursor } }';
    using hers = collect(by, product.url, { query }, her);
    await expect(hers.take(2)).rejects.toThrow();
    const named = `subscription { orderChanged(filter: { customer: "customer:${OTHER.id}" }) { cursor } }`;
    using others = collect(by, product.url, { query: named }, her);
    await expect(others.take(2)).rejects.toThrow();
    expect(product.standing.streams).toBe(0);
  });
});
