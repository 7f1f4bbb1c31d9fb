import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { brokenBy } from '../support/soak/broken.ts';
import { soakMixed, type MixedReport } from '../support/soak/mixed.ts';
import { slopeOf } from '../support/soak/slope.ts';

const SEED = 20260101;

/** The short form of what `npm run soak -- --only mixed` does; whether memory rises takes minutes to tell. */
test('under a mixed load with faults nothing is wrong, nothing is lost, nothing is left, and the process ends in order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-'));
  cpSync(inject('databases'), folder, { recursive: true });
  const options = { folder, seconds: 20, perSecond: 15, faults: true, seed: SEED };
  const report = await soakMixed({ ...options, onMinute: (minute) => console.log(minute) });
  console.table(Object.fromEntries(report.kinds));
  console.log([...report.troubles], report.end);
  expect(report.broken).toEqual([]);
  // It was no fair weather, and there was something of everything.
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
  ['an answer that is not so', { wrong: ['order:1 is {}'] }, true, /order:1 is/],
  ['an error of our own', withCode('INTERNAL_SERVER_ERROR'), true, /1 × INTERNAL_SERVER_ERROR/],
  ['no answer', withCode('NO_ANSWER'), true, /NO_ANSWER/],
  ['a system that failed without a fault', withCode('UPSTREAM_TIMEOUT'), false, /UPSTREAM_TIMEOUT/],
  ['memory that rises', { risePerMinute: 1_000_000 }, true, /rises by 1\.00 MB/],
  [
    'a handle that is left',
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
  ['a word on standard error', { end: { code: 0, stderr: 'oh', ms: 1 } }, true, /ended with 0: oh/],
  ['an end that was none in order', { end: { code: 1, stderr: '', ms: 1 } }, true, /ended with 1/],
  ['an end that took long', { end: { code: 0, stderr: '', ms: 11_000 } }, true, /took 11000 ms/],
])('%s breaks a promise', (_what, found, withFaults, told) => {
  expect(brokenBy(FINE, withFaults)).toEqual([]);
  expect(brokenBy({ ...FINE, ...found }, withFaults)).toEqual([expect.stringMatching(told)]);
});

test('what a fault explains breaks none', () => {
  expect(brokenBy({ ...FINE, ...withCode('UPSTREAM_TIMEOUT') }, true)).toEqual([]);
});

test('a rise of memory is found among noise', () => {
  const noise = [3, -2, 0, 4, -5, 1, -1, 2, 0, -2];
  const samples = (rise: number) => noise.map((value, at) => ({ at, value: 100 + rise * at + value / 10 }));
  expect(slopeOf(samples(0))).toBeCloseTo(0, 1);
  expect(slopeOf(samples(1.5))).toBeCloseTo(1.5, 1);
});
