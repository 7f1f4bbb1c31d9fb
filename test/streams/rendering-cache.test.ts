import { expect, test } from 'vitest';
import { RenderingCache } from '../../server/streams/rendering-cache.ts';
import { CacheWorld } from '../support/cache-world.ts';

test('the tags of a rendering count towards the bound, even if its event is not to be sent', () => {
  const cache = new RenderingCache(new CacheWorld().cache);
  const names = Array.from({ length: 300 }, (_, at) => `1 cursor.${at}`);
  // 150 KB each by the estimate of the caches, 45 MB together.
  const tags = Array.from({ length: 1_000 }, (_, at) => `Customer:${at}`);
  for (const name of names) cache.set(name, { text: null, tags, began: 0, freshUntil: Infinity });
  const kept = names.filter((name) => cache.get(name));
  expect(kept.length).toBe(Math.floor((16 * 1024 * 1024) / (400 + 150 * 1_000)));
  expect(kept.at(-1)).toBe(names.at(-1));
});
