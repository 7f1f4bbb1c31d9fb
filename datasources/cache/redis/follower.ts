import { isFresh, type Asked, type StoredValue } from '../tier.ts';
import type { Round } from './reader.ts';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 20;
const GROWTH = 1.5;

/** Who waits for values: one call of `follow`. */
class Party {
  readonly #waiting: Map<string, { readonly one: Asked; readonly places: number[] }> = new Map();
  readonly #values: (StoredValue | null)[];
  readonly #end: number;
  readonly #resolve: (values: readonly (StoredValue | null)[]) => void;

  constructor(
    asked: readonly Asked[],
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

  get asked(): Iterable<Asked> {
    return [...this.#waiting.values()].map(({ one }) => one);
  }

  /** Takes what became of a key: its value, or null for none. */
  settle(key: string, value: StoredValue | null): void {
    for (const place of this.#waiting.get(key)?.places ?? []) this.#values[place] = value;
    this.#waiting.delete(key);
  }

  /** Gives what there is. */
  finish(): void {
    this.#waiting.clear();
    this.#resolve(this.#values);
  }
}

/**
 * Waits for what other replicas fill. All who wait in this process ask together, one round trip a time, every 5 ms at
 * first and every 20 ms later; nothing is asked while nobody waits.
 */
export class Follower {
  readonly #read: (asked: readonly Asked[]) => Promise<Round | null>;
  readonly #longestMs: number;
  readonly #parties = new Set<Party>();
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | null = null;
  /** When it rings, by `performance`. */
  #dueAt = Infinity;
  #isAsking = false;

  /** `read` is to look for claims, too; `longestMs` is as long as a claim lasts. */
  constructor(read: (asked: readonly Asked[]) => Promise<Round | null>, longestMs: number) {
    this.#read = read;
    this.#longestMs = longestMs;
  }

  /** Waits until each is there and fresh, or given up, or `signal` aborts; null for what is not there. */
  async follow(asked: readonly Asked[], signal: AbortSignal): Promise<readonly (StoredValue | null)[]> {
    if (asked.length === 0 || signal.aborted) return asked.map(() => null);
    return new Promise((resolve) => {
      const abort = (): void => this.#leave(party);
      const party = new Party(asked, performance.now() + this.#longestMs, (values) => {
        signal.removeEventListener('abort', abort);
        resolve(values);
      });
      signal.addEventListener('abort', abort, { once: true });
      this.#parties.add(party);
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#askLater();
    });
  }

  /** Nobody waits any more. */
  close(): void {
    this.#disarm();
    for (const party of this.#parties) this.#leave(party);
  }

  #leave(party: Party): void {
    this.#parties.delete(party);
    party.finish();
  }

  #askLater(): void {
    if (this.#isAsking || this.#parties.size === 0) return;
    const dueAt = performance.now() + this.#pauseMs;
    // Never later than it was to be: where many come one after the other, nobody would ever be looked after.
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

  /** Only who waited before the question was sent takes its answer: later, something may have been evicted since. */
  async #ask(): Promise<void> {
    this.#disarm();
    const parties = [...this.#parties];
    const asked = new Map<string, Asked>();
    for (const party of parties) for (const one of party.asked) asked.set(one.key, one);
    if (asked.size === 0) return;
    this.#isAsking = true;
    const list = [...asked.values()];
    const round = await this.#read(list)
      .catch(() => null)
      .finally(() => {
        this.#isAsking = false;
      });
    for (const party of parties) this.#tell(party, list, round);
    this.#pauseMs = Math.min(this.#pauseMs * GROWTH, LONGEST_PAUSE_MS);
    this.#askLater();
  }

  #tell(party: Party, asked: readonly Asked[], round: Round | null): void {
    if (!this.#parties.has(party)) return;
    asked.forEach(({ key }, index) => {
      const value = round?.values[index] ?? null;
      // One past its soft age is what is being refreshed, and not what is waited for.
      if ((value && isFresh(value)) || !round?.claimed[index]) party.settle(key, value);
    });
    if (party.isDone || party.isLate) this.#leave(party);
  }
}
