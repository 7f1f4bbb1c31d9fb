/** A change is told from all others by when it is said to have happened: each has a millisecond of its own. */
const FIRST_MOMENT = Date.UTC(2026, 0, 1);
const MARK = '"occurredAt":"';
const MOMENT_CHARS = '2026-01-01T00:00:00.000Z'.length;

/** What was heard while it was counted. */
export interface Heard {
  /** Changes told to the server, and results that came of them in time. */
  readonly changes: number;
  readonly deliveries: number;
  /** Milliseconds from the telling of a change until a subscriber had it; exact, not binned. Empty where nothing came. */
  readonly latencies: Float64Array;
}

/** Knows when each change was told, and how long it took until subscribers heard of it. */
export class Tally {
  readonly #toldAt: number[] = [];
  #latencies: number[] = [];
  #firstCounted = 0;
  #isCounting = false;
  #counted = 0;
  /** Results that came twice, or behind a later one. */
  disordered = 0;
  /** All results that came. */
  deliveries = 0;
  /** Subscribers that have heard of nothing yet. */
  silent = 0;

  /** The number of the next change, which is being told now. */
  tell(): number {
    return this.#toldAt.push(performance.now()) - 1;
  }

  /** When a change is said to have happened (RFC 3339). */
  momentOf(number: number): string {
    return new Date(FIRST_MOMENT + number).toISOString();
  }

  /** The change was told later than it was numbered: something had to be done before. */
  toldNow(number: number): void {
    this.#toldAt[number] = performance.now();
  }

  /** Notes a result; gives the number of its change, which is the `last` of its subscriber from now on. */
  hear(message: Buffer, last: number): number {
    const at = message.indexOf(MARK);
    const moment = message.toString('latin1', at + MARK.length, at + MARK.length + MOMENT_CHARS);
    const number = Date.parse(moment) - FIRST_MOMENT;
    if (at < 0 || !Number.isInteger(number))
      throw new Error(`No change: ${message.toString().slice(0, 300)}`);
    this.deliveries += 1;
    if (last < 0) this.silent -= 1;
    if (number <= last) this.disordered += 1;
    if (this.#isCounting) this.#count(number);
    return number;
  }

  /** Begins to count. */
  begin(): void {
    this.#isCounting = true;
    this.#firstCounted = this.#toldAt.length;
    this.#latencies = [];
    this.#counted = 0;
  }

  /** Ends what {@link begin} began. */
  end(): Heard {
    this.#isCounting = false;
    return {
      changes: this.#toldAt.length - this.#firstCounted,
      deliveries: this.#counted,
      latencies: Float64Array.from(this.#latencies).sort(),
    };
  }

  /** What a server is behind with counts as delivered when it is, and as late as it is. */
  #count(number: number): void {
    this.#counted += 1;
    this.#latencies.push(performance.now() - (this.#toldAt[number] ?? NaN));
  }
}
