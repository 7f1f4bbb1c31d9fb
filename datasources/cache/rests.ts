import type { Clock } from './parts.ts';

/** For so many milliseconds nothing is refreshed that could not be just now. */
const PAUSE_MS = 1_000;

/** Names of values that could not be refreshed, and rest for a second before that is tried again. */
export class Rests {
  readonly #clock: Clock;
  /** When each is over. As all take as long, the first that began is the first to be over. */
  readonly #ends = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Lets it rest from now on. */
  add(name: string): void {
    const now = this.#clock.now();
    for (const [other, end] of this.#ends) {
      if (end > now) break;
      this.#ends.delete(other);
    }
    this.#ends.delete(name);
    this.#ends.set(name, now + PAUSE_MS);
  }

  /** Whether it rests now. */
  has(name: string): boolean {
    return this.#clock.now() < (this.#ends.get(name) ?? -Infinity);
  }
}
