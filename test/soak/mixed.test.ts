import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { brokenBy } from '../support/soak/broken.ts';
import { soakMixed, type MixedReport } from '../support/soak/mixed.ts';
import { slopeOf } from '../support/soak/slope.ts';

const SEED = 20260101;

/** A short form of `npm run soak -- --only mixed`. Whether memory rises is not checked: that takes minutes to tell. */
test('under a mixed load with faults, no promise is broken, and the process shuts down cleanly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-'));
  cpSync(inject('databases'), folder, { recursive: true });
  const options = { folder, seconds: 20, perSecond: 15, faults: true, seed: SEED };
  const report = await soakMixed({ ...options, onMinute: (minute) => console.log(minute) });
  console.table(Object.fromEntries(report.kinds));
  console.log([...report.troubles], report.end);
  expect(report.broken).toEqual([]);
  // There were faults, and requests of every kind.
  expect(report.troubles.size).toBeGreaterThan(0);
  expect(report.changes).toBeGreaterThan(10);
  expect(report.webhooks).toBeGreaterThan(0);
  for (const [kind, { requests }] of report.kinds) expect(requests, kind).toBeGreaterThan(0);
}, 300_000);

const FINE: Omit<MixedReport, 'broken'> = {
  kinds: new Map([['cold', { requests: 10, errors: new Map([['OVERLOADED', 1]]), p50: 1, p99: 2 }]]),
  troubles: new Map(),
  changes: 10,
  webhooks: 10,
  wrong: [],
  risePerMinute: 900_000,
  handles: { before: new Map([['Timeout', 6]]), after: new Map([['Timeout', 5]]) },
  end: { code: 0, stderr: '', ms: 200 },
};
const withCode = (code: string) => ({
  kinds: new Map([['cold', { requests: 10, errors: new Map([[code, 1]]), p50: 1, p99: 2 }]]),
});

test.each<[string, Partial<MixedReport>, boolean, RegExp]>([
  ['a wrong answer', { wrong: ['order:1 is {}'] }, true, /order:1 is/],
  ['an internal error', withCode('INTERNAL_SERVER_ERROR'), true, /1 × INTERNAL_SERVER_ERROR/],
  ['no answer', withCode('NO_ANSWER'), true, /NO_ANSWER/],
  ['a system error without a fault', withCode('UPSTREAM_TIMEOUT'), false, /UPSTREAM_TIMEOUT/],
  ['rising memory', { risePerMinute: 1_000_000 }, true, /rises by 1\.00 MB/],
  [
    'a leaked handle',
    {
      handles: {
        before: new Map([['Timeout', 6]]),
        after: new Map([
          ['Timeout', 6],
          ['TCPSocketWrap', 1],
        ]),
      },
    },
    true,
    /1 × TCPSocketWrap/,
  ],
  ['output on standard error', { end: { code: 0, stderr: 'oh', ms: 1 } }, true, /ended with 0: oh/],
  ['a non-zero exit code', { end: { code: 1, stderr: '', ms: 1 } }, true, /ended with 1/],
  ['a slow shutdown', { end: { code: 0, stderr: '', ms: 11_000 } }, true, /took 11000 ms/],
])('%s breaks a promise', (_what, found, withFaults, message) => {
  expect(brokenBy(FINE, withFaults)).toEqual([]);
  expect(brokenBy({ ...FINE, ...found }, withFaults)).toEqual([expect.stringMatching(message)]);
});

test('a system error during faults breaks no promise', () => {
  expect(brokenBy({ ...FINE, ...withCode('UPSTREAM_TIMEOUT') }, true)).toEqual([]);
});

test('a rise of memory is detected despite noise', () => {
  const noise = [3, -2, 0, 4, -5, 1, -1, 2, 0, -2];
  const samples = (rise: number) => noise.map((value, at) => ({ at, value: 100 + rise * at + value / 10 }));
  expect(slopeOf(samples(0))).toBeCloseTo(0, 1);
  expect(slopeOf(samples(1.5))).toBeCloseTo(1.5, 1);
});
