import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { soakMixed as soak } from '../../test/support/soak/mixed.ts';
import type { Options } from './options.ts';
import { printHead, printMinute, printReport } from './print-mixed.ts';

/** `--quick` sets zero minutes. */
const MIN_SECONDS = 30;

/** Runs a mixed load on the product. Returns whether all promises were kept. */
export async function soakMixed({ minutes, requests, faults, seed }: Options): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-soak-'));
  try {
    console.log(`\nmixed, seed ${seed}, ${requests} requests a second, faults ${faults ? 'on' : 'off'}`);
    console.log('Building the databases of the systems …');
    printHead();
    const seconds = Math.max(minutes * 60, MIN_SECONDS);
    const report = await soak({ folder, seconds, perSecond: requests, faults, seed, onMinute: printMinute });
    printReport(report);
    return report.broken.length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
