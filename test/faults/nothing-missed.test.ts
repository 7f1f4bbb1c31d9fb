import { expect, test } from 'vitest';
import { isClean } from '../support/faults/audit.ts';
import { soak, type SoakReport } from '../support/faults/soak.ts';

const SEED = 20260101;
/** A reader that stops reading may still receive what was in flight by then; one that keeps reading receives hundreds of changes. */
const MAX_IN_FLIGHT = 50;

/** Checks what must hold whatever goes wrong, and that things did go wrong. */
function check({ verdicts, faults }: SoakReport): void {
  expect(faults.size).toBe(7);
  expect(Math.min(...verdicts.map(({ received }) => received))).toBeGreaterThan(100);
  const stalling = verdicts.filter(({ stalls }) => stalls > 0);
  expect(stalling.map(({ reader }) => reader)).toEqual([
    'websocket, all, at length, stalling',
    'sse, all, at length, stalling',
  ]);
  for (const { stalls, receivedStalled } of stalling)
    expect(receivedStalled).toBeLessThan(stalls * MAX_IN_FLIGHT);
  expect(verdicts.filter((verdict) => !isClean(verdict))).toEqual([]);
}

function print({ verdicts, faults, webhooks }: SoakReport): void {
  console.log([...faults], webhooks);
  console.table(verdicts);
}

const SHORT = { seed: SEED, perSecond: 300, rounds: 1, say: () => undefined };

/** The short form of what `npm run soak` does. */
test('whatever goes wrong, each subscriber gets every change once, in order, and never stale data', async () => {
  const report = await soak({ ...SHORT, events: 3_000, isPolled: false });
  print(report);
  const { dropped, doubled, late, replayed } = report.webhooks;
  for (const count of [dropped, doubled, late, replayed]) expect(count).toBeGreaterThan(0);
  check(report);
}, 600_000);

test('the same holds for a system without webhooks, polled by one replica after the other', async () => {
  const report = await soak({ ...SHORT, events: 1_500, isPolled: true });
  print(report);
  expect(report.webhooks.sent).toBe(0);
  expect(report.hasLeaseMoved).toBe(true);
  check(report);
}, 600_000);
