import DataLoader from 'dataloader';
import type { CachedReads } from '../cache/cached-reads.ts';
import type { Demand } from '../cache/read-spec.ts';
import type { Entry } from '../cache/entry.ts';
import type { Evictions } from '../cache/evictions.ts';
import type { PrimedRecord, PrimedRecords } from '../cache/fill.ts';
import { batchReads } from '../channels.ts';
import { Batch } from './batch.ts';

/** The parts of its request that a lookup uses. */
export interface ReadContext {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Whether to read from the systems themselves, bypassing the caches. */
  readonly isAnew: boolean;
  /** The request's requirements for values that were read before. */
  readonly demand: Demand;
  /** Called with each value that the request reads for the first time; if nothing is kept, with each read. */
  readonly used: (entry: Entry) => void;
  /** Called with each value past its age that stands in, every time it is used. */
  readonly stoodIn: (entry: Entry) => void;
  /** Called with a record that came along with another value. */
  readonly onPrimed: (record: PrimedRecord) => void;
  /** Called with records that came along, if nothing is kept. */
  readonly onPrimedMany: (records: PrimedRecords) => void;
}

/**
 * One request's reads of one kind with the same arguments. It returns the same value for everything that the request has read already, and
 * returns what is in memory at once; all other keys requested in one tick become one batch.
 */
export class Lookup<Key extends string, Args, T> {
  readonly #reads: CachedReads<Key, Args, T>;
  readonly #args: Args;
  readonly #request: ReadContext;
  /** What is known of a key: its value, or the batch that last requested it, which may have landed without it. */
  readonly #known = new Map<Key, T | Batch<Key, T>>();
  /** Those of the known values that stand in for ones that could not be read. */
  #standIns: Map<Key, Entry<T>> | null = null;
  /** Records that came along and have not been looked up yet: an answer depends only on what it looks up. */
  readonly #along = new Map<Key, Entry<T>>();
  /** The same, if nothing is kept. */
  #primed: (readonly (T & { readonly id: Key })[])[] = [];
  /** The batch of this tick. */
  #collecting: Batch<Key, T> | null = null;
  /** The batches that are being read. */
  readonly #running = new Set<Batch<Key, T>>();
  /** Detects the end of a tick. Its keys are batches, so that it creates one promise per batch, not one per key. */
  readonly #ticks: DataLoader<Batch<Key, T>, void>;

