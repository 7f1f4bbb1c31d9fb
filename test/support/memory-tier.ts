import type { Clock } from '../../datasources/clock.ts';
import {
  isFresh,
  type Followed,
  type TierLookup,
  type TierMoment,
  type SharedTier,
  type StoredValue,
  type TierWrite,
  type Tag,
  type TierState,
} from '../../datasources/cache/tier.ts';

/** A value in the store. */
interface Entry extends TierWrite {
  /** Its position in the order of evictions. */
  readonly place: number;
  readonly storedAt: number;
}

/** A claim of a replica to fill a key. */
interface Claim {
  readonly owner: MemoryTier;
  readonly endsAt: number;
}

/** Options of a {@link MemoryStore}. */
export interface MemoryStoreOptions {
  readonly clock: Clock;
  /** The maximum duration of a claim, in milliseconds. */
  readonly claimMs?: number;
}

/**
 * A model of the store behind a shared tier, in this process, with values, claims and the order of evictions. Every method is one atomic
 * step.
 */
export class MemoryStore {
  readonly #clock: Clock;
  readonly #claimMs: number;
  readonly #values = new Map<string, Entry>();
  readonly #claims = new Map<string, Claim>();
  readonly #evicted = new Map<Tag, number>();
  #now = 1;
  /** Evictions before this position have been lost. */
  #floor = 0;
  #changed = Promise.withResolvers<undefined>();

  constructor({ clock, claimMs = 2_000 }: MemoryStoreOptions) {
    this.#clock = clock;
    this.#claimMs = claimMs;
  }

  /** The newest position in the order of evictions. */
  get now(): number {
    return this.#now;
  }

  /** The number of values, valid or not. */
  get size(): number {
    return this.#values.size;
  }

  /** Loses all values, claims, and the record of evictions, like a server that is restarted empty. */
  lose(): void {
    this.#values.clear();
    this.#claims.clear();
    this.#evicted.clear();
    this.#now += 1;
    this.#floor = this.#now;
    this.wake();
  }

  get({ key, tags }: TierLookup): StoredValue | null {
    const entry = this.#values.get(key);
    if (!entry || !this.#isCurrent(tags, entry.place)) return null;
    const ageMs = entry.ageMs + this.#clock.now() - entry.storedAt;
    const { text, softMs, hardMs, lastMs } = entry;
    return ageMs < hardMs ? { text, ageMs, softMs, hardMs, lastMs } : null;
  }

  set(values: readonly TierWrite[], began: TierMoment): void {
    for (const value of values) {
      if (
        began !== null &&
        began >= this.#floor &&
        this.#isCurrent(value.tags, began) &&
        !this.#isSuperseded(value)
      )
        this.#values.set(value.key, { ...value, place: this.#now, storedAt: this.#clock.now() });
      this.#claims.delete(value.key);
    }
    this.wake();
  }

  evict(tags: readonly Tag[]): void {
    this.#now += 1;
    for (const tag of tags) this.#evicted.set(tag, this.#now);
    this.wake();
  }

  isClaimed(key: string): boolean {
    return (this.#claims.get(key)?.endsAt ?? -Infinity) > this.#clock.now();
  }

  claim(keys: readonly string[], owner: MemoryTier): ReadonlySet<string> {
    const free = keys.filter((key) => !this.isClaimed(key));
    const endsAt = this.#clock.now() + this.#claimMs;
    for (const key of free) this.#claims.set(key, { owner, endsAt });
    return new Set(free);
  }

  abandon(keys: readonly string[], owner: MemoryTier): void {
    for (const key of keys) if (this.#claims.get(key)?.owner === owner) this.#claims.delete(key);
    this.wake();
  }

  /** The number of valid values with one of these tags. */
  count(...some: readonly Tag[]): number {
    return [...this.#values.values()].filter(
      ({ tags, place }) => tags.some((tag) => some.includes(tag)) && this.#isCurrent(tags, place),
    ).length;
  }

  /** Resolves when something changes. */
  get changed(): Promise<unknown> {
    return this.#changed.promise;
  }

  /** Makes followers check again; needed after the clock has advanced. */
  wake(): void {
    this.#changed.resolve(undefined);
    this.#changed = Promise.withResolvers();
  }

  /** Whether the stored value is younger, and fresh for at least as long. */
  #isSuperseded({ key, tags, ageMs, softMs }: TierWrite): boolean {
    const before = this.get({ key, tags });
    return before !== null && before.ageMs < ageMs && before.softMs - before.ageMs >= softMs - ageMs;
  }

  #isCurrent(tags: readonly Tag[], place: number): boolean {
    return tags.every((tag) => (this.#evicted.get(tag) ?? 0) <= place);
  }
}

/**
 * One replica's access to a {@link MemoryStore}, which may be slow or cut off, but never rejects. `pause` is awaited before and after each
 * step, for the request and the answer.
 */
export class MemoryTier implements SharedTier {
  readonly #store: MemoryStore;
  readonly #pause: () => Promise<void>;
  #isAway = false;
  /** The number of cuts so far, each of which aborts running calls. */
  #cuts = 0;
  /** Evictions that have not reached the store yet. */
  #owed = new Set<Tag>();
  /** The number of values sent, whether they were stored or not. */
  #stored = 0;
  readonly #counts = { reads: 0, hits: 0, failures: 0 };

  constructor(store: MemoryStore, pause: () => Promise<void> = () => Promise.resolve()) {
    this.#store = store;
    this.#pause = pause;
  }

  get state(): TierState {
    const is = this.#isAway ? 'away' : this.#owed.size > 0 ? 'behind' : 'ready';
    return { is, ...this.#counts, readMs: 0, stored: this.#stored, refused: 0, owed: this.#owed.size };
  }

  /** Cuts the link: running calls get no answer, though they may have taken effect. */
  leave(): void {
    this.#isAway = true;
    this.#cuts += 1;
  }

  /** Restores the link. */
  comeBack(): void {
    this.#isAway = false;
  }

  async read(asked: readonly TierLookup[], how?: 'again'): ReturnType<SharedTier['read']> {
    if (how !== 'again') this.#counts.reads += asked.length;
    const found = await this.#call(() => ({
      began: this.#store.now,
      values: asked.map((one) => this.#store.get(one)),
    }));
    if (!found) return { began: null, values: asked.map(() => null) };
    if (how !== 'again') this.#counts.hits += found.values.filter((value) => value !== null).length;
    return found;
  }

  async store(values: readonly TierWrite[], began: TierMoment): Promise<void> {
    await this.#call(() => {
      this.#stored += values.length;
      this.#store.set(values, began);
    });
  }

