import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { slopeOf } from '../support/soak/slope.ts';
import { soakMixed } from '../support/soak/mixed.ts';

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

test('a rise of memory is found among noise', () => {
  const noise = [3, -2, 0, 4, -5, 1, -1, 2, 0, -2];
  const samples = (rise: number) => noise.map((value, at) => ({ at, value: 100 + rise * at + value / 10 }));
  expect(slopeOf(samples(0))).toBeCloseTo(0, 1);
  expect(slopeOf(samples(1.5))).toBeCloseTo(1.5, 1);
});
