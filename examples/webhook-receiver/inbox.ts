import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/** A message as it came in. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

const DAY_MS = 86_400_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/** Accepted messages, in the order in which they came, kept for four days. */
export class Inbox implements Disposable {
  readonly #db: DatabaseSync;
  #isWorking = false;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db
      .exec(`CREATE TABLE IF NOT EXISTS message (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
      taken_at INTEGER NOT NULL, handled INTEGER NOT NULL DEFAULT 0) STRICT`);
  }

  /** Stores a message, unless it is here already. Once this returns it is on disk. */
  take({ id, body }: Message): void {
    const insert = 'INSERT OR IGNORE INTO message (id, body, taken_at) VALUES (?, ?, ?)';
    this.#db.prepare(insert).run(id, body, Date.now());
  }

  /**
   * Handles all messages that have not been handled, one after another, until `signal` aborts. If `handle` rejects, the same message is
   * handled again after a pause; if the process is killed in the middle of one, it begins with that message the next time.
   */
  async work(handle: (message: Message) => Promise<void>, signal: AbortSignal): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        const message = this.#next();
        if (!message) break;
        await handle(message);
        this.#handled(message);
        pauseMs = FIRST_PAUSE_MS;
      } catch (error) {
        console.error(error);
        await pause(pauseMs, null, { signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
    this.#isWorking = false;
  }

  #next(): Message | null {
    const oldest = 'SELECT id, body FROM message WHERE NOT handled ORDER BY number LIMIT 1';
    const row = this.#db.prepare(oldest).get();
    return row ? { id: String(row['id']), body: String(row['body']) } : null;
  }

  #handled({ id }: Message): void {
    this.#db.prepare('UPDATE message SET handled = 1 WHERE id = ?').run(id);
    // A delivery's retries are over after 83 hours at most; messages that will not come again are forgotten.
    this.#db.prepare('DELETE FROM message WHERE handled AND taken_at < ?').run(Date.now() - 4 * DAY_MS);
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
