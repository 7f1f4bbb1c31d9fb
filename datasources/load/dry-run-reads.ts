import type { CachedReads } from '../cache/cached-reads.ts';
import { nameOf } from '../cache/entry-table.ts';
import type { PrimedRecord } from '../cache/fill.ts';
import type { Requester } from '../scope.ts';
import { Loader } from './loader.ts';
import { Lookup } from './lookup.ts';
import { RequestReads } from './request-reads.ts';

/** The parts of {@link CachedReads} that a dry run looks at, for any kind of value. */
export interface ReadKind {
  readonly primes: PrimedRecord['reads'] | undefined;
  impossible(key: string): unknown;
}

/** A read that was requested but is not made. */
export interface RequestedRead {
  readonly system: string;
  /** The kind of read; null for a caller's own read ({@link RequestReads.once}). */
  readonly reads: ReadKind | null;
  /** Identifies its arguments among reads of the same kind. Keys requested with equal arguments are read together. */
  readonly question: string;
  readonly key: string;
  /** The maximum number of calls for `keys` keys, if the system accepts `maxBatch` keys per call. */
  readonly callsFor: (keys: number, maxBatch: number) => number;
}

/** Called with each requested read. */
export type OnRequested = (asked: RequestedRead) => void;

/** The reads of a dry run: every read is reported and never answered, so nothing is known or kept, and no system is called. */
export class DryRunReads extends RequestReads {
  readonly #system: string;
  readonly #onAsked: OnRequested;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of all kinds; each comes out as it was put in
  readonly #loaders = new Map<ReadKind, DryRunLoader<any, any, any>>();

  /** `system` is the system whose data sources use these reads. */
  constructor(system: string, requester: Requester, onAsked: OnRequested) {
    super(requester.requestId, requester.signal);
    this.#system = system;
    this.#onAsked = onAsked;
  }

  override of<Key extends string, Args, T>(reads: CachedReads<Key, Args, T>): Loader<Key, Args, T> {
    let loader = this.#loaders.get(reads) as DryRunLoader<Key, Args, T> | undefined;
    if (!loader) this.#loaders.set(reads, (loader = new DryRunLoader(reads, this, this.#onAsked)));
    return loader;
  }

  override once<T>(name: string, args: unknown): Promise<T> {
    const question = nameOf(name, args);
    this.#onAsked({ system: this.#system, reads: null, question, key: '', callsFor: () => 1 });
    return unanswered();
  }
}

class DryRunLoader<Key extends string, Args, T> extends Loader<Key, Args, T> {
  readonly #reads: CachedReads<Key, Args, T>;
  readonly #request: RequestReads;
  readonly #onAsked: OnRequested;
  readonly #lookups = new Map<string, DryRunLookup<Key, Args, T>>();

  constructor(reads: CachedReads<Key, Args, T>, request: RequestReads, onAsked: OnRequested) {
    super(reads, request);
    this.#reads = reads;
    this.#request = request;
    this.#onAsked = onAsked;
  }

  override with(args: Args): Lookup<Key, Args, T> {
    const question = nameOf('', args);
    let lookup = this.#lookups.get(question);
    if (!lookup) {
      const reads = this.#reads;
      const callsFor: RequestedRead['callsFor'] = (keys, maxBatch) => reads.callsFor(keys, args, maxBatch);
      const asked = { system: reads.system, reads, question, callsFor };
      lookup = new DryRunLookup(reads, args, this.#request, (key) => this.#onAsked({ ...asked, key }));
      this.#lookups.set(question, lookup);
    }
    return lookup;
  }
}

class DryRunLookup<Key extends string, Args, T> extends Lookup<Key, Args, T> {
  readonly #onAsked: (key: Key) => void;

  constructor(
    reads: CachedReads<Key, Args, T>,
    args: Args,
    request: RequestReads,
    onAsked: (key: Key) => void,
  ) {
    super(reads, args, request);
    this.#onAsked = onAsked;
  }

  override peek(): undefined {
    return undefined;
  }

  override load(key: Key): Promise<T> {
    this.#onAsked(key);
    return unanswered();
  }

  override want(key: Key): Promise<unknown> {
    return this.load(key);
  }
}

/** A new promise each time, so that everything that waits for it can be garbage collected. */
function unanswered(): Promise<never> {
  return new Promise(() => undefined);
}
