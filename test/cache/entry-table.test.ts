import { expect, test } from 'vitest';
import { Entry } from '../../datasources/cache/entry.ts';
import { EntryTable } from '../../datasources/cache/entry-table.ts';
import { Memory } from '../../datasources/cache/memory.ts';

const SIZE = 100;
const FIRST = { page: 1 };

function tableOf(bytes = 100 * SIZE) {
  const [memory, table] = [new Memory(bytes), new EntryTable()];
  const put = (value: string, key: string, args: unknown) =>
    table.store(
      memory,
      new Entry({
        value,
        tags: [value],
        bornAt: 0,
        softAt: 1,
        hardAt: 2,
        lastAt: 2,
        size: SIZE,
        moment: null,
      }),
      key,
      args,
      memory.evictions.now,
    );
  const get = (key: string, args: unknown) => table.get(key, args)?.value;
  return { memory, put, get };
}

test('entries are told apart by key and arguments, and found by equal ones', () => {
  const { put, get } = tableOf();
  const asked: readonly (readonly [string, unknown])[] = [
    ['a', null],
    ['b', null],
    ['', FIRST],
    ['a', FIRST],
    ['b', FIRST],
    ['a', { page: 2 }],
    ['a', 'text'],
  ];
  asked.forEach(([key, args], index) => put(String(index), key, args));
  expect(asked.map(([key, args]) => get(key, structuredClone(args)))).toEqual(
    asked.map((_, index) => String(index)),
  );
  expect(get('c', FIRST)).toBeUndefined();
  expect(get('a', { page: 3 })).toBeUndefined();
});

test('an entry that replaces the only one with its arguments is found, and so is one after an eviction', () => {
  const { memory, put, get } = tableOf();
  put('old', 'a', FIRST);
  put('new', 'a', FIRST);
  expect(get('a', FIRST)).toBe('new');
  memory.evict(['new']);
  expect(get('a', FIRST)).toBeUndefined();
  put('newer', 'a', FIRST);
  expect(get('a', FIRST)).toBe('newer');
  expect(memory.size).toBe(1);
});

test('the text of the arguments counts towards the memory of each entry', () => {
  const { memory, put } = tableOf(1_000_000);
  put('short', 'a', 'x');
  const { bytes } = memory;
  put('long', 'a', 'x'.repeat(1_000));
  expect(memory.bytes - bytes).toBeGreaterThan(2_000);
});
