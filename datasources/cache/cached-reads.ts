import { UpstreamError } from '../rest/errors/upstream-error.ts';
import type { Entry } from './entry.ts';
import type { Found, Seen } from './fill.ts';
import { failed, Flight, type Landed } from './flight.ts';
import { newCounters, type CacheParts, type Counters, type ReadStats } from './parts.ts';
import type { Asker, Purpose, Shared } from '../scope.ts';
import { Supply, type Told } from './supply.ts';
import type { Tag } from './tier.ts';

/** How one kind of thing is read from its system, for whoever asks. */
export interface ReadSpec<Key extends string, Args, T> {
  /** What is read, unique in its system: `Customer`, `orders by customer`. */
  readonly name: string;
  /** What the value of a key depends on: follows from key and arguments alone, so that it is known before the value is. */
  readonly tags: (key: Key, args: Args) => readonly Tag[];
  /** Whether the system could have such a key; others are missing without asking. */
  readonly isPossible: (key: Key) => boolean;
  /** Reads many keys with equal arguments; keys may be left out of the answer. An Error harms its own key alone, a rejection all of them. */
  readonly read: (keys: readonly Key[], args: Args, call: Shared) => Promise<ReadonlyMap<Key, T | Error>>;
  /** What a key gets that was left out; JSON like all values. */
  readonly missing: T;
  /** Milliseconds for which it is remembered at most that a key is missing. */
  readonly missingMs: number;
  /** Whether keys of several requests are read together; where each has arguments of its own, waiting for others is in vain. */
  readonly isBatched: boolean;
  /** Whether the system has to work for it. */
  readonly purpose: Exclude<Purpose, 'background'>;
  /** See {@link Expected}. */
  readonly expected?: Expected<Args>;
}

/** What is known of a read before it is made, for who reckons what it would take. */
export interface Expected<Args> {
  /** The records that come along with each value (`call.saw`); none where not given. */
  readonly sees?: Seen['reads'];
  /**
   * How many calls it takes at most, where its keys are divided into `chunks` by what the system takes: one a chunk where not given.
   * What the answers say must not be needed for it.
   */
  readonly calls?: (batch: { readonly keys: number; readonly chunks: number }, args: Args) => number;
}

/** What a request wants of values that were read before. */
export interface Demand {
  /** Milliseconds that one may be old; what is older is asked of its system. */
  readonly maxAgeMs: number;
  /** Whether one that is too old may stand in where its system cannot be had. */
  readonly mayStandIn: boolean;
}

/** What a request wants that says nothing: the systems know for how long what they say is good. */
export const USUAL: Demand = { maxAgeMs: Infinity, mayStandIn: true };

