import { tierReads, type TierRead } from '../observed.ts';
import type { Asker } from '../scope.ts';
import type { ReadSpec } from './cached-reads.ts';
import { Entry } from './entry.ts';
import { Fill, type Found, type Sighting } from './fill.ts';
import { failed, type Flight, type Landed } from './flight.ts';
import type { CacheParts, Counters } from './parts.ts';
import { sizeOfObjects } from './size.ts';
import { Rests } from './rests.ts';
import { isFresh, type Moment, type SharedTier, type StoredValue, type Storing, type Tag } from './tier.ts';

/** How often of the replicas that lack a value one is chosen to fetch it, before each does. */
const TRIES = 2;

/** Takes what became of some of a flight's keys. */
type Land<Key extends string, T> = (part: Landed<Key, T>) => void;

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
  readonly #rests: Rests;
  /** Whether what was last fetched may not be kept: then nobody can follow who fetches it. */
  #isUnkept = false;

  constructor(spec: ReadSpec<Key, Args, T>, parts: CacheParts, counters: Counters, shelf: Shelf<Key, Args>) {
    this.#spec = spec;
    this.#parts = parts;
    this.#counters = counters;
    this.#shelf = shelf;
    this.#rests = new Rests(parts.clock);
  }

  /**
   * From the tier that replicas share; what is not there from the system, unless another replica is having it. What is there past its
   * soft age is given at once, and had anew unless it may not be refreshed now. Each key lands as soon as it is there.
   */
  async have(flight: Flight<Key, Args, T>, land: Land<Key, T>): Promise<void> {
    const { tier, memory, isInStep } = this.#parts;
    const { args } = flight;
    const keys = [...flight.keys];
    const began = memory.evictions.now;
    flight.began = began;
    if (!tier || !isInStep()) {
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
      const stored = await tier.read(keys.map((key) => this.#asked(key, args)));
      read.found = stored.values.filter((value) => value !== null).length;
      return stored;
    }, read);
    const since = { began, moment };
    const missing = this.#takeStored(keys, values, since, flight, land);
    if (missing.length === 0) return;
    if (this.#isUnkept) land(await this.fetch(missing, args, flight, since));
    else await this.#lead(tier, missing, flight, land, TRIES);
  }

  /** What the tier that replicas share has of these keys, to stand in for their system; memory keeps it, too. */
  async standIns(keys: readonly Key[], args: Args): Promise<ReadonlyMap<Key, Found<T>>> {
    const { tier, memory, clock, isOn, isInStep } = this.#parts;
    const found = new Map<Key, Found<T>>();
    if (keys.length === 0 || !isOn || !tier || !isInStep()) return found;
    const evictions = memory.evictions.now;
    const { began: moment, values } = await tier.read(keys.map((key) => this.#asked(key, args)));
    keys.forEach((key, index) => {
      const [stored, tags] = [values[index], this.#shelf.tagsOf(key, args)];
      const entry = stored ? entryOf<T>(stored, tags, clock.now(), moment) : null;
      if (!entry) return;
      this.#shelf.keep(key, args, entry, evictions);
      found.set(key, { entry, seen: [], standsIn: true });
    });
    return found;
  }

  /** Whether a value past its soft age is to be had anew now, though nobody waits for that. */
  mayRefresh(key: Key, args: Args): boolean {
    return !this.#parts.isSparing() && !this.isResting(key, args);
  }

  /** Whether a value could not be had anew a moment ago. */
  isResting(key: Key, args: Args): boolean {
    return this.#rests.has(this.#shelf.storedKey(key, args));
  }

  /** The moment at which what is read from now on begins. */
  async now(): Promise<Since> {
    const { memory, tier, isOn } = this.#parts;
    const began = memory.evictions.now;
    return { began, moment: isOn && tier ? (await tier.read([])).began : null };
  }

  /** Fetches those of the keys that no other replica is having, and follows the others. */
  async #lead(
    tier: SharedTier,
    keys: readonly Key[],
    flight: Flight<Key, Args, T>,
    land: Land<Key, T>,
    tries: number,
  ): Promise<void> {
    const { args } = flight;
    const began = this.#parts.memory.evictions.now;
    const nameOf = (key: Key) => this.#shelf.storedKey(key, args);
    // Read after the claim, though sent along with it: others may have stored, and ended their claims, since this was read before.
    const [own, stored] = await Promise.all([
      tier.claim(keys.map(nameOf)),
      tier.read(
        keys.map((key) => this.#asked(key, args)),
        'again',
      ),
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

  /** Waits for what another replica is having. Of those who wait for what it could not have, again one is to fetch. */
  async #follow(
    tier: SharedTier,
    keys: readonly Key[],
    since: Since,
    flight: Flight<Key, Args, T>,
    land: Land<Key, T>,
    tries: number,
  ): Promise<void> {
    if (keys.length === 0) return;
    const { args, signal } = flight;
    const asked = keys.map((key) => this.#asked(key, args));
    const values = await tier.follow(asked, signal);
    const missing = this.#takeStored(keys, values, since, flight, land);
    if (missing.length === 0) return;
    if (tries > 0 && !signal.aborted) await this.#lead(tier, missing, flight, land, tries);
    else land(await this.fetch(missing, args, flight, await this.now()));
  }

  /** Puts stored values into memory, and gives them to who waits; gives the keys that are to be had, or to be had anew. */
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
      const entry = stored ? entryOf<T>(stored, this.#shelf.tagsOf(key, args), now, moment) : null;
      if (!stored || !entry) return true;
      this.#shelf.keep(key, args, entry, began);
      const found = { entry, seen: [], standsIn: false };
      const isAnew = !isFresh(stored) && this.mayRefresh(key, args);
      if (!flight.offered(key)) this.#counters.sharedHits += 1;
      if (isAnew) flight.offer(key, found);
      else landed.set(key, found);
      return isAnew;
    });
    if (landed.size > 0) land(landed);
    return missing;
  }

  async fetch(keys: readonly Key[], args: Args, asker: Asker, since: Since): Promise<Landed<Key, T>> {
    if (keys.length === 0) return new Map();
    const fill = this.#fill(asker, since.moment);
    this.#counters.fetches += 1;
    try {
      const results = await this.#spec.read(keys, args, fill);
      this.#isUnkept = fill.freshness.hardMs === 0;
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
      this.#restWhereStale(found, args);
      if (this.#parts.isOn) this.#store(found, args, fill, since);
      if (errors.size === 0) return found;
      this.#giveUp([...errors.keys()], args);
      return new Map<Key, Found<T> | Error>([...found, ...errors]);
    } catch (error) {
      this.#giveUp(keys, args);
      return failed(keys, error);
    }
  }

  /** What is past its soft age already, or is not to be kept, would be had anew each time that somebody reads the old one. */
  #restWhereStale(found: ReadonlyMap<Key, Found<T>>, args: Args): void {
    const now = this.#parts.clock.now();
    for (const [key, { entry }] of found) {
      if (now >= entry.softAt) this.#rests.add(this.#shelf.storedKey(key, args));
    }
  }

  /** Others need not wait for these, and they are not to be had again at once for nobody. */
  #giveUp(keys: readonly Key[], args: Args): void {
    if (!this.#parts.isOn) return;
    const names = keys.map((key) => this.#shelf.storedKey(key, args));
    for (const name of names) this.#rests.add(name);
    void this.#parts.tier?.abandon(names);
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
