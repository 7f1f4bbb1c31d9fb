import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../changes/sqlite/store.ts';
import { RegisterUnavailableError, type Register, type Snapshot } from './register.ts';

/** `used_at` is when an entry was last used; a register without a row has not been changed yet. */
const TABLES: readonly string[] = [
  `CREATE TABLE register (name TEXT PRIMARY KEY, version TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE register_entry (
     register TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, used_at INTEGER, PRIMARY KEY (register, id)
   ) STRICT, WITHOUT ROWID;`,
];

/** A register in the store of a standalone gateway, which is closed by its opener. */
export function sqliteRegister(store: Store, name: string): Register {
  return new SqliteRegister(store, name);
}

class SqliteRegister implements Register {
  readonly #store: Store;
  readonly #name: string;
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(store: Store, name: string) {
    store.layOut('register', TABLES);
    this.#store = store;
    this.#name = name;
    this.#sql = statementsOf(store.db);
  }

  read(): Promise<Snapshot> {
    return this.#work(() => {
      const rows = this.#sql.entries.all(this.#name);
      const entries = rows.map((row) => [String(row['id']), String(row['text'])] as const);
      return { version: this.#version(), entries: new Map(entries) };
    });
  }

  version(): Promise<string> {
    return this.#work(() => this.#version());
  }

  add(entries: ReadonlyMap<string, string>, most: number): Promise<boolean> {
    return this.#work(() => {
      const known = new Set(this.#sql.entries.all(this.#name).map((row) => String(row['id'])));
      const fresh = [...entries].filter(([id]) => !known.has(id));
      if (fresh.length === 0) return true;
      if (known.size + fresh.length > most) return false;
      for (const [id, text] of fresh) this.#sql.add.run(this.#name, id, text);
      this.#change();
      return true;
    });
  }

  replace(id: string, before: string, after: string): Promise<boolean> {
    return this.#work(() => {
      const isDone = this.#sql.replace.run(after, this.#name, id, before).changes > 0;
      if (isDone) this.#change();
      return isDone;
    });
  }

  remove(ids: readonly string[]): Promise<number> {
    return this.#work(() => {
      let count = 0;
      for (const id of ids) count += Number(this.#sql.remove.run(this.#name, id).changes);
      if (count > 0) this.#change();
      return count;
    });
  }

  note(times: ReadonlyMap<string, number>): Promise<void> {
    return this.#work(() => {
      for (const [id, at] of times) this.#sql.note.run(at, this.#name, id, at);
    });
  }

  noted(): Promise<ReadonlyMap<string, number>> {
    return this.#work(() => {
      const rows = this.#sql.noted.all(this.#name);
      return new Map(rows.map((row) => [String(row['id']), Number(row['used_at'])]));
    });
  }

  #version(): string {
    return String(this.#sql.version.get(this.#name)?.['version'] ?? '');
  }

  #change(): void {
    this.#sql.change.run(this.#name, randomUUID());
  }

  async #work<T>(work: () => T): Promise<T> {
    try {
      return this.#store.transaction(work);
    } catch (error) {
      throw new RegisterUnavailableError(error);
    }
  }
}

function statementsOf(db: DatabaseSync) {
  return {
    entries: db.prepare('SELECT id, text FROM register_entry WHERE register = ?'),
    version: db.prepare('SELECT version FROM register WHERE name = ?'),
    change: db.prepare('INSERT OR REPLACE INTO register VALUES (?, ?)'),
    add: db.prepare('INSERT INTO register_entry VALUES (?, ?, ?, NULL)'),
    replace: db.prepare('UPDATE register_entry SET text = ? WHERE register = ? AND id = ? AND text = ?'),
    remove: db.prepare('DELETE FROM register_entry WHERE register = ? AND id = ?'),
    note: db.prepare(
      'UPDATE register_entry SET used_at = ? WHERE register = ? AND id = ? AND coalesce(used_at, 0) < ?',
    ),
    noted: db.prepare('SELECT id, used_at FROM register_entry WHERE register = ? AND used_at IS NOT NULL'),
  };
}
