import { expect, test } from 'vitest';
import { isClean } from '../support/faults/audit.ts';
import { soak, type SoakReport } from '../support/faults/soak.ts';

const SEED = 20260101;
/** Of what had reached it before it stopped reading, a reader may be told afterwards. Who reads on is told hundreds. */
const MOST_ON_ITS_WAY = 50;

/** Checks what is to be so whatever goes wrong, and that it was no fair weather. */
function check({ verdicts, faults }: SoakReport): void {
  expect(faults.size).toBe(7);
  expect(Math.min(...verdicts.map(({ told }) => told))).toBeGreaterThan(100);
  const stalling = verdicts.filter(({ stalls }) => stalls > 0);
  expect(stalling.map(({ reader }) => reader)).toEqual([
    'websocket, all, at length, stalling',
    'sse, all, at length, stalling',
  ]);
  for (const { stalls, toldStalled } of stalling) expect(toldStalled).toBeLessThan(stalls * MOST_ON_ITS_WAY);
  expect(verdicts.filter((verdict) => !isClean(verdict))).toEqual([]);
}

function print({ verdicts, faults, webhooks }: SoakReport): void {
  console.log([...faults], webhooks);
  console.table(verdicts);
}

const SHORT = { seed: SEED, perSecond: 300, rounds: 1, say: () => undefined };

/** The short form of what `npm run soak` does. */
test('whatever goes wrong, every subscriber is told everything, once, in order, and nothing old', async () => {
  const report = await soak({ ...SHORT, events: 3_000, isPolled: false });
  print(report);
  const { dropped, doubled, late, replayed } = report.webhooks;
  for (const count of [dropped, doubled, late, replayed]) expect(count).toBeGreaterThan(0);
  check(report);
}, 600_000);

test('likewise of a system that sends nothing, and is polled by one replica after the other', async () => {
  const report = await soak({ ...SHORT, events: 1_500, isPolled: true });
  print(report);
  expect(report.webhooks.sent).toBe(0);
  expect(report.hasLeaseMoved).toBe(true);
  check(report);
}, 600_000);
