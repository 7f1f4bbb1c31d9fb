import { describe, expect, test } from 'vitest';
import { nextAttemptAt, PAUSES_MS } from '../../changes/webhooks/schedule.ts';
import { sqliteBacking } from '../support/webhooks/backing.ts';
import { Bench, valueOf } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';
import { FakeClock } from '../support/webhooks/fake-clock.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A bench with the real schedule and a clock that is moved by hand, whose receiver answers only 500. */
async function openFailing() {
  const clock = new FakeClock();
  const bench = await Bench.open(await sqliteBacking(), { clock, pauses: PAUSES_MS });
  bench.receiver.reply = () => ({ status: 500 });
  return { bench, clock, [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose]() };
}

/** Waits until everything that can happen at this time has happened. */
async function settle(bench: Bench, tries: number): Promise<void> {
  await bench.receiver.answered(tries);
  const { id } = (await bench.webhooks.endpoints())[0] ?? { id: '' };
  while ((await bench.deliveries(id))[0]?.attempts.length !== tries) await new Promise(setImmediate);
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

describe('the schedule', () => {
  test('is that of Standard Webhooks, with each pause up to a tenth longer', () => {
    const pauses = [
      5 * SECOND,
      5 * MINUTE,
      30 * MINUTE,
      ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
    ];
    const least = pauses.map((_, index) => nextAttemptAt(index + 1, 0, PAUSES_MS, () => 0));
    const most = pauses.map((_, index) => nextAttemptAt(index + 1, 0, PAUSES_MS, () => 1 - Number.EPSILON));
    expect(least).toEqual(pauses);
    expect(most).toEqual(pauses.map((pause) => Math.round(pause * 1.1)));
    expect(nextAttemptAt(10, 0, PAUSES_MS)).toBeNull();
  });

  test('makes ten attempts over more than 72 h, the second within 6 s, before the endpoint has failed', async () => {
    await using at = await openFailing();
    const { bench, clock } = at;
    const { id } = await bench.endpoint();
    const began = clock.now();
    await bench.record(changeOf('7'));
    for (let tries = 1; tries < 10; tries += 1) {
      await settle(bench, tries);
      const [delivery] = await bench.deliveries(id);
      const wait = (delivery?.nextAt ?? 0) - clock.now();
      const pause = PAUSES_MS[tries - 1] ?? 0;
      expect(wait).toBeGreaterThanOrEqual(pause);
      expect(wait).toBeLessThanOrEqual(pause * 1.1);
      // Not before its time.
      clock.advance(pause - 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(bench.receiver.requests).toBe(tries);
      clock.advance(wait - pause + 51);
    }
    await settle(bench, 10);
    const [delivery] = await bench.deliveries(id);
    expect(delivery).toMatchObject({ state: 'failed', tries: 10 });
    const times = delivery?.attempts.map(({ at: time }) => time - began) ?? [];
    expect(times).toHaveLength(10);
    expect(times[1]).toBeLessThanOrEqual(6 * SECOND);
    expect(times[9]).toBeGreaterThanOrEqual(72 * HOUR);
    const state = { is: 'failed', reason: 'a delivery failed at its last try: answered 500' };
    expect(await bench.webhooks.endpoint(id)).toMatchObject({ state });
  });

  test('after its end, resuming or replaying from a cursor delivers what failed and what was missed', async () => {
    const clock = new FakeClock();
    await using bench = await Bench.open(await sqliteBacking(), { clock, pauses: [] });
    bench.receiver.reply = () => ({ status: 500 });
    const { id, taken } = await bench.endpoint();
    await bench.record(changeOf('1'));
    await bench.turned(id, 'failed');
    await bench.record(changeOf('2'), changeOf('1', { kind: 'DELETED' }));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(bench.receiver.requests).toBe(1);
    bench.receiver.reply = () => ({ status: 200 });
    valueOf(await bench.webhooks.resume(id, true));
    await bench.counted(id, 'delivered', 3);
    expect(bench.receiver.taken.filter((subject) => subject === 'order:1')).toHaveLength(2);

    bench.receiver.reply = ({ subject }) => ({ status: subject === 'order:3' ? 500 : 200 });
    await bench.record(changeOf('3'));
    await bench.turned(id, 'failed');
    bench.receiver.reply = () => ({ status: 200 });
    valueOf(await bench.webhooks.replay(id, taken));
    valueOf(await bench.webhooks.resume(id, false));
    await bench.counted(id, 'delivered', 7);
    expect(await bench.webhooks.counts(id)).toEqual({ pending: 0, delivered: 7, failed: 1 });
    expect(new Set(bench.receiver.taken)).toEqual(new Set(['order:1', 'order:2', 'order:3']));
  });
});

describe('Retry-After', () => {
  test.each([
    ['seconds', () => '600'],
    ['a date', (now: number) => new Date(now + 600 * SECOND).toUTCString()],
  ])('in %s is obeyed, for everything sent to the endpoint', async (_, header) => {
    await using at = await openFailing();
    const { bench, clock } = at;
    const { id } = await bench.endpoint();
    bench.receiver.reply = () => ({ status: 429, headers: { 'retry-after': header(clock.now()) } });
    await bench.record(changeOf('7'));
    await settle(bench, 1);
    expect((await bench.webhooks.endpoint(id))?.restsUntil).toBe(clock.now() + 600 * SECOND);
    await bench.record(changeOf('8'));
    clock.advance(599 * SECOND);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(bench.receiver.requests).toBe(1);
    bench.receiver.reply = () => ({ status: 200 });
    clock.advance(2 * SECOND);
    await bench.counted(id, 'delivered', 2);
  });

  test('shorter than the schedule does not speed it up, and one of years is cut to a day', async () => {
    await using at = await openFailing();
    const { bench, clock } = at;
    const { id } = await bench.endpoint();
    bench.receiver.reply = () => ({ status: 503, headers: { 'retry-after': '1' } });
    await bench.record(changeOf('7'));
    await settle(bench, 1);
    expect((await bench.deliveries(id))[0]?.nextAt).toBeGreaterThanOrEqual(clock.now() + 5 * SECOND);
    bench.receiver.reply = () => ({ status: 503, headers: { 'retry-after': '999999999' } });
    clock.advance(6 * SECOND);
    await settle(bench, 2);
    expect((await bench.webhooks.endpoint(id))?.restsUntil).toBe(clock.now() + 24 * HOUR);
    bench.receiver.reply = () => ({ status: 200 });
    valueOf(await bench.webhooks.resume(id, true));
    expect((await bench.webhooks.endpoint(id))?.restsUntil).toBe(0);
    await bench.counted(id, 'delivered', 1);
  });
});
