import type { ChangeEvent, Cursor } from '../event.ts';
import { untilEverywhere } from '../everywhere.ts';
import type { ChangeLog } from '../log.ts';

/** Reads that are kept for those who come to the same cursor a little later. */
const KEPT_READS = 8;

/** Reads the log once for all endpoints that have come to the same cursor, as nearly all of them have. */
export class SharedReads {
  readonly #log: Pick<ChangeLog, 'read' | 'newest' | 'replicas'>;
  readonly #limit: number;
  readonly #reads = new Map<Cursor, Promise<readonly ChangeEvent[]>>();

  /** `limit`: how many events a read gives at most. */
  constructor(log: Pick<ChangeLog, 'read' | 'newest' | 'replicas'>, limit: number) {
    this.#log = log;
    this.#limit = limit;
  }

  /** Tells that the log has more: a read that began before this does not count as one of now. */
  renew(): void {
    this.#reads.clear();
  }

  /** What comes next after a cursor. Rejects as the log does. */
  after(cursor: Cursor): Promise<readonly ChangeEvent[]> {
    const known = this.#reads.get(cursor);
    if (known) return known;
    const read = this.#read(cursor);
    this.#reads.set(cursor, read);
    const forget = (): void => {
      if (this.#reads.get(cursor) === read) this.#reads.delete(cursor);
    };
    // What is full comes out the same the next time; behind anything less there may be more by then.
    void read.then((events) => {
      if (events.length < this.#limit) forget();
    }, forget);
    const [oldest] = this.#reads.keys();
    if (this.#reads.size > KEPT_READS && oldest !== undefined) this.#reads.delete(oldest);
    return read;
  }

  /** Whoever is sent something may ask any replica about it: nothing is given before all have dropped what it touched. */
  async #read(after: Cursor): Promise<readonly ChangeEvent[]> {
    const events = await this.#log.read(after, this.#limit);
    const last = events.at(-1);
    if (last) await untilEverywhere(this.#log, last.cursor);
    return events;
  }
}
