import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { readCsv, type CsvRow } from './csv.ts';

/** How a system's database is laid out and filled from its tables the first time. */
export interface DatabasePlan {
  /** Increases with every change of `schema`, of `seed`, or of what all systems keep; an older file is refused, never overwritten. */
  readonly version: number;
  /** DDL, run once on an empty database. */
  readonly schema: string;
  /** Fills the empty database inside one transaction. */
  readonly seed: (db: DatabaseSync) => void;
}

/** A database file that cannot be used; the message names the file and the remedy. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** What every system keeps in addition to its own tables: changes, idempotent responses, webhooks. */
const COMMON = `
  CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL,
    kind TEXT NOT NULL, fields TEXT NOT NULL, owners TEXT NOT NULL, request TEXT);
  CREATE TABLE idempotent_answer (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL);
  CREATE TABLE webhook (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, payload TEXT NOT NULL, delivered INTEGER NOT NULL);
`;

/**
 * Opens the database at `file`, building it first if it does not exist yet. The build happens in a temporary file that is renamed at the
 * end, so a crash leaves no half-filled database behind. Throws {@link DatabaseError} if the file is not readable or was built for another
 * version.
 */
export function openDatabase(file: string, plan: DatabasePlan): DatabaseSync {
  if (!existsSync(file)) build(file, plan);
  const db = open(file);
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version !== plan.version) {
    db.close();
    throw new DatabaseError(
      `The database ${file} has layout ${version}, this version needs ${plan.version}. Delete the file to have it built anew from the sample data.`,
    );
  }
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
  return db;
}

function open(file: string): DatabaseSync {
  try {
    const db = new DatabaseSync(file);
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError(
      `The database ${file} cannot be read (${why}). Check its permissions, or delete the file to have it built anew.`,
      { cause },
    );
  }
}

function build(file: string, plan: DatabasePlan): void {
  const draft = `${file}.draft-${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    rmSync(draft, { force: true });
    const db = open(draft);
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
    db.exec(COMMON + plan.schema);
    transaction(db, () => plan.seed(db));
    db.exec(`PRAGMA user_version = ${plan.version}; ANALYZE`);
    db.close();
    renameSync(draft, file);
  } catch (cause) {
    discard(draft);
    if (cause instanceof DatabaseError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError(`The database ${file} cannot be built (${why}). Is the folder writable?`, {
      cause,
    });
  }
}

/** If even this fails, the error that made the build fail is more informative. */
function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // not a folder, or not writable
  }
}

/** Runs `work` inside one transaction: everything is stored or, if it throws, nothing. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

/** Inserts each row of the CSV file at `source` with `sql`; `values` returns its values (null skips the row). */
export function insertCsv(
  db: DatabaseSync,
  source: URL,
  sql: string,
  values: (row: CsvRow) => SQLInputValue[] | null,
): void {
  const statement = db.prepare(sql);
  for (const row of readCsv(source)) {
    const line = values(row);
    if (line) statement.run(...line);
  }
}
