import { expect, test } from 'vitest';
import { IN_MEMORY, openStore } from '../../changes/sqlite/store.ts';
import { sqliteUsage } from '../../server/usage/sqlite.ts';
import { suiteOfUsage } from './store-suite.ts';

suiteOfUsage(async () => {
  const store = openStore(IN_MEMORY);
  return {
    open: (bounds) => sqliteUsage(store, bounds),
    end: () => store.close(),
    [Symbol.asyncDispose]: async () => store.close(),
  };
});

test('days past the limit are deleted when a new one begins', async () => {
  const store = openStore(IN_MEMORY);
  const usage = sqliteUsage(store, { days: 2, operations: 10, clients: 10, pairs: 100 });
  const days = ['2026-11-25', '2026-11-26', '2026-11-27'];
  for (const day of days) {
    const id = `operation of ${day}`;
    const hits = [{ operation: id, client: null, version: null, requests: 1, lastSeen: 1 }];
    await usage.add(day, { hits, others: 1 });
    await usage.describe(new Map([[id, 'x']]));
  }
  const stored = await Promise.all(days.map((day) => usage.read(day)));
  expect(stored.map(({ hits, others }) => [hits.length, others])).toEqual([[0, 0], [1, 1], [1, 1]]); // prettier-ignore
  const described = await usage.descriptions(days.map((day) => `operation of ${day}`));
  expect([...described.keys()].toSorted()).toEqual(days.slice(1).map((day) => `operation of ${day}`));
  store.close();
});
