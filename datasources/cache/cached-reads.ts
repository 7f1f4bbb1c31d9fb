import { UpstreamError } from '../rest/errors/upstream-error.ts';
import type { Entry } from './entry.ts';
import { EntryTable, nameOf } from './entry-table.ts';
import type { Found, PrimedRecord } from './fill.ts';
import { failed, Flight, type FlightResults } from './flight.ts';
import type { CacheParts } from './parts.ts';
import { newCounters, type Counters, type ReadStats } from './stats.ts';
import { DEFAULT_DEMAND, type Demand, type ReadSpec } from './read-spec.ts';
import type { Requester } from '../scope.ts';
import { Fetcher, type UncachedRead } from './fetcher.ts';
import { TierReader } from './tier-reader.ts';
import type { Tag } from './tier.ts';

/** While a batch is in progress, keys that arrive within this time go into the next batch together. */
const COLLECT_MS = 2;

/**
 * Reads of one kind through the tiers: memory, the tier shared between replicas, one flight for all waiting requests, and one call to the
 * system for all missing keys. Values are immutable JSON and the same for every caller: see `Shared` in ../scope.ts.
 */
export class CachedReads<Key extends string, Args, T> {
  readonly name: string;
  readonly #spec: ReadSpec<Key, Args, T>;
  readonly #parts: CacheParts;
  readonly #counters: Counters = newCounters();
  readonly #entries = new EntryTable();
  readonly #flights = new Map<string, Flight<Key, Args, T>>();
  readonly #collecting = new Map<string, Flight<Key, Args, T>>();
  readonly #fetcher: Fetcher<Key, Args, T>;
  readonly #tierReader: TierReader<Key, Args, T>;
  #running = 0;

  constructor(spec: ReadSpec<Key, Args, T>, parts: CacheParts) {
    this.name = spec.name;
    this.#spec = spec;
    this.#parts = parts;
    this.#fetcher = new Fetcher(spec, parts, this.#counters, this);
    this.#tierReader = new TierReader(this.#fetcher, parts, this.#counters, this);
  }

  /** Whether values are kept or shared at all. */
  get isOn(): boolean {
    return this.#parts.isOn;
  }

  /** The system that the values are read from. */
  get system(): string {
    return this.#parts.system;
  }

