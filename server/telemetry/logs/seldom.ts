/** A flood of refusals must not become a flood of log lines. */
const INTERVAL_MS = 10_000;

/** Decides which of many equal events have a log line: the first of each kind at once, and then at most one every ten seconds. */
export class Seldom<Kind> {
  readonly #now: () => number;
  readonly #kinds = new Map<Kind, { count: number; loggedAt: number }>();

  /** `now` returns milliseconds, from any starting point. The number of kinds must be bounded. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Counts an event. Returns how many a line about it stands for, itself included; null if there is to be no line. */
  count(kind: Kind): number | null {
    const now = this.#now();
    const known = this.#kinds.get(kind) ?? { count: 0, loggedAt: -Infinity };
    this.#kinds.set(kind, known);
    known.count += 1;
    if (now - known.loggedAt < INTERVAL_MS) return null;
    const { count } = known;
    this.#kinds.set(kind, { count: 0, loggedAt: now });
    return count;
  }
}
