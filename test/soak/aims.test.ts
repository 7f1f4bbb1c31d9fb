import { expect, test } from 'vitest';
import { aimsOf, isFarOff } from '../../scripts/soak/aims.ts';

const QUICK = { p50: 1, p99: 2 };
const RATES = {
  delivery: QUICK,
  eviction: QUICK,
  acknowledged: QUICK,
  replay: 200,
  events: 10_000,
  perSecond: 1_000,
};
const farOff = (change: Partial<typeof RATES>) =>
  aimsOf({ ...RATES, ...change })
    .filter(isFarOff)
    .map(({ what }) => what);

test('a figure at up to five times its target does not fail the soak', () => {
  expect(farOff({})).toEqual([]);
  expect(farOff({ delivery: { p50: 50, p99: 250 }, eviction: { p50: 1, p99: 50 }, replay: 10_000 })).toEqual(
    [],
  );
});

test.each([
  [{ delivery: { p50: 51, p99: 52 } }, 'change to subscriber at 1000 a second, p50'],
  [{ delivery: { p50: 1, p99: 251 } }, 'change to subscriber at 1000 a second, p99'],
  [{ eviction: { p50: 1, p99: 51 } }, 'change to eviction in every memory at 1000 a second, p99'],
  [{ acknowledged: { p50: 1, p99: 251 } }, 'webhook to its acknowledgement, p99'],
  [{ replay: 10_001 }, '10000 missed events delivered'],
  [{ replay: NaN }, '10000 missed events delivered'],
])('a figure further off, or not measured, fails it: %o', (change, what) => {
  expect(farOff(change)).toEqual([what]);
});
