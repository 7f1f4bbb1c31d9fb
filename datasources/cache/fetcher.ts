import type { Requester } from '../scope.ts';
import type { ReadSpec } from './read-spec.ts';
import type { Entry } from './entry.ts';
import { Fill, type Found, type PrimedRecords } from './fill.ts';
import { failed, type FlightResults } from './flight.ts';
import type { CacheParts } from './parts.ts';
import type { Counters } from './stats.ts';
import { RefreshPauses } from './refresh-pauses.ts';
import { storedOf } from './stored-value.ts';
import type { Tag, TierMoment, TierWrite } from './tier.ts';

/** The points just before a fill began, in the orders of evictions of this process and of the shared tier. */
export interface Since {
  readonly began: number;
  readonly moment: TierMoment;
}

/** The result of a read that is not kept. */
export interface UncachedRead<Key, T> {
  /** An Error fails its own key only; keys that the system does not know are left out. */
  readonly values: ReadonlyMap<Key, T | Error>;
  /** The age and lifetime of all values together; holds no value itself. */
  readonly entry: Entry;
  readonly primed: readonly PrimedRecords[];
}

/** The place where values of one kind are kept, and their names there. */
export interface Storage<Key, Args> {
  /** What is read, unique in its system. */
  readonly name: string;
  readonly tagsOf: (key: Key, args: Args) => readonly Tag[];
  readonly storedKey: (key: Key, args: Args) => string;
  readonly keep: (key: Key, args: Args, entry: Entry, began: number) => void;
}

/** Fetches values of one kind from their system, and stores them in both tiers. */
export class Fetcher<Key extends string, Args, T> {
  readonly #spec: ReadSpec<Key, Args, T>;
  readonly #parts: CacheParts;
  readonly #counters: Counters;
  readonly #storage: Storage<Key, Args>;
  readonly #pauses: RefreshPauses;
  #isUnkept = false;

  constructor(
    spec: ReadSpec<Key, Args, T>,
    parts: CacheParts,
    counters: Counters,
    storage: Storage<Key, Args>,
  ) {
    this.#spec = spec;
    this.#parts = parts;
    this.#counters = counters;
    this.#storage = storage;
    this.#pauses = new RefreshPauses(parts.clock);
  }

  /** Whether the last fetched values may not be kept: then other replicas have nothing to wait for. */
  get isUnkept(): boolean {
    return this.#isUnkept;
  }

  /** Whether a value past its soft age should be refetched now although no request waits for it. */
  mayRefresh(key: Key, args: Args): boolean {
    return !this.#parts.isQuotaLow() && !this.isPaused(key, args);
  }

  /** Whether refetching a value failed a moment ago. */
  isPaused(key: Key, args: Args): boolean {
    return this.#pauses.has(this.#storage.storedKey(key, args));
  }

  /** The points at which a read that starts now begins. */
  async now(): Promise<Since> {
    const { memory, tier, isOn } = this.#parts;
    const began = memory.evictions.now;
    return { began, moment: isOn && tier ? (await tier.read([])).began : null };
  }

  /**
   * Fetches keys from the system and stores the results in both tiers. Never rejects: a failed read is returned as the error of its keys.
   */
  async fetch(
    keys: readonly Key[],
    args: Args,
    requester: Requester,
    since: Since,
  ): Promise<FlightResults<Key, T>> {
    if (keys.length === 0) return new Map();
    const fill = this.#fill(requester, since.moment);
    this.#counters.fetches += 1;
    this.#counters.fetchedValues += keys.length;
    try {
      const results = await this.#spec.read(keys, args, fill);
      if (fill.hasResponse) this.#isUnkept = fill.freshness.hardMs === 0;
      const { missing, missingMs } = this.#spec;
      const found = new Map<Key, Found<T>>();
      const errors = new Map<Key, Error>();
      for (const key of keys) {
        const value = results.get(key);
        if (value instanceof Error) errors.set(key, value);
        else {
          const [known, lifeMs] = value === undefined ? [missing, missingMs] : [value, Infinity];
          found.set(key, fill.found(key, known, this.#storage.tagsOf(key, args), lifeMs, keys.length));
        }
      }
      this.#pauseIfStale(found, args);
      if (this.#parts.isOn) this.#store(found, args, fill, since);
      if (errors.size === 0) return found;
      this.#giveUp([...errors.keys()], args);
      return new Map<Key, Found<T> | Error>([...found, ...errors]);
    } catch (error) {
      this.#giveUp(keys, args);
      return failed(keys, error);
    }
  }

  /** Reads from the system for a single request; values get no entries of their own. Rejects if the read fails. */
  async readUncached(keys: readonly Key[], args: Args, requester: Requester): Promise<UncachedRead<Key, T>> {
    const fill = this.#fill(requester, null);
    this.#counters.fetches += 1;
    this.#counters.fetchedValues += keys.length;
    const values = await this.#spec.read(keys, args, fill);
    const isComplete = keys.every((key) => values.has(key));
    return {
      values,
      entry: fill.life(isComplete ? Infinity : this.#spec.missingMs),
      primed: fill.primed,
    };
  }

  /** Pauses values that are past their soft age already or may not be kept: otherwise every read of the old value would refetch them. */
  #pauseIfStale(found: ReadonlyMap<Key, Found<T>>, args: Args): void {
    const now = this.#parts.clock.now();
    for (const [key, { entry }] of found) {
      if (now >= entry.softAt) this.#pauses.add(this.#storage.storedKey(key, args));
    }
  }

  /**
   * Ends the claims on these keys, so that others need not wait for them, and pauses them, so that no background refresh retries them at
   * once.
   */
  #giveUp(keys: readonly Key[], args: Args): void {
    if (!this.#parts.isOn) return;
    const names = keys.map((key) => this.#storage.storedKey(key, args));
    for (const name of names) this.#pauses.add(name);
    void this.#parts.tier?.abandon(names);
  }

  /** Creates the fill of a read that begins now. */
  #fill({ requestId, signal }: Requester, moment: TierMoment): Fill {
    const { defaults, clock } = this.#parts;
    const call = { requestId, signal, purpose: this.#spec.purpose };
    return new Fill(call, defaults, { startedAt: clock.now(), moment });
  }

  /** Stores the results in both tiers, without waiting for the shared one. */
  #store(found: ReadonlyMap<Key, Found<T>>, args: Args, fill: Fill, { began, moment }: Since): void {
    const isKept = fill.freshness.hardMs > 0;
    if (isKept) this.#storeInMemory(found, args, began);
    const { tier } = this.#parts;
    if (!tier) return;
    if (isKept) void tier.store(this.#writesOf(found, args), moment);
    else void tier.abandon([...found.keys()].map((key) => this.#storage.storedKey(key, args)));
  }

  #storeInMemory(found: ReadonlyMap<Key, Found<T>>, args: Args, began: number): void {
    for (const [key, { entry, primed }] of found) {
      this.#storage.keep(key, args, entry, began);
      for (const { reads, key: id, entry: record } of primed) reads.keep(id, null, record, began);
    }
  }

  #writesOf(found: ReadonlyMap<Key, Found<T>>, args: Args): readonly TierWrite[] {
    const now = this.#parts.clock.now();
    // A record may have come along with several values.
    const writes = new Map<string, TierWrite>();
    const add = (key: string, entry: Entry) => writes.set(key, storedOf(key, entry, now));
    for (const [key, { entry, primed }] of found) {
      add(this.#storage.storedKey(key, args), entry);
      for (const { reads, key: id, entry: record } of primed) add(reads.storedKey(id, null), record);
    }
    return [...writes.values()];
  }
}
