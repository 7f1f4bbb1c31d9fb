import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';

/** How often to check whether startup is over, in milliseconds. */
const CHECK_MS = 1_000;
/** Startup is over once the event loop was less busy than this between two checks. */
const IDLE_UTILIZATION = 0.02;

/** What is measured and done; replaced in tests. */
export interface Heap {
  /** The share of the time since the last call in which the event loop was busy, from 0 to 1. */
  readonly utilization: () => number;
  readonly collect: () => Promise<void>;
}

/**
 * Returns the memory that only startup needed to the system: V8 collects as it allocates, so a process that stops allocating keeps its
 * garbage, a quarter of all resident memory. Happens once, as soon as the event loop has been idle for a second, and never again: such a
 * collection also drops bytecode and the feedback of optimized code, and later requests would take more than twice the CPU time until
 * V8 has learned them anew. Returns a function that gives up waiting.
 */
export function collectAfterStartup({ utilization, collect }: Heap = V8): () => void {
  const check = () => {
    if (utilization() > IDLE_UTILIZATION) return;
    clearInterval(timer);
    void collect();
  };
  const timer = setInterval(check, CHECK_MS).unref();
  return () => clearInterval(timer);
}

let last = performance.eventLoopUtilization();

const V8: Heap = {
  utilization: () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  },
  collect: async () => {
    // Unlike `gc()`, this does what V8 does when memory is short: it also shrinks the young generation.
    const session = new Session();
    session.connect();
    await session.post('HeapProfiler.collectGarbage');
    session.disconnect();
  },
};
