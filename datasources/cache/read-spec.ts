import type { Purpose, Shared } from '../scope.ts';
import type { PrimedRecord } from './fill.ts';
import type { Tag } from './tier.ts';

/** Defines how one kind of value is read from its system. */
export interface ReadSpec<Key extends string, Args, T> {
  /** What is read, unique in its system: `Customer`, `orders by customer`. */
  readonly name: string;
  /** The tags a key's value depends on. They follow from key and arguments alone, so they are known before the value is. */
  readonly tags: (key: Key, args: Args) => readonly Tag[];
  /** Whether a key is possible in the system; other keys are known to be missing without asking. */
  readonly isPossible: (key: Key) => boolean;
  /**
   * Reads many keys with equal arguments; keys may be left out of the result. An Error fails its own key only; a rejection fails all of
   * them.
   */
  readonly read: (keys: readonly Key[], args: Args, call: Shared) => Promise<ReadonlyMap<Key, T | Error>>;
  /** The value of a key left out of the result; JSON like all values. */
  readonly missing: T;
  /** The longest time, in milliseconds, to remember that a key is missing. */
  readonly missingMs: number;
  /** Whether keys of several requests are read together; if each has its own arguments, waiting for others is pointless. */
  readonly isBatched: boolean;
  /** `report` for values that are expensive for the system, else `single`. */
  readonly purpose: Exclude<Purpose, 'background'>;
  /** See {@link ExpectedReads}. */
  readonly expected?: ExpectedReads<Args>;
}

/** What is known about a read in advance, for estimating its cost. */
export interface ExpectedReads<Args> {
  /** The reads whose records come along with each value (`call.prime`); none by default. */
  readonly primes?: PrimedRecord['reads'];
  /**
   * The maximum number of calls it takes, with its keys split into `chunks` of the size the system accepts; one call per chunk by default.
   * It must not depend on the answers.
   */
  readonly calls?: (batch: { readonly keys: number; readonly chunks: number }, args: Args) => number;
}

/** A request's requirements for values that were read before. */
export interface Demand {
  /** The maximum age in milliseconds; anything older is read from its system. */
  readonly maxAgeMs: number;
  /** Whether a value that is too old may be served while its system is unavailable. */
  readonly mayStandIn: boolean;
}

/** The default for requests that state no requirements: the systems decide how long their answers are valid. */
export const DEFAULT_DEMAND: Demand = { maxAgeMs: Infinity, mayStandIn: true };
