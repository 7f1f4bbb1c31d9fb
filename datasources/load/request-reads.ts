import type { EntityReads, ListReads } from '../cache/cache.ts';
import { nameOf, USUAL, type CachedReads, type Demand } from '../cache/cached-reads.ts';
import type { Entry } from '../cache/entry.ts';
import type { Seen, Sighting } from '../cache/fill.ts';
import type { Asker, RequestScope } from '../scope.ts';
import type { EntityLoader } from './entity-loader.ts';
import { Loader } from './loader.ts';
import type { Reading } from './lookup.ts';

/**
 * What one request has read. Whatever it reads twice is the same both times, and what its answer depends on is known in the end.
 */
export class RequestReads implements Reading {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** The entries that the answer depends on so far. */
  readonly entries: Entry[] = [];
  /** Whether something was read that concerns this caller alone, or is not to be kept. */
  isPersonal = false;
  /** Whether the systems themselves are asked, whatever the caches have: see {@link readAnew}. */
  isAnew = false;
  /** What it wants of values that were read before; to be said before anything is read. */
  demand: Demand = USUAL;
  /** The values past their age that stand in for what could not be had. */
  readonly standIns = new Set<Entry>();
  /** Told of each of them when it is given. */
  onStandIn: (entry: Entry) => void = ignored;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of all kinds; each comes out as it was put in
  readonly #loaders = new Map<CachedReads<any, any, any>, Loader<any, any, any>>();
  readonly #own = new Map<string, Promise<unknown>>();

  constructor(requestId: string, signal: AbortSignal) {
    this.requestId = requestId;
    this.signal = signal;
  }

  /** This request's loader of what belongs to owners. */
  of<Key extends string, Args, T>(reads: CachedReads<Key, Args, T>): Loader<Key, Args, T> {
    let loader = this.#loaders.get(reads) as Loader<Key, Args, T> | undefined;
    if (!loader) {
      loader = new Loader(reads, this);
      this.#loaders.set(reads, loader);
    }
    return loader;
  }

  /** This request's loader of entities. */
  entity<Entity extends string, T extends object>(reads: EntityReads<Entity, T>): EntityLoader<Entity, T> {
    return this.of(reads).with(null);
  }

  /** What has nothing but arguments, at once where it is here; the promise rejects with what made the read fail. */
  list<Args, T>(reads: ListReads<Args, T>, args: Args): T | Promise<T> {
    return this.of(reads).load('', args);
  }

  /**
   * Runs a read of this caller's own at most once for a request; nothing of it is kept beyond. Reads are told apart by name and
   * the JSON of their arguments.
   */
  once<T>(name: string, args: unknown, read: () => Promise<T>): Promise<T> {
    const key = nameOf(name, args);
    const running = this.#own.get(key) as Promise<T> | undefined;
    if (running) return running;
    const own = read();
    this.#own.set(key, own);
    return own;
  }

  /** Drops all that was read, and from now on asks the systems themselves: before a write, and for what follows it. */
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

  readonly seen = ({ reads, key, entry }: Seen): void => {
    this.of(reads).with(null).see(key, entry);
  };

  readonly sighted = ({ reads, records }: Sighting): void => {
    this.of(reads).with(null).sight(records);
  };
}

/**
 * What data sources get of a request, with nothing read yet. A call that is made with it itself, and not through `reads`, makes the
 * request's answer personal.
 */
export function requestScope({ requestId, signal }: Asker): RequestScope {
  const reads = new RequestReads(requestId, signal);
  return {
    requestId,
    signal,
    audience: 'caller',
    purpose: 'single',
    reads,
    answered: () => {
      reads.isPersonal = true;
    },
  };
}

function ignored(): void {
  // Nobody wants to know.
}
