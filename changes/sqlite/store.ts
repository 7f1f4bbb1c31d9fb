import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LogInUseError } from '../errors/log-in-use.ts';
import { UnusableStoreError } from '../errors/unusable-store.ts';
import { errorText } from '../../datasources/thrown.ts';

/** The file name of a store that lives in memory and ends with the process. */
export const IN_MEMORY = ':memory:';

const SQLITE_BUSY = 5;

/**
 * A recording is a few hundred bytes in five places: pages of 1 KiB instead of 4 mean a quarter as much is written for it. Whenever the
 * write-ahead log has this many pages, SQLite checkpoints it and waits for the disk, and so does the whole process, for as long as 4 MB
 * take. With SQLite's defaults that would be every 150 events, and 7 of 1,000 appends would take more than 3 ms instead of 2 of 1,000. An
 * existing file keeps its page size.
 */
const PAGE_BYTES = 1_024;
const PAGES_BETWEEN_CHECKPOINTS = 4_000;

/**
 * Opens the file in which one gateway keeps its persistent state, and creates it if necessary. The file stays locked until it is closed or
 * the process ends, in whatever way: the lock is the operating system's. Throws {@link LogInUseError} if it is already locked, {@link
 * UnusableStoreError} if it cannot be read or written.
 */
export function openStore(file: string): Store {
  return new Store(file);
}

/** A database shared by several modules, each with its own tables. */
export class Store {
  readonly file: string;
  readonly db: DatabaseSync;
  readonly #laidOut = new Set<string>();

  constructor(file: string) {
    this.file = file;
    this.db = this.#open();
  }

  /**
   * Migrates the tables of a module. `steps` are DDL statements, in order; only those that have not run yet are run. So a released step is
   * never changed; add another instead. Returns whether this is the first time since the file was opened. Throws {@link
   * UnusableStoreError} if the file was written by a newer version.
   */
  layOut(module: string, steps: readonly string[]): boolean {
    this.transaction(() => {
      const row = this.db.prepare('SELECT version FROM store_module WHERE name = ?').get(module);
      const version = Number(row?.['version'] ?? 0);
      if (version > steps.length)
        throw new UnusableStoreError(this.file, tooNew(module, version, steps.length));
      for (const step of steps.slice(version)) this.db.exec(step);
      this.db.prepare('INSERT OR REPLACE INTO store_module VALUES (?, ?)').run(module, steps.length);
    });
    const isFirst = !this.#laidOut.has(module);
    this.#laidOut.add(module);
    return isFirst;
  }

  /** Runs `work`, which must be synchronous, in one transaction: all of it is stored, or nothing if it throws. */
  transaction<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      // Some errors, such as a full disk, have already ended the transaction.
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Closes the file. */
  close(): void {
    if (this.db.isOpen) this.db.close();
  }

  #open(): DatabaseSync {
    let db: DatabaseSync | undefined;
    try {
      if (this.file !== IN_MEMORY) makePrivate(this.file);
      db = new DatabaseSync(this.file);
      lockAndConfigure(db);
      return db;
    } catch (error) {
      db?.close();
      if (isBusy(error)) throw new LogInUseError(this.file, error);
      const why = errorText(error);
      throw new UnusableStoreError(this.file, `${why}. Check its permissions, or move it away.`, {
        cause: error,
      });
    }
  }
}

/**
 * Creates the file, which contains webhooks' secrets, for this user alone, and makes an existing one private. SQLite gives a new
 * write-ahead log the mode of the file; a process that was killed has left an old one.
 */
function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Closing a file that this process has locked would end the lock (sqlite.org/howtocorrupt.html, 2.2).
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  for (const path of [file, `${file}-wal`]) {
    try {
      chmodSync(path, 0o600);
    } catch {
      // It does not exist, or belongs to another user who lets this one use it.
    }
  }
}

/**
 * With an exclusive lock from the first access on, SQLite holds the file until it is closed, and needs no shared memory for its write-ahead
 * log (sqlite.org/wal.html, "Use of WAL Without Shared-Memory"). A killed process loses nothing that was committed; a power failure may
 * lose the last commits, but never part of one: `synchronous=NORMAL`.
 */
function lockAndConfigure(db: DatabaseSync): void {
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
