import { describe, expect, test } from 'vitest';
import { idOf } from '../../datasources/ids.ts';
import { ContractError } from '../../datasources/rest/errors/contract.ts';
import { UnavailableError } from '../../datasources/rest/errors/unavailable.ts';
import { requesterOf, CacheWorld, FakeClock, settled } from '../support/cache-world.ts';

const CALL = { system: 'fake', path: '/things' };
const DOWN = () => new UnavailableError(CALL, 'down');
const TEN = { 'cache-control': 'max-age=10, stale-while-revalidate=10' };
const HOUR_MS = 3_600_000;

interface Settings {
  readonly isCircuitOpen?: () => boolean;
  readonly mayServeCached?: () => boolean;
  readonly headers?: Record<string, string>;
}

/** A world in which a thing was read at version 1, and is past its hard age by this many milliseconds. */
async function worldPastHardAge(
  ms: number,
  { isCircuitOpen, mayServeCached, headers = TEN }: Settings = {},
): Promise<CacheWorld> {
  const options = mayServeCached ? { mayServeCached } : {};
  const system = { staleIfErrorMs: HOUR_MS, ...(isCircuitOpen ? { isCircuitOpen } : {}) };
  const world = new CacheWorld(options, new FakeClock(), system);
  world.versions.set('a', 1);
  await world.filled('a', headers);
  world.versions.set('a', 2);
  world.clock.ms += 20_000 + ms;
  return world;
}

/** Reads a thing while its system fails with this error. */
async function readFailing(world: CacheWorld, error: Error): Promise<number | null> {
  const next = world.calls.length;
  const read = world.thing('a');
  (await world.call(next)).fail(error);
  return read;
}

test('a value past its hard age stands in while its system is down, and is marked as a stand-in', async () => {
  const world = await worldPastHardAge(0);
  const read = world.things.read([idOf('a')], null, requesterOf());
  (await world.call(1)).fail(DOWN());
  expect((await read).get(idOf('a'))).toMatchObject({ standsIn: true, entry: { value: { version: 1 } } });
  expect(world.cache.stats.standIns).toBe(1);
});

test('once its system answers again, the new value is returned', async () => {
  const world = await worldPastHardAge(0);
  expect(await readFailing(world, DOWN())).toBe(1);
  expect(await world.filled('a')).toBe(2);
});

test('a value stands in up to an hour past its freshness and not a millisecond longer', async () => {
  const world = await worldPastHardAge(HOUR_MS - 10_001);
  expect(await readFailing(world, DOWN())).toBe(1);
  world.clock.ms += 1;
  await expect(readFailing(world, DOWN())).rejects.toThrow('down');
  expect(world.cache.memory.size).toBe(0);
});

test('a system can set how long its values stand in, and can forbid it', async () => {
  const longer = await worldPastHardAge(2 * HOUR_MS, {
    headers: { 'cache-control': 'max-age=10, stale-if-error=86000' },
  });
  expect(await readFailing(longer, DOWN())).toBe(1);
  const never = await worldPastHardAge(0, { headers: { 'cache-control': 'max-age=10, must-revalidate' } });
  await expect(readFailing(never, DOWN())).rejects.toThrow('down');
});

test.each([
  ['breaks its contract', new ContractError(CALL, 'no JSON')],
  ['fails with an unexpected error', new Error('a mistake of our own')],
])('a value does not stand in for a system that %s', async (_, error) => {
  const world = await worldPastHardAge(0);
  await expect(readFailing(world, error)).rejects.toThrow(error.message);
});

test('an evicted value does not stand in', async () => {
  const world = await worldPastHardAge(0);
  await world.cache.evict(['Thing:a']);
  await expect(readFailing(world, DOWN())).rejects.toThrow('down');
});

test('a value evicted while the call is in flight does not stand in', async () => {
  const world = await worldPastHardAge(0);
  const read = world.thing('a');
  const call = await world.call(1);
  await world.cache.evict(['Thing:a']);
  call.fail(DOWN());
  await expect(read).rejects.toThrow('down');
});

test('no value stands in while it is unknown what has changed', async () => {
  let mayServeCached = true;
  const world = await worldPastHardAge(0, { mayServeCached: () => mayServeCached });
  mayServeCached = false;
  await expect(readFailing(world, DOWN())).rejects.toThrow('down');
});

test('the cached absence of an entity does not stand in', async () => {
  const world = new CacheWorld({}, new FakeClock(), { staleIfErrorMs: HOUR_MS });
  expect(await world.filled('a')).toBe(null);
  world.clock.ms += 20_000;
  await expect(readFailing(world, DOWN())).rejects.toThrow('down');
});

describe('while the system is known to be away', () => {
  test('reads with a stand-in do not wait for it; it is called in the background once a second', async () => {
    const world = await worldPastHardAge(0, { isCircuitOpen: () => true });
    expect(await Promise.all([1, 2, 3].map(() => world.thing('a')))).toEqual([1, 1, 1]);
    (await world.call(1)).fail(DOWN());
    await settled();
    expect(await world.thing('a')).toBe(1);
    expect(world.calls).toHaveLength(2);
    world.clock.ms += 1_000;
    expect(await world.thing('a')).toBe(1);
    (await world.call(2)).answer();
    await settled();
    expect(await world.thing('a')).toBe(2);
  });

  test('reads without a stand-in call it all the same', async () => {
    const world = await worldPastHardAge(0, { isCircuitOpen: () => true });
    world.versions.set('b', 1);
    expect(await world.filled('b')).toBe(1);
  });
});

describe('a request with a maximum age', () => {
  const demand = { maxAgeMs: 5_000, mayStandIn: true };
  const READ = [idOf<'Thing'>('a')];

  test('fetches an older value from its system, even if it is still fresh', async () => {
    const world = await worldPastHardAge(-15_000);
    expect(world.things.peek(idOf('a'), null, 5_000)).toBeDefined();
    world.clock.ms += 1;
    const read = world.things.read(READ, null, requesterOf(), demand);
    (await world.call(1)).answer();
    expect((await read).get(idOf('a'))).toMatchObject({ standsIn: false, entry: { value: { version: 2 } } });
  });

  test('gets the older value as a stand-in while its system is down', async () => {
    const world = await worldPastHardAge(-14_000);
    const read = world.things.read(READ, null, requesterOf(), demand);
    (await world.call(1)).fail(DOWN());
    expect((await read).get(idOf('a'))).toMatchObject({ standsIn: true, entry: { value: { version: 1 } } });
  });

  test('gets an error while its system is down if it does not allow stand-ins', async () => {
    const world = await worldPastHardAge(0);
    const read = world.things.read(READ, null, requesterOf(), { maxAgeMs: Infinity, mayStandIn: false });
    (await world.call(1)).fail(DOWN());
    expect((await read).get(idOf('a'))).toBeInstanceOf(UnavailableError);
  });
});
