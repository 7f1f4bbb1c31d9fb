import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, type Started } from '../targets/process.ts';
import { openScene } from './scene.ts';
import type { Start, Target } from './targets.ts';

/** The memory that idle subscribers use in a server, in bytes each. */
export interface Idle {
  readonly subscribers: number;
  /** What V8 holds, in and outside of its heap, after a collection. */
  readonly held: number;
  /** Resident memory, which includes what was needed to get there. */
  readonly resident: number;
}

const COLLECT = fileURLToPath(new URL('./collect.ts', import.meta.url));
const SETTLE_MS = 500;
/** This many come and go before anything is measured: what a server sets up only once does not count towards subscribers. */
const FIRST = 100;

/** Starts a server with this many idle subscribers; each has received one change before. */
export async function measureIdle(
  target: Target,
  start: Start,
  upstream: Started,
  subscribers: number,
  groups: number,
): Promise<Idle> {
  const port = await freePort();
  const flags = ['--expose-gc', '--import', COLLECT];
  const server = await target.start({ ...start, flags, env: { MEMORY_PORT: String(port) } });
  try {
    (await openScene(target, server, upstream, { subscribers: FIRST, groups }))[Symbol.dispose]();
    const before = await memoryOf(port);
    using scene = await openScene(target, server, upstream, { subscribers, groups });
    const after = await memoryOf(port);
    scene.crowd.check();
    const held = heldOf(after) - heldOf(before);
    return { subscribers, held: held / subscribers, resident: (after.rss - before.rss) / subscribers };
  } finally {
    await server.stop();
  }
}

async function memoryOf(port: number): Promise<NodeJS.MemoryUsage> {
  await sleep(SETTLE_MS);
  const answer = await fetch(`http://127.0.0.1:${port}`);
  return (await answer.json()) as NodeJS.MemoryUsage;
}

/** `external` includes the bytes of buffers. */
function heldOf({ heapUsed, external }: NodeJS.MemoryUsage): number {
  return heapUsed + external;
}
