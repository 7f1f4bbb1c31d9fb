import DataLoader from 'dataloader';
import type { CachedReads, Demand } from '../cache/cached-reads.ts';
import type { Entry } from '../cache/entry.ts';
import type { Seen, Sighting } from '../cache/fill.ts';
import { batchReads } from '../observed.ts';
import { Batch } from './batch.ts';

/** What a lookup knows of its request. */
export interface Reading {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Whether the systems themselves are to be asked, whatever the caches have. */
  readonly isAnew: boolean;
  /** What it wants of values that were read before. */
  readonly demand: Demand;
  /** Told of each value that the request has read for the first time; where nothing is kept, of each read. */
  readonly used: (entry: Entry) => void;
  /** Told of each value past its age that stands in, whenever it is given. */
  readonly stoodIn: (entry: Entry) => void;
  /** Told of a record that came along with something else. */
  readonly seen: (seen: Seen) => void;
  /** Told of records that came along where nothing is kept. */
  readonly sighted: (sighting: Sighting) => void;
}

/**
 * What one request reads of one kind with the same arguments. It knows what the request has read and gives the same again; what it
 * finds in memory it gives at once; all else that is asked for in one tick becomes one batch.
 */
export class Lookup<Key extends string, Args, T> {
  readonly #reads: CachedReads<Key, Args, T>;
  readonly #args: Args;
  readonly #request: Reading;
  /** What is known of a key: its value, or the batch in which it was asked for last, which may have landed without it. */
  readonly #known = new Map<Key, T | Batch<Key, T>>();
  /** Those of them that stand in for what could not be had. */
  #standIns: Map<Key, Entry<T>> | null = null;
  /** Records that came along, and that nobody has looked for yet. */
  #sighted: (readonly (T & { readonly id: Key })[])[] = [];
  /** The batch of this tick. */
  #collecting: Batch<Key, T> | null = null;
  /** Knows when a tick is over. A batch is one of its keys, so that it makes one promise for all in it, and not one for each. */
  readonly #ticks: DataLoader<Batch<Key, T>, void>;

  constructor(reads: CachedReads<Key, Args, T>, args: Args, request: Reading) {
    this.#reads = reads;
    this.#args = args;
    this.#request = request;
    this.#ticks = new DataLoader((batches) => Promise.all(batches.map((batch) => this.#read(batch))), {
      cache: false,
    });
  }

  /** The value, where this request or this process has it; undefined where it must be loaded. */
  peek(key: Key): T | undefined {
    if (this.#sighted.length > 0) this.#takeSighted();
    const known = this.#known.get(key);
    if (known !== undefined && !(known instanceof Batch)) {
      if (this.#standIns !== null) this.#tellStandIn(key);
      return known;
    }
    const { isAnew, demand } = this.#request;
    const entry = isAnew ? undefined : this.#reads.peek(key, this.#args, demand.maxAgeMs);
    return entry ? this.#take(key, entry) : this.#reads.impossible(key);
  }

  /** The value, at once where it is here; the promise rejects with what made the read fail. */
  load(key: Key): T | Promise<T> {
    const here = this.peek(key);
    if (here !== undefined) return here;
    const batch = this.#batchOf(key);
    return batch.landed.then(() => this.#outcome(key, batch));
  }

  /**
   * Asks for what is not here. The promise, the same for all of one tick, resolves when the value can be had with `peek`, or could
   * not be read; it never rejects. Throws what made an earlier read of this key fail.
   */
  want(key: Key): Promise<unknown> {
    const batch = this.#batchOf(key);
    if (batch.isLanded) this.#outcome(key, batch);
    return batch.landed;
  }

  /** Takes a value from elsewhere, in place of what is known. */
  replace(key: Key, value: T): void {
    this.forget(key);
    this.#known.set(key, value);
  }

  /** Forgets a value, so that the next who asks reads it anew. */
  forget(key: Key): void {
    if (this.#sighted.length > 0) this.#takeSighted();
    // What is not being read yet will be read anew as it is.
    if (this.#known.get(key) !== this.#collecting) this.#known.delete(key);
    this.#standIns?.delete(key);
  }

  /** Takes a record that came along with something else, unless there is one already. */
  see(key: Key, entry: Entry<T>): void {
    if (!this.#isKnown(key)) this.#take(key, entry);
  }

  /** The same of many, of which most will not be looked for. */
  sight(records: readonly (T & { readonly id: Key })[]): void {
    this.#sighted.push(records);
  }

  #takeSighted(): void {
    const sighted = this.#sighted;
    this.#sighted = [];
    for (const records of sighted) {
      for (const record of records) if (!this.#isKnown(record.id)) this.#known.set(record.id, record);
    }
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

  #tellStandIn(key: Key): void {
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

  /** What became of a key of a batch that has landed. */
  #outcome(key: Key, batch: Batch<Key, T>): T {
    const known = this.#known.get(key);
    const value = known === undefined || known instanceof Batch ? batch.others.get(key) : known;
    if (this.#standIns !== null) this.#tellStandIn(key);
    if (value instanceof Error) throw value;
    if (value === undefined) throw new Error(`${this.#reads.name} ${key} was not read.`);
    return value;
  }

  async #read(batch: Batch<Key, T>): Promise<void> {
    this.#collecting = null;
    try {
      const { system, name, isOn } = this.#reads;
      const read = () => (isOn ? this.#readKept(batch) : this.#readOnly(batch));
      await batchReads.tracePromise(read, { system, name, keys: batch.keys.length });
    } catch (error) {
      batch.fail(error);
    }
    batch.isLanded = true;
  }

  async #readKept(batch: Batch<Key, T>): Promise<void> {
    const { isAnew, demand } = this.#request;
    const landed = isAnew
      ? await this.#reads.readAnew(batch.keys, this.#args, this.#request)
      : await this.#reads.read(batch.keys, this.#args, this.#request, demand);
    for (const key of batch.keys) {
      const found = landed.get(key);
      if (found instanceof Error) batch.others.set(key, found);
      if (found === undefined || found instanceof Error) continue;
      found.seen.forEach(this.#request.seen);
      if (found.standsIn) {
        (this.#standIns ??= new Map()).set(key, found.entry);
        this.#request.stoodIn(found.entry);
      }
      // A record that has come another way since is what this request knows.
      if (this.#known.get(key) === batch) this.#take(key, found.entry);
      else batch.others.set(key, found.entry.value);
    }
  }

  /** Where nothing is kept, nothing is made of a value: what its read says of its age is said once. */
  async #readOnly(batch: Batch<Key, T>): Promise<void> {
    const { values, entry, sightings } = await this.#reads.readOnly(batch.keys, this.#args, this.#request);
    this.#request.used(entry);
    sightings.forEach(this.#request.sighted);
    for (const key of batch.keys) {
      const value = values.get(key) ?? this.#reads.missing;
      if (value instanceof Error || this.#known.get(key) !== batch) batch.others.set(key, value);
      else this.#known.set(key, value);
    }
  }
}
