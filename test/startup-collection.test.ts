import { getHeapStatistics } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectAfterStartup } from '../server/start/startup-collection.ts';

const MIB = 2 ** 20;

function heap() {
  const state = { utilization: 0, collections: 0 };
  const collect = () => {
    state.collections += 1;
    return Promise.resolve();
  };
  return { state, parts: { utilization: () => state.utilization, collect } };
}

describe('the heap is collected after startup', () => {
  let stop = () => {};
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('once the event loop is idle', async () => {
    const { state, parts } = heap();
    stop = collectAfterStartup(parts);
    state.utilization = 0.4;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state.collections).toBe(0);
    state.utilization = 0.01;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state.collections).toBe(1);
  });

  it('and never again, so that code which V8 has optimized stays', async () => {
    const { state, parts } = heap();
    stop = collectAfterStartup(parts);
    await vi.advanceTimersByTimeAsync(1_000);
    state.utilization = 1;
    await vi.advanceTimersByTimeAsync(60_000);
    state.utilization = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.collections).toBe(1);
  });

  it('by a real garbage collection that leaves a smaller heap', async () => {
    vi.useRealTimers();
    let garbage: object[] | null = Array.from({ length: 1_500_000 }, (_, n) => ({ n }));
    expect(garbage.length).toBeGreaterThan(0);
    const before = getHeapStatistics().total_heap_size;
    garbage = null;
    stop = collectAfterStartup();
    await vi.waitFor(() => expect(getHeapStatistics().total_heap_size).toBeLessThan(before - 20 * MIB), {
      timeout: 20_000,
      interval: 500,
    });
  });
});
