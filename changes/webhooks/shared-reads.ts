import type { ChangeEvent, Cursor } from '../event.ts';
import { untilAllEvicted } from '../until-all-evicted.ts';
import type { ChangeLog } from '../log.ts';

/** How many reads are kept for endpoints that reach the same cursor a little later. */
const KEPT_READS = 8;

/** Reads the log once for all endpoints at the same cursor, which nearly all of them are. */
export class SharedReads {
  readonly #log: Pick<ChangeLog, 'read' | 'newest' | 'replicas'>;
  readonly #limit: number;
  readonly #reads = new Map<Cursor, Promise<readonly ChangeEvent[]>>();

  /** `limit`: the most events per read. */
  constructor(log: Pick<ChangeLog, 'read' | 'newest' | 'replicas'>, limit: number) {
    this.#log = log;
    this.#limit = limit;
  }

  /** Tells it that the log has more: reads started earlier no longer count as current. */
  renew(): void {
    this.#reads.clear();
  }

  /** Reads the next events after a cursor. Rejects as the log does. */
  after(cursor: Cursor): Promise<readonly ChangeEvent[]> {
    const known = this.#reads.get(cursor);
    if (known) return known;
    const read = this.#read(cursor);
    this.#reads.set(cursor, read);
    const forget = (): void => {
      if (this.#reads.get(cursor) === read) this.#reads.delete(cursor);
    };
    // A full page never changes; after a shorter one there may be more by the next read.
    void read.then((events) => {
      if (events.length < this.#limit) forget();
    }, forget);
    const [oldest] = this.#reads.keys();
    if (this.#reads.size > KEPT_READS && oldest !== undefined) this.#reads.delete(oldest);
    return read;
  }

  /** A receiver may query any replica about an event: events are withheld until all replicas have dropped what they touched. */
  async #read(after: Cursor): Promise<readonly ChangeEvent[]> {
    const events = await this.#log.read(after, this.#limit);
    const last = events.at(-1);
    if (last) await untilAllEvicted(this.#log, last.cursor);
    return events;
  }
}
