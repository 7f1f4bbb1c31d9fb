import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { SharedTier, TierWrite } from '../../datasources/cache/tier.ts';
import { countOf } from './redis-tier.ts';
import { until } from './until.ts';

/** A tier as two replicas see it, and what a test can do to it. */
export interface TierBench extends AsyncDisposable {
  readonly one: SharedTier;
  readonly other: SharedTier;
  /** Cuts the link of `one`. */
  readonly leave: () => Promise<void>;
  /** Restores the link; missed evictions are delivered in their own time. */
  readonly comeBack: () => Promise<void>;
  /** Loses all data, including the record of evictions. */
  readonly lose: () => Promise<void>;
}

/** A value to store, fresh for a minute. */
export function storing(key: string, tags: readonly string[] = [key], text = '1'): TierWrite {
  return { key, tags, text, ageMs: 0, softMs: 60_000, hardMs: 120_000, lastMs: 240_000 };
}

/** Tests that every implementation of a shared tier must pass. */
export function tierSuite(name: string, open: () => Promise<TierBench>): void {
  describe(name, () => {
    const found = async (tier: SharedTier, { key, tags }: TierWrite) =>
      (await tier.read([{ key, tags }])).values[0] ?? null;
    const began = async (tier: SharedTier) => (await tier.read([])).began;
    const a = storing('a', ['T:a', 'T']);

    test('one replica reads what the other stored, in the order of its lookups, with ages', async () => {
      await using bench = await open();
      const [b, none] = [{ ...storing('b'), ageMs: 5_000 }, storing('none')];
      await bench.one.store([a, b], await began(bench.one));
      const { values } = await bench.other.read([b, none, a]);
      expect(values.map((value) => value?.text ?? null)).toEqual(['1', null, '1']);
      expect(values[0]?.ageMs).toBeGreaterThanOrEqual(5_000);
      expect(values[0]).toMatchObject({ softMs: 60_000, hardMs: 120_000, lastMs: 240_000 });
    });

    test('a value past its hard age is not returned', async () => {
      await using bench = await open();
      const old = { ...a, ageMs: 120_000 };
      await bench.one.store([old], await began(bench.one));
      expect(await found(bench.other, old)).toBe(null);
    });

    test('an eviction by one replica hides values with its tags from both, and no others', async () => {
      await using bench = await open();
      const b = storing('b', ['T:b', 'T']);
      await bench.one.store([a, b], await began(bench.one));
      await bench.other.evict(['T:a', 'unheard of']);
      expect(await found(bench.one, a)).toBe(null);
      expect(await found(bench.other, a)).toBe(null);
      expect(await found(bench.one, b)).not.toBe(null);
      await bench.one.evict(['T']);
      expect(await found(bench.other, b)).toBe(null);
    });

    test('a value fetched before an eviction of its tag is not stored; one fetched after it is', async () => {
      await using bench = await open();
      const [before, b] = [await began(bench.one), storing('b')];
      await bench.other.evict(['T:a']);
      await bench.one.store([a, b], before);
      expect(await found(bench.other, a)).toBe(null);
      expect(await found(bench.other, b)).not.toBe(null);
      await bench.one.store([a], await began(bench.one));
      expect(await found(bench.other, a)).not.toBe(null);
    });

    test('the younger of two values is kept, unless the older one stays fresh longer', async () => {
      await using bench = await open();
      const moment = await began(bench.one);
      const young = { ...a, text: 'young' };
      const old = { ...a, text: 'old', ageMs: 30_000 };
      await bench.other.claim(['a']);
      await bench.one.store([young], moment);
      await bench.other.claim(['a']);
      await bench.other.store([old], moment);
      expect(await found(bench.one, a)).toMatchObject({ text: 'young' });
      // The claim has ended all the same.
      expect((await bench.one.claim(['a'])).size).toBe(1);
      await bench.other.store([{ ...old, softMs: 100_000 }], moment);
      expect(await found(bench.one, a)).toMatchObject({ text: 'old' });
    });

    test('an older value replaces a younger one that has been evicted', async () => {
      await using bench = await open();
      await bench.one.store([a], await began(bench.one));
      await bench.one.evict(['T:a']);
      await bench.other.store([{ ...a, text: 'old', ageMs: 30_000 }], await began(bench.other));
      expect(await found(bench.one, a)).toMatchObject({ text: 'old' });
    });

    test('a value without a known start of its fetch is not stored', async () => {
      await using bench = await open();
      await bench.one.store([a], null);
      expect(await found(bench.one, a)).toBe(null);
    });

    test('only one of two replicas gets a claim, which lasts until the value is stored', async () => {
      await using bench = await open();
      expect([...(await bench.one.claim(['a', 'b']))].sort()).toEqual(['a', 'b']);
      expect([...(await bench.other.claim(['a', 'c']))]).toEqual(['c']);
      const follower = bench.other.follow([a], AbortSignal.timeout(10_000));
      await bench.one.store([a], await began(bench.one));
      expect((await follower)[0]?.text).toBe('1');
      expect([...(await bench.other.claim(['a']))]).toEqual(['a']);
    });

    test('a follower gets null at once if the claim is abandoned, or if there is none', async () => {
      await using bench = await open();
      await bench.one.claim(['a']);
      const follower = bench.other.follow([a], AbortSignal.timeout(10_000));
      await bench.one.abandon(['a']);
      expect(await follower).toEqual([null]);
      expect(await bench.other.follow([storing('b')], AbortSignal.timeout(10_000))).toEqual([null]);
    });

    test('a follower of several values gets each as soon as it is there or given up', async () => {
      await using bench = await open();
      await bench.one.claim(['a', 'b', 'c']);
      const first = bench.other.follow([a, storing('b'), a], AbortSignal.timeout(10_000));
      await bench.one.store([a], await began(bench.one));
      expect(await first).toMatchObject([{ text: '1' }, undefined, { text: '1' }]);
      const second = bench.other.follow([storing('b'), storing('c')], AbortSignal.timeout(10_000));
      await bench.one.abandon(['c']);
      expect(await second).toEqual([undefined, null]);
    });

    test('a follower of a refresh waits for the new value rather than take the old one', async () => {
      await using bench = await open();
      const moment = await began(bench.one);
      await bench.one.store([{ ...a, ageMs: 90_000 }], moment);
      await bench.one.claim(['a']);
      const follower = bench.other.follow([a], AbortSignal.timeout(10_000));
      // Long enough for a few polls.
      await pause(60);
      await bench.one.store([{ ...a, text: '2' }], moment);
      expect((await follower)[0]?.text).toBe('2');
    });

    test('a follower of a refresh gets the old value if the refresh is abandoned', async () => {
      await using bench = await open();
      await bench.one.store([{ ...a, ageMs: 90_000 }], await began(bench.one));
      await bench.one.claim(['a']);
      const follower = bench.other.follow([a], AbortSignal.timeout(10_000));
      await bench.one.abandon(['a']);
      expect((await follower)[0]?.text).toBe('1');
    });

    test('a follower gets null if the value was evicted before it was stored', async () => {
      await using bench = await open();
      const before = await began(bench.one);
      await bench.one.claim(['a']);
      const follower = bench.other.follow([a], AbortSignal.timeout(10_000));
      await bench.other.evict(['T:a']);
      await bench.one.store([a], before);
      expect(await follower).toEqual([null]);
      expect([...(await bench.other.claim(['a']))]).toEqual(['a']);
    });

    test('a replica cannot abandon the claim of another', async () => {
      await using bench = await open();
      await bench.one.claim(['a']);
      await bench.other.abandon(['a']);
      expect((await bench.other.claim(['a'])).size).toBe(0);
    });

    test('a follower may abort', async () => {
      await using bench = await open();
      await bench.one.claim(['a']);
      const left = new AbortController();
      const follower = bench.other.follow([a], left.signal);
      left.abort();
      expect(await follower).toEqual([null]);
      expect(await bench.other.follow([a], left.signal)).toEqual([null]);
    });

    test('while the link is cut, reads find nothing, writes are dropped, and all claims are granted', async () => {
      await using bench = await open();
      await bench.one.store([a], await began(bench.one));
      await bench.leave();
      expect(await bench.one.read([a])).toEqual({ began: null, values: [null] });
      await bench.one.store([a], null);
      await bench.one.abandon(['a']);
      expect([...(await bench.one.claim(['a']))]).toEqual(['a']);
      expect(await bench.one.follow([a], AbortSignal.timeout(10_000))).toEqual([null]);
      expect(bench.one.state.is).not.toBe('ready');
    });

    test('evictions made while the link was cut are delivered before the next read', async () => {
      await using bench = await open();
      await bench.one.store([a], await began(bench.one));
      await bench.leave();
      await bench.one.evict(['T:a']);
      await bench.comeBack();
      await until(async () => {
        const { began, values } = await bench.one.read([a]);
        expect(values).toEqual([null]);
        expect(began).not.toBe(null);
      });
      expect(await found(bench.other, a)).toBe(null);
      await until(async () => {
        expect(bench.one.state.is).toBe('ready');
      });
    });

    test('a value fetched before all data was lost is not stored afterwards', async () => {
      await using bench = await open();
      const before = await began(bench.one);
      await bench.other.evict(['T:a']);
      await bench.lose();
      await bench.one.store([a], before);
      expect(await found(bench.other, a)).toBe(null);
      await until(async () => {
        await bench.one.store([a], await began(bench.one));
        expect(await found(bench.other, a)).not.toBe(null);
      });
    });

    test('a count covers values with any of the tags when it began, even if evicted since', async () => {
      await using bench = await open();
      const all = [a, storing('b', ['T']), storing('c')];
      await bench.one.store(all, await began(bench.one));
      await bench.one.evict(['T:a']);
      await bench.one.store([storing('d', ['T', 'T:d'])], await began(bench.one));
      const count = await bench.other.counting(['T', 'T:d']);
      await bench.one.evict(['T', 'T:d']);
      await bench.one.store([storing('e', ['T'])], await began(bench.one));
      expect(await count()).toEqual({ values: 2, isComplete: true });
    });

    test('a count says if it is incomplete', async () => {
      await using bench = await open();
      await bench.one.store([a], await began(bench.one));
      await bench.leave();
      const count = await bench.one.counting(['T']);
      expect(await count()).toMatchObject({ isComplete: false });
    });

    test('a count covers only valid values with the tag', async () => {
      await using bench = await open();
      await bench.one.store([a, storing('b', ['T']), storing('c')], await began(bench.one));
      expect(await countOf(bench.other, 'T')).toBe(2);
      await bench.other.evict(['T:a']);
      expect(await countOf(bench.one, 'T')).toBe(1);
    });
  });
}
