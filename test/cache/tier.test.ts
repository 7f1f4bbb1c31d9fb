import { expect, test } from 'vitest';
import { tagsOf } from '../../datasources/cache/tags.ts';
import { requesterOf, CacheWorld, FakeClock, settled } from '../support/cache-world.ts';
import { MemoryStore, MemoryTier } from '../support/memory-tier.ts';
import { tierSuite } from '../support/tier-suite.ts';

const CHANGED = tagsOf({ entity: 'Thing', id: 'a', owners: {} });

tierSuite('the tier in memory that tests use', async () => {
  const store = new MemoryStore({ clock: performance });
  const [one, other] = [new MemoryTier(store), new MemoryTier(store)];
  return {
    one,
    other,
    leave: async () => one.leave(),
    comeBack: async () => one.comeBack(),
    lose: async () => store.lose(),
    [Symbol.asyncDispose]: async () => undefined,
  };
});

/** Two replicas over one store, with functions that hold up and release steps of the first one's tier. */
function replicas() {
  const clock = new FakeClock();
  const store = new MemoryStore({ clock });
  const held: (() => void)[] = [];
  let isHeld = false;
  const pause = () => (isHeld ? new Promise<void>((resolve) => held.push(resolve)) : Promise.resolve());
  const near = new MemoryTier(store, pause);
  const one = new CacheWorld({ tier: near }, clock);
  const other = new CacheWorld({ tier: new MemoryTier(store) }, clock);
  for (const world of [one, other]) world.versions.set('a', 1);
  const hold = (hold: boolean) => {
    isHeld = hold;
    if (!hold) for (const release of held.splice(0)) release();
  };
  const pass = () => {
    for (const release of held.splice(0)) release();
  };
  return { clock, store, near, one, other, hold, pass };
}

test('a value read by one replica is not fetched by the other', async () => {
  const { one, other } = replicas();
  await one.filled('a');
  await settled();
  expect(await other.thing('a')).toBe(1);
  expect(other.calls).toHaveLength(0);
  expect(other.cache.stats.sharedHits).toBe(1);
  expect(await other.thing('a')).toBe(1);
  expect(other.cache.stats.memoryHits).toBe(1);
});

test('a value keeps its age at the other replica', async () => {
  const { one, other, clock } = replicas();
  await one.filled('a');
  await settled();
  clock.ms += 9_000;
  expect(await other.thing('a')).toBe(1);
  clock.ms += 1_500;
  expect(await other.thing('a')).toBe(1);
  (await other.call(0)).fail();
  await settled();
  clock.ms += 1_000;
  const read = other.thing('a');
  (await other.call(1)).fail('down');
  await expect(read).rejects.toThrow('down');
});

test('records that came with a list are available to the other replica too', async () => {
  const { one, other } = replicas();
  const list = one.list('all');
  (await one.call(0)).answer();
  await list;
  await settled();
  expect(await other.thing('a')).toBe(1);
  expect(other.calls).toHaveLength(0);
});

test('of two replicas that miss the same value, one fetches and the other follows', async () => {
  const { one, other } = replicas();
  const [first, second] = [one.thing('a'), other.thing('a')];
  await settled();
  expect(one.calls.length + other.calls.length).toBe(1);
  (one.calls[0] ?? other.calls[0])?.answer();
  expect(await Promise.all([first, second])).toEqual([1, 1]);
});

test.each([
  ['fails', undefined],
  ['returns a value that must not be stored', { 'cache-control': 'no-store' }],
])('if the read of one replica %s, the other fetches after all', async (_, headers) => {
  const { one, other } = replicas();
  const first = one.thing('a').catch(() => 'failed');
  const call = await one.call(0);
  const second = other.thing('a');
  await settled();
  expect(other.calls).toHaveLength(0);
  if (headers) call.answer(headers);
  else call.fail();
  await first;
  (await other.call(0)).answer();
  expect(await second).toBe(1);
});

test('if one replica dies, the other fetches once its claim has expired', async () => {
  const { one, other, clock, store } = replicas();
  void one.thing('a');
  await one.call(0);
  const second = other.thing('a');
  await settled();
  clock.ms += 2_000;
  store.wake();
  (await other.call(0)).answer();
  expect(await second).toBe(1);
});

test('a caller who leaves while its read follows another’s is released', async () => {
  const { one, other } = replicas();
  void one.thing('a');
  await one.call(0);
  const gone = new AbortController();
  const second = other.thing('a', requesterOf(gone.signal));
  await settled();
  gone.abort(new Error('left'));
  await expect(second).rejects.toThrow('left');
  (await one.call(0)).answer();
  await settled();
  expect(await other.thing('a')).toBe(1);
});

test('a value that arrives from the tier after a change is known is not kept', async () => {
  const { one, other, hold, pass } = replicas();
  await other.filled('a');
  await settled();
  hold(true);
  const read = one.thing('a');
  await settled();
  // Now the value is on its way back from the tier.
  pass();
  await settled();
  const evicted = one.cache.evict(CHANGED);
  await settled();
  hold(false);
  expect(await read).toBe(1);
  await evicted;
  expect(one.cache.memory.size).toBe(0);
  one.versions.set('a', 2);
  expect(await one.filled('a')).toBe(2);
});

test('a value read from the tier before an eviction reaches the tier is evicted from memory too', async () => {
  const clock = new FakeClock();
  const store = new MemoryStore({ clock });
  const gate = Promise.withResolvers<undefined>();
  class Slow extends MemoryTier {
    override async evict(tags: readonly string[]): Promise<void> {
      await gate.promise;
      await super.evict(tags);
    }
  }
  const [one, other] = [
    new CacheWorld({ tier: new Slow(store) }, clock),
    new CacheWorld({ tier: new MemoryTier(store) }, clock),
  ];
  other.versions.set('a', 1);
  await other.filled('a');
  await settled();
  const evicted = one.cache.evict(CHANGED);
  expect(await one.thing('a')).toBe(1);
  expect(one.cache.memory.size).toBe(1);
  gate.resolve(undefined);
  expect(await evicted).toBe(1);
  expect(one.cache.memory.size).toBe(0);
  one.versions.set('a', 2);
  expect(await one.filled('a')).toBe(2);
});

test('while the tier is away, memory answers, and other values are fetched from the system', async () => {
  const { one, near } = replicas();
  near.leave();
  expect(await one.filled('a')).toBe(1);
  expect(await one.thing('a')).toBe(1);
  await one.cache.evict(CHANGED);
  one.versions.set('a', 2);
  expect(await one.filled('a')).toBe(2);
});

test('a value whose eviction could not reach the tier is not read from it when it is back', async () => {
  const { one, other, near } = replicas();
  await other.filled('a');
  await settled();
  near.leave();
  await one.cache.evict(CHANGED);
  near.comeBack();
  one.versions.set('a', 2);
  expect(await one.filled('a')).toBe(2);
});

test('text that is not valid JSON counts as missing', async () => {
  const { one, store } = replicas();
  const tags = ['Thing:a', 'Thing:*', '@fake'];
  store.set(
    [
      {
        key: 'fake@e3b0c44298fc:Thing:a',
        tags,
        text: '{',
        ageMs: 0,
        softMs: 9_000,
        hardMs: 9_000,
        lastMs: 9_000,
      },
    ],
    store.now,
  );
  expect(await one.filled('a')).toBe(1);
});
