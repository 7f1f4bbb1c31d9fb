import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allAfter, Listener, numbers, recording } from '../support.ts';
import type { OpenBench } from './bench.ts';

/** Tests that followers receive everything, once and in order. */
export function followTests(open: OpenBench): void {
  test('sends followers past events and then new ones, each once and in order', async () => {
    await using bench = await open();
    const start = await bench.one.newest();
    await bench.one.append(recording(numbers(0, 2_500)));
    await using first = new Listener(bench.one, start);
    await first.heard(2_500);
    const later = first.events[1_999]?.cursor ?? '';
    await using second = new Listener(bench.other, later);
    for (let at = 2_500; at < 3_000; at += 1) await bench.other.append(recording([String(at)]));
    await Promise.all([first.heard(3_000), second.heard(1_000)]);
    expect(first.ids).toEqual(numbers(0, 3_000));
    expect(second.ids).toEqual(numbers(2_000, 3_000));
    expect([...first.lost, ...second.lost]).toEqual([]);
    expect(first.events).toEqual(await allAfter(bench.one, start));
  });

  test('waits for a slow follower without delaying others', async () => {
    await using bench = await open();
    const start = await bench.one.newest();
    const gate = Promise.withResolvers<undefined>();
    let atOnce = 0;
    await using slow = new Listener(bench.one, start, async () => {
      expect((atOnce += 1)).toBe(1);
      await gate.promise;
      atOnce -= 1;
    });
    await using quick = new Listener(bench.one, start);
    await bench.one.append(recording(['0']));
    await slow.heard(1);
    for (let at = 1; at < 1_500; at += 1) await bench.one.append(recording([String(at)]));
    await quick.heard(1_500);
    expect(slow.ids).toEqual(['0']);
    gate.resolve(undefined);
    await slow.heard(1_500);
    expect(slow.ids).toEqual(numbers(0, 1_500));
  });

  test('stops following on the signal, once the last batch is handled, and when the log is closed', async () => {
    await using bench = await open();
    const gate = Promise.withResolvers<undefined>();
    await using busy = new Listener(bench.one, await bench.one.newest(), () =>
      gate.promise.then(() => undefined),
    );
    await bench.one.append(recording(['0']));
    await busy.heard(1);
    let hasEnded = false;
    const left = busy.leave().then(() => (hasEnded = true));
    await bench.one.append(recording(['1']));
    await pause(50);
    expect(hasEnded).toBe(false);
    gate.resolve(undefined);
    await left;
    expect(busy.ids).toEqual(['0']);
    const end = new AbortController();
    const idle = { events: async () => undefined, lost: async () => undefined };
    const following = bench.one.follow(await bench.one.newest(), idle, end.signal);
    await pause(50);
    await bench.one.close();
    await following;
    await bench.one.follow(busy.events[0]?.cursor ?? '', idle, end.signal);
  });

  test('tells a follower that events were lost, and from where it goes on', async () => {
    await using bench = await open({ maxEvents: 200 });
    const start = await bench.one.newest();
    const gate = Promise.withResolvers<undefined>();
    await using slow = new Listener(bench.one, start, () => gate.promise.then(() => undefined));
    await bench.one.append(recording(['first']));
    await slow.heard(1);
    for (let at = 0; at < 1_000; at += 50) await bench.one.append(recording(numbers(at, at + 50)));
    const oldest = await bench.one.oldest();
    gate.resolve(undefined);
    await using late = new Listener(bench.other, start);
    for (const listener of [slow, late]) {
      await listener.until(({ events }) => events.at(-1)?.id === '999');
      expect(listener.lost).toEqual([oldest]);
    }
    const kept = await bench.one.read(oldest, 1_000);
    expect(late.events).toEqual(kept);
    expect(slow.events.slice(1)).toEqual(kept);
  });
}
