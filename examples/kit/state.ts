import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process works with the state: two would overwrite each other's work with older values. */
export class StateInUseError extends Error {
  override readonly name = 'StateInUseError';
  readonly code = 'STATE_IN_USE';

  constructor(file: string, cause: unknown) {
    super(`Another process uses ${file}. End it first, or give this one a file of its own.`, { cause });
  }
}

/**
 * What an integration must not forget: up to where it has handled what happened, and whatever else it keeps in tables of its own. The file
 * belongs to one process at a time, until that ends, however it does.
 */
export class State implements Disposable {
  readonly db: DatabaseSync;

  /** Opens the file, and makes it where there is none; `tables` is SQL that makes more of them. Throws {@link StateInUseError}. */
  constructor(file: string, tables = '') {
    mkdirSync(dirname(file), { recursive: true });
    this.db = new DatabaseSync(file, { timeout: 0 });
    try {
      this.db.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE;
        CREATE TABLE IF NOT EXISTS bookmark (one INTEGER PRIMARY KEY CHECK (one = 1), cursor TEXT NOT NULL) STRICT;
        ${tables} COMMIT`);
    } catch (error) {
      this.db.close();
      // SQLITE_BUSY: https://sqlite.org/rescode.html
      if ((error as { errcode?: number }).errcode === 5) throw new StateInUseError(file, error);
      throw error;
    }
  }

  /** The last change that was handled; null before all that is there was taken over. */
  get cursor(): string | null {
    const row = this.db.prepare('SELECT cursor FROM bookmark').get();
    return row ? String(row['cursor']) : null;
  }

  /** Notes a change as handled, and in the same transaction whatever else `also` writes. */
  save(cursor: string, also: () => void = () => undefined): void {
    this.write(() => {
      also();
      this.db.prepare('INSERT OR REPLACE INTO bookmark VALUES (1, ?)').run(cursor);
    });
  }

  /** Forgets where it was: all that is there is to be taken over again. */
  forget(): void {
    this.db.exec('DELETE FROM bookmark');
  }

  /** Writes in one transaction. */
  write(work: () => void): void {
    this.db.exec('BEGIN');
    try {
      work();
      this.db.exec('COMMIT');
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.db.close();
  }
}
