import { tierReads, type TierRead } from '../channels.ts';
import type { Requester } from '../scope.ts';
import type { ReadSpec } from './read-spec.ts';
import { Entry } from './entry.ts';
import { Fill, type Found, type PrimedRecords } from './fill.ts';
import { failed, type Flight, type FlightResults } from './flight.ts';
import type { CacheParts } from './parts.ts';
import type { Counters } from './stats.ts';
import { sizeOfObjects } from './size.ts';
import { RefreshPauses } from './refresh-pauses.ts';
import {
  isFresh,
  type TierMoment,
  type SharedTier,
  type StoredValue,
  type TierWrite,
  type Tag,
} from './tier.ts';

/** How many times one of the replicas that lack a value is chosen to fetch it, before each fetches it itself. */
const TRIES = 2;

/** Receives the results for some of a flight's keys. */
type Land<Key extends string, T> = (part: FlightResults<Key, T>) => void;

/** The points just before a fill began, in the orders of evictions of this process and of the shared tier. */
interface Since {
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
interface Storage<Key, Args> {
  readonly tagsOf: (key: Key, args: Args) => readonly Tag[];
  readonly storedKey: (key: Key, args: Args) => string;
  readonly keep: (key: Key, args: Args, entry: Entry, began: number) => void;
}

/** Gets values of one kind that memory lacks: from the tier shared between replicas, else from their system. */
export class Fetcher<Key extends string, Args, T> {
  readonly #spec: ReadSpec<Key, Args, T>;
  readonly #parts: CacheParts;
  readonly #counters: Counters;
  readonly #storage: Storage<Key, Args>;
  readonly #pauses: RefreshPauses;
  /** Whether the last fetched values may not be kept: then other replicas have nothing to follow. */
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

