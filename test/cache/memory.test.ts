import { expect, test } from 'vitest';
import { Entry } from '../../datasources/cache/entry.ts';
import { Memory } from '../../datasources/cache/memory.ts';

const SIZE = 100;

function entryOf(value: string, tags: readonly string[] = [`T:${value}`], size = SIZE): Entry<string> {
  return new Entry({ value, tags, bornAt: 0, softAt: 1, hardAt: 2, lastAt: 2, size, moment: null });
}

/** A memory, the map that holds its entries, and a function to store an entry under the name of its value. */
function memoryOf(bytes: number) {
  const memory = new Memory(bytes);
  const home = new Map<string, Entry>();
  const put = (entry: Entry<string>, began = memory.evictions.now) =>
    memory.store(entry, home, entry.value, began);
  return { memory, home, put, names: () => [...home.keys()].sort().join('') };
}

test('the memory holds no more bytes than allowed, and drops the least recently used entries first', () => {
  const { memory, put, home, names } = memoryOf(4.5 * SIZE);
  const kept = ['a', 'b', 'c'].map((name) => entryOf(name));
  for (const entry of kept) put(entry);
  expect(names()).toBe('abc');
  memory.touch(kept[0] ?? entryOf(''), 5_000);
  put(entryOf('d'));
  put(entryOf('e'));
  expect(memory.bytes).toBeLessThanOrEqual(4.5 * SIZE);
  expect(home.has('a')).toBe(true);
  expect(home.has('b')).toBe(false);
  expect(names()).toBe('acde');
});

test('an entry that was touched a moment ago keeps its position in the order', () => {
  const { memory, put, home } = memoryOf(2.5 * SIZE);
  const [a, b] = [entryOf('a'), entryOf('b')];
  put(a);
  put(b);
  memory.touch(a, 2_000);
  memory.touch(b, 2_500);
  memory.touch(a, 2_600);
  put(entryOf('c'));
  expect([...home.keys()]).toEqual(['b', 'c']);
});

test('an entry replaces the one of the same name, in the index too', () => {
  const { memory, put, home } = memoryOf(10 * SIZE);
  put(entryOf('a', ['old']));
  const next = entryOf('a', ['new']);
  expect(put(next)).toBe(true);
  expect(home.get('a')).toBe(next);
  expect(memory.size).toBe(1);
  expect(memory.evict(['old'])).toBe(0);
  expect(home.get('a')).toBe(next);
  expect(memory.evict(['new'])).toBe(1);
});

test('an older entry does not replace a younger one, as when a slow read ends after a quick one', () => {
  const { put, home } = memoryOf(10 * SIZE);
  const life = { softAt: 2_000, hardAt: 2_000, lastAt: 2_000, moment: null };
  const bornAt = (at: number) => new Entry({ value: 'a', tags: ['a'], size: SIZE, bornAt: at, ...life });
  const [old, young, next] = [bornAt(0), bornAt(500), bornAt(1_000)];
  put(young);
  expect([put(old), home.get('a')]).toEqual([false, young]);
  expect([put(next), home.get('a')]).toEqual([true, next]);
});

test('an entry larger than the whole memory is not kept, and leaves nothing behind', () => {
  const { memory, put, home } = memoryOf(2 * SIZE);
  expect(put(entryOf('a', ['tag'], 10 * SIZE))).toBe(false);
  expect(home.size + memory.size + memory.bytes).toBe(0);
  expect(memory.evict(['tag'])).toBe(0);
});

test('a long name takes up memory as a value does', () => {
  const { memory, put } = memoryOf(20_000);
  for (let number = 10; number < 60; number += 1) put(entryOf(`${number}${'x'.repeat(1_000)}`));
  expect(memory.size).toBeLessThan(20);
});

test('an eviction drops all entries that carry one of its tags, each once, and nothing else', () => {
  const { memory, put, names } = memoryOf(10 * SIZE);
  put(entryOf('a', ['x', 'y']));
  put(entryOf('b', ['y']));
  put(entryOf('c', ['z']));
  expect(memory.evict(['x', 'y', 'nobody'])).toBe(2);
  expect(names()).toBe('c');
  expect(memory.evict(['x', 'y'])).toBe(0);
});

test('the index forgets entries dropped for lack of memory', () => {
  const { memory, put } = memoryOf(2.5 * SIZE);
  for (const name of ['a', 'b', 'c', 'd']) put(entryOf(name, ['all']));
  expect(memory.size).toBe(2);
  expect(memory.evict(['all'])).toBe(2);
});

test('an entry is kept unless one of its own tags was evicted since its read began', () => {
  const { memory, put } = memoryOf(10 * SIZE);
  const began = memory.evictions.now;
  memory.evict(['x']);
  expect(put(entryOf('a', ['x', 'y']), began)).toBe(false);
  expect(put(entryOf('b', ['y']), began)).toBe(true);
  expect(put(entryOf('c', ['x']))).toBe(true);
});

test('a memory of zero bytes holds nothing, but still records evictions', () => {
  const { memory, put } = memoryOf(0);
  expect(put(entryOf('a'))).toBe(false);
  const began = memory.evictions.now;
  expect(memory.evict(['x'])).toBe(0);
  expect(memory.evictions.isCurrent(['x'], began)).toBe(false);
});
