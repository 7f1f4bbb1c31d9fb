import { expect, test } from 'vitest';
import { isClean } from '../support/faults/audit.ts';
import { soak } from '../support/faults/soak.ts';

const SEED = 20260101;

/** The short form of what `npm run soak` does. */
test('whatever goes wrong, every subscriber is told everything, once, in order, and nothing old', async () => {
  const report = await soak({ events: 3_000, perSecond: 300, seed: SEED, rounds: 1, say: () => undefined });
  const { verdicts, faults, webhooks } = report;
  console.log([...faults], webhooks);
  console.table(verdicts);
  // It was no fair weather, and there was something to be told.
  expect(faults.size).toBe(7);
  for (const count of [webhooks.dropped, webhooks.doubled, webhooks.late, webhooks.replayed])
    expect(count).toBeGreaterThan(0);
  expect(Math.min(...verdicts.map(({ told }) => told))).toBeGreaterThan(200);
  expect(verdicts.filter((verdict) => !isClean(verdict))).toEqual([]);
}, 300_000);
