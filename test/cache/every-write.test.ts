import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tagsOf } from '../../datasources/cache/tags.ts';
import { startCluster, dataAndErrors, type Cluster, type Member } from '../support/coherence/cluster.ts';
import { DIRECT, MUTATIONS } from '../support/coherence/product-writes.ts';
import { WRITE_QUERY_COUNT, queryOf, type Subject } from '../support/coherence/queries.ts';

/** The first of its two gateways writes; the second learns of the writes only from the systems' own changes. */
let cluster: Cluster;
let subject: Subject = {
  customer: 'customer:29485',
  product: 'product:870',
  location: 'location:7',
  order: 'order:75123',
  invoice: 'invoice:INV-75123',
};
/** The subject of the queries once the current write is over; it stays the same during the write. */
let next = subject;
const OTHER_CUSTOMER = 'customer:11003';

beforeAll(async () => {
  cluster = await startCluster(2);
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** The answers of a gateway to all queries. */
async function answersOf({ ask }: Member): Promise<readonly string[]> {
  const queries = Array.from({ length: WRITE_QUERY_COUNT }, (_, number) => queryOf(number, subject));
  return Promise.all(queries.map(async (query) => `${query}\n${dataAndErrors(await ask(query))}`));
}

/** Writes while all answers are cached, then compares all of them: they must be current, and some must have changed. */
async function expectEvicted(write: () => Promise<string>, bothEvict: boolean): Promise<void> {
  const { members, plain } = cluster;
  await cluster.changes();
  const before = await Promise.all(members.map((member) => answersOf(member)));
  const written = await write();
  const changes = await cluster.changes();
  expect(changes, written).not.toEqual([]);
  for (const { cache } of bothEvict ? members : members.slice(1)) {
    for (const change of changes) await cache.evict(tagsOf(change));
  }
  const now = await answersOf(plain);
  for (const member of members) expect(await answersOf(member)).toEqual(now);
  expect(before).not.toContainEqual(now);
}

describe('a mutation evicts everything it changes, here and at replicas that receive its changes', () => {
  test.each<[string, number, number, Partial<Subject>?]>([
    ['a phone number', 0, 1],
    ['a territory', 1, 5],
    ['a new customer', 2, 1],
    ['a correction of stock', 3, 1],
    ['a large correction of stock', 3, 9],
    ['a transfer', 4, 2],
    ['an order', 5, 2],
    ['a partial payment', 8, 3],
    ['another order, by another customer', 5, 3, { customer: OTHER_CUSTOMER }],
    ['the cancellation of that order', 6, 1],
  ])('%s', { timeout: 120_000 }, async (_, mutation, amount, whose) => {
    await expectEvicted(async () => {
      const text = MUTATIONS[mutation]?.({ ...subject, ...whose }, amount) ?? '';
      const body = await cluster.members[0]?.ask(text);
      const [order] = /order:\d+/.exec(body ?? '') ?? [];
      const [invoice] = /invoice:INV-\d+/.exec(body ?? '') ?? [];
      next = { ...subject, ...(order ? { order } : {}), ...(invoice ? { invoice } : {}) };
      return body ?? '';
    }, false);
    subject = next;
  });
});

describe('a change reported by a system evicts everything it affects', () => {
  test.each<[string, number, number, Partial<Subject>?]>([
    ['a phone number', 0, 1],
    ['a territory', 1, 7],
    ['a new customer', 2, 2],
    ['an order', 3, 1],
    ['an order that moves to another customer', 4, 1, { customer: OTHER_CUSTOMER }],
    ['an order that moves back', 4, 1],
    ['another total', 5, 1],
    ['an order that is shipped', 6, 1],
    ['an order that is reopened', 6, 0],
    ['an invoice of an order', 10, 2],
    ['a partial payment of it', 12, 1],
    ['an order that is cancelled', 7, 1],
    ['a correction of stock', 8, 3],
    ['a large correction of another product', 8, 14, { product: 'product:707' }],
    ['goods that are reserved', 9, 2],
    ['goods that are reserved and taken', 9, 3],
    ['an invoice without an order', 10, 1],
    ['the voiding of that invoice', 11, 1],
    ['another invoice', 10, 3],
    ['a full payment of it', 12, 4],
    ['one more invoice', 10, 5],
  ])('%s', { timeout: 120_000 }, async (_, number, amount, whose) => {
    await expectEvicted(async () => {
      const made = await DIRECT[number]?.(cluster.systems, { ...subject, ...whose }, amount);
      next = { ...subject, ...made };
      return JSON.stringify(made);
    }, true);
    subject = next;
  });
});

describe('a mutation evicts everything it changes of records created elsewhere', () => {
  const mutate = (mutation: number, amount: number) => async () =>
    (await cluster.members[0]?.ask(MUTATIONS[mutation]?.(subject, amount) ?? '')) ?? '';

  test('a payment of an invoice', { timeout: 120_000 }, () => expectEvicted(mutate(8, 4), false));

  test('an invoice for an order', { timeout: 120_000 }, async () => {
    const { order = '' } = (await DIRECT[3]?.(cluster.systems, subject, 1)) ?? {};
    subject = { ...subject, order };
    for (const { cache } of cluster.members) await cache.evict(['@commerce']);
    await expectEvicted(mutate(7, 1), false);
  });
});
