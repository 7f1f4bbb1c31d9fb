import { describe, expect, test } from 'vitest';
import type { Backing } from '../support/webhooks/backing.ts';
import { hold, preparedStore, settling, terms } from '../support/webhooks/store-bench.ts';

/** Tests of the leases of endpoints, which every store of webhooks must pass. */
export function suiteOfLeases(open: () => Promise<Backing>): void {
  const prepare = (orders?: readonly string[]) => preparedStore(open, orders);

  describe('the lease of an endpoint', () => {
    test('has one holder at a time, which keeps its token while renewing it', async () => {
      await using bench = await prepare();
      expect(await hold(bench.store, 'a', 'other')).toBe(-1);
      expect(await hold(bench.store, 'a', 'me')).toBe(bench.token);
      await bench.store.release(['a'], 'other');
      expect(await hold(bench.store, 'a', 'other')).toBe(-1);
      await bench.store.release(['a'], 'me');
      expect(await hold(bench.store, 'a', 'other')).toBeGreaterThan(bench.token);
    });

    test('expires by itself, and its holder may not write any more', async () => {
      await using bench = await prepare(['1', '2']);
      await bench.take();
      await hold(bench.store, 'a', 'me', 1);
      let token = -1;
      while (token === -1) token = await hold(bench.store, 'a', 'other');
      expect(token).toBeGreaterThan(bench.token);
      expect(await bench.store.settle('a', bench.token, settling(1))).toBe('fenced');
      expect(await bench.take()).toBe('fenced');
      expect(await bench.store.counts('a')).toEqual({ pending: 2, delivered: 0, failed: 0 });
      expect(await bench.store.settle('a', token, settling(1))).toBe('written');
    });

    test('ends although the clock has been set back since', async () => {
      await using bench = await prepare();
      await hold(bench.store, 'a', 'me', 3_600_000);
      expect(await hold(bench.store, 'a', 'other')).toBeGreaterThan(bench.token);
    });

    test('can be requested for many endpoints at once', async () => {
      await using bench = await prepare();
      await bench.store.create({ id: 'b', createdAt: 2, terms, taken: bench.from }, 10);
      const held = await bench.store.hold(['a', 'b', 'nobody'], 'other', 60_000);
      expect([...held.keys()]).toEqual(['b']);
      expect((await bench.store.hold([], 'other', 60_000)).size).toBe(0);
    });
  });
}
