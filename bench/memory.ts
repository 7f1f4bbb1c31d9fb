import { setTimeout as sleep } from 'node:timers/promises';
import { runLoad } from './load/run.ts';
import { usageOf } from './machine.ts';
import { start } from './measure.ts';
import { customerQuery, pageQuery, renamed, type Operation } from './operations.ts';
import { median } from './results.ts';
import { SIZES } from './upstream/data.ts';
import { isthmus } from './targets/targets.ts';
import type { Addresses } from './targets/target.ts';

/** What the gateway alone takes of a machine. */
export interface Footprint {
  /** From the start of the process to its first answer. */
  readonly startMs: number;
  readonly idleMiB: number | null;
  readonly variedRequests: number;
  readonly afterVariedMiB: number | null;
}

const IDLE_MS = 1_500;
const MIB = 2 ** 20;
const CONNECTIONS = 32;
/** How many operations stand ready; each has variables or a name of its own. */
const VARIETY = 20_000;

/** Starts the gateway a few times with the caches it has by default; looks at it at rest, and at the last after many different requests. */
export async function footprintOf(
  addresses: Addresses,
  pinning: readonly string[],
  cursors: readonly (string | null)[],
  variedRequests: number,
  starts: number,
): Promise<Footprint> {
  const seen: { startMs: number; idleMiB: number | null }[] = [];
  let afterVariedMiB: number | null = null;
  for (let n = 0; n < starts; n++) {
    const isLast = n === starts - 1;
    const found = await lookAt(addresses, pinning, isLast ? variedOperations(cursors) : [], variedRequests);
    seen.push(found);
    afterVariedMiB = found.afterVariedMiB;
  }
  const idle = seen.map(({ idleMiB }) => idleMiB).filter((mib) => mib !== null);
  return {
    startMs: median(seen.map(({ startMs }) => startMs)),
    idleMiB: idle.length > 0 ? median(idle) : null,
    variedRequests,
    afterVariedMiB,
  };
}

async function lookAt(
  addresses: Addresses,
  pinning: readonly string[],
  operations: readonly Operation[],
  leastRequests: number,
) {
  // A blank setting counts as none: the caches have the size they have by default.
  const server = await start(isthmus('hot', 'Isthmus', { CACHE_BYTES: '' }), addresses, pinning);
  const memory = () => {
    const usage = usageOf(server.pid);
    return usage && usage.rss / MIB;
  };
  try {
    await sleep(IDLE_MS);
    const idleMiB = memory();
    const load = { url: `${server.url}/graphql`, connections: CONNECTIONS, seconds: 0.1, leastRequests };
    const result = operations.length > 0 ? await runLoad({ ...load, operations }) : null;
    if (result?.firstFailure) throw new Error(`An answer was no good: ${result.firstFailure}`);
    return { startMs: server.startMs, idleMiB, afterVariedMiB: memory() };
  } finally {
    await server.stop();
  }
}

/** Customers, pages of all lengths from all places, and every tenth a document that was not seen before. */
function variedOperations(cursors: readonly (string | null)[]): readonly Operation[] {
  return Array.from({ length: VARIETY }, (_, n) => {
    if (n % 10 === 0) return renamed(customerQuery(11_000 + (n % SIZES.customers)), `Q1_${n}`);
    if (n % 5 !== 1) return customerQuery(11_000 + (n % SIZES.customers));
    return pageQuery(1 + (n % 37), cursors[n % cursors.length] ?? null);
  });
}
