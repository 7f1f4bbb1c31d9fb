import { compareCursors } from './cursor.ts';
import type { ChangeEvent, Cursor } from './event.ts';

/** Events after a cursor, as far as this process has announced them. */
export interface EventPage {
  /** Oldest first. */
  readonly events: readonly ChangeEvent[];
  /** Up to this cursor, `events` is complete. */
  readonly reached: Cursor;
}

/** How many events are kept in memory for clients that reconnect soon, and the count at which they are trimmed. */
const RECENT = 10_000;
const TRIM_AT = RECENT * 1.25;

/** The newest events that a process has announced, without gaps. */
export class RecentEvents {
  #events: ChangeEvent[] = [];
  /** Everything after this cursor is held here. */
  #since: Cursor;
  #position: Cursor;

  /** Starts empty, after a cursor. */
  constructor(since: Cursor) {
    this.#since = since;
    this.#position = since;
  }

  /** The cursor of the newest event. */
  get position(): Cursor {
    return this.#position;
  }

  /** Appends the next events. */
  add(events: readonly ChangeEvent[]): void {
    this.#events.push(...events);
    this.#position = events.at(-1)?.cursor ?? this.#position;
    if (this.#events.length < TRIM_AT) return;
    const dropped = this.#events.splice(0, this.#events.length - RECENT);
    this.#since = dropped.at(-1)?.cursor ?? this.#since;
  }

  /** At most `limit` events after a cursor; null if the cursor is not one of those held here, so that only the log can answer. */
  after(cursor: Cursor, limit: number): EventPage | null {
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
