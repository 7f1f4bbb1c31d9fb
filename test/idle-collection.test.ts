import { getHeapStatistics } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectWhenIdle } from '../server/idle-collection.ts';

const MIB = 2 ** 20;

/** A heap that starts at 100 MiB and is reduced to 40 MiB by a collection. */
function heap() {
  const state = { utilization: 0, bytes: 100 * MIB, collections: 0 };
  const collect = () => {
    state.collections += 1;
    state.bytes = 40 * MIB;
    return Promise.resolve();
  };
  return { state, parts: { utilization: () => state.utilization, size: () => state.bytes, collect } };
}

describe('the heap is collected at rest', () => {
  let stop = () => {};
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('after startup, and not while the event loop is busy', async () => {
    const { state, parts } = heap();
    stop = collectWhenIdle(parts);
    state.utilization = 0.4;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state.collections).toBe(0);
    state.utilization = 0.01;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state.collections).toBe(1);
  });

  it('again only after it has grown enough', async () => {
    const { state, parts } = heap();
    stop = collectWhenIdle(parts);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.collections).toBe(1);
    state.bytes = 100 * MIB;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.collections).toBe(1);
    state.bytes = 110 * MIB;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.collections).toBe(2);
  });

  it('by a real garbage collection that leaves a smaller heap', async () => {
    vi.useRealTimers();
    let garbage: object[] | null = Array.from({ length: 1_500_000 }, (_, n) => ({ n }));
    expect(garbage.length).toBeGreaterThan(0);
    const before = getHeapStatistics().total_heap_size;
    garbage = null;
    stop = collectWhenIdle();
    await vi.waitFor(() => expect(getHeapStatistics().total_heap_size).toBeLessThan(before - 20 * MIB), {
      timeout: 20_000,
      interval: 500,
    });
  });
});
