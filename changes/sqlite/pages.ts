import { cursorOf, parseCursor } from '../cursor.ts';
import type { ChangeEvent, Cursor } from '../event.ts';
import { CursorExpiredError, InvalidCursorError } from '../log.ts';
import type { Events } from './events.ts';

/** A place in this life of the log, or null for any place in another. */
export type Place = number | null;

/** What the log has after a place. */
export type Page =
  | { readonly is: 'reached'; readonly events: readonly ChangeEvent[]; readonly last: Place }
  /** The log has lost what came next; what it still has comes after `from`. */
  | { readonly is: 'lost'; readonly from: number };

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
    return cursorOf({ life: this.#life, place: String(place) });
  }

  /** Parses a cursor. Throws {@link InvalidCursorError}. */
  placeOf(cursor: Cursor): Place {
    const { life, place } = parseCursor(cursor);
    if (life !== this.#life) return null;
    const number = Number(place);
    if (!Number.isSafeInteger(number)) throw new InvalidCursorError(cursor);
    return number;
  }

  /** Reads at most `limit` events after a cursor. Throws {@link CursorExpiredError} and {@link InvalidCursorError}. */
  read(after: Cursor, limit: number): readonly ChangeEvent[] {
    const page = this.after(this.placeOf(after), limit);
    if (page.is === 'lost') throw new CursorExpiredError(after, this.cursorAt(this.#events.oldest));
    return page.events;
  }

  /** What the log has after a place: at most `limit` events. */
  after(place: Place, limit: number): Page {
    if (place === null || !this.#events.reaches(place))
      return { is: 'lost', from: this.#events.nearest(place) };
    const events = this.#events.after(place, limit, (at) => this.cursorAt(at));
    const last = events.at(-1);
    return { is: 'reached', events, last: last ? this.placeOf(last.cursor) : place };
  }
}
