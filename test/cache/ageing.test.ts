import { expect, test } from 'vitest';
import { requesterOf, CacheWorld, settled } from '../support/cache-world.ts';
import type { SystemOptions } from '../../datasources/cache/cache.ts';
import { idOf } from '../../datasources/ids.ts';

const TEN = { 'cache-control': 'max-age=10, stale-while-revalidate=10' };

/** A world in which a thing was read at version 1, and has changed to version 2 since. */
async function agedWorld(
  ms: number,
  headers: Record<string, string> = TEN,
  system: Partial<SystemOptions> = {},
): Promise<CacheWorld> {
  const world = new CacheWorld({}, undefined, system);
  world.versions.set('a', 1);
  await world.filled('a', headers);
  world.versions.set('a', 2);
  world.clock.ms += ms;
  return world;
}

test('a fresh value is returned without a call', async () => {
  const world = await agedWorld(9_999);
  expect(await world.thing('a')).toBe(1);
  await settled();
  expect(world.calls).toHaveLength(1);
});

test('a value past its soft age is returned, and refreshed once in the background', async () => {
  const world = await agedWorld(10_000);
  expect(await Promise.all([1, 2, 3].map(() => world.thing('a')))).toEqual([1, 1, 1]);
  const call = await world.call(1);
  expect(await world.thing('a')).toBe(1);
  call.answer();
  await settled();
  expect(await world.thing('a')).toBe(2);
  expect(world.calls).toHaveLength(2);
  expect(world.cache.stats.staleHits).toBe(4);
});

test('while its system’s quota is low, a value is returned without a refresh until its hard age', async () => {
  let isQuotaLow = true;
  const world = await agedWorld(10_000, TEN, { isQuotaLow: () => isQuotaLow });
  expect(await world.thing('a')).toBe(1);
  await settled();
  expect(world.calls).toHaveLength(1);
  isQuotaLow = false;
  expect(await world.thing('a')).toBe(1);
  (await world.call(1)).answer(TEN);
  await settled();
  isQuotaLow = true;
  world.clock.ms += 20_000;
  expect(await world.filled('a')).toBe(2);
});

test('a value past its hard age is fetched', async () => {
  const world = await agedWorld(20_000);
  expect(world.things.peek(idOf('a'), null)).toBe(undefined);
  expect(world.cache.memory.size).toBe(0);
  expect(await world.filled('a')).toBe(2);
});

test('if a refresh fails, the old value is returned up to its hard age, and the refresh is retried later', async () => {
  const world = await agedWorld(10_000);
  expect(await world.thing('a')).toBe(1);
  (await world.call(1)).fail();
  await settled();
  expect(await world.thing('a')).toBe(1);
  expect(world.calls).toHaveLength(2);
  world.clock.ms += 1_000;
  expect(await world.thing('a')).toBe(1);
  (await world.call(2)).fail();
  await settled();
  world.clock.ms += 9_000;
  const read = world.thing('a');
  (await world.call(3)).fail('still down');
  await expect(read).rejects.toThrow('still down');
});

test('a refresh does not make a value usable past its hard age', async () => {
  const world = await agedWorld(19_900);
  const entry = world.things.peek(idOf('a'), null);
  expect(entry?.softAt).toBeLessThanOrEqual(entry?.hardAt ?? 0);
  (await world.call(1)).fail();
});

test('a refresh continues although no caller waits for it', async () => {
  const world = await agedWorld(10_000);
  const gone = new AbortController();
  await world.thing('a', requesterOf(gone.signal));
  const { call, answer } = await world.call(1);
  gone.abort();
  expect(call.signal.aborted).toBe(false);
  answer();
  await settled();
  expect(await world.thing('a')).toBe(2);
});

test('the age of a value on arrival reduces its lifetime', async () => {
  const world = await agedWorld(3_000, { ...TEN, age: '18' });
  expect(world.things.peek(idOf('a'), null)).toBe(undefined);
});

test('a value ages from the time of its request, however long its system takes', async () => {
  const world = new CacheWorld();
  world.versions.set('a', 1);
  const read = world.thing('a');
  const call = await world.call(0);
  world.clock.ms += 15_000;
  call.answer({ 'cache-control': 'max-age=10, must-revalidate' });
  expect(await read).toBe(1);
  expect(world.things.peek(idOf('a'), null)).toBe(undefined);
});

test.each(['no-store', 'no-cache', 'max-age=0'])('a value marked %s is not kept', async (field) => {
  const world = new CacheWorld();
  world.versions.set('a', 1);
  await world.filled('a', { 'cache-control': field });
  expect(world.cache.memory.size).toBe(0);
  world.versions.set('a', 2);
  expect(await world.filled('a')).toBe(2);
});

test('the absence of an entity is cached for a short time', async () => {
  const world = new CacheWorld();
  expect(await world.filled('a')).toBe(null);
  world.versions.set('a', 1);
  world.clock.ms += 4_999;
  expect(await world.thing('a')).toBe(null);
  expect(world.calls).toHaveLength(1);
  world.clock.ms += 1;
  expect(await world.filled('a')).toBe(1);
});

test('the cached absence of an entity is evicted when the entity is created', async () => {
  const world = new CacheWorld();
  await world.filled('a');
  world.versions.set('a', 1);
  await world.cache.evict(['Thing:a']);
  expect(await world.filled('a')).toBe(1);
});
