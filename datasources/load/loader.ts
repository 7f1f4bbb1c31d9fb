import type { CachedReads } from '../cache/cached-reads.ts';
import { nameOf } from '../cache/entry-table.ts';
import type { Evictions } from '../cache/evictions.ts';
import { Lookup, type ReadContext } from './lookup.ts';

/** Loads values of one kind for one request; keys with equal arguments are read together, see {@link Lookup}. */
export class Loader<Key extends string, Args, T> {
  readonly #reads: CachedReads<Key, Args, T>;
  readonly #request: ReadContext;
  readonly #lookups = new Map<string, Lookup<Key, Args, T>>();
  /** The lookup asked for last, and its arguments: most callers ask for many keys with the same ones. */
  #last: readonly [Args, Lookup<Key, Args, T>] | null = null;

  constructor(reads: CachedReads<Key, Args, T>, request: ReadContext) {
    this.#reads = reads;
    this.#request = request;
  }

  /** Returns the lookup for these arguments. */
  with(args: Args): Lookup<Key, Args, T> {
    if (this.#last?.[0] === args) return this.#last[1];
    const name = nameOf('', args);
    let lookup = this.#lookups.get(name);
    if (!lookup) {
      lookup = new Lookup(this.#reads, args, this.#request);
      this.#lookups.set(name, lookup);
    }
    this.#last = [args, lookup];
    return lookup;
  }

  /** Returns the value if this request or this process has it; undefined if it must be loaded. */
  peek(key: Key, args: Args): T | undefined {
    return this.with(args).peek(key);
  }

  /** Returns the value, synchronously if it is available; the promise rejects if the read fails. */
  load(key: Key, args: Args): T | Promise<T> {
    return this.with(args).load(key);
  }

  /** Whether none of what is being read has been evicted since place `began`. */
  isReadingCurrent(evictions: Evictions, began: number): boolean {
    for (const lookup of this.#lookups.values()) if (!lookup.isReadingCurrent(evictions, began)) return false;
    return true;
  }
}
