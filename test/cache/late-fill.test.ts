import { describe, expect, test } from 'vitest';
import type { CacheOptions } from '../../datasources/cache/cache.ts';
import { tagsOf } from '../../datasources/cache/tags.ts';
import { idOf } from '../../datasources/ids.ts';
import { requesterOf, CacheWorld, FakeClock, settled } from '../support/cache-world.ts';
import { MemoryStore, MemoryTier } from '../support/memory-tier.ts';
import { scopeOf } from '../support/source.ts';

const clock = new FakeClock();
const CHANGED = tagsOf({ entity: 'Thing', id: 'a', owners: { Owner: 'o' } });

const SETUPS: Readonly<Record<string, () => Partial<CacheOptions>>> = {
  'memory alone': () => ({}),
  'both tiers': () => ({ tier: new MemoryTier(new MemoryStore({ clock })) }),
  'the shared tier alone': () => ({ memoryBytes: 0, tier: new MemoryTier(new MemoryStore({ clock })) }),
};

describe.each(Object.entries(SETUPS))('with %s', (_, optionsOf) => {
  const worldOf = () => {
    const world = new CacheWorld(optionsOf(), clock);
    world.versions.set('a', 1);
    return world;
  };

  test('the value of a read that began before a change was known is not kept', async () => {
    const world = worldOf();
    const read = world.thing('a');
    const call = await world.call(0);
    await world.cache.evict(CHANGED);
    call.answer();
    expect(await read).toBe(1);
    await settled();
    world.versions.set('a', 2);
    expect(await world.filled('a')).toBe(2);
  });

  test('a read that began before a change was known is not joined by later callers', async () => {
    const world = worldOf();
    const before = world.thing('a');
    const old = await world.call(0);
    await world.cache.evict(CHANGED);
    const after = world.thing('a');
    await settled();
    old.answer();
    expect(await before).toBe(1);
    world.versions.set('a', 2);
    (await world.call(1)).answer();
    expect(await after).toBe(2);
    await settled();
    expect(await world.thing('a')).toBe(2);
  });

  test('a change of another entity prevents neither keeping nor joining a read', async () => {
    const world = worldOf();
    const before = world.thing('a');
    const call = await world.call(0);
    await world.cache.evict(['Thing:b', 'Thing']);
    const after = world.thing('a');
    await settled();
    call.answer();
    expect(await Promise.all([before, after])).toEqual([1, 1]);
    await settled();
    expect(await world.thing('a')).toBe(1);
    expect(world.calls).toHaveLength(1);
  });

  test.each([
    ['a list', (world: CacheWorld) => world.list('all')],
    ['a group of an owner', (world: CacheWorld) => world.owned.read(['o'], null, requesterOf())],
    [
      'a read that bypasses caches',
      (world: CacheWorld) => world.things.readAnew([idOf('a')], null, requesterOf()),
    ],
  ])('the value of %s that began before a change was known is not kept', async (_name, read) => {
    const world = worldOf();
    const early = read(world);
    const call = await world.call(0);
    await world.cache.evict(CHANGED);
    call.answer();
    await early;
    await settled();
    const later = read(world);
    (await world.call(1)).answer();
    await later;
  });

  test('changed records are not kept either if they came with a list', async () => {
    const world = worldOf();
    const list = world.list('all');
    const call = await world.call(0);
    await world.cache.evict(['Thing:a']);
    call.answer();
    await list;
    await settled();
    expect(await world.filled('a')).toBe(1);
  });

  test('a caller who joins the read of a list does not get the records that have changed since', async () => {
    const world = worldOf();
    const before = world.list('all');
    const call = await world.call(0);
    await world.cache.evict(['Thing:a']);
    const { reads } = scopeOf();
    const joined = reads.list(world.lists, 'all');
    await settled();
    call.answer();
    expect(await joined).toEqual(await before);
    expect(world.calls).toHaveLength(1);
    world.versions.set('a', 2);
    const thing = reads.entity(world.things).load(idOf('a'));
    (await world.call(1)).answer();
    expect(await thing).toMatchObject({ version: 2 });
  });

  test('an eviction of a system’s tag evicts everything read from it', async () => {
    const world = worldOf();
    await world.filled('a');
    await settled();
    await world.cache.evict(['@fake']);
    expect(await world.filled('a')).toBe(1);
  });
});

describe('a write', () => {
  const world = () => {
    const made = new CacheWorld();
    made.versions.set('a', 1);
    return made;
  };
  const change = { entity: 'Thing', id: 'a', owners: {} };

  test('evicts what it touched before it returns', async () => {
    const made = world();
    await made.filled('a');
    await expect(made.system.writing(Promise.resolve('done'), 'key', () => [change])).resolves.toBe('done');
    expect(made.cache.memory.size).toBe(0);
  });

  test('evicts what it touched even if it fails', async () => {
    const made = world();
    await made.filled('a');
    const write = made.system.writing(Promise.reject(new Error('timeout')), 'key', () => [change]);
    await expect(write).rejects.toThrow('timeout');
    expect(made.cache.memory.size).toBe(0);
  });

  test('is recorded after the eviction of what it touched, and returns after that', async () => {
    const events: string[] = [];
    const { promise: isRecorded, resolve: record } = Promise.withResolvers<undefined>();
    const made: CacheWorld = new CacheWorld({
      recorder: {
        wrote: async ([recorded]) => {
          events.push(`recorded with ${made.cache.memory.size} kept`);
          expect(recorded).toEqual({
            ...{ ...change, system: 'fake', kind: 'UPDATED', ownersUnknown: false, fields: ['version'] },
            ...{ occurredAt: '2014-01-01T00:00:00Z', key: 'key Thing:a' },
          });
          await isRecorded;
        },
      },
    });
    made.versions.set('a', 1);
    await made.filled('a');
    const certain = {
      ...{ ...change, kind: 'UPDATED', fields: ['version'], occurredAt: '2014-01-01T00:00:00Z' },
    } as const;
    const other = { entity: 'Thing', id: 'b', owners: {} };
    const write = made.system
      .writing(Promise.resolve('done'), 'key', () => [certain, other])
      .then(() => events.push('ended'));
    await settled();
    events.push('released');
    record(undefined);
    await write;
    expect(events).toEqual(['recorded with 0 kept', 'released', 'ended']);
  });

  test('evicts everything that such a write may touch if its answer cannot be read', async () => {
    const made = world();
    await made.filled('a');
    const write = made.system.writing(Promise.resolve('nonsense'), 'key', (written) => {
      if (written !== null) throw new Error('breaks the contract');
      return [{ entity: 'Thing', id: null, owners: {} }];
    });
    // Reporting the unreadable answer is left to the code that reads it.
    await expect(write).resolves.toBe('nonsense');
    expect(made.cache.memory.size).toBe(0);
  });
});
