import type { Clock } from './parts.ts';

/** How long, in milliseconds, not to retry a failed refresh. */
const PAUSE_MS = 1_000;

/** Names of values that could not be refreshed, and are not retried for a second. */
export class Rests {
  readonly #clock: Clock;
  /** When each rest ends. As all have the same length, the map is in the order of their ends. */
  readonly #ends = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts a rest now. */
  add(name: string): void {
    const now = this.#clock.now();
    for (const [other, end] of this.#ends) {
      if (end > now) break;
      this.#ends.delete(other);
    }
    this.#ends.delete(name);
    this.#ends.set(name, now + PAUSE_MS);
  }

  /** Whether a value is resting now. */
  has(name: string): boolean {
    return this.#clock.now() < (this.#ends.get(name) ?? -Infinity);
  }
}
