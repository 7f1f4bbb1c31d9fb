import { describe, expect, test } from 'vitest';
import { RegisterUnavailableError } from '../../server/register/register.ts';
import type { DailyUsage, Hit, UsageBounds, UsageStore } from '../../server/usage/store.ts';

/** Where usage is stored, empty at first. */
export interface UsageBacking extends AsyncDisposable {
  readonly open: (bounds: UsageBounds) => UsageStore;
  readonly end: () => void;
}

const BOUNDS = { days: 3, operations: 10, clients: 10, pairs: 100 };
const DAY = '2026-11-27';

function hit(operation: string, client: string | null, requests = 1, more: Partial<Hit> = {}): Hit {
  return { operation, client, version: null, requests, lastSeen: 1_700_000_000_000, ...more };
}

const use = (...hits: readonly Hit[]): DailyUsage => ({ hits, others: 0 });
const byClient = (one: Hit, other: Hit) => String(one.client).localeCompare(String(other.client));

/** The tests that every usage store must pass. */
export function suiteOfUsage(backing: () => Promise<UsageBacking>): void {
  describe('a usage store', () => {
    test('adds up the counts of replicas by day, operation, client and version', async () => {
      await using place = await backing();
      const [one, other] = [place.open(BOUNDS), place.open(BOUNDS)];
      await one.add(DAY, use(hit('a', 'till', 2), hit('a', null, 5)));
      await other.add(DAY, use(hit('a', 'till', 3, { lastSeen: 1_700_000_000_001 })));
      await other.add(DAY, use(hit('a', 'till', 1, { lastSeen: 1_600_000_000_000 })));
      await other.add(DAY, use(hit('a', 'web', 7, { version: '1.2' })));
      await other.add('2026-11-26', use(hit('a', 'till', 100)));
      const { hits, others } = await one.read(DAY);
      expect(others).toBe(0);
      expect(hits.toSorted(byClient)).toEqual([
        hit('a', null, 5),
        hit('a', 'till', 6, { lastSeen: 1_700_000_000_001 }),
        hit('a', 'web', 7, { version: '1.2' }),
      ]);
      expect((await one.read('2026-11-26')).hits).toEqual([hit('a', 'till', 100)]);
      expect(await one.read('2026-11-25')).toEqual({ hits: [], others: 0 });
    });

    test('reports which operations lack a description', async () => {
      await using place = await backing();
      const [one, other] = [place.open(BOUNDS), place.open(BOUNDS)];
      expect([...(await one.add(DAY, use(hit('a', 'x'), hit('a', 'y'), hit('b', 'x'))))].sort()).toEqual([
        'a',
        'b',
      ]);
      await one.describe(new Map([['a', 'what a is']]));
      expect(await other.add(DAY, use(hit('a', 'x'), hit('b', 'x')))).toEqual(['b']);
      expect(await other.descriptions(['a', 'b', 'c'])).toEqual(new Map([['a', 'what a is']]));
      expect(await other.descriptions([])).toEqual(new Map());
    });

    test('keeps a limited number of operations and clients per day, and counts the rest together', async () => {
      await using place = await backing();
      const store = place.open({ ...BOUNDS, operations: 2, clients: 2 });
      await store.add(DAY, use(hit('a', 'x', 1), hit('b', 'y', 2), hit('c', 'x', 4), hit('a', 'z', 8)));
      await store.add(DAY, { hits: [hit('b', 'x', 16), hit('c', 'y', 32)], others: 64 });
      const { hits, others } = await store.read(DAY);
      expect(others).toBe(4 + 8 + 32 + 64);
      const seen = hits.map(({ operation, client, requests }) => [operation, client, requests].join(' '));
      expect(seen.toSorted()).toEqual(['a x 1', 'b x 16', 'b y 2']);
      await store.add('2026-11-28', use(hit('c', 'z')));
      expect((await store.read('2026-11-28')).hits).toHaveLength(1);
    });

    test('keeps a limited number of pairs of operation and client per day', async () => {
      await using place = await backing();
      const store = place.open({ ...BOUNDS, pairs: 3 });
      await store.add(DAY, use(hit('a', 'x', 1), hit('b', 'y', 2), hit('a', 'y', 4), hit('b', 'x', 8)));
      await store.add(DAY, { hits: [hit('a', 'y', 16), hit('c', 'x', 32)], others: 64 });
      const { hits, others } = await store.read(DAY);
      expect(others).toBe(8 + 32 + 64);
      const seen = hits.map(({ operation, client, requests }) => [operation, client, requests].join(' '));
      expect(seen.toSorted()).toEqual(['a x 1', 'a y 20', 'b y 2']);
      await store.add('2026-11-28', use(hit('b', 'x')));
      expect((await store.read('2026-11-28')).hits).toHaveLength(1);
    });

    test('adds thousands at once', async () => {
      await using place = await backing();
      const store = place.open({ ...BOUNDS, operations: 2_000, pairs: 2_000 });
      const hits = Array.from({ length: 2_000 }, (_, index) => hit(`operation ${index}`, 'x', index + 1));
      expect(await store.add(DAY, { hits, others: 3 })).toHaveLength(2_000);
      const read = await store.read(DAY);
      expect(read.hits).toHaveLength(2_000);
      expect(read.others).toBe(3);
    });

    test('throws RegisterUnavailableError if it cannot be reached', async () => {
      await using place = await backing();
      const store = place.open(BOUNDS);
      place.end();
      await expect(store.add(DAY, use(hit('a', 'x')))).rejects.toThrow(RegisterUnavailableError);
      await expect(store.read(DAY)).rejects.toThrow(RegisterUnavailableError);
    });
  });
}
