import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openMatrix, type Cell, type Matrix } from '../support/faults/matrix.ts';
import { faultsIn, headOf, rowOf } from '../support/faults/table.ts';
import { TOXICS, type Toxic } from '../support/faults/toxic-proxy.ts';
import { LINKS, type Link } from '../support/faults/faulty-backends.ts';
import { figure, IS_STRICT, slack, formatMs } from '../support/slack.ts';

/** All 40 cells take minutes and run in `npm run figures`. Otherwise each fault is tried with Redis and with one of the systems. */
const CELLS = TOXICS.flatMap((toxic, index): readonly (readonly [Toxic, Link])[] =>
  IS_STRICT
    ? LINKS.map((link) => [toxic, link] as const)
    : [
        [toxic, LINKS[index % (LINKS.length - 1)] ?? 'crm'],
        [toxic, 'redis'],
      ],
);
const FAULT_MS = IS_STRICT ? 4_000 : 500;
const BUSY_MS = slack(8_000);

let matrix: Matrix;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-'));
  cpSync(inject('databases'), folder, { recursive: true });
  matrix = await openMatrix(folder);
  console.log(headOf());
});
const cells: Cell[] = [];
afterAll(async () => {
  await matrix[Symbol.asyncDispose]();
  const longest = Math.max(...cells.map(({ longestMs }) => longestMs));
  const back = Math.max(...cells.map(({ backMs }) => backMs));
  figure(
    `fault matrix, ${CELLS.length} cells: nothing slower than 2,500 ms, back within 5 s`,
    `${cells.length} cells, longest ${formatMs(longest)}, back after ${formatMs(back)}`,
  );
});

test.each(CELLS)(
  '%s on the link to %s: the others’ fields are complete, no deadline is exceeded, all recover after it',
  async (toxic, link) => {
    const cell = await matrix.run(link, toxic, FAULT_MS);
    cells.push(cell);
    console.log(rowOf(cell));
    expect(faultsIn(cell, BUSY_MS)).toEqual([]);
    // Redis is optional: without it no answer is partial.
    if (link === 'redis') expect(cell.partial).toBe(0);
  },
  60_000,
);