  constructor(reads: CachedReads<Key, Args, T>, args: Args, request: ReadContext) {
    this.#reads = reads;
    this.#args = args;
    this.#request = request;
    this.#ticks = new DataLoader((batches) => Promise.all(batches.map((batch) => this.#read(batch))), {
      cache: false,
    });
  }

  /** Returns the value if this request or this process has it; undefined if it must be loaded. */
  peek(key: Key): T | undefined {
    if (this.#primed.length > 0) this.#takePrimed();
    const known = this.#knownOf(key);
    if (known instanceof Batch) {
      if (!known.isLanded) return undefined;
    } else if (known !== undefined) {
      if (this.#standIns !== null) this.#reportStandIn(key);
      return known;
    }
    const { isAnew, demand } = this.#request;
    const entry = isAnew ? undefined : this.#reads.peek(key, this.#args, demand.maxAgeMs);
    return entry ? this.#take(key, entry) : this.#reads.impossible(key);
  }

  /** Returns the value, synchronously if it is available; the promise rejects if the read fails. */
  load(key: Key): T | Promise<T> {
    const here = this.peek(key);
    if (here !== undefined) return here;
    const batch = this.#batchOf(key);
    return batch.landed.then(() => this.#outcome(key, batch));
  }

  /**
   * Requests a value that is not available. The promise, shared by all keys of one tick, resolves when the value is available from `peek`
   * or could not be read; it never rejects. Throws the error of an earlier failed read of this key.
   */
  want(key: Key): Promise<unknown> {
    const batch = this.#batchOf(key);
    if (batch.isLanded) this.#outcome(key, batch);
    return batch.landed;
  }

  /** Sets a value from elsewhere, replacing the known one. */
  replace(key: Key, value: T): void {
    this.forget(key);
    this.#known.set(key, value);
  }

  /** Forgets a value, so that the next use reads it again. */
  forget(key: Key): void {
    if (this.#primed.length > 0) this.#takePrimed();
    // A key that is not being read yet will be read afresh anyway.
    if (this.#known.get(key) !== this.#collecting) this.#known.delete(key);
    this.#along.delete(key);
    this.#standIns?.delete(key);
  }

  /** Makes a record that came along with another value available, unless one is known already. */
  prime(key: Key, entry: Entry<T>): void {
    if (!this.#isKnown(key) && !this.#along.has(key)) this.#along.set(key, entry);
  }

  /** The same for many records, most of which will never be looked up. */
  primeMany(records: readonly (T & { readonly id: Key })[]): void {
    this.#primed.push(records);
  }

  /** Whether none of the keys being read has been evicted since place `began`. */
  isReadingCurrent(evictions: Evictions, began: number): boolean {
    for (const { keys } of this.#running) {
      if (!keys.every((key) => evictions.isCurrent(this.#reads.tagsOf(key, this.#args), began))) return false;
    }
    return true;
  }

  #takePrimed(): void {
    const primed = this.#primed;
    this.#primed = [];
    for (const records of primed) {
      for (const record of records) if (!this.#isKnown(record.id)) this.#known.set(record.id, record);
    }
  }

  /** What is known of a key; takes a record that came along, in place of one that is still to arrive. */
  #knownOf(key: Key): T | Batch<Key, T> | undefined {
    const entry = this.#along.get(key);
    return entry && !this.#isKnown(key) ? this.#take(key, entry) : this.#known.get(key);
  }

  #isKnown(key: Key): boolean {
    const known = this.#known.get(key);
    return known !== undefined && !(known instanceof Batch);
  }

  #take(key: Key, entry: Entry<T>): T {
    this.#known.set(key, entry.value);
    this.#request.used(entry);
    return entry.value;
  }

  #reportStandIn(key: Key): void {
    const entry = this.#standIns?.get(key);
    if (entry) this.#request.stoodIn(entry);
  }

  #batchOf(key: Key): Batch<Key, T> {
    const asked = this.#known.get(key);
    if (asked instanceof Batch) return asked;
    this.#collecting ??= new Batch<Key, T>((batch) => this.#ticks.load(batch));
    this.#collecting.keys.push(key);
    this.#known.set(key, this.#collecting);
    return this.#collecting;
  }

  /** The result for a key of a batch that has landed. */
  #outcome(key: Key, batch: Batch<Key, T>): T {
    const known = this.#knownOf(key);
    const value = known === undefined || known instanceof Batch ? batch.others.get(key) : known;
    if (this.#standIns !== null) this.#reportStandIn(key);
    if (value instanceof Error) throw value;
    if (value === undefined) throw new Error(`${this.#reads.name} ${key} was not read.`);
    return value;
  }

  async #read(batch: Batch<Key, T>): Promise<void> {
    this.#collecting = null;
    this.#running.add(batch);
    try {
      const { system, name, isOn } = this.#reads;
      const read = () => (isOn ? this.#readCached(batch) : this.#readUncached(batch));
      await batchReads.tracePromise(read, { system, name, keys: batch.keys.length });
    } catch (error) {
      batch.fail(error);
    }
    this.#running.delete(batch);
    batch.isLanded = true;
  }

  async #readCached(batch: Batch<Key, T>): Promise<void> {
    const { isAnew, demand } = this.#request;
    const landed = isAnew
      ? await this.#reads.readAnew(batch.keys, this.#args, this.#request)
      : await this.#reads.read(batch.keys, this.#args, this.#request, demand);
    for (const key of batch.keys) {
      const found = landed.get(key);
      if (found instanceof Error) batch.others.set(key, found);
      if (found === undefined || found instanceof Error) continue;
      found.primed.forEach(this.#request.onPrimed);
      if (found.standsIn) {
        (this.#standIns ??= new Map()).set(key, found.entry);
        this.#request.stoodIn(found.entry);
      }
      // A record that has arrived another way since takes precedence in this request.
      if (this.#knownOf(key) === batch) this.#take(key, found.entry);
      else batch.others.set(key, found.entry.value);
    }
  }

  /** If nothing is kept, values get no entries: the age and lifetime of the read are reported once. */
  async #readUncached(batch: Batch<Key, T>): Promise<void> {
    const { values, entry, primed } = await this.#reads.readUncached(batch.keys, this.#args, this.#request);
    this.#request.used(entry);
    primed.forEach(this.#request.onPrimedMany);
    for (const key of batch.keys) {
      const value = values.get(key) ?? this.#reads.missing;
      if (value instanceof Error || this.#known.get(key) !== batch) batch.others.set(key, value);
      else this.#known.set(key, value);
    }
  }
}
