import { expect, test } from 'vitest';
import { inChunks } from '../../datasources/rest/chunk.ts';

const ids = Array.from({ length: 2_000 }, (_, index) => `id-${index}`);
const upper = (chunk: readonly string[]) => new Map(chunk.map((id) => [id, id.toUpperCase()]));

test('a read in many chunks runs at most four at once, and reads each once', async () => {
  let running = 0;
  let most = 0;
  const asked: string[] = [];
  const found = await inChunks(ids, 10, async (chunk) => {
    most = Math.max(most, (running += 1));
    asked.push(...chunk);
    await new Promise(setImmediate);
    running -= 1;
    return upper(chunk);
  });
  expect(most).toBe(4);
  expect(asked.toSorted()).toEqual(ids.toSorted());
  expect([...found].toSorted()).toEqual([...upper(ids)].toSorted());
});

test('a chunk that fails gives an error only for its own ids', async () => {
  const fault = new Error('down');
  const found = await inChunks(ids.slice(0, 35), 10, async (chunk) => {
    if (chunk.includes('id-12')) throw fault;
    return upper(chunk);
  });
  expect([...found].filter(([, value]) => value === fault).map(([id]) => id)).toEqual(ids.slice(10, 20));
  expect(found.get('id-34')).toBe('ID-34');
});

test('a read of one chunk fails as a whole', async () => {
  const read = () => Promise.reject(new Error('down'));
  await expect(inChunks(['a'], 10, read)).rejects.toThrow('down');
});
