import { isFresh, type TierLookup, type StoredValue } from '../tier.ts';
import type { Round } from './reader.ts';

const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 20;
const GROWTH = 1.5;

/** One waiting call of `follow`. */
class Waiter {
  readonly #waiting: Map<string, { readonly one: TierLookup; readonly places: number[] }> = new Map();
  readonly #values: (StoredValue | null)[];
  readonly #end: number;
  readonly #resolve: (values: readonly (StoredValue | null)[]) => void;

  constructor(
    asked: readonly TierLookup[],
    end: number,
    resolve: (values: readonly (StoredValue | null)[]) => void,
  ) {
    this.#values = asked.map(() => null);
    this.#end = end;
    this.#resolve = resolve;
    asked.forEach((one, place) => {
      const known = this.#waiting.get(one.key);
      if (known) known.places.push(place);
      else this.#waiting.set(one.key, { one, places: [place] });
    });
  }

  get isDone(): boolean {
    return this.#waiting.size === 0;
  }

  get isLate(): boolean {
    return performance.now() > this.#end;
  }

  get asked(): Iterable<TierLookup> {
    return [...this.#waiting.values()].map(({ one }) => one);
  }

  /** Settles a key with its value, or null for none. */
  settle(key: string, value: StoredValue | null): void {
    for (const place of this.#waiting.get(key)?.places ?? []) this.#values[place] = value;
    this.#waiting.delete(key);
  }

  /** Resolves the call with the values that there are. */
  finish(): void {
    this.#waiting.clear();
    this.#resolve(this.#values);
  }
}

/**
 * Waits for values that other replicas fill. All waiting calls of this process poll together, in one round trip each time, every 5 ms at
 * first and every 20 ms later; it does not poll when none waits.
 */
export class Follower {
  readonly #read: (asked: readonly TierLookup[]) => Promise<Round | null>;
  readonly #longestMs: number;
  readonly #waiters = new Set<Waiter>();
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | null = null;
  /** When the timer is due, by `performance`. */
  #dueAt = Infinity;
  #isAsking = false;

  /** `read` must return claims, too; `longestMs` is how long a claim lasts. */
  constructor(read: (asked: readonly TierLookup[]) => Promise<Round | null>, longestMs: number) {
    this.#read = read;
    this.#longestMs = longestMs;
  }

  /** Waits until each value is present and fresh, or given up, or `signal` aborts; null for absent values. */
  async follow(asked: readonly TierLookup[], signal: AbortSignal): Promise<readonly (StoredValue | null)[]> {
    if (asked.length === 0 || signal.aborted) return asked.map(() => null);
    return new Promise((resolve) => {
      const abort = (): void => this.#leave(waiter);
      const waiter = new Waiter(asked, performance.now() + this.#longestMs, (values) => {
        signal.removeEventListener('abort', abort);
        resolve(values);
      });
      signal.addEventListener('abort', abort, { once: true });
      this.#waiters.add(waiter);
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#askLater();
    });
  }

  /** Ends all waiting calls. */
  close(): void {
    this.#disarm();
    for (const waiter of this.#waiters) this.#leave(waiter);
  }

  #leave(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    waiter.finish();
  }

  #askLater(): void {
    if (this.#isAsking || this.#waiters.size === 0) return;
    const dueAt = performance.now() + this.#pauseMs;
    // Never postpone a poll that is due: with a steady stream of new calls, it would never run.
    if (this.#dueAt <= dueAt) return;
    this.#disarm();
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => void this.#ask(), this.#pauseMs).unref();
  }

  #disarm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#dueAt = Infinity;
  }

  /** Only calls that waited before the poll was sent take its results: for later ones, something may have been evicted since. */
  async #ask(): Promise<void> {
    this.#disarm();
    const waiters = [...this.#waiters];
    const asked = new Map<string, TierLookup>();
    for (const waiter of waiters) for (const one of waiter.asked) asked.set(one.key, one);
    if (asked.size === 0) return;
    this.#isAsking = true;
    const list = [...asked.values()];
    const round = await this.#read(list)
      .catch(() => null)
      .finally(() => {
        this.#isAsking = false;
      });
    for (const waiter of waiters) this.#notify(waiter, list, round);
    this.#pauseMs = Math.min(this.#pauseMs * GROWTH, MAX_PAUSE_MS);
    this.#askLater();
  }

  #notify(waiter: Waiter, asked: readonly TierLookup[], round: Round | null): void {
    if (!this.#waiters.has(waiter)) return;
    asked.forEach(({ key }, index) => {
      const value = round?.values[index] ?? null;
      // A value past its soft age is the one being refreshed, not the one that is waited for.
      if ((value && isFresh(value)) || !round?.claimed[index]) waiter.settle(key, value);
    });
    if (waiter.isDone || waiter.isLate) this.#leave(waiter);
  }
}
