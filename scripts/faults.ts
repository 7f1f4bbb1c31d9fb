/**
 * Injects each fault on each link between the gateway, its systems and Redis, and prints the outcome: `npm run faults`. Exit code 1
 * if any answer was wrong or took over half a second longer than the deadline, or if answers were not complete again five seconds after the
 * fault.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMatrix, type Cell } from '../test/support/faults/matrix.ts';
import { faultsIn, headOf, rowOf } from '../test/support/faults/table.ts';
import { TOXICS } from '../test/support/faults/toxic-proxy.ts';
import { LINKS } from '../test/support/faults/faulty-backends.ts';
import { readOptions } from './command/options.ts';

const HELP = `npm run faults -- [options]

Injects 8 faults on the links to four systems and Redis, one at a time, while clients query data that is in no cache.

  --seconds 4   duration of each fault
  --help        prints this text
`;

async function main(seconds: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-faults-'));
  try {
    console.log('Building the databases of the systems …');
    await using matrix = await openMatrix(folder);
    const cells: Cell[] = [];
    console.log(headOf());
    for (const toxic of TOXICS) {
      for (const link of LINKS) {
        const cell = await matrix.run(link, toxic, seconds * 1_000);
        cells.push(cell);
        console.log(rowOf(cell));
      }
    }
    const faults = cells.flatMap((cell) => faultsIn(cell));
    console.log(faults.length === 0 ? 'no promise was broken' : `FAULTS WERE FOUND\n${faults.join('\n')}`);
    return faults.length === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const values = readOptions({
  seconds: { type: 'string', default: '4' },
  help: { type: 'boolean', short: 'h', default: false },
});
if (values.help) console.log(HELP);
else process.exitCode = (await main(Number(values.seconds))) ? 0 : 1;
