import type { DatabaseSync } from 'node:sqlite';
import { newLife } from '../cursor.ts';
import { entryOf, type StoredEntry } from '../entry.ts';
import type { Cursor, NewChange } from '../event.ts';
import type { Retention } from '../limits.ts';
import { PLACES_A_MS } from './tables.ts';

/** The most events deleted at a time: a deletion blocks everything else for a few milliseconds. */
const MAX_FORGOTTEN = 5_000;

/** The state of a log when it is opened. */
export interface Opening {
  readonly life: string;
  /** How many times it has been opened, including this time. */
  readonly openings: number;
}

/** Creates the log if the file has none, and counts this opening. */
export function openLog(db: DatabaseSync, now: number): Opening {
  if (!db.prepare('SELECT 1 FROM change_log').get()) {
    db.prepare('INSERT INTO change_log VALUES (?, ?, 0)').run(newLife(), now * PLACES_A_MS);
  }
  const row = db.prepare('UPDATE change_log SET openings = openings + 1 RETURNING life, openings').get();
  return { life: String(row?.['life']), openings: Number(row?.['openings']) };
}

/** The events in a store, by place. Callers are responsible for transactions. */
export class Events {
  readonly #sql: ReturnType<typeof statementsOf>;
  #count: number;

  constructor(db: DatabaseSync) {
    this.#sql = statementsOf(db);
    this.#count = Number(this.#sql.count.get()?.['count']);
  }

  /** The place after which the log is still complete. */
  get oldest(): number {
    return Number(this.#sql.oldest.get()?.['oldest']);
  }

  /** The place of the newest event, or the oldest place if there are none. */
  get newest(): number {
    return Number(this.#sql.newest.get()?.['newest'] ?? this.oldest);
  }

  /** Adds a change after the newest, which is at `last`; returns its place. */
  add(change: NewChange, last: number, now: number): number {
    const place = Math.max(last + 1, now * PLACES_A_MS);
    this.#sql.add.run(place, entryOf(change));
    return place;
  }

  /** Adjusts the count by what has been committed; negative for deletions. */
  counted(more: number): void {
    this.#count += more;
  }

  /**
   * Whether the log is complete after a place: it is that of an event that is still here, or the oldest. Any other place was never issued,
   * or is too old.
   */
  reaches(place: number): boolean {
    return place === this.oldest || this.#sql.has.get(place) !== undefined;
  }

  /** The last place at or before this one after which the log is complete; the oldest for null, or for a place before the oldest. */
  nearest(place: number | null): number {
    const row = place === null ? undefined : this.#sql.nearest.get(place);
    return Number(row?.['place'] ?? this.oldest);
  }

  /** Reads at most `limit` entries after a place. */
  after(place: number, limit: number, cursorAt: (place: number) => Cursor): readonly StoredEntry[] {
    return this.#sql.after.all(place, limit).map((row) => {
      const at = Number(row['place']);
      return { text: String(row['entry']), cursor: cursorAt(at), recordedAt: Math.floor(at / PLACES_A_MS) };
    });
  }

  /** Deletes events that exceed the log's reach, or the oldest part of them. Returns how many were deleted. */
  forget({ maxEvents, maxAgeMs }: Retention, now: number): number {
    const surplus = Math.min(this.#count - maxEvents, MAX_FORGOTTEN);
    const bySurplus = surplus > 0 ? this.#sql.nth.get(surplus - 1) : undefined;
    const byAge = this.#sql.lastBefore.get((now - maxAgeMs) * PLACES_A_MS, MAX_FORGOTTEN);
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
