import { describe, expect, test } from 'vitest';
import { RequestReads } from '../../datasources/load/request-reads.ts';
import { idOf } from '../../datasources/ids.ts';
import { CacheWorld, settled, type Thing } from '../support/cache-world.ts';

const [A, B, C] = ['a', 'b', 'c'].map(idOf<'Thing'>) as [Thing['id'], Thing['id'], Thing['id']];

describe.each([true, false])('reads of one request, caches on: %s', (isOn) => {
  const begin = () => {
    const world = new CacheWorld({ isOn });
    for (const id of [A, B]) world.versions.set(id, 1);
    const reads = new RequestReads('test', new AbortController().signal);
    return { world, reads, things: reads.entity(world.things) };
  };

  test('keys wanted in the same tick share one call and one promise', async () => {
    const { world, things } = begin();
    const batch = things.want(A);
    expect([things.want(B), things.want(A), things.want(C)]).toEqual([batch, batch, batch]);
    const loaded = things.load(B);
    const call = await world.call(0);
    expect(call.keys).toEqual([A, B, C]);
    expect(things.peek(A)).toBeUndefined();
    call.answer();
    await batch;
    expect([A, B, C].map((id) => things.peek(id)?.version ?? null)).toEqual([1, 1, null]);
    expect(await loaded).toBe(things.peek(B));
    expect(world.calls).toHaveLength(1);
  });

  test('a failed read is reported to every caller, and is not repeated', async () => {
    const { world, things } = begin();
    const batch = things.want(A);
    const loaded = things.load(A);
    (await world.call(0)).fail('down');
    await batch;
    await expect(loaded).rejects.toThrow('down');
    expect(things.peek(A)).toBeUndefined();
    expect(() => things.want(A)).toThrow('down');
    await expect(things.load(A)).rejects.toThrow('down');
    expect(world.calls).toHaveLength(1);
    // Another key is not affected.
    const other = things.load(B);
    (await world.call(1)).answer();
    expect(await other).toMatchObject({ version: 1 });
  });

  test('a value forgotten while in flight is read anew, and callers that waited get what arrives', async () => {
    const { world, things } = begin();
    const before = things.load(A);
    const call = await world.call(0);
    things.forget(A);
    call.answer();
    expect(await before).toMatchObject({ version: 1 });
    if (isOn) await world.cache.evict(['Thing:a']);
    world.versions.set(A, 2);
    const after = things.load(A);
    (await world.call(1)).answer();
    expect(await after).toMatchObject({ version: 2 });
    expect(things.peek(A)).toMatchObject({ version: 2 });
  });

  test('a value that was replaced while in flight is kept', async () => {
    const { world, things } = begin();
    const before = things.load(A);
    const call = await world.call(0);
    const mine = { id: A, version: 7 };
    things.replace(A, mine);
    call.answer();
    expect(await before).toBe(mine);
    expect(things.peek(A)).toBe(mine);
  });

  test('records that came with a list are not requested, and do not replace those the request already has', async () => {
    const { world, reads, things } = begin();
    const mine = { id: B, version: 7 };
    things.replace(B, mine);
    const list = reads.list(world.lists, 'all');
    (await world.call(0)).answer();
    expect(await list).toEqual([A, B]);
    expect(things.peek(A)).toMatchObject({ version: 1 });
    expect(things.peek(B)).toBe(mine);
    things.forget(A);
    await settled();
    expect(world.calls).toHaveLength(1);
    expect(reads.entries.length).toBeGreaterThan(0);
  });

  test('a malformed id is not requested', () => {
    expect(begin().things.load(idOf('impossible'))).toBeNull();
  });
});

test('an answer depends on a record that came along only if it is looked up', async () => {
  const world = new CacheWorld();
  for (const id of [A, B]) world.versions.set(id, 1);
  const reads = new RequestReads('test', new AbortController().signal);
  const list = reads.list(world.lists, 'all');
  (await world.call(0)).answer();
  await list;
  const records = () => reads.entries.flatMap(({ tags }) => tags).filter((tag) => /^Thing:[ab]$/.test(tag));
  expect(records()).toEqual([]);
  const things = reads.entity(world.things);
  things.peek(A);
  things.peek(A);
  expect(records()).toEqual(['Thing:a']);
});

test('a record that came along stands for one that is being read, even if that read fails', async () => {
  const world = new CacheWorld();
  world.versions.set(A, 1);
  const reads = new RequestReads('test', new AbortController().signal);
  const loaded = reads.entity(world.things).load(A);
  const call = await world.call(0);
  const list = reads.list(world.lists, 'all');
  (await world.call(1)).answer();
  await list;
  call.fail('down');
  expect(await loaded).toMatchObject({ version: 1 });
});

test('the lifetime of an answer is known even if nothing is cached', async () => {
  const world = new CacheWorld({ isOn: false });
  world.versions.set('a', 1);
  const reads = new RequestReads('test', new AbortController().signal);
  const read = async (id: Thing['id']) => {
    const loaded = reads.entity(world.things).load(id);
    (await world.call(world.calls.length)).answer({ 'cache-control': 'max-age=60' });
    await loaded;
  };
  await read(A);
  // The absence of an entity is valid for five seconds at most.
  await read(C);
  expect(reads.entries.map(({ softAt, bornAt }) => softAt - bornAt)).toEqual([60_000, 5_000]);
});
