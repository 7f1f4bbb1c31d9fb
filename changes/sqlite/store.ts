import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LogInUseError } from './in-use.ts';
import { StoreError } from './unusable.ts';
import { errorText } from '../../datasources/thrown.ts';

/** The file of a store that lives in memory and ends with the process. */
export const IN_MEMORY = ':memory:';

const SQLITE_BUSY = 5;

/**
 * What is recorded is a few hundred bytes, in five places: with pages of 1 KiB in place of 4 a quarter is written for it. Each time so many
 * pages are in the write-ahead log, SQLite brings them over and waits for the disk, and the whole process with it, for as long as 4 MB take.
 * With its own sizes that was every 150 events, and 7 of 1,000 appends took more than 3 ms; now it is 2. A file that is there keeps its pages.
 */
const PAGE_BYTES = 1_024;
const PAGES_BETWEEN_CHECKPOINTS = 4_000;

/**
 * Opens the file in which one gateway keeps what must outlive it, and makes it where there is none. It belongs to whoever opened it
 * until it is closed or its process ends, however it ends: the lock is the operating system's. Throws {@link LogInUseError} where
 * somebody else has it, {@link StoreError} where it cannot be read or written.
 */
export function openStore(file: string): Store {
  return new Store(file);
}

/** A database for several modules, each with tables of its own. */
export class Store {
  readonly file: string;
  readonly db: DatabaseSync;

  constructor(file: string) {
    this.file = file;
    this.db = this.#open();
  }

  /**
   * Brings the tables of a module up to date. `steps` are DDL, in order, of which those are run that have not been; so a step is never
   * changed once it was released, but followed by another. Throws {@link StoreError} where a newer version was here already.
   */
  layOut(module: string, steps: readonly string[]): void {
    this.transaction(() => {
      const row = this.db.prepare('SELECT version FROM store_module WHERE name = ?').get(module);
      const version = Number(row?.['version'] ?? 0);
      if (version > steps.length) throw new StoreError(this.file, tooNew(module, version, steps.length));
      for (const step of steps.slice(version)) this.db.exec(step);
      this.db.prepare('INSERT OR REPLACE INTO store_module VALUES (?, ?)').run(module, steps.length);
    });
  }

  /** Runs `work`, which may not wait for anything, in one transaction: all of it is stored, or, where it throws, nothing is. */
  transaction<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      // Some errors, such as that of a full disk, have ended the transaction already.
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Gives the file back. */
  close(): void {
    if (this.db.isOpen) this.db.close();
  }

  #open(): DatabaseSync {
    let db: DatabaseSync | undefined;
    try {
      if (this.file !== IN_MEMORY) mkdirSync(dirname(this.file), { recursive: true });
      db = new DatabaseSync(this.file);
      takeOver(db);
      return db;
    } catch (error) {
      db?.close();
      if (isBusy(error)) throw new LogInUseError(this.file, error);
      const why = errorText(error);
      throw new StoreError(this.file, `${why}. Check its permissions, or move it away.`, { cause: error });
    }
  }
}

/**
 * With an exclusive lock from the first access on, SQLite holds the file until it is closed, and needs no shared memory for its
 * write-ahead log (sqlite.org/wal.html, "Use of WAL Without Shared-Memory"). A process that is killed loses nothing that was
 * committed; a machine that loses its power may lose the last commits, but none by half: `synchronous=NORMAL`.
 */
function takeOver(db: DatabaseSync): void {
  db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  db.exec(`PRAGMA wal_autocheckpoint = ${PAGES_BETWEEN_CHECKPOINTS}`);
  db.exec('BEGIN IMMEDIATE');
  db.exec('CREATE TABLE IF NOT EXISTS store_module (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT');
  db.exec('COMMIT');
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === SQLITE_BUSY;
}

function tooNew(module: string, version: number, known: number): string {
  return `its ${module} has layout ${version}, and this version knows ${known}. Start the newer version, or give this one another DATA_DIR.`;
}
