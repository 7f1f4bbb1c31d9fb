/** A point on the way of an operation at which reads are asked for. Those of the same kind that are asked for at one go together. */
export interface Moment {
  /** Names it: the same in each walk through the operation. */
  readonly index: number;
  /** How many points it stands for at most: each of many things that wait for a call of their own goes on at one of its own. */
  readonly times: number;
  /** The moments that lie before it, and itself, by their indexes. */
  readonly since: ReadonlySet<number>;
}

/** The moments of one operation. */
export class Moments {
  readonly #indexes = new Map<string, number>();

  /** When the operation begins. */
  readonly start = this.#named('start', 1, []);

  /** When what was asked for at a moment is there; `question` says what that is. */
  answered(question: number, asked: Moment, times = asked.times): Moment {
    return this.#named(`${question}@${asked.index}`, times, [asked]);
  }

  /** When all of these have come: with the last of them, whichever that is. */
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
