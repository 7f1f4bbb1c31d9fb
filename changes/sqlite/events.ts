import type { DatabaseSync } from 'node:sqlite';
import { newLife } from '../cursor.ts';
import { entryOf, eventOf } from '../entry.ts';
import type { ChangeEvent, Cursor, NewChange } from '../event.ts';
import type { Reach } from '../limits.ts';
import { PLACES_A_MS } from './tables.ts';

/** The most events that are forgotten at one time: it holds up everybody else for a few milliseconds. */
const MOST_FORGOTTEN = 5_000;

/** What a log is when it is opened. */
export interface Opening {
  readonly life: string;
  /** How often it was opened, this time included. */
  readonly openings: number;
}

/** Begins the log where the file holds none, and counts this opening. */
export function openLog(db: DatabaseSync, now: number): Opening {
  if (!db.prepare('SELECT 1 FROM change_log').get()) {
    db.prepare('INSERT INTO change_log VALUES (?, ?, 0)').run(newLife(), now * PLACES_A_MS);
  }
  const row = db.prepare('UPDATE change_log SET openings = openings + 1 RETURNING life, openings').get();
  return { life: String(row?.['life']), openings: Number(row?.['openings']) };
}

/** The events in a store, by their places. Callers see to transactions. */
export class Events {
  readonly #sql: ReturnType<typeof statementsOf>;
  #count: number;

  constructor(db: DatabaseSync) {
    this.#sql = statementsOf(db);
    this.#count = Number(this.#sql.count.get()?.['count']);
  }

  /** The place after which all can still be had. */
  get oldest(): number {
    return Number(this.#sql.oldest.get()?.['oldest']);
  }

  /** The place of the newest event, or the oldest where there is none. */
  get newest(): number {
    return Number(this.#sql.newest.get()?.['newest'] ?? this.oldest);
  }

  /** Adds a change after the newest, which is at `last`; gives its own place. */
  add(change: NewChange, last: number, now: number): number {
    const place = Math.max(last + 1, now * PLACES_A_MS);
    this.#sql.add.run(place, entryOf(change));
    return place;
  }

  /** Notes how many more there are for good; fewer, where that is negative. */
  counted(more: number): void {
    this.#count += more;
  }

  /** Whether all after a place can be had: the place of an event that is here, or the oldest. No other was ever given out, or it is too old. */
  reaches(place: number): boolean {
    return place === this.oldest || this.#sql.has.get(place) !== undefined;
  }

  /** The last place up to this one after which all can be had; the oldest for none, or for one before that. */
  nearest(place: number | null): number {
    const row = place === null ? undefined : this.#sql.nearest.get(place);
    return Number(row?.['place'] ?? this.oldest);
  }

  /** At most `limit` events after a place. */
  after(place: number, limit: number, cursorAt: (place: number) => Cursor): readonly ChangeEvent[] {
    return this.#sql.after.all(place, limit).map((row) => {
      const at = Number(row['place']);
      return eventOf(String(row['entry']), cursorAt(at), Math.floor(at / PLACES_A_MS));
    });
  }

  /** Forgets what is past the log's reach, or the oldest part of that. Gives how many that were. */
  forget({ maxEvents, maxAgeMs }: Reach, now: number): number {
    const surplus = Math.min(this.#count - maxEvents, MOST_FORGOTTEN);
    const bySurplus = surplus > 0 ? this.#sql.nth.get(surplus - 1) : undefined;
    const byAge = this.#sql.lastBefore.get((now - maxAgeMs) * PLACES_A_MS, MOST_FORGOTTEN);
    const last = Math.max(Number(bySurplus?.['place'] ?? 0), Number(byAge?.['place'] ?? 0));
    if (last === 0) return 0;
    this.#sql.setOldest.run(last);
    return Number(this.#sql.forget.run(last).changes);
  }
}

function statementsOf(db: DatabaseSync) {
  return {
    count: db.prepare('SELECT count(*) AS count FROM change_event'),
    oldest: db.prepare('SELECT oldest FROM change_log'),
    newest: db.prepare('SELECT max(place) AS newest FROM change_event'),
    add: db.prepare('INSERT INTO change_event VALUES (?, ?)'),
    has: db.prepare('SELECT 1 FROM change_event WHERE place = ?'),
    nearest: db.prepare('SELECT max(place) AS place FROM change_event WHERE place <= ?'),
    after: db.prepare('SELECT place, entry FROM change_event WHERE place > ? ORDER BY place LIMIT ?'),
    nth: db.prepare('SELECT place FROM change_event ORDER BY place LIMIT 1 OFFSET ?'),
    lastBefore: db.prepare(
      'SELECT max(place) AS place FROM (SELECT place FROM change_event WHERE place < ? ORDER BY place LIMIT ?)',
    ),
    forget: db.prepare('DELETE FROM change_event WHERE place <= ?'),
    setOldest: db.prepare('UPDATE change_log SET oldest = ?'),
  };
}
