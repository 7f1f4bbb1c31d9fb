import DataLoader from 'dataloader';
import { nameOf, type CachedReads } from '../cache/cached-reads.ts';
import type { Entry } from '../cache/entry.ts';
import type { Seen } from '../cache/fill.ts';

/** What a loader knows of its request. */
export interface Reading {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Whether the systems themselves are to be asked, whatever the caches have. */
  readonly isAnew: boolean;
  /** Told of each value that the request has read for the first time. */
  readonly used: (entry: Entry) => void;
  /** Told of a record that came along with something else. */
  readonly seen: (seen: Seen) => void;
}

/**
 * Loads what is read by one kind of reads for one request. It knows what the request has read and gives the same again; what it finds in
 * memory it gives at once; all else that is asked for in one tick with equal arguments becomes one batch.
 */
export class Loader<Key extends string, Args, T> {
  readonly #reads: CachedReads<Key, Args, T>;
  readonly #request: Reading;
  readonly #known = new Map<string, T>();
  readonly #batches = new Map<string, DataLoader<Key, T>>();

  constructor(reads: CachedReads<Key, Args, T>, request: Reading) {
    this.#reads = reads;
    this.#request = request;
  }

  /** The value, where this request or this process has it; undefined where it must be loaded. */
  peek(key: Key, args: Args): T | undefined {
    const name = nameOf(key, args);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const entry = this.#request.isAnew ? undefined : this.#reads.peek(key, args);
    return entry ? this.#take(name, entry) : this.#reads.impossible(key);
  }

  /** The value, at once where it is here; the promise rejects with what made the read fail. */
  load(key: Key, args: Args): T | Promise<T> {
    const here = this.peek(key, args);
    return here === undefined ? this.#batchOf(args).load(key) : here;
  }

  /** Takes a value from elsewhere, in place of what is known. */
  set(key: Key, args: Args, value: T): void {
    this.forget(key, args);
    this.#known.set(nameOf(key, args), value);
  }

  /** Takes a record that came along with something else, unless there is one already. */
  take(key: Key, args: Args, entry: Entry<T>): void {
    const name = nameOf(key, args);
    if (!this.#known.has(name)) this.#take(name, entry);
  }

  /** Forgets a value, so that the next who asks reads it anew. */
  forget(key: Key, args: Args): void {
    this.#known.delete(nameOf(key, args));
    this.#batches.get(nameOf('', args))?.clear(key);
  }

  #take(name: string, entry: Entry<T>): T {
    this.#known.set(name, entry.value);
    this.#request.used(entry);
    return entry.value;
  }

  #batchOf(args: Args): DataLoader<Key, T> {
    const group = nameOf('', args);
    let batch = this.#batches.get(group);
    if (!batch) {
      batch = new DataLoader((keys) => this.#readBatch(keys, args));
      this.#batches.set(group, batch);
    }
    return batch;
  }

  async #readBatch(keys: readonly Key[], args: Args): Promise<(T | Error)[]> {
    const { isAnew } = this.#request;
    const read = isAnew || !this.#reads.isOn ? 'readAnew' : 'read';
    const landed = await this.#reads[read](keys, args, this.#request);
    return keys.map((key) => {
      const found = landed.get(key);
      if (found === undefined) return new Error(`${this.#reads.name} ${key} was not read.`);
      if (found instanceof Error) return found;
      found.seen.forEach(this.#request.seen);
      const name = nameOf(key, args);
      // A record that has come another way since is what this request knows.
      const known = this.#known.get(name);
      return known === undefined ? this.#take(name, found.entry) : known;
    });
  }
}
