import { describe, expect, test } from 'vitest';
import { MAX_KEPT } from '../../changes/webhooks/store.ts';
import type { Backing } from '../support/webhooks/backing.ts';
import { ATTEMPT, hold, preparedStore, settling, terms } from '../support/webhooks/store-bench.ts';

const FAILED = { is: 'failed' as const, since: 8, reason: 'answered 500' };

/** The tests that every store of webhooks must pass. */
export function suiteOfStores(open: () => Promise<Backing>): void {
  const prepare = (orders?: readonly string[]) => preparedStore(open, orders);

  describe('endpoints', () => {
    test('are listed as they were made, oldest first, to every process that opens the store', async () => {
      await using bench = await prepare();
      await bench.store.create({ id: 'c', createdAt: 3, terms, taken: bench.from }, 10);
      await bench.store.create(
        { id: 'b', createdAt: 2, terms: { ...terms, description: 'two' }, taken: bench.from },
        10,
      );
      const other = bench.another();
      const endpoints = await other.endpoints();
      expect(endpoints.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
      expect(await other.endpoint('b')).toEqual({
        id: 'b',
        createdAt: 2,
        terms: { ...terms, description: 'two' },
        state: { is: 'active', since: 2 },
        taken: bench.from,
        restsUntil: 0,
        gap: null,
        version: 1,
      });
      expect(await other.endpoint('nobody')).toBeNull();
      await other.close();
    });

    test('are made only once, and only up to a limit', async () => {
      await using bench = await prepare();
      const again = {
        id: 'a',
        createdAt: 9,
        terms: { ...terms, url: 'https://other.example' },
        taken: bench.from,
      };
      expect(await bench.store.create(again, 1)).toBe('known');
      expect((await bench.store.endpoint('a'))?.terms).toEqual(terms);
      expect(await bench.store.create({ ...again, id: 'b' }, 1)).toBe('full');
      expect(await bench.store.create({ ...again, id: 'b' }, 2)).toBe('created');
    });

    test('are amended only by a caller that has seen their latest version', async () => {
      await using bench = await prepare();
      const first = { ...terms, description: 'first' };
      expect(await bench.store.amend('a', 1, first)).toBe(true);
      expect(await bench.store.amend('a', 1, { ...terms, description: 'second' })).toBe(false);
      expect(await bench.store.endpoint('a')).toMatchObject({ terms: first, version: 2 });
      expect(await bench.store.amend('nobody', 1, terms)).toBe(false);
    });

    test('can change state and be rewound, which the process that serves them can see', async () => {
      await using bench = await prepare();
      expect(await bench.store.turn('a', { is: 'paused', since: 7 })).toBe(true);
      expect(await bench.store.rewind('a', 'elsewhere')).toBe(true);
      const seen = { state: { is: 'paused', since: 7 }, taken: 'elsewhere', version: 3 };
      expect(await bench.store.endpoint('a')).toMatchObject(seen);
      expect((await bench.store.hold(['a'], 'me', 60_000)).get('a')?.version).toBe(3);
      expect(await bench.store.turn('nobody', { is: 'paused', since: 7 })).toBe(false);
      expect(await bench.store.rewind('nobody', 'elsewhere')).toBe(false);
    });

    test('are only ever rewound: of several rewinds the one to the earliest cursor counts', async () => {
      await using bench = await prepare(['1', '2', '3']);
      await bench.take();
      const [first = '', second = '', third = ''] = bench.events.map(({ cursor }) => cursor);
      for (const [to, taken] of [
        [second, second],
        [first, first],
        [second, first],
        [third, first],
        [bench.from, bench.from],
        [first, bench.from],
      ] as const) {
        expect(await bench.store.rewind('a', to)).toBe(true);
        expect((await bench.store.endpoint('a'))?.taken).toBe(taken);
      }
    });

    test('are forgotten together with everything they have', async () => {
      await using bench = await prepare(['1']);
      await bench.take();
      expect(await bench.store.remove('a')).toBe(true);
      expect(await bench.store.remove('a')).toBe(false);
      expect(await bench.store.endpoints()).toEqual([]);
      expect(await bench.store.counts('a')).toEqual({ pending: 0, delivered: 0, failed: 0 });
      expect(await bench.store.delivery('a', 1)).toBeNull();
      expect(await bench.store.settle('a', bench.token, settling(1))).toBe('fenced');
      expect(await hold(bench.store, 'a', 'me')).toBe(-1);
    });
  });

  describe('deliveries', () => {
    test('are made in the order of the log, together with the cursor', async () => {
      await using bench = await prepare(['1', '2', '1']);
      expect(await bench.take()).toBe('written');
      expect((await bench.store.endpoint('a'))?.taken).toBe(bench.events[2]?.cursor);
      expect(await bench.store.waiting('a', 0, 10)).toEqual([
        { seq: 1, lane: 'Order:1', nextAt: 0 },
        { seq: 2, lane: 'Order:2', nextAt: 0 },
        { seq: 3, lane: 'Order:1', nextAt: 0 },
      ]);
      expect((await bench.store.waiting('a', 1, 1)).map(({ seq }) => seq)).toEqual([2]);
      const [event] = bench.events;
      const usual = { state: 'pending', tries: 0, nextAt: 0, attempts: [] };
      expect(await bench.store.delivery('a', 1)).toEqual({ seq: 1, event, ...usual });
    });

    test('are not made twice if the answer was lost and the same events are taken again', async () => {
      await using bench = await prepare(['1', '2']);
      await bench.take();
      expect(await bench.take()).toBe('elsewhere');
      expect((await bench.store.counts('a')).pending).toBe(2);
    });

    test('are made again after a rewind, in new places', async () => {
      await using bench = await prepare(['1']);
      await bench.take();
      await bench.store.rewind('a', bench.from);
      expect(await bench.take()).toBe('written');
      expect((await bench.store.waiting('a', 0, 10)).map(({ seq }) => seq)).toEqual([1, 2]);
    });

    test('that the log lacked are noted as a gap', async () => {
      await using bench = await prepare();
      const gap = { after: bench.from, until: 'later', at: 3 };
      await bench.store.take('a', bench.token, { from: bench.from, to: 'later', events: [], gap });
      expect(await bench.store.endpoint('a')).toMatchObject({ taken: 'later', gap });
      await bench.store.take('a', bench.token, { from: 'later', to: 'on', events: [], gap: null });
      expect(await bench.store.endpoint('a')).toMatchObject({ taken: 'on', gap });
    });

    test('are settled as postponed, delivered or failed, with the outcome of each attempt', async () => {
      await using bench = await prepare(['1', '2', '3']);
      await bench.take();
      const put = settling(1, { state: 'pending', tries: 2, nextAt: 77 });
      expect(await bench.store.settle('a', bench.token, put)).toBe('written');
      expect(await bench.store.settle('a', bench.token, settling(2))).toBe('written');
      expect(await bench.store.settle('a', bench.token, settling(3, { state: 'failed' }))).toBe('written');
      expect(await bench.store.counts('a')).toEqual({ pending: 1, delivered: 1, failed: 1 });
      expect(await bench.store.delivery('a', 1)).toMatchObject({
        state: 'pending',
        tries: 2,
        nextAt: 77,
        attempts: [ATTEMPT],
      });
      expect((await bench.store.delivery('a', 2))?.state).toBe('delivered');
      expect((await bench.store.delivery('a', 3))?.state).toBe('failed');
      expect(await bench.store.waiting('a', 0, 10)).toEqual([{ seq: 1, lane: 'Order:1', nextAt: 77 }]);
    });

    test('are settled finally only once', async () => {
      await using bench = await prepare(['1']);
      await bench.take();
      await bench.store.settle('a', bench.token, settling(1));
      const late = settling(1, { state: 'failed', endpoint: { is: 'gone', since: 1 }, restsUntil: 9 });
      expect(await bench.store.settle('a', bench.token, late)).toBe('elsewhere');
      expect((await bench.store.delivery('a', 1))?.state).toBe('delivered');
      expect(await bench.store.endpoint('a')).toMatchObject({ state: { is: 'active' }, restsUntil: 0 });
    });

    test('can change the state of their endpoint and have it rest in the same step', async () => {
      await using bench = await prepare(['1', '2']);
      await bench.take();
      const failed = settling(1, { state: 'failed', endpoint: FAILED, restsUntil: 1_234 });
      await bench.store.settle('a', bench.token, failed);
      await bench.store.settle('a', bench.token, settling(2, { state: 'pending', restsUntil: 1_000 }));
      expect(await bench.store.endpoint('a')).toMatchObject({ state: FAILED, restsUntil: 1_234, version: 2 });
      await bench.store.turn('a', { is: 'active', since: 9 });
      expect(await bench.store.endpoint('a')).toMatchObject({ restsUntil: 0, version: 3 });
    });

    test('that are pending or failed can be revived in their old places', async () => {
      await using bench = await prepare(['1', '1', '2']);
      await bench.take();
      await bench.store.settle('a', bench.token, settling(1, { state: 'failed', tries: 10 }));
      await bench.store.settle('a', bench.token, settling(3, { state: 'failed', tries: 10 }));
      await bench.store.settle('a', bench.token, settling(2, { state: 'pending', tries: 9, nextAt: 9_999 }));
      await bench.store.revive('nobody', true);
      await bench.store.revive('a', false);
      expect(await bench.store.waiting('a', 0, 10)).toEqual([{ seq: 2, lane: 'Order:1', nextAt: 0 }]);
      expect((await bench.store.delivery('a', 2))?.tries).toBe(0);
      await bench.store.revive('a', true);
      expect(await bench.store.waiting('a', 0, 10)).toEqual([
        { seq: 1, lane: 'Order:1', nextAt: 0 },
        { seq: 2, lane: 'Order:1', nextAt: 0 },
        { seq: 3, lane: 'Order:2', nextAt: 0 },
      ]);
      expect(await bench.store.delivery('a', 1)).toMatchObject({ tries: 0, attempts: [ATTEMPT] });
      expect(await bench.store.counts('a')).toEqual({ pending: 3, delivered: 0, failed: 0 });
      expect((await bench.store.endpoint('a'))?.version).toBe(3);
    });

    test('keep the schedule of a revival that an attempt in flight knows nothing of', async () => {
      await using bench = await prepare(['1', '2', '3']);
      await bench.take();
      for (const seq of [1, 2, 3])
        await bench.store.settle('a', bench.token, settling(seq, { state: 'pending', tries: 9 }));
      await bench.store.revive('a', false);
      const again = settling(1, { triesBefore: 9, state: 'pending', attempts: [ATTEMPT, ATTEMPT] });
      expect(await bench.store.settle('a', bench.token, again)).toBe('elsewhere');
      const failed = settling(2, { triesBefore: 9, state: 'failed', endpoint: FAILED, restsUntil: 1_234 });
      expect(await bench.store.settle('a', bench.token, failed)).toBe('elsewhere');
      expect(await bench.store.settle('a', bench.token, settling(3, { triesBefore: 9 }))).toBe('written');
      expect(await bench.store.counts('a')).toEqual({ pending: 2, delivered: 1, failed: 0 });
      const revived = { tries: 0, nextAt: 0, attempts: [ATTEMPT, ATTEMPT] };
      expect(await bench.store.delivery('a', 1)).toMatchObject(revived);
      expect(await bench.store.endpoint('a')).toMatchObject({ state: { is: 'active' }, restsUntil: 0 });
    });

    test('that fail leave their endpoint paused', async () => {
      await using bench = await prepare(['1']);
      await bench.take();
      await bench.store.turn('a', { is: 'paused', since: 7 });
      expect(
        await bench.store.settle('a', bench.token, settling(1, { state: 'failed', endpoint: FAILED })),
      ).toBe('written');
      expect(await bench.store.endpoint('a')).toMatchObject({ state: { is: 'paused' }, version: 2 });
      expect((await bench.store.delivery('a', 1))?.state).toBe('failed');
    });

    test('are listed by state, newest first, page by page', async () => {
      await using bench = await prepare(['1', '2', '3', '4', '5']);
      await bench.take();
      await bench.store.settle('a', bench.token, settling(2));
      await bench.store.settle('a', bench.token, settling(4, { state: 'failed' }));
      const list = async (
        states: readonly ('pending' | 'delivered' | 'failed')[],
        before: number | null,
        limit = 10,
      ) => (await bench.store.deliveries('a', { states, before, limit })).map(({ seq }) => seq);
      expect(await list(['pending', 'delivered', 'failed'], null)).toEqual([5, 4, 3, 2, 1]);
      expect(await list(['pending', 'delivered', 'failed'], 4, 2)).toEqual([3, 2]);
      expect(await list(['pending'], null)).toEqual([5, 3, 1]);
      expect(await list(['delivered', 'failed'], null)).toEqual([4, 2]);
      expect(await list(['delivered'], 2)).toEqual([]);
    });

    test('that are finished are forgotten beyond a limit, but never those that are pending', async () => {
      await using bench = await prepare(Array.from({ length: MAX_KEPT + 200 }, (_, index) => String(index)));
      await bench.take();
      for (let seq = 2; seq <= MAX_KEPT + 200; seq += 1) {
        await bench.store.settle('a', bench.token, settling(seq));
      }
      const { delivered } = await bench.store.counts('a');
      expect(delivered).toBeGreaterThanOrEqual(MAX_KEPT);
      expect(delivered).toBeLessThan(MAX_KEPT + 100);
      expect(await bench.store.delivery('a', 2)).toBeNull();
      expect(await bench.store.delivery('a', 100)).toBeNull();
      expect((await bench.store.delivery('a', 201))?.state).toBe('delivered');
      expect((await bench.store.delivery('a', 1))?.state).toBe('pending');
    });
  });
}