  /**
   * Gets the keys of a flight from the shared tier, and the missing ones from the system, unless another replica is fetching them. A stored
   * value past its soft age is served at once, and refetched if a refresh is allowed now. Each key lands as soon as it is available.
   */
  async get(flight: Flight<Key, Args, T>, land: Land<Key, T>): Promise<void> {
    const { tier, memory, mayServeCached } = this.#parts;
    const { args } = flight;
    const keys = [...flight.keys];
    const began = memory.evictions.now;
    flight.began = began;
    if (!tier || !mayServeCached()) {
      land(await this.fetch(keys, args, flight, { began, moment: null }));
      return;
    }
    const read: TierRead = {
      system: this.#parts.system,
      name: this.#spec.name,
      keys: keys.length,
      found: null,
    };
    const { began: moment, values } = await tierReads.tracePromise(async () => {
      const stored = await tier.read(this.#lookupsOf(keys, args));
      read.found = stored.values.filter((value) => value !== null).length;
      return stored;
    }, read);
    const since = { began, moment };
    const missing = this.#takeStored(keys, values, since, flight, land);
    if (this.#isUnkept) land(await this.fetch(missing, args, flight, since));
    else await this.#claimAndFetch(tier, missing, flight, land, TRIES);
  }

  /** Returns the shared tier's values for these keys, to stand in for an unavailable system; memory keeps them, too. */
  async standIns(keys: readonly Key[], args: Args): Promise<ReadonlyMap<Key, Found<T>>> {
    const { tier, memory, clock, isOn, mayServeCached } = this.#parts;
    const found = new Map<Key, Found<T>>();
    if (keys.length === 0 || !isOn || !tier || !mayServeCached()) return found;
    const evictions = memory.evictions.now;
    const { began: moment, values } = await tier.read(this.#lookupsOf(keys, args));
    keys.forEach((key, index) => {
      const [stored, tags] = [values[index], this.#storage.tagsOf(key, args)];
      const entry = stored ? entryOf<T>(stored, tags, clock.now(), moment) : null;
      if (!entry) return;
      this.#storage.keep(key, args, entry, evictions);
      found.set(key, { entry, primed: [], standsIn: true });
    });
    return found;
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

  /** Fetches the keys that no other replica is fetching, and follows the others; after the last try fetches all. */
  async #claimAndFetch(
    tier: SharedTier,
    keys: readonly Key[],
    flight: Flight<Key, Args, T>,
    land: Land<Key, T>,
    tries: number,
  ): Promise<void> {
    if (keys.length === 0) return;
    const { args } = flight;
    if (tries === 0 || flight.signal.aborted) {
      land(await this.fetch(keys, args, flight, await this.now()));
      return;
    }
    const began = this.#parts.memory.evictions.now;
    const nameOf = (key: Key) => this.#storage.storedKey(key, args);
    // The read runs after the claim, though sent along with it: others may have stored values and ended their claims since the last read.
    const [own, stored] = await Promise.all([
      tier.claim(keys.map(nameOf)),
      tier.read(this.#lookupsOf(keys, args), 'again'),
    ]);
    const since = { began, moment: stored.began };
    const missing = new Set(this.#takeStored(keys, stored.values, since, flight, land));
    const idle = keys.filter((key) => own.has(nameOf(key)) && !missing.has(key)).map(nameOf);
    if (idle.length > 0) void tier.abandon(idle);
    const [mine, others] = partition([...missing], (key) => own.has(nameOf(key)));
    await Promise.all([
      this.fetch(mine, args, flight, since).then(land),
      this.#follow(tier, others, since, flight, land, tries - 1),
    ]);
  }

  /**
   * Waits for keys that other replicas are fetching. If a fetch fails, one of the replicas waiting for it is chosen to fetch again. `before`
   * is when it began to wait for them, if it did so along with keys that have been settled since.
   */
  async #follow(
    tier: SharedTier,
    keys: readonly Key[],
    since: Since,
    flight: Flight<Key, Args, T>,
    land: Land<Key, T>,
    tries: number,
    before: number | null = null,
  ): Promise<void> {
    if (keys.length === 0) return;
    const { args, signal } = flight;
    const began = before ?? performance.now();
    const values = await tier.follow(this.#lookupsOf(keys, args), signal, before);
    const [pending, settled] = partition(keys, (_, index) => values[index] === undefined);
    const found = values.filter((value) => value !== undefined);
    const missing = this.#takeStored(settled, found, since, flight, land);
    await Promise.all([
      this.#claimAndFetch(tier, missing, flight, land, tries),
      this.#follow(tier, pending, since, flight, land, tries, began),
    ]);
  }

  /** Puts stored values into memory and passes them on to the flight. Returns the keys that are still to be fetched or refetched. */
  #takeStored(
    keys: readonly Key[],
    values: readonly (StoredValue | null)[],
    { began, moment }: Since,
    flight: Flight<Key, Args, T>,
    land: Land<Key, T>,
  ): readonly Key[] {
    const { args } = flight;
    const now = this.#parts.clock.now();
    const landed = new Map<Key, Found<T>>();
    const missing = keys.filter((key, index) => {
      const stored = values[index];
      const entry = stored ? entryOf<T>(stored, this.#storage.tagsOf(key, args), now, moment) : null;
      if (!stored || !entry) return true;
      this.#storage.keep(key, args, entry, began);
      const found = { entry, primed: [], standsIn: false };
      const isRefetched = !isFresh(stored) && this.mayRefresh(key, args);
      if (!flight.offered(key)) this.#counters.sharedHits += 1;
      if (isRefetched) flight.offer(key, found);
      else landed.set(key, found);
      return isRefetched;
    });
    if (landed.size > 0) land(landed);
    return missing;
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
    if (isKept) void tier.store(this.#storing(found, args), moment);
    else void tier.abandon([...found.keys()].map((key) => this.#storage.storedKey(key, args)));
  }

  #storeInMemory(found: ReadonlyMap<Key, Found<T>>, args: Args, began: number): void {
    for (const [key, { entry, primed }] of found) {
      this.#storage.keep(key, args, entry, began);
      for (const { reads, key: id, entry: record } of primed) reads.keep(id, null, record, began);
    }
  }

  #storing(found: ReadonlyMap<Key, Found<T>>, args: Args): readonly TierWrite[] {
    const now = this.#parts.clock.now();
    // A record may have come along with several values.
    const storing = new Map<string, TierWrite>();
    const add = (key: string, entry: Entry) => storing.set(key, storingOf(key, entry, now));
    for (const [key, { entry, primed }] of found) {
      add(this.#storage.storedKey(key, args), entry);
      for (const { reads, key: id, entry: record } of primed) add(reads.storedKey(id, null), record);
    }
    return [...storing.values()];
  }

  #lookupsOf(keys: readonly Key[], args: Args) {
    const storage = this.#storage;
    return keys.map((key) => ({ key: storage.storedKey(key, args), tags: storage.tagsOf(key, args) }));
  }
}

function storingOf(key: string, entry: Entry, now: number): TierWrite {
  const { value, tags, bornAt, softAt, hardAt, lastAt } = entry;
  const ages = { softMs: softAt - bornAt, hardMs: hardAt - bornAt, lastMs: lastAt - bornAt };
  return { key, tags, text: JSON.stringify(value), ageMs: now - bornAt, ...ages };
}

/** Converts a stored value to an entry of this process; null if it is not JSON. */
function entryOf<T>(
  stored: StoredValue,
  tags: readonly Tag[],
  now: number,
  moment: TierMoment,
): Entry<T> | null {
  try {
    const bornAt = now - stored.ageMs;
    const [softAt, hardAt] = [bornAt + stored.softMs, bornAt + stored.hardMs];
    const life = { bornAt, softAt, hardAt, lastAt: bornAt + stored.lastMs };
    const size = sizeOfObjects(stored.text.length, tags);
    return new Entry({ value: JSON.parse(stored.text) as T, tags, ...life, size, moment });
  } catch {
    return null;
  }
}

function partition<T>(
  items: readonly T[],
  test: (item: T, index: number) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item, index) => !test(item, index))];
}
