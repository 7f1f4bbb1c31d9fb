import type { EntityReads, ListReads } from '../cache/system-cache.ts';
import type { CachedReads } from '../cache/cached-reads.ts';
import { nameOf } from '../cache/entry-table.ts';
import { DEFAULT_DEMAND, type Demand } from '../cache/read-spec.ts';
import type { Entry } from '../cache/entry.ts';
import type { Evictions } from '../cache/evictions.ts';
import type { PrimedRecord, PrimedRecords } from '../cache/fill.ts';
import type { Requester, RequestScope } from '../scope.ts';
import type { EntityLoader } from './entity-loader.ts';
import { Loader } from './loader.ts';
import type { ReadContext } from './lookup.ts';

/** Everything one request has read. Reading a value twice returns the same value, and at the end it is known what the answer depends on. */
export class RequestReads implements ReadContext {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** The entries that the answer depends on so far. */
  readonly entries: Entry[] = [];
  /** Whether a value was read that concerns only this caller, or must not be kept. */
  isPersonal = false;
  /** Whether reads bypass the caches: see {@link readAnew}. */
  isAnew = false;
  /** The requirements for values that were read before; must be set before the first read. */
  demand: Demand = DEFAULT_DEMAND;
  /** The values past their age that stand in for ones that could not be read. */
  readonly standIns = new Set<Entry>();
  /** Called with each of them every time it is used. */
  onStandIn: (entry: Entry) => void = ignored;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of all kinds; each comes out as it was put in
  readonly #loaders = new Map<CachedReads<any, any, any>, Loader<any, any, any>>();
  readonly #own = new Map<string, Promise<unknown>>();

  constructor(requestId: string, signal: AbortSignal) {
    this.requestId = requestId;
    this.signal = signal;
  }

  /** Whether nothing that was read, or is being read, has been evicted since place `began` in the order of evictions. */
  isCurrent(evictions: Evictions, began: number): boolean {
    if (!this.entries.every(({ tags }) => evictions.isCurrent(tags, began))) return false;
    for (const loader of this.#loaders.values()) if (!loader.isReadingCurrent(evictions, began)) return false;
    return true;
  }

  /** This request's loader for values that belong to owners. */
  of<Key extends string, Args, T>(reads: CachedReads<Key, Args, T>): Loader<Key, Args, T> {
    let loader = this.#loaders.get(reads) as Loader<Key, Args, T> | undefined;
    if (!loader) {
      loader = new Loader(reads, this);
      this.#loaders.set(reads, loader);
    }
    return loader;
  }

  /** This request's loader for entities. */
  entity<Entity extends string, T extends object>(reads: EntityReads<Entity, T>): EntityLoader<Entity, T> {
    return this.of(reads).with(null);
  }

  /** Returns a value identified only by arguments, synchronously if it is available; the promise rejects if the read fails. */
  list<Args, T>(reads: ListReads<Args, T>, args: Args): T | Promise<T> {
    return this.of(reads).load('', args);
  }

  /**
   * Runs a read of this caller's own at most once per request; the result is not kept beyond it. Reads are identified by their name and the
   * JSON of their arguments.
   */
  once<T>(name: string, args: unknown, read: () => Promise<T>): Promise<T> {
    const key = nameOf(name, args);
    const running = this.#own.get(key) as Promise<T> | undefined;
    if (running) return running;
    // Even if it fails, and the reader goes on without it.
    this.isPersonal = true;
    const own = read();
    this.#own.set(key, own);
    return own;
  }

  /** Drops everything read so far, and reads from the systems themselves from now on: before a write, and for the reads that follow it. */
  readAnew(): void {
    this.isAnew = true;
    this.isPersonal = true;
    this.#loaders.clear();
    this.#own.clear();
  }

  readonly used = (entry: Entry): void => {
    this.entries.push(entry);
  };

  readonly stoodIn = (entry: Entry): void => {
    this.standIns.add(entry);
    this.onStandIn(entry);
  };

  readonly onPrimed = ({ reads, key, entry }: PrimedRecord): void => {
    this.of(reads).with(null).prime(key, entry);
  };

  readonly onPrimedMany = ({ reads, records }: PrimedRecords): void => {
    this.of(reads).with(null).primeMany(records);
  };
}

/**
 * Creates the scope that data sources get for a request, with nothing read yet. A call made with the scope itself, and not through `reads`,
 * makes the request's answer personal.
 */
export function requestScope({ requestId, signal }: Requester): RequestScope {
  const reads = new RequestReads(requestId, signal);
  return {
    requestId,
    signal,
    audience: 'caller',
    purpose: 'single',
    reads,
    onResponse: () => {
      reads.isPersonal = true;
    },
  };
}

function ignored(): void {
  // No listener is set.
}
