/** Decides which of many equal events have a log line, so that a flood of them does not become a flood of lines. */
export class Seldom<Kind> {
  readonly #intervalMs: number;
  readonly #now: () => number;
  readonly #kinds = new Map<Kind, { count: number; loggedAt: number }>();

  /**
   * The first event of each kind has a line at once, and then at most one every `intervalMs`. `now` returns milliseconds, from any starting
   * point. The number of kinds must be bounded.
   */
  constructor(intervalMs: number, now: () => number = () => performance.now()) {
    this.#intervalMs = intervalMs;
    this.#now = now;
  }

  /** Counts an event. Returns how many a line about it stands for, itself included; null if there is to be no line. */
  count(kind: Kind): number | null {
    const now = this.#now();
    const known = this.#kinds.get(kind) ?? { count: 0, loggedAt: -Infinity };
    this.#kinds.set(kind, known);
    known.count += 1;
    if (now - known.loggedAt < this.#intervalMs) return null;
    const { count } = known;
    this.#kinds.set(kind, { count: 0, loggedAt: now });
    return count;
  }
}
