import { isClean } from '../../test/support/faults/audit.ts';
import { Cluster } from '../../test/support/faults/cluster.ts';
import { measure } from '../../test/support/faults/rates.ts';
import { soak } from '../../test/support/faults/soak.ts';
import { queryDuringFaults, CUSTOMERS, type ListenerReport } from '../../test/support/faults/listener.ts';
import { aimsOf, isFarOff } from './aims.ts';
import type { Options } from './options.ts';
import { printAims, printListener, printSoak } from './print-changes.ts';

/** A round that does not end within this time is a fault as well. */
const MAX_ROUND_MS = 15 * 60_000;
const FAULT_ROUNDS = 3;
const MAX_POLLED_EVENTS = 10_000;
const MAX_MEASURED_EVENTS = 10_000;

const say = (what: string) => console.log(`  ${what}`);

/**
 * Runs rounds of changes until the time is up. Returns whether nothing was lost, delivered twice, delivered out of order, or stale, and
 * nothing took far longer than promised.
 */
export async function soakChanges(options: Options): Promise<boolean> {
  const end = performance.now() + options.minutes * 60_000;
  let areClean = true;
  let { seed } = options;
  do {
    console.log(`\nchanges, seed ${seed}`);
    const fuse = setTimeout(() => {
      console.error('a round did not end in time');
      process.exit(1);
    }, MAX_ROUND_MS);
    areClean = (await round({ ...options, seed })) && areClean;
    clearTimeout(fuse);
    seed += 1;
  } while (performance.now() < end);
  console.log(
    areClean
      ? 'no event lost, delivered twice or out of order; nothing stale; nothing far slower than promised'
      : 'FAULTS WERE FOUND',
  );
  return areClean;
}

async function round(options: Options): Promise<boolean> {
  const { seed, events, perSecond, questions } = options;
  const common = { perSecond, seed, say };
  const report = await soak({ ...common, events, rounds: FAULT_ROUNDS, isPolled: false });
  printSoak(report);
  console.log('all webhooks are lost, and the CRM is polled');
  const polled = await soak({
    ...common,
    events: Math.min(events, MAX_POLLED_EVENTS),
    rounds: 1,
    isPolled: true,
  });
  printSoak(polled);
  const listener = await listen(questions, seed);
  printListener(listener);
  const aims = aimsOf(await measure(Math.min(events, MAX_MEASURED_EVENTS), perSecond));
  printAims(aims);
  return (
    [...report.verdicts, ...polled.verdicts].every(isClean) &&
    listener.stale.length === 0 &&
    listener.queries >= questions &&
    !aims.some(isFarOff)
  );
}

async function listen(queries: number, seed: number): Promise<ListenerReport> {
  await using cluster = await Cluster.start(CUSTOMERS, 'processes');
  return await queryDuringFaults(cluster, queries, seed);
}
