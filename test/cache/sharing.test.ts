import { expect, test } from 'vitest';
import { idOf } from '../../datasources/ids.ts';
import { requesterOf, CacheWorld, settled } from '../support/cache-world.ts';

const leave = (controller: AbortController) => controller.abort(new Error('left'));

test('a value is requested once, however many requests want it', async () => {
  const world = new CacheWorld();
  world.versions.set('a', 1);
  const reads = Array.from({ length: 50 }, () => world.thing('a'));
  const call = await world.call(0);
  const late = world.thing('a');
  call.answer();
  expect(await Promise.all([...reads, late])).toEqual(Array.from({ length: 51 }, () => 1));
  expect(await world.thing('a')).toBe(1);
  expect(world.calls).toHaveLength(1);
  expect(world.cache.stats).toMatchObject({ fetches: 1, memoryHits: 1 });
});

test('an idle system is called at once, with all keys requested in this turn', async () => {
  const world = new CacheWorld();
  const reads = ['a', 'b', 'c'].map((id) => world.thing(id));
  const call = await world.call(0);
  expect(call.keys).toEqual(['a', 'b', 'c']);
  call.answer();
  expect(await Promise.all(reads)).toEqual([null, null, null]);
});

test('while a batch is in flight, keys of several requests are collected into the next one', async () => {
  const world = new CacheWorld();
  const first = world.thing('a');
  const call = await world.call(0);
  const others = [world.thing('b')];
  await new Promise(setImmediate);
  others.push(world.thing('c'), world.thing('b'));
  const next = await world.call(1);
  expect(next.keys).toEqual(['b', 'c']);
  call.answer();
  next.answer();
  await Promise.all([first, ...others]);
  expect(world.calls).toHaveLength(2);
});

test('reads of lists, which have arguments of their own, do not wait for each other', async () => {
  const world = new CacheWorld();
  const reads = [world.list('one'), world.list('two'), world.list('one')];
  expect((await world.call(0)).keys).toEqual(['one']);
  expect((await world.call(1)).keys).toEqual(['two']);
  world.calls.forEach(({ answer }) => answer());
  await Promise.all(reads);
  expect(world.calls).toHaveLength(2);
});

test('a caller who leaves affects no other; the call is aborted when the last one leaves', async () => {
  const world = new CacheWorld();
  world.versions.set('a', 1);
  const [one, other] = [new AbortController(), new AbortController()];
  const reads = [world.thing('a', requesterOf(one.signal)), world.thing('a', requesterOf(other.signal))];
  const { call } = await world.call(0);
  leave(one);
  await expect(reads[0]).rejects.toThrow('left');
  expect(call.signal.aborted).toBe(false);
  leave(other);
  await expect(reads[1]).rejects.toThrow('left');
  expect(call.signal.aborted).toBe(true);
  expect(await world.filled('a')).toBe(1);
});

test('a caller who asks after all others have left does not join their aborted call', async () => {
  const world = new CacheWorld();
  const gone = new AbortController();
  const left = world.thing('a', requesterOf(gone.signal));
  const collected = world.thing('b', requesterOf(gone.signal));
  leave(gone);
  await expect(left).rejects.toThrow('left');
  await expect(collected).rejects.toThrow('left');
  expect(await world.filled('a')).toBe(null);
  expect(world.calls).toHaveLength(1);
});

test('a read of cached and missing values returns both', async () => {
  const world = new CacheWorld();
  world.versions.set('a', 1);
  await world.filled('a');
  const landed = world.things.read(['a', 'b'].map(idOf<'Thing'>), null, requesterOf());
  const call = await world.call(1);
  expect(call.keys).toEqual(['b']);
  call.answer();
  expect([...(await landed).keys()].sort()).toEqual(['a', 'b']);
});

test('an error is passed to all waiting callers, and is never cached', async () => {
  const world = new CacheWorld();
  world.versions.set('a', 1);
  const reads = [world.thing('a'), world.thing('a')];
  (await world.call(0)).fail('down');
  for (const read of reads) await expect(read).rejects.toThrow('down');
  expect(world.cache.memory.size).toBe(0);
  expect(await world.filled('a')).toBe(1);
});

test('records that came with a list are not requested again', async () => {
  const world = new CacheWorld();
  world.versions.set('a', 1).set('b', 2);
  const list = world.list('all');
  (await world.call(0)).answer();
  expect(await list).toEqual(['a', 'b']);
  expect(await world.thing('b')).toBe(2);
  expect(world.calls).toHaveLength(1);
  await world.cache.evict(['Thing:b']);
  expect(await world.filled('b')).toBe(2);
  expect(await world.thing('a')).toBe(1);
});

test('a read that bypasses caches always makes a call of its own, and its value is cached for others', async () => {
  const world = new CacheWorld();
  world.versions.set('a', 1);
  await world.filled('a');
  world.versions.set('a', 2);
  expect(await world.thing('a')).toBe(1);
  const anew = [0, 1].map(() => world.things.readAnew([idOf('a')], null, requesterOf()));
  (await world.call(1)).answer();
  (await world.call(2)).answer();
  await Promise.all(anew);
  expect(await world.thing('a')).toBe(2);
  expect(world.calls).toHaveLength(3);
});

test('an id that the system cannot have is recognized without a call', () => {
  const world = new CacheWorld();
  expect(world.things.impossible(idOf('impossible'))).toBe(null);
  expect(world.things.impossible(idOf('a'))).toBe(undefined);
});

test('with caches off, nothing is kept or shared between requests', async () => {
  const world = new CacheWorld({ isOn: false });
  const [one, other] = [0, 1].map(() => world.things.readAnew([idOf('a')], null, requesterOf()));
  (await world.call(0)).answer();
  (await world.call(1)).answer();
  await Promise.all([one, other]);
  await settled();
  expect(world.cache.memory.size).toBe(0);
  expect(world.things.peek(idOf('a'), null)).toBe(undefined);
});
