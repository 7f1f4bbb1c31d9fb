import { tierReads, type TierRead } from '../observed.ts';
import type { Asker } from '../scope.ts';
import type { ReadSpec } from './cached-reads.ts';
import { Entry } from './entry.ts';
import { Fill, type Found, type Sighting } from './fill.ts';
import { failed, type Flight, type Landed } from './flight.ts';
import type { CacheParts, Counters } from './parts.ts';
import { sizeOfObjects } from './size.ts';
import type { Moment, StoredValue, Storing, Tag } from './tier.ts';

/** Before what a fill began: the place in the order of evictions of this process, and that of the shared tier. */
interface Since {
  readonly began: number;
  readonly moment: Moment;
}

/** What a system said where nothing is kept of it. */
export interface Told<Key, T> {
  /** An Error harms its own key alone; keys that the system does not know are left out. */
  readonly values: ReadonlyMap<Key, T | Error>;
  /** How old all of it is and how long it is good, and no value. */
  readonly entry: Entry;
  readonly sightings: readonly Sighting[];
}

/** Where values of one kind are put, and what they are called. */
interface Shelf<Key, Args> {
  readonly tagsOf: (key: Key, args: Args) => readonly Tag[];
  readonly storedKey: (key: Key, args: Args) => string;
  readonly keep: (key: Key, args: Args, entry: Entry, began: number) => void;
}

/** How values of one kind are had where memory has none: from the tier that replicas share, else from their system. */
export class Supply<Key extends string, Args, T> {
  readonly #spec: ReadSpec<Key, Args, T>;
  readonly #parts: CacheParts;
  readonly #counters: Counters;
  readonly #shelf: Shelf<Key, Args>;

  constructor(spec: ReadSpec<Key, Args, T>, parts: CacheParts, counters: Counters, shelf: Shelf<Key, Args>) {
    this.#spec = spec;
    this.#parts = parts;
    this.#counters = counters;
    this.#shelf = shelf;
  }

  /** From the tier that replicas share; what is not there from the system, unless another replica is having it. */
  async have(keys: readonly Key[], flight: Flight<Key, Args, T>): Promise<Landed<Key, T>> {
    const { tier, memory, isInStep } = this.#parts;
    const { args } = flight;
    const began = memory.evictions.now;
    flight.began = began;
    if (!tier || !isInStep()) return this.fetch(keys, args, flight, { began, moment: null });
    const asked = keys.map((key) => this.#asked(key, args));
    const read: TierRead = {
      system: this.#parts.system,
      name: this.#spec.name,
      keys: keys.length,
      found: null,
    };
    const { began: moment, values } = await tierReads.tracePromise(async () => {
      const stored = await tier.read(asked);
      read.found = stored.values.filter((value) => value !== null).length;
      return stored;
    }, read);
    const found = new Map<Key, Found<T> | Error>();
    const missing = this.#takeStored(keys, { values, moment }, flight, found);
    this.#counters.sharedHits += found.size;
    if (missing.length === 0) return found;
    const own = await tier.claim(missing.map((key) => this.#shelf.storedKey(key, args)));
    const [mine, others] = partition(missing, (key) => own.has(this.#shelf.storedKey(key, args)));
    const parts = await Promise.all([
      this.fetch(mine, args, flight, { began, moment }),
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
    const rest = await this.fetch(missing, flight.args, flight, since);
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
      const entry = entryOf<T>(stored, this.#shelf.tagsOf(key, args), now, moment);
      if (!entry) return true;
      this.#shelf.keep(key, args, entry, began ?? 0);
      found.set(key, { entry, seen: [], standsIn: false });
      return false;
    });
  }

  async fetch(keys: readonly Key[], args: Args, asker: Asker, since: Since): Promise<Landed<Key, T>> {
    if (keys.length === 0) return new Map();
    const { tier } = this.#parts;
    const fill = this.#fill(asker, since.moment);
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
          found.set(key, fill.found(key, known, this.#shelf.tagsOf(key, args), lifeMs, keys.length));
        }
      }
      if (this.#parts.isOn) this.#store(found, args, fill, since);
      if (errors.size === 0) return found;
      if (this.#parts.isOn)
        void tier?.abandon([...errors.keys()].map((key) => this.#shelf.storedKey(key, args)));
      return new Map<Key, Found<T> | Error>([...found, ...errors]);
    } catch (error) {
      if (this.#parts.isOn) void tier?.abandon(keys.map((key) => this.#shelf.storedKey(key, args)));
      return failed(keys, error);
    }
  }

  /** From the system, for one request alone; no more is made of a value than its system said. Rejects with what made the read fail. */
  async readOnly(keys: readonly Key[], args: Args, asker: Asker): Promise<Told<Key, T>> {
    const fill = this.#fill(asker, null);
    this.#counters.fetches += 1;
    const values = await this.#spec.read(keys, args, fill);
    const isComplete = keys.every((key) => values.has(key));
    return {
      values,
      entry: fill.life(isComplete ? Infinity : this.#spec.missingMs),
      sightings: fill.sightings,
    };
  }

  /** What a read that begins now is made with. */
  #fill({ requestId, signal }: Asker, moment: Moment): Fill {
    const { defaults, clock } = this.#parts;
    const call = { requestId, signal, purpose: this.#spec.purpose };
    return new Fill(call, defaults, { startedAt: clock.now(), moment });
  }

  /** Keeps what was read in both tiers; nobody waits for the second. */
  #store(found: ReadonlyMap<Key, Found<T>>, args: Args, fill: Fill, { began, moment }: Since): void {
    const isKept = fill.freshness.hardMs > 0;
    if (isKept) this.#storeHere(found, args, began);
    const { tier } = this.#parts;
    if (!tier) return;
    if (isKept) void tier.store(this.#storing(found, args), moment);
    else void tier.abandon([...found.keys()].map((key) => this.#shelf.storedKey(key, args)));
  }

  #storeHere(found: ReadonlyMap<Key, Found<T>>, args: Args, began: number): void {
    for (const [key, { entry, seen }] of found) {
      this.#shelf.keep(key, args, entry, began);
      for (const { reads, key: id, entry: record } of seen) reads.keep(id, null, record, began);
    }
  }

  #storing(found: ReadonlyMap<Key, Found<T>>, args: Args): readonly Storing[] {
    const now = this.#parts.clock.now();
    // A record may have come along with several.
    const storing = new Map<string, Storing>();
    const add = (key: string, entry: Entry) => storing.set(key, storingOf(key, entry, now));
    for (const [key, { entry, seen }] of found) {
      add(this.#shelf.storedKey(key, args), entry);
      for (const { reads, key: id, entry: record } of seen) add(reads.storedKey(id, null), record);
    }
    return [...storing.values()];
  }

  #asked(key: Key, args: Args) {
    return { key: this.#shelf.storedKey(key, args), tags: this.#shelf.tagsOf(key, args) };
  }
}

function storingOf(key: string, entry: Entry, now: number): Storing {
  const { value, tags, bornAt, softAt, hardAt, lastAt } = entry;
  const ages = { softMs: softAt - bornAt, hardMs: hardAt - bornAt, lastMs: lastAt - bornAt };
  return { key, tags, text: JSON.stringify(value), ageMs: now - bornAt, ...ages };
}

/** A stored value as an entry of this process; null where it is no JSON. */
function entryOf<T>(stored: StoredValue, tags: readonly Tag[], now: number, moment: Moment): Entry<T> | null {
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
  test: (item: T) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
