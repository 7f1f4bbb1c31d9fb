import { isFresh, type Followed, type StoredValue, type TierLookup } from '../tier.ts';
import type { Round } from './reader.ts';

const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 20;
const GROWTH = 1.5;

/** One waiting call of `follow`. */
interface Waiter {
  readonly asked: readonly TierLookup[];
  /** When it has waited long enough, by `performance`. */
  readonly endsAt: number;
  readonly resolve: (values: Followed) => void;
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

  /** `read` must return claims, too; `longestMs` is how long it waits at most. */
  constructor(read: (asked: readonly TierLookup[]) => Promise<Round | null>, longestMs: number) {
    this.#read = read;
    this.#longestMs = longestMs;
  }

  /**
   * Waits until one of the values is present and fresh, or given up, or `signal` aborts, until `longestMs` after `began` at most: when the
   * first call for these values began, by `performance`; null for the first one.
   */
  async follow(
    asked: readonly TierLookup[],
    signal: AbortSignal,
    began: number | null = null,
  ): Promise<Followed> {
    if (asked.length === 0 || signal.aborted) return asked.map(() => null);
    const { promise, resolve } = Promise.withResolvers<Followed>();
    const waiter = { asked, endsAt: (began ?? performance.now()) + this.#longestMs, resolve };
    const leave = (): void => this.#end(waiter);
    signal.addEventListener('abort', leave, { once: true });
    this.#waiters.add(waiter);
    if (began === null) this.#pauseMs = FIRST_PAUSE_MS;
    this.#askLater();
    return promise.finally(() => signal.removeEventListener('abort', leave));
  }

  /** Ends all waiting calls. */
  close(): void {
    this.#disarm();
    for (const waiter of this.#waiters) this.#end(waiter);
  }

  /** Ends a waiting call; by default, without values. */
  #end(waiter: Waiter, values: Followed = waiter.asked.map(() => null)): void {
    this.#waiters.delete(waiter);
    waiter.resolve(values);
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
    const asked = [
      ...new Map(waiters.flatMap((waiter) => waiter.asked).map((one) => [one.key, one])).values(),
    ];
    if (asked.length === 0) return;
    this.#isAsking = true;
    const round = await this.#read(asked)
      .catch(() => null)
      .finally(() => {
        this.#isAsking = false;
      });
    const settled = settledIn(round, asked);
    for (const waiter of waiters) this.#notify(waiter, settled);
    this.#pauseMs = Math.min(this.#pauseMs * GROWTH, MAX_PAUSE_MS);
    this.#askLater();
  }

  #notify(waiter: Waiter, settled: ReadonlyMap<string, StoredValue | null>): void {
    const values = waiter.asked.map(({ key }) => settled.get(key));
    if (values.some((value) => value !== undefined)) this.#end(waiter, values);
    else if (performance.now() > waiter.endsAt) this.#end(waiter);
  }
}

/** The values that need not be waited for any longer, null for absent ones. */
function settledIn(
  round: Round | null,
  asked: readonly TierLookup[],
): ReadonlyMap<string, StoredValue | null> {
  const settled = new Map<string, StoredValue | null>();
  asked.forEach(({ key }, index) => {
    const value = round?.values[index] ?? null;
    // A value past its soft age is the one being refreshed, not the one that is waited for.
    if ((value && isFresh(value)) || !round?.claimed[index]) settled.set(key, value);
  });
  return settled;
}
