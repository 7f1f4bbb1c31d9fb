import type { AskedRead, ReadKind } from '../../../datasources/load/rehearsed-reads.ts';
import type { Moment, Moments } from './moments.ts';

/** The keys that somebody asks with. */
export interface Asker {
  /** Tells them from those of others. */
  readonly name: string;
  /** How many there are. */
  readonly keys: number;
}

/** One kind of reads with the same arguments: keys of it that are asked for at one moment are one batch. */
interface Question {
  readonly index: number;
  readonly read: AskedRead;
  /** What is asked for, by when. */
  asked: Map<number, Batch>;
  /** When it was asked for in the walk before. */
  before: readonly Moment[];
  /** Those who ask it each with arguments of his own, and how many they are. */
  readonly alone: Map<string, number>;
}

/** What is asked for at one moment. */
interface Batch {
  at: Moment;
  /** How many keys, by who asks for them. */
  readonly keys: Map<string, number>;
}

/**
 * What an operation asks for, and how many calls that is at most. The operation is walked through twice: only the second time it is known
 * what else reads the same.
 */
export class Tally {
  readonly #moments: Moments;
  readonly #maxBatches: ReadonlyMap<string, number>;
  readonly #questions = new Map<ReadKind | string, Map<string, Question>>();
  #count = 0;
  /** Records of these may have come along with something, by the walk before. */
  #seenBefore: ReadonlySet<ReadKind | null> = new Set();
  #seen = new Set<ReadKind>();

  /** `maxBatches` are the keys that each system takes in one call. */
  constructor(moments: Moments, maxBatches: ReadonlyMap<string, number>) {
    this.#moments = moments;
    this.#maxBatches = maxBatches;
  }

  /** Begins the second walk. */
  again(): void {
    this.#seenBefore = this.#seen;
    this.#seen = new Set();
    for (const question of this.#all()) {
      question.before = [...question.asked.values()].map(({ at }) => at);
      question.asked = new Map();
      question.alone.clear();
    }
  }

  /**
   * Takes down that a read is asked for. Gives when it is there. Things of which a part may be known before, or be under way for others, go
   * on in two turns.
   */
  ask(read: AskedRead, { name, keys }: Asker, at: Moment): Moment {
    const question = this.#questionOf(read);
    keysAt(question, at).set(name, keys);
    const turns = this.#isSplit(question, at) ? 2 : 1;
    return this.#moments.answered(question.index, at, turns * at.times);
  }

  /** The same of one key, the same for whoever asks. Where it was asked for on the very way to this moment, it is not asked for again. */
  askOne(read: AskedRead, key: string, at: Moment): Moment {
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

  /** The same of a read that each asks for with arguments of his own. */
  askAlone(read: AskedRead, { name, keys }: Asker, at: Moment): Moment {
    const question = this.#questionOf(read);
    question.alone.set(name, keys);
    return this.#moments.answered(question.index, at, keys);
  }

  /** The calls of each system that is called. */
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
      // Most calls are made where all batches but one have a single key.
      batched += (batches - 1) * single + read.callsFor(many - batches + 1, max);
    }
    // No key is read twice.
    return Math.min(batched, sum(all) * single) + sum(alone) * single;
  }

  /** Whether what is asked for may be there in part: it came along with something, or is asked for elsewhere, and not only later. */
  #isSplit({ read, before }: Question, at: Moment): boolean {
    return this.#seenBefore.has(read.reads) || before.some(({ since }) => !since.has(at.index));
  }

  #questionOf(read: AskedRead): Question {
    const kind = read.reads ?? read.system;
    if (read.reads?.sees) this.#seen.add(read.reads.sees);
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
