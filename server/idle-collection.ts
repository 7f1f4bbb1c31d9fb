import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** How often to check whether the process is at rest, in milliseconds. */
const CHECK_MS = 1_000;
/** The process is at rest if its event loop utilization is below this. */
const REST_UTILIZATION = 0.02;
/** How much the heap must have grown since the last collection to be worth another, in bytes. */
const MIN_GROWTH_BYTES = 64 * 2 ** 20;

/** What is measured and done; replaced in tests. */
export interface Heap {
  /** The share of the time since the last call in which the event loop was busy, from 0 to 1. */
  readonly utilization: () => number;
  /** Bytes that V8 has allocated from the system. */
  readonly size: () => number;
  readonly collect: () => Promise<void>;
}

/**
 * Returns memory to the system while the process is at rest. V8 collects as it allocates, so a process that stops allocating keeps its
 * garbage, and a young generation sized for its busiest moment: after startup, a quarter of all resident memory. A full collection stops
 * the process for 100 ms or more, so it runs only if the event loop was idle for a second and enough has accumulated. Returns a function
 * that stops this.
 */
export function collectWhenIdle(heap: Heap = V8): () => void {
  let settled = 0;
  const check = async () => {
    if (heap.utilization() > REST_UTILIZATION || heap.size() < settled + MIN_GROWTH_BYTES) return;
    await heap.collect();
    settled = heap.size();
  };
  const timer = setInterval(() => void check(), CHECK_MS).unref();
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
  size: () => getHeapStatistics().total_heap_size,
  collect: async () => {
    // Unlike `gc()`, this does what V8 does when memory is short: it also shrinks the young generation.
    const session = new Session();
    session.connect();
    await session.post('HeapProfiler.collectGarbage');
    session.disconnect();
  },
};
