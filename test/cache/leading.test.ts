import { describe, expect, test } from 'vitest';
import { tagsOf } from '../../datasources/cache/tags.ts';
import { CacheWorld, FakeClock, requesterOf, settled } from '../support/cache-world.ts';
import { MemoryStore, MemoryTier } from '../support/memory-tier.ts';

const CHANGED = tagsOf({ entity: 'Thing', id: 'a', owners: {} });
const NO_STORE = { 'cache-control': 'no-store' };

/** This many replicas that share one store. */
function fleet(size: number) {
  const clock = new FakeClock();
  const store = new MemoryStore({ clock });
  const worlds = Array.from({ length: size }, () => new CacheWorld({ tier: new MemoryTier(store) }, clock));
  for (const { versions } of worlds) versions.set('a', 1).set('b', 1);
  const [first = new CacheWorld(), ...others] = worlds;
  const calls = () => worlds.flatMap((world) => world.calls);
  return { clock, store, worlds, first, others, calls };
}

/** Replicas of which the first is fetching `a`, and the others follow its read. */
async function followedRead(size: number) {
  const all = fleet(size);
  const lead = all.first.thing('a').catch(() => null);
  const call = await all.first.call(0);
  const reads = all.others.map((world) => world.thing('a'));
  await settled();
  expect(all.calls()).toHaveLength(1);
  return { ...all, lead, call, reads };
}

test('after a read fails, one of its followers fetches, and the others follow that one', async () => {
  const { call, reads, calls } = await followedRead(5);
  call.fail();
  await settled();
  expect(calls()).toHaveLength(2);
  calls()[1]?.answer();
  expect(await Promise.all(reads)).toEqual([1, 1, 1, 1]);
});

test('if that read fails as well, each remaining follower fetches', async () => {
  const { call, reads, calls } = await followedRead(4);
  const all = Promise.allSettled(reads);
  call.fail();
  await settled();
  const second = calls().find((one) => one !== call);
  second?.fail();
  await settled();
  const rest = calls().filter((one) => one !== call && one !== second);
  expect(rest).toHaveLength(2);
  for (const one of rest) one.answer();
  const results = await all;
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
});

test('after a leader dies, one of its followers fetches', async () => {
  const { clock, store, reads, calls } = await followedRead(4);
  clock.ms += 2_000;
  store.wake();
  await settled();
  expect(calls()).toHaveLength(2);
  calls()[1]?.answer();
  expect(await Promise.all(reads)).toEqual([1, 1, 1]);
});

test('a value that followers fetch after a change made meanwhile is kept for all', async () => {
  const { call, reads, calls, worlds, store } = await followedRead(3);
  await Promise.all(worlds.map(({ cache }) => cache.evict(CHANGED)));
  for (const { versions } of worlds) versions.set('a', 2);
  call.answer();
  await settled();
  calls()[1]?.answer();
  expect(await Promise.all(reads)).toEqual([2, 2]);
  await settled();
  expect(store.count('Thing:a')).toBe(1);
  const late = new CacheWorld({ tier: new MemoryTier(store) }, worlds[0]?.clock);
  expect(await late.thing('a')).toBe(2);
  for (const world of worlds.slice(1)) expect(world.cache.memory.size).toBe(1);
});

test('a replica that claims a key just stored by another takes that value', async () => {
  const { store, clock, others } = fleet(2);
  const held: (() => void)[] = [];
  let isHeld = true;
  const pause = () => (isHeld ? new Promise<void>((go) => held.push(go)) : Promise.resolve());
  const slow = new CacheWorld({ tier: new MemoryTier(store, pause) }, clock);
  const read = slow.thing('a');
  await settled();
  // It has read the tier, and the answer is on its way back.
  held.shift()?.();
  await settled();
  await others[0]?.filled('a');
  await settled();
  isHeld = false;
  held.shift()?.();
  expect(await read).toBe(1);
  expect(slow.calls).toHaveLength(0);
  await settled();
  expect(store.isClaimed('fake@e3b0c44298fc:Thing:a')).toBe(false);
});

test('a read that needs no call does not end the sharing of calls between replicas', async () => {
  const { worlds, calls } = fleet(2);
  const read = (owner: string) =>
    Promise.all(worlds.map(({ owned }) => owned.read([owner], null, requesterOf())));
  await read('impossible');
  const reads = read('one');
  await settled();
  expect(calls()).toHaveLength(1);
  calls()[0]?.answer();
  await reads;
  expect(calls()).toHaveLength(1);
});

test('replicas do not wait for each other’s reads of a value once it is known not to be storable', async () => {
  const { worlds, calls } = fleet(3);
  for (const world of worlds) await world.filled('a', NO_STORE);
  const reads = worlds.map((world) => world.thing('a'));
  await settled();
  expect(calls()).toHaveLength(6);
  for (const one of calls().slice(1)) one.answer(NO_STORE);
  await Promise.all(reads);
});

test('replicas wait for each other again as soon as the value is storable', async () => {
  const { worlds, calls } = fleet(2);
  for (const world of worlds) await world.filled('a', NO_STORE);
  for (const [index, world] of worlds.entries()) await world.filled(`b${index}`);
  const before = calls().length;
  const reads = worlds.map((world) => world.thing('a'));
  await settled();
  expect(calls()).toHaveLength(before + 1);
  for (const world of worlds) world.calls.at(-1)?.answer();
  await Promise.all(reads);
});

test('a key is not held up by another key of its batch that is being fetched elsewhere', async () => {
  const { first, others, clock } = fleet(2);
  const [other = first] = others;
  await other.filled('c');
  clock.ms += 1;
  const leading = first.thing('a');
  const call = await first.call(0);
  const [a, b] = [other.thing('a'), other.thing('b')];
  const own = await other.call(1);
  expect(own.keys).toEqual(['b']);
  own.answer();
  expect(await b).toBe(1);
  expect(other.things.peek('b' as never, null)).toBeDefined();
  call.answer();
  expect(await Promise.all([a, leading])).toEqual([1, 1]);
});

describe('of two keys that different replicas are fetching for one batch', () => {
  /** A third replica follows both reads. */
  async function followedReads() {
    const all = fleet(3);
    const [one, two = one, follower = one] = [all.first, ...all.others];
    void one.thing('a').catch(() => null);
    void two.thing('b').catch(() => null);
    const calls = { a: await one.call(0), b: await two.call(0) };
    const reads = { a: follower.thing('a'), b: follower.thing('b') };
    await settled();
    return { ...all, follower, reads, calls };
  }

  test('each is returned as soon as it is there', async () => {
    const { clock, store, follower, reads, calls } = await followedReads();
    calls.a.answer();
    expect(await reads.a).toBe(1);
    clock.ms += 2_000;
    store.wake();
    (await follower.call(0)).answer();
    expect(await reads.b).toBe(1);
  });

  test('one whose read has failed is fetched at once', async () => {
    const { follower, reads, calls } = await followedReads();
    calls.a.fail();
    const own = await follower.call(0);
    expect(own.keys).toEqual(['a']);
    own.answer();
    expect(await reads.a).toBe(1);
    calls.b.answer();
    expect(await reads.b).toBe(1);
  });
});
