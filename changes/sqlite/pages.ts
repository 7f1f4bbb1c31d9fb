import { cursorOf, parseCursor } from '../cursor.ts';
import { readableIn } from '../entry.ts';
import type { ChangeEvent, Cursor } from '../event.ts';
import { InvalidCursorError } from '../errors/invalid-cursor.ts';
import { CursorExpiredError } from '../errors/cursor-expired.ts';
import type { Events } from './events.ts';

/** A place in this life of the log, or null for any place in another. */
export type Place = number | null;

/** What the log has after a place. */
export type Page =
  | { readonly is: 'reached'; readonly events: readonly ChangeEvent[]; readonly last: Place }
  /** What came next is lost, or cannot be read; what the log still has comes after `from`, and is complete after `oldest`. */
  | { readonly is: 'lost'; readonly from: Cursor; readonly oldest: Cursor };

/** Reads events by cursors. */
export class Pages {
  readonly #events: Events;
  readonly #life: string;

  constructor(events: Events, life: string) {
    this.#events = events;
    this.#life = life;
  }

  /** Formats a place as a cursor. */
  cursorAt(place: number): Cursor {
    return cursorOf({ life: this.#life, offset: String(place) });
  }

  /** Parses a cursor. Throws {@link InvalidCursorError}. */
  placeOf(cursor: Cursor): Place {
    const { life, offset } = parseCursor(cursor);
    if (life !== this.#life) return null;
    const number = Number(offset);
    if (!Number.isSafeInteger(number)) throw new InvalidCursorError(cursor);
    return number;
  }

  /** Reads at most `limit` events after a cursor. Throws {@link CursorExpiredError} and {@link InvalidCursorError}. */
  read(after: Cursor, limit: number): readonly ChangeEvent[] {
    const page = this.after(this.placeOf(after), limit);
    if (page.is === 'lost') throw new CursorExpiredError(after, page.oldest);
    return page.events;
  }

  /** What the log has after a place: at most `limit` events. A page ends before an entry that cannot be read; if that comes next, it is lost. */
  after(place: Place, limit: number): Page {
    if (place === null || !this.#events.reaches(place)) {
      const { oldest } = this.#events;
      return { is: 'lost', from: this.cursorAt(this.#events.nearest(place)), oldest: this.cursorAt(oldest) };
    }
    const stored = this.#events.after(place, limit, (at) => this.cursorAt(at));
    const events = readableIn(stored);
    const [next] = stored;
    if (next && events.length === 0) return { is: 'lost', from: next.cursor, oldest: next.cursor };
    const last = events.at(-1);
    return { is: 'reached', events, last: last ? this.placeOf(last.cursor) : place };
  }
}
