import type { Clock } from '../../../changes/clock.ts';

/** A clock that advances only when a test says so. */
export class FakeClock implements Clock {
  #now = Date.parse('2026-01-01T00:00:00Z');
  readonly #waiting = new Set<{ readonly at: number; readonly call: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): () => void {
    const waiting = { at: this.#now + ms, call };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** Advances the clock, and runs the timers that are due. */
  advance(ms: number): void {
    this.#now += ms;
    for (const waiting of [...this.#waiting]) {
      if (waiting.at > this.#now) continue;
      this.#waiting.delete(waiting);
      waiting.call();
    }
  }
}
