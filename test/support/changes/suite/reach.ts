import { expect, test } from 'vitest';
import type { ChangeEvent } from '../../../../changes/event.ts';
import { CursorExpiredError } from '../../../../changes/errors/cursor-expired.ts';
import { allAfter, cursorsIn, idsOf, numbers, recording } from '../support.ts';
import type { OpenBench } from './bench.ts';

/** Tests of how far back a log can be read. */
export function reachTests(open: OpenBench): void {
  test('keeps as many events as it should, and names the oldest cursor that it can be read from', async () => {
    await using bench = await open({ maxEvents: 200 });
    const { one } = bench;
    const start = await one.newest();
    const cursors: string[] = [start];
    for (let at = 0; at < 1_000; at += 50)
      cursors.push(...cursorsIn(await one.append(recording(numbers(at, at + 50)))));
    const oldest = await one.oldest();
    const kept = await one.read(oldest, 2_000);
    expect(kept.length).toBeGreaterThanOrEqual(200);
    expect(kept.length).toBeLessThan(500);
    expect(idsOf(kept)).toEqual(numbers(1_000 - kept.length, 1_000));
    // Reading on from the event forgotten last misses nothing; from earlier ones it does.
    expect(oldest).toBe(cursors[1_000 - kept.length]);
    for (const expired of [start, cursors[1], cursors[999 - kept.length]]) {
      const error: unknown = await one.read(expired ?? '', 10).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(CursorExpiredError);
      expect(error).toMatchObject({ code: 'CURSOR_EXPIRED', oldest });
    }
  });

  test('keeps events for as long as it should', async () => {
    const maxAgeMs = 300;
    await using bench = await open({ maxAgeMs });
    const { one } = bench;
    const start = await one.newest();
    const all: ChangeEvent[] = [];
    for (let at = 0; at < 3_000; at += 500) {
      await one.append(recording(numbers(at, at + 500)));
      // Half of them have been read when they are old enough to be forgotten.
      all.push(...(await one.read(all.at(-1)?.cursor ?? start, 1_000)));
      await bench.pass(100);
    }
    await one.append(recording(['last']));
    const kept = await allAfter(one, await one.oldest());
    const newest = kept.at(-1)?.recordedAt ?? NaN;
    const young = all.filter(({ recordedAt }) => recordedAt >= newest - maxAgeMs);
    expect(idsOf(kept)).toEqual([...idsOf(all.slice(1 - kept.length)), 'last']);
    expect(kept.length).toBeGreaterThan(young.length);
    expect(kept.length).toBeLessThan(young.length + 300);
    await expect(one.read(start, 10)).rejects.toBeInstanceOf(CursorExpiredError);
    await expect(one.read(all[0]?.cursor ?? '', 10)).rejects.toBeInstanceOf(CursorExpiredError);
  });
}
