/**
 * A point in the execution of an operation at which reads are requested. Reads of the same kind requested at the same point are batched.
 */
export interface Moment {
  /** Identifies the moment: the same in each walk through the operation. */
  readonly index: number;
  /** The most points it represents: if many things each wait for a call of their own, each continues at its own point. */
  readonly times: number;
  /** The indexes of this moment and all moments before it. */
  readonly since: ReadonlySet<number>;
}

/** The moments of one operation. */
export class Moments {
  readonly #indexes = new Map<string, number>();

  /** The start of the operation. */
  readonly start = this.#named('start', 1, []);

  /** When the result of something requested at a moment is there; `question` identifies the read. */
  answered(question: number, asked: Moment, times = asked.times): Moment {
    return this.#named(`${question}@${asked.index}`, times, [asked]);
  }

  /** When all of these have passed, that is, at the last of them. */
  joined(moments: readonly Moment[]): Moment {
    const all = [...new Map(moments.map((moment) => [moment.index, moment])).values()];
    const [first, ...others] = all.toSorted((one, other) => one.index - other.index);
    if (!first) return this.start;
    if (others.length === 0) return first;
    const times = all.reduce((sum, moment) => sum + moment.times, 0);
    const name = [first, ...others].map(({ index }) => index).join();
    return this.#named(name, times === all.length ? 1 : times, all);
  }

  #named(name: string, times: number, before: readonly Moment[]): Moment {
    const index = this.#indexes.get(name) ?? this.#indexes.size;
    this.#indexes.set(name, index);
    return { index, times, since: new Set([index, ...before.flatMap(({ since }) => [...since])]) };
  }
}
