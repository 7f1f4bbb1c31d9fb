import type { RequestedRead, ReadKind } from '../../../datasources/load/dry-run-reads.ts';
import type { Moment, Moments } from './moments.ts';

/** A group of things that request keys. */
export interface KeyGroup {
  /** Distinguishes its keys from those of others. */
  readonly name: string;
  /** The number of keys. */
  readonly keys: number;
}

/** One kind of read with the same arguments: keys requested at the same moment are one batch. */
interface AskedRead {
  readonly index: number;
  readonly read: RequestedRead;
  /** The batches, by the index of their moment. */
  batches: Map<number, Batch>;
  /** The moments at which it was requested in the previous walk. */
  before: readonly Moment[];
  /** Groups whose members each use different arguments, with their sizes. */
  readonly alone: Map<string, number>;
}

/** The keys requested at one moment. */
interface Batch {
  at: Moment;
  /** The number of keys, by the name of the group that requests them. */
  readonly keys: Map<string, number>;
}

/**
 * Counts what an operation reads, and how many calls that takes at most. The operation is walked through twice, because only the second
 * walk knows what else reads the same.
 */
export class Tally {
  readonly #moments: Moments;
  readonly #maxBatches: ReadonlyMap<string, number>;
  readonly #askedReads = new Map<ReadKind | string, Map<string, AskedRead>>();
  #count = 0;
  /** Kinds whose records may have come along with other reads, according to the previous walk. */
  #primedBefore: ReadonlySet<ReadKind | null> = new Set();
  #primed = new Set<ReadKind>();

  /** `maxBatches` is the number of keys that each system accepts in one call. */
  constructor(moments: Moments, maxBatches: ReadonlyMap<string, number>) {
    this.#moments = moments;
    this.#maxBatches = maxBatches;
  }

  /** Starts the second walk. */
  again(): void {
    this.#primedBefore = this.#primed;
    this.#primed = new Set();
    for (const asked of this.#all()) {
      asked.before = [...asked.batches.values()].map(({ at }) => at);
      asked.batches = new Map();
      asked.alone.clear();
    }
  }

  /**
   * Records a read and returns when its result is there. If part of it may be known before, or already be requested by others, the group
   * continues in two parts.
   */
  ask(read: RequestedRead, { name, keys }: KeyGroup, at: Moment): Moment {
    const asked = this.#askedOf(read);
    keysAt(asked, at).set(name, keys);
    const turns = this.#isSplit(asked, at) ? 2 : 1;
    return this.#moments.answered(asked.index, at, turns * at.times);
  }

  /**
   * The same for a single key, shared by all that request it. If it was already requested on the way to this moment, it is not requested
   * again.
   */
  askOne(read: RequestedRead, key: string, at: Moment): Moment {
    const asked = this.#askedOf(read);
    const { index, batches } = asked;
    for (const { at: earlier, keys } of batches.values()) {
      if (earlier.index === at.index || !keys.has(key) || !at.since.has(earlier.index)) continue;
      const there = this.#moments.answered(index, earlier);
      return at.since.has(there.index) ? at : there;
    }
    keysAt(asked, at).set(key, 1);
    return this.#moments.answered(index, at);
  }

  /** The same for a read for which each member uses different arguments. */
  askAlone(read: RequestedRead, { name, keys }: KeyGroup, at: Moment): Moment {
    const asked = this.#askedOf(read);
    asked.alone.set(name, keys);
    return this.#moments.answered(asked.index, at, keys);
  }

  /** The number of calls to each system that is called. */
  get calls(): ReadonlyMap<string, number> {
    const calls = new Map<string, number>();
    for (const asked of this.#all()) {
      const { system } = asked.read;
      const own = this.#callsOf(asked);
      if (own > 0) calls.set(system, (calls.get(system) ?? 0) + own);
    }
    return calls;
  }

  #callsOf({ read, batches, alone }: AskedRead): number {
    const max = this.#maxBatches.get(read.system) ?? 1;
    const single = read.callsFor(1, max);
    const all = new Map<string, number>();
    let batched = 0;
    for (const { at, keys } of batches.values()) {
      for (const [name, many] of keys) all.set(name, many);
      const many = sum(keys);
      const count = Math.min(at.times, many);
      // The number of calls is largest if all batches but one have a single key.
      batched += (count - 1) * single + read.callsFor(many - count + 1, max);
    }
    // No key is read twice.
    return Math.min(batched, sum(all) * single) + sum(alone) * single;
  }

  /** Whether part of a read may be there already: it came along with another, or is also requested elsewhere, and not only later. */
  #isSplit({ read, before }: AskedRead, at: Moment): boolean {
    return this.#primedBefore.has(read.reads) || before.some(({ since }) => !since.has(at.index));
  }

  #askedOf(read: RequestedRead): AskedRead {
    const kind = read.reads ?? read.system;
    if (read.reads?.primes) this.#primed.add(read.reads.primes);
    const reads = this.#askedReads.get(kind) ?? new Map<string, AskedRead>();
    this.#askedReads.set(kind, reads);
    let asked = reads.get(read.question);
    if (!asked) {
      asked = { index: this.#count, read, batches: new Map(), before: [], alone: new Map() };
      this.#count += 1;
      reads.set(read.question, asked);
    }
    return asked;
  }

  #all(): readonly AskedRead[] {
    return [...this.#askedReads.values()].flatMap((reads) => [...reads.values()]);
  }
}

function keysAt({ batches }: AskedRead, at: Moment): Map<string, number> {
  let batch = batches.get(at.index);
  if (!batch) batches.set(at.index, (batch = { at, keys: new Map() }));
  if (at.times > batch.at.times) batch.at = at;
  return batch.keys;
}

function sum(keys: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const many of keys.values()) total += many;
  return total;
}
