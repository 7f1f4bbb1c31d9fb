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
interface Question {
  readonly index: number;
  readonly read: RequestedRead;
  /** The batches, by the index of their moment. */
  asked: Map<number, Batch>;
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
  readonly #questions = new Map<ReadKind | string, Map<string, Question>>();
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
    for (const question of this.#all()) {
      question.before = [...question.asked.values()].map(({ at }) => at);
      question.asked = new Map();
      question.alone.clear();
    }
  }

  /**
   * Records a read and returns when its result is there. If part of it may be known before, or already be requested by others, the group
   * continues in two parts.
   */
  ask(read: RequestedRead, { name, keys }: KeyGroup, at: Moment): Moment {
    const question = this.#questionOf(read);
    keysAt(question, at).set(name, keys);
    const turns = this.#isSplit(question, at) ? 2 : 1;
    return this.#moments.answered(question.index, at, turns * at.times);
  }

  /**
   * The same for a single key, shared by all that request it. If it was already requested on the way to this moment, it is not requested
   * again.
   */
  askOne(read: RequestedRead, key: string, at: Moment): Moment {
    const question = this.#questionOf(read);
    const { index, asked } = question;
    for (const { at: earlier, keys } of asked.values()) {
      if (earlier.index === at.index || !keys.has(key) || !at.since.has(earlier.index)) continue;
      const there = this.#moments.answered(index, earlier);
      return at.since.has(there.index) ? at : there;
    }
    keysAt(question, at).set(key, 1);
    return this.#moments.answered(index, at);
  }

  /** The same for a read for which each member uses different arguments. */
  askAlone(read: RequestedRead, { name, keys }: KeyGroup, at: Moment): Moment {
    const question = this.#questionOf(read);
    question.alone.set(name, keys);
    return this.#moments.answered(question.index, at, keys);
  }

  /** The number of calls to each system that is called. */
  get calls(): ReadonlyMap<string, number> {
    const calls = new Map<string, number>();
    for (const question of this.#all()) {
      const { system } = question.read;
      const own = this.#callsOf(question);
      if (own > 0) calls.set(system, (calls.get(system) ?? 0) + own);
    }
    return calls;
  }

  #callsOf({ read, asked, alone }: Question): number {
    const max = this.#maxBatches.get(read.system) ?? 1;
    const single = read.callsFor(1, max);
    const all = new Map<string, number>();
    let batched = 0;
    for (const { at, keys } of asked.values()) {
      for (const [name, many] of keys) all.set(name, many);
      const many = sum(keys);
      const batches = Math.min(at.times, many);
      // The number of calls is largest if all batches but one have a single key.
      batched += (batches - 1) * single + read.callsFor(many - batches + 1, max);
    }
    // No key is read twice.
    return Math.min(batched, sum(all) * single) + sum(alone) * single;
  }

  /** Whether part of a read may be there already: it came along with another, or is also requested elsewhere, and not only later. */
  #isSplit({ read, before }: Question, at: Moment): boolean {
    return this.#primedBefore.has(read.reads) || before.some(({ since }) => !since.has(at.index));
  }

  #questionOf(read: RequestedRead): Question {
    const kind = read.reads ?? read.system;
    if (read.reads?.primes) this.#primed.add(read.reads.primes);
    const questions = this.#questions.get(kind) ?? new Map<string, Question>();
    this.#questions.set(kind, questions);
    let question = questions.get(read.question);
    if (!question) {
      question = { index: this.#count, read, asked: new Map(), before: [], alone: new Map() };
      this.#count += 1;
      questions.set(read.question, question);
    }
    return question;
  }

  #all(): readonly Question[] {
    return [...this.#questions.values()].flatMap((questions) => [...questions.values()]);
  }
}

function keysAt({ asked }: Question, at: Moment): Map<string, number> {
  let batch = asked.get(at.index);
  if (!batch) asked.set(at.index, (batch = { at, keys: new Map() }));
  if (at.times > batch.at.times) batch.at = at;
  return batch.keys;
}

function sum(keys: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const many of keys.values()) total += many;
  return total;
}
