import { setTimeout as sleep } from 'node:timers/promises';
import { runLoad } from './load/run.ts';
import { usageOf } from './machine.ts';
import { start } from './measure.ts';
import { customerQuery, pageQuery, renamed, type Operation } from './operations.ts';
import { median } from './results.ts';
import { SIZES } from './upstream/data.ts';
import type { Started } from './targets/process.ts';
import type { Addresses } from './targets/target.ts';
import { isthmus } from './targets/targets.ts';

/** Start time and memory of the gateway. */
export interface Footprint {
  /** From the start of the process to its first answer. */
  readonly startMs: number;
  /** Resident memory at rest, like the other figures; null if the machine does not report it. */
  readonly idleMiB: number | null;
  readonly variedRequests: number;
  /** After half of the requests, and after all of them: if memory use has levelled off, the two are about the same. */
  readonly halfwayMiB: number | null;
  readonly afterVariedMiB: number | null;
  /** The same, after five seconds without requests. */
  readonly restedMiB: number | null;
}

/** After this time startup is over, and what only it needed is released (server/start/startup-collection.ts). */
const REST_MS = 5_000;
const MIB = 2 ** 20;
const CONNECTIONS = 32;
/** The number of distinct operations; each has its own variables or its own name. */
const VARIETY = 20_000;

/** Starts the gateway a few times with its default caches; measures it at rest, and the last time also after many different requests. */
export async function footprintOf(
  addresses: Addresses,
  pinning: readonly string[],
  cursors: readonly (string | null)[],
  variedRequests: number,
  starts: number,
): Promise<Footprint> {
  const seen: Seen[] = [];
  for (let n = 1; n < starts; n++) seen.push(await lookAt(addresses, pinning, restOf));
  const last = await lookAt(addresses, pinning, (server) =>
    varied(server, variedOperations(cursors), variedRequests),
  );
  const all = [...seen, last];
  const idle = all.map(({ idleMiB }) => idleMiB).filter((mib) => mib !== null);
  return {
    ...last,
    startMs: median(all.map(({ startMs }) => startMs)),
    idleMiB: idle.length > 0 ? median(idle) : null,
    variedRequests,
  };
}

type Seen = Pick<Footprint, 'startMs' | 'idleMiB'>;

/** Starts a gateway and observes it; a blank setting counts as none, so the caches have their default size. */
async function lookAt<T>(
  addresses: Addresses,
  pinning: readonly string[],
  look: (server: Started) => Promise<T>,
): Promise<T & { readonly startMs: number }> {
  const server = await start(isthmus('hot', 'Isthmus', { CACHE_BYTES: '' }), addresses, pinning);
  try {
    return { ...(await look(server)), startMs: server.startMs };
  } finally {
    await server.stop();
  }
}

async function restOf(server: Started) {
  await sleep(REST_MS);
  return { idleMiB: residentMiB(server) };
}

async function varied(server: Started, operations: readonly Operation[], requests: number) {
  const { idleMiB } = await restOf(server);
  const load = { url: `${server.url}/graphql`, connections: CONNECTIONS, seconds: 0.1, operations };
  const half = async () => {
    const { firstFailure } = await runLoad({ ...load, leastRequests: Math.ceil(requests / 2) });
    if (firstFailure) throw new Error(`An answer was invalid: ${firstFailure}`);
    return residentMiB(server);
  };
  const halfwayMiB = await half();
  const afterVariedMiB = await half();
  return { idleMiB, halfwayMiB, afterVariedMiB, restedMiB: (await restOf(server)).idleMiB };
}

function residentMiB({ pid }: Started): number | null {
  const usage = usageOf(pid);
  return usage && usage.rss / MIB;
}

/** Customers, pages of all lengths from all positions, and every tenth a document not seen before. */
function variedOperations(cursors: readonly (string | null)[]): readonly Operation[] {
  return Array.from({ length: VARIETY }, (_, n) => {
    if (n % 10 === 0) return renamed(customerQuery(11_000 + (n % SIZES.customers)), `Q1_${n}`);
    if (n % 5 !== 1) return customerQuery(11_000 + (n % SIZES.customers));
    return pageQuery(1 + (n % 37), cursors[n % cursors.length] ?? null);
  });
}