  async evict(tags: readonly Tag[]): Promise<void> {
    const isTold = await this.#call(() => {
      this.#store.evict(tags);
      return true;
    });
    if (!isTold) for (const tag of tags) this.#owed.add(tag);
  }

  async claim(keys: readonly string[]): Promise<ReadonlySet<string>> {
    return (await this.#call(() => this.#store.claim(keys, this))) ?? new Set(keys);
  }

  async abandon(keys: readonly string[]): Promise<void> {
    await this.#call(() => {
      this.#store.abandon(keys, this);
    });
  }

  async follow(asked: readonly TierLookup[], signal: AbortSignal): Promise<Followed> {
    for (;;) {
      const { changed } = this.#store;
      const found = await this.#call(() =>
        asked.map((one) => {
          const value = this.#store.get(one);
          return (value && isFresh(value)) || !this.#store.isClaimed(one.key) ? value : undefined;
        }),
      );
      if (found?.some((value) => value !== undefined)) return found;
      if (!found || signal.aborted) return asked.map(() => null);
      const left = Promise.withResolvers<undefined>();
      const leave = () => {
        left.resolve(undefined);
      };
      signal.addEventListener('abort', leave, { once: true });
      await Promise.race([changed, left.promise]);
      signal.removeEventListener('abort', leave);
    }
  }

  /** Counts immediately, before anything can be evicted. */
  counting(tags: readonly Tag[]): ReturnType<SharedTier['counting']> {
    const counted = { values: this.#store.count(...tags), isComplete: !this.#isAway };
    return Promise.resolve(() => Promise.resolve(counted));
  }

  /** Runs a step at the store, after any pending evictions. Undefined if the store was not reached, or its answer was lost. */
  async #call<T>(step: () => T): Promise<T | undefined> {
    const cuts = this.#cuts;
    await this.#pause();
    if (this.#isCut(cuts)) return undefined;
    if (this.#owed.size > 0) {
      this.#store.evict([...this.#owed]);
      this.#owed = new Set();
    }
    const result = step();
    await this.#pause();
    return this.#isCut(cuts) ? undefined : result;
  }

  #isCut(cuts: number): boolean {
    const isCut = this.#isAway || cuts !== this.#cuts;
    if (isCut) this.#counts.failures += 1;
    return isCut;
  }
}
