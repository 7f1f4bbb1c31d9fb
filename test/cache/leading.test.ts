import { expect, test } from 'vitest';
import { tagsOf } from '../../datasources/cache/tags.ts';
import { CacheWorld, FakeClock, settled } from '../support/cache-world.ts';
import { MemoryStore, MemoryTier } from '../support/memory-tier.ts';

const CHANGED = tagsOf({ entity: 'Thing', id: 'a', owners: {} });
const NO_STORE = { 'cache-control': 'no-store' };

/** So many replicas over one store. */
function fleet(size: number) {
  const clock = new FakeClock();
  const store = new MemoryStore({ clock });
  const worlds = Array.from({ length: size }, () => new CacheWorld({ tier: new MemoryTier(store) }, clock));
  for (const { versions } of worlds) versions.set('a', 1).set('b', 1);
  const [first = new CacheWorld(), ...others] = worlds;
  const calls = () => worlds.flatMap((world) => world.calls);
  return { clock, store, worlds, first, others, calls };
}

/** Replicas of which the first is having `a`, and the others wait for it. */
async function led(size: number) {
  const all = fleet(size);
  const lead = all.first.thing('a').catch(() => null);
  const call = await all.first.call(0);
  const reads = all.others.map((world) => world.thing('a'));
  await settled();
  expect(all.calls()).toHaveLength(1);
  return { ...all, lead, call, reads };
}

test('of those who followed a read that failed one fetches, and the others follow that', async () => {
  const { call, reads, calls } = await led(5);
  call.fail();
  await settled();
  expect(calls()).toHaveLength(2);
  calls()[1]?.answer();
  expect(await Promise.all(reads)).toEqual([1, 1, 1, 1]);
});

test('where that fails as well each of them fetches', async () => {
  const { call, reads, calls } = await led(4);
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

test('of those who followed one that is gone one fetches', async () => {
  const { clock, store, reads, calls } = await led(4);
  clock.ms += 2_000;
  store.wake();
  await settled();
  expect(calls()).toHaveLength(2);
  calls()[1]?.answer();
  expect(await Promise.all(reads)).toEqual([1, 1, 1]);
});

test('what they fetch after a change that came meanwhile is kept for all', async () => {
  const { call, reads, calls, worlds, store } = await led(3);
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

test('who claims a key when another has just stored it takes that', async () => {
  const { store, clock, others } = fleet(2);
  const held: (() => void)[] = [];
  let isHeld = true;
  const pause = () => (isHeld ? new Promise<void>((go) => held.push(go)) : Promise.resolve());
  const slow = new CacheWorld({ tier: new MemoryTier(store, pause) }, clock);
  const read = slow.thing('a');
  await settled();
  // It has looked, and the answer is on its way back.
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

test('nobody waits for another’s read of what is not to be kept, once that is known', async () => {
  const { worlds, calls } = fleet(3);
  for (const world of worlds) await world.filled('a', NO_STORE);
  const reads = worlds.map((world) => world.thing('a'));
  await settled();
  expect(calls()).toHaveLength(6);
  for (const one of calls().slice(1)) one.answer(NO_STORE);
  await Promise.all(reads);
});

test('and all do again as soon as it is', async () => {
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

test('who waits for a key is not held up by another of the batch that is had elsewhere', async () => {
  const { first, others, clock } = fleet(2);
  const [other = first] = others;
  await other.filled('c');
  clock.ms += 1;
  const led = first.thing('a');
  const call = await first.call(0);
  const [a, b] = [other.thing('a'), other.thing('b')];
  const own = await other.call(1);
  expect(own.keys).toEqual(['b']);
  own.answer();
  expect(await b).toBe(1);
  expect(other.things.peek('b' as never, null)).toBeDefined();
  call.answer();
  expect(await Promise.all([a, led])).toEqual([1, 1]);
});
