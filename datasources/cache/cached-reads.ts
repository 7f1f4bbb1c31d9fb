import { Entry } from './entry.ts';
import { Fill, type Found } from './fill.ts';
import { Flight, type Landed } from './flight.ts';
import { newCounters, type CacheParts, type Counters, type ReadStats } from './parts.ts';
import type { Asker, Shared } from '../scope.ts';
import type { Moment, StoredValue, Storing, Tag } from './tier.ts';

/** How one kind of thing is read from its system, for whoever asks. */
export interface ReadSpec<Key extends string, Args, T> {
  /** What is read, unique in its system: `Customer`, `orders by customer`. */
  readonly name: string;
  /** What the value of a key depends on; known before it is read. */
  readonly tags: (key: Key, args: Args) => readonly Tag[];
  /** Whether the system could have such a key; others are missing without asking. */
  readonly isPossible: (key: Key) => boolean;
  /** Reads many keys with equal arguments; keys may be left out of the answer. An Error harms its own key alone. */
  readonly read: (keys: readonly Key[], args: Args, call: Shared) => Promise<ReadonlyMap<Key, T | Error>>;
  /** What a key gets that was left out; JSON like all values. */
  readonly missing: T;
  /** Milliseconds for which it is remembered at most that a key is missing. */
  readonly missingMs: number;
  /** Whether keys of several requests are read together; where each has arguments of its own, waiting for others is in vain. */
  readonly isBatched: boolean;
}

/** While a batch is under way, what arrives within this time goes into the next together. */
const COLLECT_MS = 2;
/** A value that could not be refreshed is tried again after this time. */
const REFRESH_PAUSE_MS = 1_000;

/**
 * Reads of one kind through the tiers: memory, the tier that replicas share, one flight for all who wait, and one call of the
 * system for all that is missing. Values are JSON, immutable, and told to anyone: see {@link Shared}.
 */
export class CachedReads<Key extends string, Args, T> {
  readonly name: string;
  readonly #spec: ReadSpec<Key, Args, T>;
  readonly #parts: CacheParts;
  readonly #counters: Counters = newCounters();
  readonly #home = new Map<string, Entry>();
  readonly #flights = new Map<string, Flight<Key, Args, T>>();
  readonly #collecting = new Map<string, Flight<Key, Args, T>>();
  #running = 0;

  constructor(spec: ReadSpec<Key, Args, T>, parts: CacheParts) {
    this.name = spec.name;
    this.#spec = spec;
    this.#parts = parts;
  }

  /** Whether anything is kept or shared at all. */
  get isOn(): boolean {
    return this.#parts.isOn;
  }

  /** What became of these reads so far. */
  get stats(): ReadStats {
    return { system: this.#parts.system, name: this.name, ...this.#counters };
  }

  /** What a key gets that cannot be in the system; undefined for all that can. */
  impossible(key: Key): T | undefined {
    return this.#spec.isPossible(key) ? undefined : this.#spec.missing;
  }

  /** What the value of a key depends on. */
  tagsOf(key: Key, args: Args): readonly Tag[] {
    return this.isOn ? [...this.#spec.tags(key, args), this.#parts.systemTag] : NONE;
  }

  /** The entry in memory, where there is one that may be used; one past its soft age is refreshed in the background. */
  peek(key: Key, args: Args): Entry<T> | undefined {
    const entry = this.#home.get(nameOf(key, args)) as Entry<T> | undefined;
    if (!entry) return undefined;
    const now = this.#parts.clock.now();
    if (now >= entry.hardAt) {
      this.#parts.memory.drop(entry);
      return undefined;
    }
    this.#counters.memoryHits += 1;
    if (now >= entry.refreshAt) this.#refresh(entry, key, args, now);
    this.#parts.memory.touch(entry, now);
    return entry;
  }

  /**
   * The values of keys: from memory, else from whoever is having them, else from the other tier or the system. Rejects with the
   * signal's reason only; what made a read fail is the error of its keys.
   */
  async read(keys: readonly Key[], args: Args, asker: Asker): Promise<Landed<Key, T>> {
    const found = new Map<Key, Found<T> | Error>();
    const joined = new Map<Flight<Key, Args, T>, Key[]>();
    for (const key of keys) {
      const entry = this.peek(key, args);
      if (entry) {
        found.set(key, { entry, seen: [] });
        continue;
      }
      const flight = this.#flightFor(key, args, asker.requestId);
      joined.set(flight, [...(joined.get(flight) ?? []), key]);
    }
    await Promise.all(
      [...joined].map(async ([flight, own]) => {
        const landed = await flight.wait(asker.signal);
        for (const key of own)
          found.set(key, landed.get(key) ?? new Error(`${this.name} ${key} was not read.`));
      }),
    );
    return found;
  }

  /** Asks the system itself, whatever the tiers have, and shares the calls with nobody. What comes is kept for others. */
  async readAnew(keys: readonly Key[], args: Args, asker: Asker): Promise<Landed<Key, T>> {
    const began = this.#parts.memory.evictions.now;
    const moment = this.isOn && this.#parts.tier ? (await this.#parts.tier.read([])).began : null;
    return this.#fetch(keys, args, asker, { began, moment });
  }

  /** Keeps an entry in memory, unless it is too late for it; `began` is when its fill began. */
  keep(key: Key, args: Args, entry: Entry, began: number): void {
    this.#parts.memory.store(entry, this.#home, nameOf(key, args), began);
  }

  /** What the other tier calls a value. */
  storedKey(key: Key, args: Args): string {
    return `${this.#parts.system}:${this.name}:${nameOf(key, args)}`;
  }

  #refresh(entry: Entry, key: Key, args: Args, now: number): void {
    entry.refreshAt = now + REFRESH_PAUSE_MS;
    this.#counters.staleHits += 1;
    this.#flightFor(key, args, 'refresh').keep();
  }

  /** The flight that has a key for all who want it: one under way, where nothing has changed since it began, or a new one. */
  #flightFor(key: Key, args: Args, requestId: string): Flight<Key, Args, T> {
    const name = nameOf(key, args);
    const running = this.#flights.get(name);
    if (running && this.#isJoinable(running, key, args)) return running;
    const group = nameOf('', args);
    let flight = this.#spec.isBatched ? this.#collecting.get(group) : undefined;
    if (!flight || flight.signal.aborted) {
      flight = new Flight<Key, Args, T>(args, requestId);
      this.#collecting.set(group, flight);
      this.#schedule(flight, group);
    }
    flight.keys.add(key);
    this.#flights.set(name, flight);
    return flight;
  }

  #isJoinable({ signal, began }: Flight<Key, Args, T>, key: Key, args: Args): boolean {
    if (signal.aborted) return false;
    return began === null || this.#parts.memory.evictions.isCurrent(this.tagsOf(key, args), began);
  }

