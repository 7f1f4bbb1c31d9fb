import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process uses the state: two would overwrite each other's work with older values. */
export class StateInUseError extends Error {
  override readonly name = 'StateInUseError';
  readonly code = 'STATE_IN_USE';

  constructor(file: string, cause: unknown) {
    super(`Another process uses ${file}. End it first, or give this one a file of its own.`, { cause });
  }
}

/**
 * The state of an integration: the cursor up to which it has handled changes, and whatever else it keeps in tables of its own. The file
 * belongs to one process at a time, until that process ends, by whatever means.
 */
export class State implements Disposable {
  readonly db: DatabaseSync;

  /** Opens the file, creating it if necessary; `tables` is SQL that creates more tables. Throws {@link StateInUseError}. */
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

  /** The cursor of the last change that was handled; null before everything has been loaded. */
  get cursor(): string | null {
    const row = this.db.prepare('SELECT cursor FROM bookmark').get();
    return row ? String(row['cursor']) : null;
  }

  /** Saves the cursor of a handled change, and in the same transaction whatever `also` writes. */
  save(cursor: string, also: () => void = () => undefined): void {
    this.write(() => {
      also();
      this.db.prepare('INSERT OR REPLACE INTO bookmark VALUES (1, ?)').run(cursor);
    });
  }

  /** Forgets the cursor: everything has to be loaded again. */
  forget(): void {
    this.db.exec('DELETE FROM bookmark');
  }

  /** Runs `work` in one transaction. */
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
