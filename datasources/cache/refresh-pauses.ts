import type { Clock } from '../clock.ts';

/** How long, in milliseconds, not to retry a failed refresh. */
const PAUSE_MS = 1_000;

/** Names of values that could not be refreshed, and are not retried for a second. */
export class RefreshPauses {
  readonly #clock: Clock;
  /** When each pause ends. As all are equally long, the map is in the order of their ends. */
  readonly #ends = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts a pause now. */
  add(name: string): void {
    const now = this.#clock.now();
    for (const [other, end] of this.#ends) {
      if (end > now) break;
      this.#ends.delete(other);
    }
    this.#ends.delete(name);
    this.#ends.set(name, now + PAUSE_MS);
  }

  /** Whether a value is paused now. */
  has(name: string): boolean {
    return this.#clock.now() < (this.#ends.get(name) ?? -Infinity);
  }
}