/** While a batch is under way, what arrives within this time goes into the next together. */
const COLLECT_MS = 2;

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

  readonly #supply: Supply<Key, Args, T>;

  constructor(spec: ReadSpec<Key, Args, T>, parts: CacheParts) {
    this.name = spec.name;
    this.#spec = spec;
    this.#parts = parts;
    this.#supply = new Supply(spec, parts, this.#counters, this);
  }

  /** Whether anything is kept or shared at all. */
  get isOn(): boolean {
    return this.#parts.isOn;
  }

  /** The system that is read. */
  get system(): string {
    return this.#parts.system;
  }

  /** What became of these reads so far. */
  get stats(): ReadStats {
    return { system: this.#parts.system, name: this.name, ...this.#counters };
  }

  /** The records that come along with each value; undefined where none do. */
  get sees(): Seen['reads'] | undefined {
    return this.#spec.expected?.sees;
  }

  /** How many calls a batch of so many keys takes at most, of which the system takes `maxBatch` in one. */
  callsFor(keys: number, args: Args, maxBatch: number): number {
    const chunks = Math.ceil(keys / maxBatch);
    return this.#spec.expected?.calls?.({ keys, chunks }, args) ?? chunks;
  }

  /** What a key gets that its system does not know. */
  get missing(): T {
    return this.#spec.missing;
  }

  /** What a key gets that cannot be in the system; undefined for all that can. */
  impossible(key: Key): T | undefined {
    return this.#spec.isPossible(key) ? undefined : this.#spec.missing;
  }

  /** What the value of a key depends on, its system among it; nothing where nothing is kept. */
  tagsOf(key: Key, args: Args): readonly Tag[] {
    return this.isOn ? [...this.#spec.tags(key, args), this.#parts.systemTag] : NONE;
  }

  /** The entry in memory, where there is one that may be used; one past its soft age is refreshed in the background, as its system's quota allows. */
  peek(key: Key, args: Args, maxAgeMs = Infinity): Entry<T> | undefined {
    const entry = this.#home.get(nameOf(key, args)) as Entry<T> | undefined;
    if (!entry || !this.#parts.isInStep()) return undefined;
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
   * The values of keys: from memory, else from whoever is having them, else from the other tier or the system; where that cannot be had,
   * what is too old stands in. Rejects with the signal's reason only; what made a read fail is the error of its keys.
   */
  async read(keys: readonly Key[], args: Args, asker: Asker, demand = USUAL): Promise<Landed<Key, T>> {
    const { maxAgeMs, mayStandIn } = demand;
    const found = new Map<Key, Found<T> | Error>();
    const joined = new Map<Flight<Key, Args, T>, Key[]>();
    const anew: Key[] = [];
    for (const key of keys) {
      const entry = this.peek(key, args, maxAgeMs);
      const here = entry ? foundOf(entry, false) : mayStandIn ? this.#standInAtOnce(key, args) : undefined;
      if (here) {
        found.set(key, here);
        continue;
      }
      if (maxAgeMs < Infinity) {
        anew.push(key);
        continue;
      }
      const flight = this.#flightFor(key, args, asker.requestId);
      const offered = flight.offered(key);
      if (offered && this.#parts.clock.now() < offered.entry.hardAt) {
        this.#counters.sharedHits += 1;
        found.set(key, offered);
        continue;
      }
      const own = joined.get(flight);
      if (own) own.push(key);
      else joined.set(flight, [key]);
    }
    const take = (key: Key, one: Found<T> | Error) => {
      const standIn = mayStandIn && isAway(one) ? this.#standIn(key, args) : undefined;
      found.set(key, standIn ?? one);
    };
    const flown = [...joined].map(async ([flight, own]) => {
      const landed = await flight.wait(own, asker.signal);
      for (const [key, one] of landed) take(key, this.#current(one, flight));
    });
    await Promise.all(flown);
    if (anew.length === 0) return found;
    for (const [key, one] of await this.readAnew(anew, args, asker)) take(key, one);
    if (mayStandIn) await this.#standInShared(anew, args, found);
    return found;
  }

  /** Asks the system itself, whatever the tiers have, and shares the calls with nobody. What comes is kept for others. Never rejects. */
  async readAnew(keys: readonly Key[], args: Args, asker: Asker): Promise<Landed<Key, T>> {
    return this.#supply.fetch(keys, args, asker, await this.#supply.now());
  }

  /** Asks the system itself, keeps nothing and shares it with nobody. Rejects with what made the read fail. */
  readOnly(keys: readonly Key[], args: Args, asker: Asker): Promise<Told<Key, T>> {
    return this.#supply.readOnly(keys, args, asker);
  }

  /** Keeps an entry in memory, unless it is too late for it; `began` is when its fill began. */
  keep(key: Key, args: Args, entry: Entry, began: number): void {
    this.#parts.memory.store(entry, this.#home, nameOf(key, args), began);
  }

  /** What the other tier calls a value. */
  storedKey(key: Key, args: Args): string {
    return `${this.#parts.place}:${this.name}:${nameOf(key, args)}`;
  }

  /** A value past its hard age, in place of one that its system could not be asked for; undefined where there is none, or none to be trusted. */
  #standIn(key: Key, args: Args): Found<T> | undefined {
    const { isInStep, clock, memory } = this.#parts;
    const entry = this.#home.get(nameOf(key, args)) as Entry<T> | undefined;
    const now = clock.now();
    if (!entry || now >= entry.lastAt || !isInStep()) return undefined;
    this.#counters.standIns += 1;
    memory.touch(entry, now);
    return foundOf(entry, true);
  }

  /** What the tier that replicas share has, in place of what their system could not be asked for and memory does not have. */
  async #standInShared(keys: readonly Key[], args: Args, found: Map<Key, Found<T> | Error>): Promise<void> {
    const away = keys.filter((key) => isAway(found.get(key)));
    for (const [key, standIn] of await this.#supply.standIns(away, args)) {
      this.#counters.standIns += 1;
      found.set(key, standIn);
    }
  }

  /** The same without asking, while the system is known to be away; it is asked again in the background. */
  #standInAtOnce(key: Key, args: Args): Found<T> | undefined {
    const standIn = this.#parts.isAway() ? this.#standIn(key, args) : undefined;
    if (standIn && !this.#supply.isResting(key, args)) this.#refresh(key, args);
    return standIn;
  }

  /** Given past its soft age, and refreshed in the background, unless what is left of the system's quota is for requests that wait. */
  #stale(key: Key, args: Args): void {
    this.#counters.staleHits += 1;
    if (this.#supply.mayRefresh(key, args)) this.#refresh(key, args);
  }

  /** By one flight at a time. */
  #refresh(key: Key, args: Args): void {
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
    if (began === null) return true;
    const { memory, isInStep } = this.#parts;
    return isInStep() && memory.evictions.isCurrent(this.tagsOf(key, args), began);
  }

  /** Without the records that came along and have changed since: of those, who joined late may know, though the rest is good. */
  #current(found: Found<T> | Error, { began }: Flight<Key, Args, T>): Found<T> | Error {
    const { evictions } = this.#parts.memory;
    if (found instanceof Error || found.seen.length === 0 || began === evictions.now) return found;
    const seen = found.seen.filter(({ entry: { tags } }) => evictions.isCurrent(tags, began ?? 0));
    return { ...found, seen };
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
    const land = (part: Landed<Key, T>) => this.#land(flight, part);
    try {
      flight.signal.throwIfAborted();
      await this.#supply.have(flight, land);
    } catch (error) {
      land(failed(flight.missing, error));
    }
  }

  #land(flight: Flight<Key, Args, T>, part: Landed<Key, T>): void {
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
  return { entry, seen: [], standsIn };
}

/** Whether a read failed because its system cannot be had now; one that refuses, or breaks its contract, is there. */
function isAway(one: Found<unknown> | Error | undefined): boolean {
  return one instanceof UpstreamError && one.retryable;
}

/** Where nothing is kept, nothing can fall. */
const NONE: readonly Tag[] = [];

/** Arguments are told apart by their JSON; null, which most reads have, leaves the key as it is. */
export function nameOf(key: string, args: unknown): string {
  return args === null ? key : `${JSON.stringify(args)} ${key}`;
}