  /** A system that is idle is asked with all that this turn of the event loop brings; a busy one a little later, with more at once. */
  #schedule(flight: Flight<Key, Args, T>, group: string): void {
    const start = (): void => {
      if (this.#collecting.get(group) === flight) this.#collecting.delete(group);
      void this.#fly(flight);
    };
    if (!this.#spec.isBatched) queueMicrotask(start);
    else if (this.#running === 0) setImmediate(start);
    else setTimeout(start, COLLECT_MS);
  }

  /** Never rejects: whatever happens is the result of each key. */
  async #fly(flight: Flight<Key, Args, T>): Promise<void> {
    this.#running += 1;
    let landed: Landed<Key, T>;
    try {
      flight.signal.throwIfAborted();
      landed = await this.#have([...flight.keys], flight);
    } catch (error) {
      landed = failed([...flight.keys], error);
    }
    this.#running -= 1;
    for (const key of flight.keys) {
      const name = nameOf(key, flight.args);
      if (this.#flights.get(name) === flight) this.#flights.delete(name);
    }
    flight.land(landed);
  }

  /** From the tier that replicas share; what is not there from the system, unless another replica is having it. */
  async #have(keys: readonly Key[], flight: Flight<Key, Args, T>): Promise<Landed<Key, T>> {
    const { tier, memory } = this.#parts;
    const { args } = flight;
    const began = memory.evictions.now;
    flight.began = began;
    if (!tier) return this.#fetch(keys, args, flight, { began, moment: null });
    const { began: moment, values } = await tier.read(keys.map((key) => this.#asked(key, args)));
    const found = new Map<Key, Found<T> | Error>();
    const missing = this.#takeStored(keys, { values, moment }, flight, found);
    this.#counters.sharedHits += found.size;
    if (missing.length === 0) return found;
    const own = await tier.claim(missing.map((key) => this.storedKey(key, args)));
    const [mine, others] = partition(missing, (key) => own.has(this.storedKey(key, args)));
    const parts = await Promise.all([
      this.#fetch(mine, args, flight, { began, moment }),
      this.#follow(others, flight, { began, moment }),
    ]);
    for (const part of parts) for (const [key, value] of part) found.set(key, value);
    return found;
  }

  /** Waits for what another replica is having; what it could not have is fetched after all. */
  async #follow(keys: readonly Key[], flight: Flight<Key, Args, T>, since: Since): Promise<Landed<Key, T>> {
    const { tier } = this.#parts;
    if (!tier || keys.length === 0) return new Map();
    const values = await tier.follow(
      keys.map((key) => this.#asked(key, flight.args)),
      flight.signal,
    );
    const found = new Map<Key, Found<T> | Error>();
    const missing = this.#takeStored(keys, { values, moment: since.moment }, flight, found);
    const rest = await this.#fetch(missing, flight.args, flight, since);
    return new Map([...found, ...rest]);
  }

  /** Puts stored values into `found` and into memory; gives the keys that have none, or none that is fresh. */
  #takeStored(
    keys: readonly Key[],
    { values, moment }: { readonly values: readonly (StoredValue | null)[]; readonly moment: Moment },
    { args, began }: Flight<Key, Args, T>,
    found: Map<Key, Found<T> | Error>,
  ): readonly Key[] {
    const now = this.#parts.clock.now();
    return keys.filter((key, index) => {
      const stored = values[index];
      // A stale one is no hit here: where it may stand in for a fresh one, memory has it.
      if (!stored || stored.ageMs >= stored.softMs) return true;
      const entry = entryOf<T>(stored, this.tagsOf(key, args), now, moment);
      if (!entry) return true;
      this.keep(key, args, entry, began ?? 0);
      found.set(key, { entry, seen: [] });
      return false;
    });
  }

  async #fetch(keys: readonly Key[], args: Args, asker: Asker, since: Since): Promise<Landed<Key, T>> {
    if (keys.length === 0) return new Map();
    const { defaults, clock, tier } = this.#parts;
    const fill = new Fill(asker, defaults, { startedAt: clock.now(), moment: since.moment });
    this.#counters.fetches += 1;
    try {
      const results = await this.#spec.read(keys, args, fill);
      const { missing, missingMs } = this.#spec;
      const found = new Map<Key, Found<T>>();
      const errors = new Map<Key, Error>();
      for (const key of keys) {
        const value = results.get(key);
        if (value instanceof Error) errors.set(key, value);
        else {
          const [known, lifeMs] = value === undefined ? [missing, missingMs] : [value, Infinity];
          found.set(key, fill.found(key, known, this.tagsOf(key, args), lifeMs, keys.length));
        }
      }
      if (this.isOn) this.#store(found, args, fill, since);
      if (errors.size === 0) return found;
      if (this.isOn) void tier?.abandon([...errors.keys()].map((key) => this.storedKey(key, args)));
      return new Map<Key, Found<T> | Error>([...found, ...errors]);
    } catch (error) {
      if (this.isOn) void tier?.abandon(keys.map((key) => this.storedKey(key, args)));
      return failed(keys, error);
    }
  }

  /** Keeps what was read in both tiers; nobody waits for the second. */
  #store(found: ReadonlyMap<Key, Found<T>>, args: Args, fill: Fill, { began, moment }: Since): void {
    const { tier } = this.#parts;
    const keys = [...found.keys()].map((key) => this.storedKey(key, args));
    if (fill.freshness.hardMs === 0) {
      void tier?.abandon(keys);
      return;
    }
    const storing: Storing[] = [];
    const now = this.#parts.clock.now();
    const store = (key: string, entry: Entry) => {
      if (tier) storing.push(storingOf(key, entry, now));
    };
    const seen = new Set<Entry>();
    for (const [key, { entry, seen: own }] of found) {
      this.keep(key, args, entry, began);
      store(this.storedKey(key, args), entry);
      for (const { reads, key: id, entry: record } of own) {
        if (seen.has(record)) continue;
        seen.add(record);
        reads.keep(id, null, record, began);
        store(reads.storedKey(id, null), record);
      }
    }
    void tier?.store(storing, moment);
  }

