import { expect, test } from 'vitest';
import type { CacheOptions, SystemOptions } from '../../datasources/cache/cache.ts';
import { idOf } from '../../datasources/ids.ts';
import { UnavailableError } from '../../datasources/rest/errors/unavailable.ts';
import { requesterOf, CacheWorld, FakeClock, settled } from '../support/cache-world.ts';
import { MemoryStore, MemoryTier } from '../support/memory-tier.ts';

const TEN = { 'cache-control': 'max-age=10, stale-while-revalidate=10' };
const DOWN = new UnavailableError({ system: 'fake', path: '/things' }, 'down');

/** A replica that has just started. Another read a thing at version 1 this long ago; it has changed to version 2 since. */
async function startedReplica(
  ms: number,
  options: Partial<CacheOptions> = {},
  system: Partial<SystemOptions> = {},
): Promise<CacheWorld> {
  const clock = new FakeClock();
  const store = new MemoryStore({ clock });
  const before = new CacheWorld({ tier: new MemoryTier(store) }, clock);
  before.versions.set('a', 1);
  await before.filled('a', TEN);
  await settled();
  clock.ms += ms;
  const world = new CacheWorld({ tier: new MemoryTier(store), ...options }, clock, system);
  world.versions.set('a', 2);
  return world;
}

const SETUPS: readonly [string, Partial<CacheOptions>][] = [
  ['with memory', {}],
  ['without memory', { memoryBytes: 0 }],
];

test.each(SETUPS)(
  'a value of the tier past its soft age is returned at once, and refreshed once (%s)',
  async (_, options) => {
    const world = await startedReplica(10_000, options);
    expect(await Promise.all([world.thing('a'), world.thing('a')])).toEqual([1, 1]);
    const call = await world.call(0);
    // Also while the refresh is in flight.
    expect(await world.thing('a')).toBe(1);
    call.answer(TEN);
    await settled();
    expect(await world.thing('a')).toBe(2);
    expect(world.calls).toHaveLength(1);
  },
);

test('a value keeps the age it had at the other replica, and is not a stand-in', async () => {
  const world = await startedReplica(12_000);
  const found = (await world.things.read([idOf('a')], null, requesterOf())).get(idOf('a'));
  expect(found).toMatchObject({ standsIn: false, entry: { value: { version: 1 } } });
  expect(found instanceof Error ? NaN : world.clock.ms - (found?.entry.bornAt ?? NaN)).toBe(12_000);
  (await world.call(0)).answer(TEN);
});

test.each(SETUPS)(
  'a value is returned although its system is down, and the refresh is retried a second later (%s)',
  async (_, options) => {
    const world = await startedReplica(10_000, options);
    expect(await world.thing('a')).toBe(1);
    (await world.call(0)).fail(DOWN);
    await settled();
    expect(await world.thing('a')).toBe(1);
    await settled();
    expect(world.calls).toHaveLength(1);
    world.clock.ms += 1_000;
    expect(await world.thing('a')).toBe(1);
    (await world.call(1)).answer(TEN);
    await settled();
    expect(await world.thing('a')).toBe(2);
  },
);

test.each([
  [true, { standsIn: true, entry: { value: { version: 1 } } }],
  [false, DOWN],
])(
  'a value older than requested stands in while its system is down, if that is allowed (%s)',
  async (mayStandIn, result) => {
    const world = await startedReplica(6_000);
    const read = world.things.read([idOf('a')], null, requesterOf(), { maxAgeMs: 5_000, mayStandIn });
    (await world.call(0)).fail(DOWN);
    expect((await read).get(idOf('a'))).toMatchObject(result);
    expect(world.cache.stats.standIns).toBe(mayStandIn ? 1 : 0);
  },
);

test('a value stays valid up to its hard age although its refresh is refused', async () => {
  const world = await startedReplica(10_000);
  const read = world.things.read([idOf('a'), idOf('b')], null, requesterOf());
  (await world.call(0)).fail(new Error('refused'));
  const found = await read;
  expect(found.get(idOf('a'))).toMatchObject({ standsIn: false, entry: { value: { version: 1 } } });
  expect(found.get(idOf('b'))).toEqual(new Error('refused'));
});

test('while its system’s quota is low, a value is returned and not refreshed', async () => {
  const world = await startedReplica(10_000, {}, { isQuotaLow: () => true });
  expect(await world.thing('a')).toBe(1);
  await settled();
  expect(world.calls).toHaveLength(0);
});

test('a value past its hard age is fetched', async () => {
  const world = await startedReplica(20_000);
  expect(await world.filled('a', TEN)).toBe(2);
});

test.each(SETUPS)(
  'a value past its hard age is not returned while its refresh is in flight (%s)',
  async (_, options) => {
    const world = await startedReplica(10_000, options);
    expect(await world.thing('a')).toBe(1);
    const call = await world.call(0);
    world.clock.ms += 10_000;
    const read = world.thing('a');
    await settled();
    call.answer(TEN);
    expect(await read).toBe(2);
    expect(world.calls).toHaveLength(1);
  },
);

test('missing values are requested together with refreshes', async () => {
  const world = await startedReplica(10_000);
  world.versions.set('b', 3);
  const [a, b] = [world.thing('a'), world.thing('b')];
  expect(await a).toBe(1);
  const call = await world.call(0);
  expect([...call.keys].sort()).toEqual(['a', 'b']);
  call.answer(TEN);
  expect(await b).toBe(3);
});

test('a value is not returned to a caller who asks after its eviction', async () => {
  const world = await startedReplica(10_000, { memoryBytes: 0 });
  expect(await world.thing('a')).toBe(1);
  const old = await world.call(0);
  await world.cache.evict(['Thing:a']);
  const read = world.thing('a');
  await settled();
  old.answer(TEN);
  world.versions.set('a', 3);
  (await world.call(1)).answer(TEN);
  expect(await read).toBe(3);
});