  /** Statistics of these reads since the start. */
  get stats(): ReadStats {
    return { system: this.#parts.system, name: this.name, ...this.#counters };
  }

  /** The reads whose records come along with each value; undefined if there are none. */
  get primes(): PrimedRecord['reads'] | undefined {
    return this.#spec.expected?.primes;
  }

  /** The maximum number of calls for a batch of `keys` keys, if the system accepts `maxBatch` keys per call. */
  callsFor(keys: number, args: Args, maxBatch: number): number {
    const chunks = Math.ceil(keys / maxBatch);
    return this.#spec.expected?.calls?.({ keys, chunks }, args) ?? chunks;
  }

  /** The value of a key that its system does not know. */
  get missing(): T {
    return this.#spec.missing;
  }

  /** The value of a key that is impossible in the system; undefined for every other key. */
  impossible(key: Key): T | undefined {
    return this.#spec.isPossible(key) ? undefined : this.#spec.missing;
  }

  /** The tags a key's value depends on, including that of its system; empty if nothing is kept. */
  tagsOf(key: Key, args: Args): readonly Tag[] {
    return this.isOn ? [...this.#spec.tags(key, args), this.#parts.systemTag] : NONE;
  }

  /**
   * Returns the entry in memory, if it may be used. An entry past its soft age is refreshed in the background, as far as its system's quota
   * allows.
   */
  peek(key: Key, args: Args, maxAgeMs = Infinity): Entry<T> | undefined {
    const entry = this.#entries.get(key, args) as Entry<T> | undefined;
    if (!entry || !this.#parts.mayServeCached()) return undefined;
    const now = this.#parts.clock.now();
    if (now >= entry.hardAt) {
      if (now >= entry.lastAt) this.#parts.memory.drop(entry);
      return undefined;
    }
    if (now - entry.bornAt > maxAgeMs) return undefined;
    this.#counters.memoryHits += 1;
    if (now >= entry.softAt) this.#stale(key, args);
    this.#parts.memory.touch(entry, now);
    return entry;
  }

  /**
   * Returns the values of keys: from memory, else from a flight in progress, else from the shared tier or the system; if the system is
   * unavailable, a value that is too old may stand in. Rejects only with the signal's reason; a failed read is returned as the error of its
   * keys.
   */
  async read(
    keys: readonly Key[],
    args: Args,
    requester: Requester,
    demand = DEFAULT_DEMAND,
  ): Promise<FlightResults<Key, T>> {
    const { maxAgeMs, mayStandIn } = demand;
    const found = new Map<Key, Found<T> | Error>();
    const joined = new Map<Flight<Key, Args, T>, Key[]>();
    const bypassing: Key[] = [];
    for (const key of keys) {
      const available = this.#available(key, args, demand);
      if (available) {
        found.set(key, available);
        continue;
      }
      if (maxAgeMs < Infinity) {
        bypassing.push(key);
        continue;
      }
      const flight = this.#flightFor(key, args, requester.requestId);
      const offered = this.#offeredBy(flight, key);
      if (offered) {
        this.#counters.sharedHits += 1;
        found.set(key, offered);
        continue;
      }
      const own = joined.get(flight);
      if (own) own.push(key);
      else joined.set(flight, [key]);
    }
    const take = (key: Key, one: Found<T> | Error) => {
      const standIn = mayStandIn && isStandInAllowedFor(one) ? this.#standIn(key, args) : undefined;
      found.set(key, standIn ?? one);
    };
    const waits = [...joined].map(async ([flight, own]) => {
      const landed = await flight.wait(own, requester.signal);
      for (const [key, one] of landed) {
        // If the refresh failed, what it was to replace is still valid.
        const valid = one instanceof Error ? (this.#offeredBy(flight, key) ?? one) : one;
        take(key, this.#current(valid, flight));
      }
    });
    await Promise.all(waits);
    if (bypassing.length === 0) return found;
    for (const [key, one] of await this.readAnew(bypassing, args, requester)) take(key, one);
    if (mayStandIn) await this.#standInShared(bypassing, args, found);
    return found;
  }

  /** What can be served without waiting: a value in memory, or one that stands in while its system is known to be unavailable. */
  #available(key: Key, args: Args, { maxAgeMs, mayStandIn }: Demand): Found<T> | undefined {
    const entry = this.peek(key, args, maxAgeMs);
    if (entry) return foundOf(entry, false);
    return mayStandIn ? this.#standInAtOnce(key, args) : undefined;
  }

  /**
   * Reads from the system itself, bypassing the tiers, in calls that are not shared with other requests. The results are kept for others.
   * Never rejects.
   */
  async readAnew(keys: readonly Key[], args: Args, requester: Requester): Promise<FlightResults<Key, T>> {
    return this.#fetcher.fetch(keys, args, requester, await this.#fetcher.now());
  }

  /** Reads from the system itself, without keeping or sharing the results. Rejects if the read fails. */
  readUncached(keys: readonly Key[], args: Args, requester: Requester): Promise<UncachedRead<Key, T>> {
    return this.#fetcher.readUncached(keys, args, requester);
  }

  /** A value of the shared tier that this flight is refreshing, up to its hard age. */
  #offeredBy(flight: Flight<Key, Args, T>, key: Key): Found<T> | undefined {
    const offered = flight.offered(key);
    return offered && this.#parts.clock.now() < offered.entry.hardAt ? offered : undefined;
  }

  /** Keeps an entry in memory, unless it comes too late; `began` is when its fill began. */
  keep(key: Key, args: Args, entry: Entry, began: number): void {
    this.#entries.store(this.#parts.memory, entry, key, args, began);
  }

  /** The key of a value in the shared tier. */
  storedKey(key: Key, args: Args): string {
    return `${this.#parts.namespace}:${this.name}:${nameOf(key, args)}`;
  }

  /**
   * Returns a value past its hard age in place of one that could not be read from its system; undefined if there is none that may be
   * trusted.
   */
  #standIn(key: Key, args: Args): Found<T> | undefined {
    const { mayServeCached, clock, memory } = this.#parts;
    const entry = this.#entries.get(key, args) as Entry<T> | undefined;
    const now = clock.now();
    if (!entry || now >= entry.lastAt || !mayServeCached()) return undefined;
    this.#counters.standIns += 1;
    memory.touch(entry, now);
    return foundOf(entry, true);
  }

  /** Fills in values from the shared tier for keys whose system is unavailable and that memory does not have. */
  async #standInShared(keys: readonly Key[], args: Args, found: Map<Key, Found<T> | Error>): Promise<void> {
    const away = keys.filter((key) => isStandInAllowedFor(found.get(key)));
    for (const [key, standIn] of await this.#tierReader.standIns(away, args)) {
      this.#counters.standIns += 1;
      found.set(key, standIn);
    }
  }

  /** Like `#standIn`, but without asking first, while the system is known to be unavailable; a background refresh asks it again. */
  #standInAtOnce(key: Key, args: Args): Found<T> | undefined {
    const standIn = this.#parts.isCircuitOpen() ? this.#standIn(key, args) : undefined;
    if (standIn && !this.#fetcher.isPaused(key, args)) this.#refresh(key, args);
    return standIn;
  }

  /**
   * Counts a value served past its soft age and refreshes it in the background, unless the rest of the system's quota is reserved for
   * waiting requests.
   */
  #stale(key: Key, args: Args): void {
    this.#counters.staleHits += 1;
    if (this.#fetcher.mayRefresh(key, args)) this.#refresh(key, args);
  }

  /** Refreshes a key, in one flight at a time. */
  #refresh(key: Key, args: Args): void {
    this.#flightFor(key, args, 'refresh').keep();
  }

