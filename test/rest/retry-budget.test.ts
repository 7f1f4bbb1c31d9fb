import { expect, test } from 'vitest';
import { RetryBudget } from '../../datasources/rest/retry-budget.ts';

/** How many of this many calls, by default one per millisecond, could be retried. */
function retriesOf(calls: number, percent: number, everyMs = 1): number {
  let now = 0;
  const budget = new RetryBudget(percent, () => now);
  let retries = 0;
  for (let call = 0; call < calls; call += 1) {
    budget.earn();
    if (budget.spend()) retries += 1;
    now += everyMs;
  }
  return retries;
}

test('a fifth of many calls may be retried, plus a small reserve', () => {
  const retries = retriesOf(10_000, 20);
  expect(retries).toBeGreaterThanOrEqual(2_000);
  expect(retries).toBeLessThanOrEqual(2_000 + 10 + 10);
});

test('each of a series of infrequent calls may be retried', () => {
  expect(retriesOf(1_000, 20, 1_000)).toBe(1_000);
});

test('unused retries accumulate only up to the reserve', () => {
  let now = 0;
  const budget = new RetryBudget(20, () => now);
  for (let call = 0; call < 10_000; call += 1) budget.earn();
  now += 3_600_000;
  const spent = Array.from({ length: 100 }, () => budget.spend()).filter(Boolean);
  expect(spent).toHaveLength(10);
  expect(budget.refused).toBe(90);
});

test('a budget of zero allows no retries', () => {
  expect(retriesOf(100, 0, 1_000)).toBe(0);
  const budget = new RetryBudget(0);
  expect(budget.spend()).toBe(false);
  // There was no budget, so none was exhausted.
  expect(budget.refused).toBe(0);
});
