import { nameOf, type CachedReads } from '../cache/cached-reads.ts';
import { Lookup, type Reading } from './lookup.ts';

/** Loads what is read by one kind of reads for one request: keys with equal arguments together, see {@link Lookup}. */
export class Loader<Key extends string, Args, T> {
  readonly #reads: CachedReads<Key, Args, T>;
  readonly #request: Reading;
  readonly #lookups = new Map<string, Lookup<Key, Args, T>>();

  constructor(reads: CachedReads<Key, Args, T>, request: Reading) {
    this.#reads = reads;
    this.#request = request;
  }

  /** What is read with these arguments. */
  with(args: Args): Lookup<Key, Args, T> {
    const name = nameOf('', args);
    let lookup = this.#lookups.get(name);
    if (!lookup) {
      lookup = new Lookup(this.#reads, args, this.#request);
      this.#lookups.set(name, lookup);
    }
    return lookup;
  }

  /** The value, where this request or this process has it; undefined where it must be loaded. */
  peek(key: Key, args: Args): T | undefined {
    return this.with(args).peek(key);
  }

  /** The value, at once where it is here; the promise rejects with what made the read fail. */
  load(key: Key, args: Args): T | Promise<T> {
    return this.with(args).load(key);
  }
}
