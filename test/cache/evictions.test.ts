import { expect, test } from 'vitest';
import { Evictions } from '../../datasources/cache/evictions.ts';

const REMEMBERED = 50_000;

test('a value is not current if one of its tags has since been evicted, and is otherwise', () => {
  const evictions = new Evictions();
  const began = evictions.now;
  expect(evictions.isCurrent(['a'], began)).toBe(true);
  evictions.add(['a']);
  expect(evictions.isCurrent(['a'], began)).toBe(false);
  expect(evictions.isCurrent(['b', 'a'], began)).toBe(false);
  expect(evictions.isCurrent(['b'], began)).toBe(true);
  expect(evictions.isCurrent(['a'], evictions.now)).toBe(true);
});

test('the latest eviction of a tag counts', () => {
  const evictions = new Evictions();
  evictions.add(['a']);
  const began = evictions.now;
  evictions.add(['b']);
  expect(evictions.isCurrent(['a'], began)).toBe(true);
  evictions.add(['a']);
  expect(evictions.isCurrent(['a'], began)).toBe(false);
});

test('a value read before the oldest remembered eviction is not current, whatever its tags', () => {
  const evictions = new Evictions();
  evictions.add(['first']);
  const early = evictions.now;
  evictions.add(['second']);
  const later = evictions.now;
  for (let number = 0; number < REMEMBERED - 1; number += 1) evictions.add([`tag ${number}`]);
  // "first" is no longer remembered, "second" is.
  expect(evictions.isCurrent(['second'], early)).toBe(false);
  expect(evictions.isCurrent(['other'], later)).toBe(true);
  evictions.add(['one more']);
  expect(evictions.isCurrent(['other'], early)).toBe(false);
  expect(evictions.isCurrent(['other'], later)).toBe(true);
});

test('after an eviction of more tags than are remembered, no value read before it is current', () => {
  const evictions = new Evictions();
  const began = evictions.now;
  evictions.add(Array.from({ length: REMEMBERED + 10 }, (_, number) => `tag ${number}`));
  expect(evictions.isCurrent(['tag 0'], began)).toBe(false);
  expect(evictions.isCurrent(['other'], began)).toBe(false);
  expect(evictions.isCurrent(['tag 0'], evictions.now)).toBe(true);
});
