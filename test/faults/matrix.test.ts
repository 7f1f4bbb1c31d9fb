import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openMatrix, type Matrix } from '../support/faults/matrix.ts';
import { faultsIn, headOf, rowOf } from '../support/faults/table.ts';
import { TOXICS, type Toxic } from '../support/faults/toxic-proxy.ts';
import { LINKS, type Link } from '../support/faults/ways.ts';

/** All 40 take a minute and more: `npm run faults`. Here each fault is on the way to Redis, and to one of the systems. */
const CELLS = TOXICS.flatMap((toxic, index): readonly (readonly [Toxic, Link])[] => [
  [toxic, LINKS[index % (LINKS.length - 1)] ?? 'crm'],
  [toxic, 'redis'],
]);
const FAULT_MS = 500;
/** A machine that is busy with other tests takes its time; `npm run faults` gives it none. */
const BUSY_MS = 8_000;

let matrix: Matrix;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-'));
  cpSync(inject('databases'), folder, { recursive: true });
  matrix = await openMatrix(folder);
  console.log(headOf());
});
afterAll(() => matrix[Symbol.asyncDispose]());

test.each(CELLS)(
  '%s on the way to %s: the others’ fields are whole, nobody waits past the deadline, and it is over when it is over',
  async (toxic, link) => {
    const cell = await matrix.run(link, toxic, FAULT_MS);
    console.log(rowOf(cell));
    expect(faultsIn(cell, BUSY_MS)).toEqual([]);
    // Redis is an aid: without it nothing is missing.
    if (link === 'redis') expect(cell.partial).toBe(0);
  },
  60_000,
);