  /** Returns the flight that reads a key for every request: the one in progress if nothing has changed since it began, else a new one. */
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
    if (began === null) return true;
    const { memory, mayServeCached } = this.#parts;
    return mayServeCached() && memory.evictions.isCurrent(this.tagsOf(key, args), began);
  }

  /**
   * Removes the records that came along and have changed since: a request that joined late may know of those changes, even if the value
   * itself is still valid.
   */
  #current(found: Found<T> | Error, { began }: Flight<Key, Args, T>): Found<T> | Error {
    const { evictions } = this.#parts.memory;
    if (found instanceof Error || found.primed.length === 0 || began === evictions.now) return found;
    const primed = found.primed.filter(({ entry: { tags } }) => evictions.isCurrent(tags, began ?? 0));
    return { ...found, primed };
  }

  /**
   * An idle system is asked at once for all keys that arrive in this turn of the event loop; a busy one a little later, for more keys at
   * once.
   */
  #schedule(flight: Flight<Key, Args, T>, group: string): void {
    const start = (): void => {
      if (this.#collecting.get(group) === flight) this.#collecting.delete(group);
      void this.#fly(flight);
    };
    if (!this.#spec.isBatched) queueMicrotask(start);
    else if (this.#running === 0) setImmediate(start);
    else setTimeout(start, COLLECT_MS);
  }

  /** Never rejects: errors become the results of the keys. */
  async #fly(flight: Flight<Key, Args, T>): Promise<void> {
    this.#running += 1;
    const land = (part: FlightResults<Key, T>) => this.#land(flight, part);
    try {
      flight.signal.throwIfAborted();
      await this.#tierReader.read(flight, land);
    } catch (error) {
      land(failed(flight.missing, error));
    }
  }

  #land(flight: Flight<Key, Args, T>, part: FlightResults<Key, T>): void {
    if (part.size === 0) return;
    for (const key of part.keys()) {
      const name = nameOf(key, flight.args);
      if (this.#flights.get(name) === flight) this.#flights.delete(name);
    }
    flight.land(part);
    if (flight.isOver) this.#running -= 1;
  }
}

function foundOf<T>(entry: Entry<T>, standsIn: boolean): Found<T> {
  return { entry, primed: [], standsIn };
}

/**
 * Whether an old value may stand in for the result of a read: if it failed for a reason that passes, such as a system that is unavailable,
 * overloaded or short of quota. What a system refuses, or what breaks its contract, is its answer.
 */
function isStandInAllowedFor(one: Found<unknown> | Error | undefined): boolean {
  return one instanceof UpstreamError && one.retryable;
}

/** If nothing is kept, there is nothing to evict. */
const NONE: readonly Tag[] = [];
