/** A change is identified by its `occurredAt`: each has a millisecond of its own. */
const FIRST_MOMENT = Date.UTC(2026, 0, 1);
const MARK = '"occurredAt":"';
const MOMENT_CHARS = '2026-01-01T00:00:00.000Z'.length;

/** What was received while counting. */
export interface Received {
  /** Changes sent to the server, and the results that arrived in time. */
  readonly changes: number;
  readonly deliveries: number;
  /** Milliseconds from sending a change until a subscriber had it; exact, not binned. Empty if nothing arrived. */
  readonly latencies: Float64Array;
}

/** Tracks when each change was sent, and how long it took to reach subscribers. */
export class Tally {
  readonly #sentAt: number[] = [];
  #latencies: number[] = [];
  #firstCounted = 0;
  #isCounting = false;
  #counted = 0;
  /** Results that arrived twice, or after a later one. */
  disordered = 0;
  /** All results that arrived. */
  deliveries = 0;
  /** Subscribers that have received nothing yet. */
  silent = 0;

  /** Numbers the next change, which is sent now. */
  next(): number {
    return this.#sentAt.push(performance.now()) - 1;
  }

  /** The `occurredAt` of a change (RFC 3339). */
  momentOf(number: number): string {
    return new Date(FIRST_MOMENT + number).toISOString();
  }

  /** Corrects the time at which the change was sent: something had to be done after it was numbered. */
  sentNow(number: number): void {
    this.#sentAt[number] = performance.now();
  }

  /** Records a result; returns the number of its change, which is the `last` of its subscriber from now on. */
  receive(message: Buffer, last: number): number {
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

  /** Starts counting. */
  begin(): void {
    this.#isCounting = true;
    this.#firstCounted = this.#sentAt.length;
    this.#latencies = [];
    this.#counted = 0;
  }

  /** Stops what {@link begin} started. */
  end(): Received {
    this.#isCounting = false;
    return {
      changes: this.#sentAt.length - this.#firstCounted,
      deliveries: this.#counted,
      latencies: Float64Array.from(this.#latencies).sort(),
    };
  }

  /** Late results count as delivered when they arrive, with their full latency. */
  #count(number: number): void {
    this.#counted += 1;
    this.#latencies.push(performance.now() - (this.#sentAt[number] ?? NaN));
  }
}
