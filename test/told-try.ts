import fc from 'fast-check';
import { Cluster } from './support/faults/cluster.ts';
import { CUSTOMERS, Listener, steps } from './support/faults/told.ts';
await using cluster = await Cluster.start(CUSTOMERS);
await using listener = new Listener(cluster);
await listener.warmUp();
const began = performance.now();
await fc.assert(fc.asyncProperty(steps, async (all) => {
  const t = performance.now();
  await listener.do(all);
  if (listener.stale.length > 0) { console.log(t, listener.stale.splice(0), JSON.stringify(all)); }
}), { numRuns: Number(process.argv[2] ?? 40), endOnFailure: true });
console.log(listener.asked, listener.told, performance.now() - began);
process.exit(0);
