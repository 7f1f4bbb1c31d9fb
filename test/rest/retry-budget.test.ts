import { expect, test } from 'vitest';
import { RetryBudget } from '../../datasources/rest/retry-budget.ts';

/** How many of so many calls, one a millisecond, could be tried again. */
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

test('a fifth of many calls may be tried again, and a few besides', () => {
  const retries = retriesOf(10_000, 20);
  expect(retries).toBeGreaterThanOrEqual(2_000);
  expect(retries).toBeLessThanOrEqual(2_000 + 10 + 10);
});

test('of calls that are seldom each may be', () => {
  expect(retriesOf(1_000, 20, 1_000)).toBe(1_000);
});

test('nothing is saved up beyond the reserve', () => {
  let now = 0;
  const budget = new RetryBudget(20, () => now);
  for (let call = 0; call < 10_000; call += 1) budget.earn();
  now += 3_600_000;
  const spent = Array.from({ length: 100 }, () => budget.spend()).filter(Boolean);
  expect(spent).toHaveLength(10);
  expect(budget.refused).toBe(90);
});

test('with none there are no retries', () => {
  expect(retriesOf(100, 0, 1_000)).toBe(0);
  const budget = new RetryBudget(0);
  expect(budget.spend()).toBe(false);
  // Nothing was to be had, so nothing ran out.
  expect(budget.refused).toBe(0);
});
