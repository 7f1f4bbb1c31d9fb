import { isClean } from '../../test/support/faults/audit.ts';
import { Cluster } from '../../test/support/faults/cluster.ts';
import { measure } from '../../test/support/faults/rates.ts';
import { soak } from '../../test/support/faults/soak.ts';
import { askWhileTold, CUSTOMERS, type Asked } from '../../test/support/faults/told.ts';
import { aimsOf, isFarOff } from './aims.ts';
import type { Options } from './options.ts';
import { printAims, printAsked, printSoak } from './print-changes.ts';

/** A round that does not come to its end is a fault as well. */
const LONGEST_ROUND_MS = 15 * 60_000;
const FAULT_ROUNDS = 3;
const MOST_POLLED = 10_000;
const MOST_MEASURED = 10_000;

const say = (what: string) => console.log(`  ${what}`);

/** Has rounds of changes until time is over. Gives whether nothing was lost, told twice, told out of order, or old, and nothing took far longer than is promised. */
export async function soakChanges(options: Options): Promise<boolean> {
  const end = performance.now() + options.minutes * 60_000;
  let areClean = true;
  let { seed } = options;
  do {
    console.log(`\nchanges, seed ${seed}`);
    const fuse = setTimeout(() => {
      console.error('a round did not come to its end');
      process.exit(1);
    }, LONGEST_ROUND_MS);
    areClean = (await round({ ...options, seed })) && areClean;
    clearTimeout(fuse);
    seed += 1;
  } while (performance.now() < end);
  console.log(
    areClean
      ? 'nothing lost, nothing twice, all in order, nothing old, nothing far slower than promised'
      : 'FAULTS WERE FOUND',
  );
  return areClean;
}

async function round(options: Options): Promise<boolean> {
  const { seed, events, perSecond, questions } = options;
  const common = { perSecond, seed, say };
  const report = await soak({ ...common, events, rounds: FAULT_ROUNDS, isPolled: false });
  printSoak(report);
  console.log('no webhook comes, and the CRM is polled');
  const polled = await soak({ ...common, events: Math.min(events, MOST_POLLED), rounds: 1, isPolled: true });
  printSoak(polled);
  const asked = await questioned(questions, seed);
  printAsked(asked);
  const aims = aimsOf(await measure(Math.min(events, MOST_MEASURED), perSecond));
  printAims(aims);
  return (
    [...report.verdicts, ...polled.verdicts].every(isClean) &&
    asked.stale.length === 0 &&
    asked.questions >= questions &&
    !aims.some(isFarOff)
  );
}

async function questioned(questions: number, seed: number): Promise<Asked> {
  await using cluster = await Cluster.start(CUSTOMERS, 'processes');
  return await askWhileTold(cluster, questions, seed);
}
