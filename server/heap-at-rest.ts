import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** How often it is checked whether the process is at rest, in milliseconds. */
const CHECK_MS = 1_000;
/** The event loop utilization below which it is. */
const AT_REST = 0.02;
/** How much the heap must have grown since the last collection to be worth another, in bytes. */
const WORTHWHILE = 64 * 2 ** 20;

/** What is measured and done; replaced in tests. */
export interface Heap {
  /** The share of the time since the last call in which the event loop was busy, from 0 to 1. */
  readonly utilization: () => number;
  /** Bytes that V8 has taken from the machine. */
  readonly size: () => number;
  readonly collect: () => Promise<void>;
}

/**
 * Gives memory back while the process is at rest. V8 collects as it allocates, so a process that stops allocating keeps its garbage, and a
 * young generation as large as its busiest moment needed: after the start, a quarter of all that is resident. A full collection stops
 * the process for 100 ms or more, so it happens only where the event loop was idle for a second and enough has piled up. Returns what
 * ends this.
 */
export function collectAtRest(heap: Heap = V8): () => void {
  let settled = 0;
  const check = async () => {
    if (heap.utilization() > AT_REST || heap.size() < settled + WORTHWHILE) return;
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
    // Unlike `gc()`, this is what V8 does where memory is short: it makes the young generation small as well.
    const session = new Session();
    session.connect();
    await session.post('HeapProfiler.collectGarbage');
    session.disconnect();
  },
};
