import { compareCursors } from './compare.ts';
import type { ChangeEvent, Cursor } from './event.ts';

/** What happened after a cursor, as far as this process has told it. */
export interface Told {
  /** The oldest first. */
  readonly events: readonly ChangeEvent[];
  /** Up to here they are all that happened. */
  readonly reached: Cursor;
}

/** Events that are kept in memory for those who come back soon, and how many there are when they are trimmed. */
const RECENT = 10_000;
const TRIM_AT = RECENT * 1.25;

/** The newest events that a process has told, without a gap. */
export class RecentEvents {
  #events: ChangeEvent[] = [];
  /** After this cursor everything is here. */
  #since: Cursor;
  #position: Cursor;

  /** Begins after a cursor. */
  constructor(since: Cursor) {
    this.#since = since;
    this.#position = since;
  }

  /** The cursor of the newest. */
  get position(): Cursor {
    return this.#position;
  }

  /** Adds what happened next. */
  add(events: readonly ChangeEvent[]): void {
    this.#events.push(...events);
    this.#position = events.at(-1)?.cursor ?? this.#position;
    if (this.#events.length < TRIM_AT) return;
    const dropped = this.#events.splice(0, this.#events.length - RECENT);
    this.#since = dropped.at(-1)?.cursor ?? this.#since;
  }

  /** At most `limit` events after a cursor; null where that is none of theirs, so that only the log can tell. */
  after(cursor: Cursor, limit: number): Told | null {
    const from = this.#indexAfter(cursor);
    if (cursor !== (this.#events[from - 1]?.cursor ?? this.#since)) return null;
    const events = this.#events.slice(from, from + limit);
    const last = events.length === limit ? events.at(-1) : undefined;
    return { events, reached: last?.cursor ?? this.#position };
  }

  #indexAfter(cursor: Cursor): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const event = this.#events[middle];
      if (event && compareCursors(event.cursor, cursor) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
