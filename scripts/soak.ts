/**
 * Lets everything go wrong that may, for a while, and prints what it did and found: `npm run soak -- --help`. Exit code 1 if anything was
 * lost, told twice, told out of order, or old, or could not be carried out.
 */
import { isClean } from '../test/support/faults/audit.ts';
import { Cluster } from '../test/support/faults/cluster.ts';
import { measure } from '../test/support/faults/rates.ts';
import { soak } from '../test/support/faults/soak.ts';
import { askWhileTold, CUSTOMERS } from '../test/support/faults/told.ts';
import { HELP, readOptions, type Options } from './soak/options.ts';
import { printAsked, printRates, printSoak } from './soak/print.ts';

/** A round that does not come to its end is a fault as well. */
const LONGEST_ROUND_MS = 15 * 60_000;
const FAULT_ROUNDS = 3;

const say = (what: string) => console.log(`  ${what}`);

async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return true;
  }
  const end = performance.now() + options.minutes * 60_000;
  let areClean = true;
  let { seed } = options;
  do {
    console.log(`\nseed ${seed}`);
    const fuse = setTimeout(() => fail('a round did not come to its end'), LONGEST_ROUND_MS);
    areClean = (await round({ ...options, seed })) && areClean;
    clearTimeout(fuse);
    seed += 1;
  } while (performance.now() < end);
  console.log(areClean ? 'nothing lost, nothing twice, all in order, nothing old' : 'FAULTS WERE FOUND');
  return areClean;
}

async function round({ seed, events, perSecond, questions }: Options): Promise<boolean> {
  const report = await soak({ events, perSecond, seed, rounds: FAULT_ROUNDS, say });
  printSoak(report);
  await using cluster = await Cluster.start(CUSTOMERS);
  const asked = await askWhileTold(cluster, questions, seed);
  printAsked(asked);
  printRates(await measure(Math.min(events, 10_000), perSecond));
  return report.verdicts.every(isClean) && asked.stale.length === 0 && asked.questions >= questions;
}

function fail(what: unknown): never {
  console.error(what);
  process.exit(1);
}

process.exitCode = (await main().catch(fail)) ? 0 : 1;