  #asked(key: Key, args: Args) {
    return { key: this.storedKey(key, args), tags: this.tagsOf(key, args) };
  }
}

/** Where nothing is kept, nothing can fall. */
const NONE: readonly Tag[] = [];

/** Before what a fill began: the place in the order of evictions of this process, and that of the shared tier. */
interface Since {
  readonly began: number;
  readonly moment: Moment;
}

/** Arguments are told apart by their JSON; null, which most reads have, leaves the key as it is. */
export function nameOf(key: string, args: unknown): string {
  return args === null ? key : `${JSON.stringify(args)} ${key}`;
}

function storingOf(key: string, { value, tags, bornAt, softAt, hardAt }: Entry, now: number): Storing {
  const text = JSON.stringify(value);
  return { key, tags, text, ageMs: now - bornAt, softMs: softAt - bornAt, hardMs: hardAt - bornAt };
}

/** A stored value as an entry of this process; null where it is no JSON. */
function entryOf<T>(stored: StoredValue, tags: readonly Tag[], now: number, moment: Moment): Entry<T> | null {
  try {
    const bornAt = now - stored.ageMs;
    const [softAt, hardAt] = [bornAt + stored.softMs, bornAt + stored.hardMs];
    const size = stored.text.length * 3 + 1_000;
    return new Entry({ value: JSON.parse(stored.text) as T, tags, bornAt, softAt, hardAt, size, moment });
  } catch {
    return null;
  }
}

function failed<Key extends string>(keys: readonly Key[], error: unknown): ReadonlyMap<Key, Error> {
  const fault = error instanceof Error ? error : new Error(String(error));
  return new Map(keys.map((key) => [key, fault]));
}

function partition<T>(
  items: readonly T[],
  test: (item: T) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
