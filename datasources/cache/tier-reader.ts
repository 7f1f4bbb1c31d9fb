import { tierReads, type TierRead } from '../channels.ts';
import type { Fetcher, Since, Storage } from './fetcher.ts';
import type { Found } from './fill.ts';
import type { Flight, FlightResults } from './flight.ts';
import type { CacheParts } from './parts.ts';
import type { Counters } from './stats.ts';
import { entryOf } from './stored-value.ts';
import { isFresh, type SharedTier, type StoredValue, type TierLookup } from './tier.ts';

/** How many times one of the replicas that lack a value is chosen to fetch it, before each fetches it itself. */
const TRIES = 2;

/** Receives the results for some of a flight's keys. */
type Land<Key extends string, T> = (part: FlightResults<Key, T>) => void;

/**
 * Reads values of one kind through the tier shared between replicas: what it lacks, one of the replicas fetches from the system, and the
 * others wait for that. Without a tier, every replica fetches.
 */
export class TierReader<Key extends string, Args, T> {
  readonly #fetcher: Fetcher<Key, Args, T>;
  readonly #parts: CacheParts;
  readonly #counters: Counters;
  readonly #storage: Storage<Key, Args>;

  constructor(
    fetcher: Fetcher<Key, Args, T>,
    parts: CacheParts,
    counters: Counters,
    storage: Storage<Key, Args>,
  ) {
    this.#fetcher = fetcher;
    this.#parts = parts;
    this.#counters = counters;
    this.#storage = storage;
  }

  /**
   * Gets the keys of a flight from the shared tier, and the missing ones from the system, unless another replica is fetching them. A stored
   * value past its soft age is served at once, and refetched if a refresh is allowed now. Each key lands as soon as it is available.
   */
  async read(flight: Flight<Key, Args, T>, land: Land<Key, T>): Promise<void> {
    const { tier, memory, mayServeCached } = this.#parts;
    const { args } = flight;
    const keys = [...flight.keys];
    const began = memory.evictions.now;
    flight.began = began;
    if (!tier || !mayServeCached()) {
      land(await this.#fetcher.fetch(keys, args, flight, { began, moment: null }));
      return;
    }
    const read: TierRead = {
      system: this.#parts.system,
      name: this.#storage.name,
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
    if (this.#fetcher.isUnkept) land(await this.#fetcher.fetch(missing, args, flight, since));
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
      land(await this.#fetcher.fetch(keys, args, flight, await this.#fetcher.now()));
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
      this.#fetcher.fetch(mine, args, flight, since).then(land),
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
      const isRefetched = !isFresh(stored) && this.#fetcher.mayRefresh(key, args);
      if (!flight.offered(key)) this.#counters.sharedHits += 1;
      if (isRefetched) flight.offer(key, found);
      else landed.set(key, found);
      return isRefetched;
    });
    if (landed.size > 0) land(landed);
    return missing;
  }

  #lookupsOf(keys: readonly Key[], args: Args): readonly TierLookup[] {
    const storage = this.#storage;
    return keys.map((key) => ({ key: storage.storedKey(key, args), tags: storage.tagsOf(key, args) }));
  }
}

function partition<T>(
  items: readonly T[],
  test: (item: T, index: number) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item, index) => !test(item, index))];
}
