import { nameOf, type CachedReads } from '../cache/cached-reads.ts';
import type { Seen } from '../cache/fill.ts';
import type { Asker } from '../scope.ts';
import { Loader } from './loader.ts';
import { Lookup } from './lookup.ts';
import { RequestReads } from './request-reads.ts';

/** What is read, as far as it is looked at: {@link CachedReads} of whatever kind. */
export interface ReadKind {
  readonly sees: Seen['reads'] | undefined;
  impossible(key: string): unknown;
}

/** A read that was asked for and is not made. */
export interface AskedRead {
  readonly system: string;
  /** What it is a read of; null of one that a caller makes for itself ({@link RequestReads.once}). */
  readonly reads: ReadKind | null;
  /** What tells it from others of the same reads: its arguments. Keys that are asked for with equal ones are read together. */
  readonly question: string;
  readonly key: string;
  /** How many calls so many keys take at most, of which the system takes `maxBatch` in one. */
  readonly callsFor: (keys: number, maxBatch: number) => number;
}

/** Is told of each read that is asked for. */
export type OnAsked = (asked: AskedRead) => void;

/**
 * The reads of a rehearsal: whatever is asked for is told and never answered, so that nothing is known, nothing is kept and no system
 * is asked.
 */
export class RehearsedReads extends RequestReads {
  readonly #system: string;
  readonly #onAsked: OnAsked;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of all kinds; each comes out as it was put in
  readonly #loaders = new Map<ReadKind, RehearsedLoader<any, any, any>>();

  /** `system` is whose sources read by these. */
  constructor(system: string, asker: Asker, onAsked: OnAsked) {
    super(asker.requestId, asker.signal);
    this.#system = system;
    this.#onAsked = onAsked;
  }

  override of<Key extends string, Args, T>(reads: CachedReads<Key, Args, T>): Loader<Key, Args, T> {
    let loader = this.#loaders.get(reads) as RehearsedLoader<Key, Args, T> | undefined;
    if (!loader) this.#loaders.set(reads, (loader = new RehearsedLoader(reads, this, this.#onAsked)));
    return loader;
  }

  override once<T>(name: string, args: unknown): Promise<T> {
    const question = nameOf(name, args);
    this.#onAsked({ system: this.#system, reads: null, question, key: '', callsFor: () => 1 });
    return unanswered();
  }
}

class RehearsedLoader<Key extends string, Args, T> extends Loader<Key, Args, T> {
  readonly #reads: CachedReads<Key, Args, T>;
  readonly #request: RequestReads;
  readonly #onAsked: OnAsked;
  readonly #lookups = new Map<string, RehearsedLookup<Key, Args, T>>();

  constructor(reads: CachedReads<Key, Args, T>, request: RequestReads, onAsked: OnAsked) {
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
      const callsFor: AskedRead['callsFor'] = (keys, maxBatch) => reads.callsFor(keys, args, maxBatch);
      const asked = { system: reads.system, reads, question, callsFor };
      lookup = new RehearsedLookup(reads, args, this.#request, (key) => this.#onAsked({ ...asked, key }));
      this.#lookups.set(question, lookup);
    }
    return lookup;
  }
}

class RehearsedLookup<Key extends string, Args, T> extends Lookup<Key, Args, T> {
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

/** One of its own each time: whatever waits for it goes with it. */
function unanswered(): Promise<never> {
  return new Promise(() => undefined);
}
