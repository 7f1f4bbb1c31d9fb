import type { DatabaseSync } from 'node:sqlite';
import { DEDUPLICATION_MS } from '../limits.ts';

/** The most names deleted at a time. */
const MAX_FORGOTTEN = 5_000;

/** The names recorded in the last 72 hours, and the position of each source. Callers are responsible for transactions. */
export class RecordedNames {
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(db: DatabaseSync) {
    this.#sql = statementsOf(db);
  }

  /** Whether something was recorded under this name; false for null. */
  has(name: string | null, now: number): boolean {
    return name !== null && this.#sql.has.get(name, now - DEDUPLICATION_MS) !== undefined;
  }

  /** Remembers a name; does nothing for null. */
  add(name: string | null, now: number): void {
    if (name !== null) this.#sql.add.run(name, now);
  }

  /** Deletes expired names, a limited number at a time. */
  forget(now: number): void {
    this.#sql.forget.run(now - DEDUPLICATION_MS, MAX_FORGOTTEN);
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
    position: db.prepare('SELECT position FROM change_source WHERE source = ?'),
    setPosition: db.prepare('INSERT OR REPLACE INTO change_source VALUES (?, ?)'),
  };
}
