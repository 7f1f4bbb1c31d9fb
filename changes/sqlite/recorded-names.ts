import type { DatabaseSync } from 'node:sqlite';
import { DEDUPLICATION_MS } from '../limits.ts';

/** The most names deleted at a time. */
const MAX_FORGOTTEN = 5_000;

/** The names recorded in the last 72 hours, and the position of each source. Callers are responsible for transactions. */
export class RecordedNames {
  readonly #sql: ReturnType<typeof statementsOf>;
  readonly #max: number;
  /** How many names there are, or a few more: there are fewer if a name was added again. */
  #count: number;

  /** `max` is the most names that are remembered. */
  constructor(db: DatabaseSync, max: number) {
    this.#sql = statementsOf(db);
    this.#max = max;
    this.#count = Number(this.#sql.count.get()?.['count']);
  }

  /** Whether something was recorded under this name; false for null. */
  has(name: string | null, now: number): boolean {
    return name !== null && this.#sql.has.get(name, now - DEDUPLICATION_MS) !== undefined;
  }

  /** Remembers a name; does nothing for null. */
  add(name: string | null, now: number): void {
    if (name !== null) this.#sql.add.run(name, now);
  }

  /** Adjusts the count by what has been committed; negative for deletions. A count of all would read all. */
  counted(more: number): void {
    this.#count += more;
  }

  /** Deletes expired names, and the oldest of those that are too many, a limited number at a time. Returns how many were deleted. */
  forget(now: number): number {
    const expired = Number(this.#sql.forget.run(now - DEDUPLICATION_MS, MAX_FORGOTTEN).changes);
    const surplus = Math.min(this.#count - expired - this.#max, MAX_FORGOTTEN);
    return surplus > 0 ? expired + Number(this.#sql.forget.run(now, surplus).changes) : expired;
  }

  /** The position up to which a source has been recorded; null if there is none. */
  positionOf(source: string): string | null {
    const row = this.#sql.position.get(source);
    return row ? String(row['position']) : null;
  }

  /** Stores the position of a source. */
  setPosition(source: string, position: string): void {
    this.#sql.setPosition.run(source, position);
  }
}

function statementsOf(db: DatabaseSync) {
  return {
    has: db.prepare('SELECT 1 FROM change_name WHERE name = ? AND at > ?'),
    add: db.prepare('INSERT OR REPLACE INTO change_name VALUES (?, ?)'),
    forget: db.prepare(
      'DELETE FROM change_name WHERE name IN (SELECT name FROM change_name WHERE at <= ? ORDER BY at LIMIT ?)',
    ),
    count: db.prepare('SELECT count(*) AS count FROM change_name'),
    position: db.prepare('SELECT position FROM change_source WHERE source = ?'),
    setPosition: db.prepare('INSERT OR REPLACE INTO change_source VALUES (?, ?)'),
  };
}
