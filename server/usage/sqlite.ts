import type { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../changes/sqlite/store.ts';
import { RegisterUnavailableError } from '../register/register.ts';
import type { Day, DailyUsage, Hit, UsageBounds, UsageStore } from './store.ts';

/**
 * `usage.client` and `usage.version` are empty if there is none. `usage_other` counts requests for which there was no room,
 * `usage_operation.day` is the last day on which an operation was requested.
 */
const TABLES: readonly string[] = [
  `CREATE TABLE usage (
     day TEXT NOT NULL, operation TEXT NOT NULL, client TEXT NOT NULL, version TEXT NOT NULL,
     requests INTEGER NOT NULL, last_seen INTEGER NOT NULL, PRIMARY KEY (day, operation, client, version)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE usage_other (day TEXT PRIMARY KEY, requests INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE usage_operation (id TEXT PRIMARY KEY, day TEXT NOT NULL, description TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
];
const DAY_MS = 86_400_000;

/** Usage data in the store of a standalone gateway, which is closed by its opener. */
export function sqliteUsage(store: Store, bounds: UsageBounds): UsageStore {
  return new SqliteUsage(store, bounds);
}

class SqliteUsage implements UsageStore {
  readonly #store: Store;
  readonly #bounds: UsageBounds;
  readonly #sql: ReturnType<typeof statementsOf>;
  #day: Day = '';

  constructor(store: Store, bounds: UsageBounds) {
    store.layOut('usage', TABLES);
    this.#store = store;
    this.#bounds = bounds;
    this.#sql = statementsOf(store.db);
  }

  add(day: Day, { hits, others }: DailyUsage): Promise<readonly string[]> {
    return this.#work(() => {
      if (day !== this.#day) this.#begin(day);
      const operations = new Set(this.#sql.operations.all(day).map((row) => String(row['operation'])));
      const clients = new Set(this.#sql.clients.all(day).map((row) => nameOf(row['client'], row['version'])));
      let pairs = Number(this.#sql.pairs.get(day)?.['count']);
      let unkept = others;
      const missing = new Set<string>();
      for (const hit of hits) {
        const client = nameOf(hit.client, hit.version);
        const pair = [day, hit.operation, hit.client ?? '', hit.version ?? ''];
        if (!this.#sql.pair.get(...pair)) {
          const hasRoom =
            pairs < this.#bounds.pairs &&
            (operations.has(hit.operation) || operations.size < this.#bounds.operations) &&
            (clients.has(client) || clients.size < this.#bounds.clients);
          if (!hasRoom) {
            unkept += hit.requests;
            continue;
          }
          operations.add(hit.operation);
          clients.add(client);
          pairs += 1;
        }
        this.#sql.add.run(...pair, hit.requests, hit.lastSeen);
        if (this.#sql.touch.run(day, hit.operation).changes === 0) missing.add(hit.operation);
      }
      if (unkept > 0) this.#sql.addOthers.run(day, unkept);
      return [...missing];
    });
  }

  describe(descriptions: ReadonlyMap<string, string>): Promise<void> {
    return this.#work(() => {
      for (const [id, text] of descriptions) this.#sql.describe.run(id, this.#day, text);
    });
  }

  read(day: Day): Promise<DailyUsage> {
    return this.#work(() => {
      const hits = this.#sql.hits.all(day).map((row): Hit => {
        const { operation, client, version, requests, last_seen: lastSeen } = row;
        return {
          operation: String(operation),
          client: String(client) || null,
          version: String(version) || null,
          requests: Number(requests),
          lastSeen: Number(lastSeen),
        };
      });
      return { hits, others: Number(this.#sql.others.get(day)?.['requests'] ?? 0) };
    });
  }

  descriptions(operations: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#work(() => {
      const rows = this.#sql.descriptions.all(JSON.stringify(operations));
      return new Map(rows.map((row) => [String(row['id']), String(row['description'])]));
    });
  }

  /** At the start of a new day, removes the days that are past the limits. */
  #begin(day: Day): void {
    const first = new Date(Date.parse(day) - (this.#bounds.days - 1) * DAY_MS).toISOString().slice(0, 10);
    for (const forget of [this.#sql.forget, this.#sql.forgetOthers, this.#sql.forgetOperations])
      forget.run(first);
    this.#day = day;
  }

  async #work<T>(work: () => T): Promise<T> {
    try {
      return this.#store.transaction(work);
    } catch (error) {
      throw new RegisterUnavailableError(error);
    }
  }
}

function nameOf(client: unknown, version: unknown): string {
  return JSON.stringify([client ?? '', version ?? '']);
}

function statementsOf(db: DatabaseSync) {
  return {
    operations: db.prepare('SELECT DISTINCT operation FROM usage WHERE day = ?'),
    clients: db.prepare('SELECT DISTINCT client, version FROM usage WHERE day = ?'),
    pairs: db.prepare('SELECT count(*) AS count FROM usage WHERE day = ?'),
    pair: db.prepare('SELECT 1 FROM usage WHERE day = ? AND operation = ? AND client = ? AND version = ?'),
    add: db.prepare(
      `INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       requests = requests + excluded.requests, last_seen = max(last_seen, excluded.last_seen)`,
    ),
    addOthers: db.prepare(
      'INSERT INTO usage_other VALUES (?, ?) ON CONFLICT DO UPDATE SET requests = requests + excluded.requests',
    ),
    touch: db.prepare('UPDATE usage_operation SET day = ? WHERE id = ?'),
    describe: db.prepare('INSERT OR REPLACE INTO usage_operation VALUES (?, ?, ?)'),
    hits: db.prepare('SELECT * FROM usage WHERE day = ?'),
    others: db.prepare('SELECT requests FROM usage_other WHERE day = ?'),
    descriptions: db.prepare(
      'SELECT id, description FROM usage_operation WHERE id IN (SELECT value FROM json_each(?))',
    ),
    forget: db.prepare('DELETE FROM usage WHERE day < ?'),
    forgetOthers: db.prepare('DELETE FROM usage_other WHERE day < ?'),
    forgetOperations: db.prepare('DELETE FROM usage_operation WHERE day < ?'),
  };
}
