import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../datasources/logger.ts';
import type { ChangeEvent, Cursor } from '../event.ts';
import { MAX_BATCH, MAX_NAMES, type Retention } from '../limits.ts';
import type { ChangeLog, Follower, Lease, Recorded, Recording } from '../log.ts';
import { LogUnavailableError } from '../errors/log-unavailable.ts';
import { InvalidCursorError } from '../errors/invalid-cursor.ts';
import { CursorExpiredError } from '../errors/cursor-expired.ts';
import { singleProcess } from '../replicas.ts';
import { Events, openLog } from './events.ts';
import { Pages, type Page, type Place } from './pages.ts';
import { Appender } from './appender.ts';
import { RecordedNames } from './recorded-names.ts';
import { Signal } from './signal.ts';
import { openStore, type Store } from './store.ts';
import { TABLES } from './tables.ts';

/** How soon a failed read is retried. */
const RETRY_MS = 100;

/** Where the log is kept: in a file of its own (or `:memory:`), or in a shared store, which it does not close. */
type Kept =
  { readonly file: string; readonly store?: never } | { readonly store: Store; readonly file?: never };

/** How the log of a single process is opened. */
export type SqliteLogOptions = Kept &
  Retention & {
    /** The most names that are remembered, give or take a thousand; {@link MAX_NAMES} by default. */
    readonly maxNames?: number;
    /** The time, in milliseconds since 1970; the system clock by default. */
    readonly now?: () => number;
    /** Where errors that lose no data are logged; nowhere by default. */
    readonly log?: Pick<Logger, 'warn'>;
  };

/** Opens the log of a single process. Throws what {@link openStore} throws. */
export function openSqliteLog(options: SqliteLogOptions): SqliteLog {
  return new SqliteLog(options);
}

/**
 * The log of a gateway that runs alone (docs/decisions/0017-change-log.md): SQLite, in a file that nothing else can open in the meantime.
 * So a lease is always granted, and followers are woken by this process itself.
 */
export class SqliteLog implements ChangeLog {
  readonly replicas = singleProcess(() => !this.#isBehind);
  readonly #store: Store;
  readonly #ownsStore: boolean;
  readonly #now: () => number;
  readonly #token: number;
  readonly #events: Events;
  readonly #recordedNames: RecordedNames;
  readonly #appender: Appender;
  readonly #pages: Pages;
  readonly #added = new Signal();
  readonly #closing = new AbortController();
  readonly #log: Pick<Logger, 'warn'> | null;
  /** Whether a follower failed or could not read, and has not caught up since: caches may hold what changed in the meantime. */
  #isBehind = false;

  constructor({ file, store, now = Date.now, log, ...limits }: SqliteLogOptions) {
    const { maxEvents, maxAgeMs, maxNames = MAX_NAMES } = limits;
    this.#now = () => Math.floor(now());
    this.#log = log ?? null;
    this.#ownsStore = store === undefined;
    this.#store = store ?? openStore(file);
    this.#layOut();
    const { db } = this.#store;
    const { life, openings } = this.#store.transaction(() => openLog(db, this.#now()));
    this.#token = openings;
    this.#events = new Events(db);
    this.#recordedNames = new RecordedNames(db, maxNames);
    this.#pages = new Pages(this.#events, life);
    this.#appender = new Appender({
      store: this.#store,
      events: this.#events,
      recordedNames: this.#recordedNames,
      retention: { maxEvents, maxAgeMs },
      token: openings,
      log: this.#log,
    });
  }

  async append(recording: Recording): Promise<Recorded> {
    const recorded = this.#try(() => this.#appender.record(recording, this.#now()));
    if (recorded.is !== 'recorded') return recorded;
    this.#added.give();
    const cursors = recorded.places.map((place) => (place === null ? null : this.#pages.cursorAt(place)));
    return { is: 'recorded', cursors };
  }

  async read(after: Cursor, limit: number): Promise<readonly ChangeEvent[]> {
    return this.#try(() => this.#pages.read(after, limit));
  }

  async newest(): Promise<Cursor> {
    return this.#try(() => this.#pages.cursorAt(this.#events.newest));
  }

  async oldest(): Promise<Cursor> {
    return this.#try(() => this.#pages.cursorAt(this.#events.oldest));
  }

  async positionOf(source: string): Promise<string | null> {
    return this.#try(() => this.#recordedNames.positionOf(source));
  }

  /** Always granted: no other process can hold it. */
  async lease(): Promise<Lease> {
    return { token: this.#token };
  }

  async release(): Promise<void> {
    // No other process waits for it.
  }

  async follow(after: Cursor, follower: Follower, signal: AbortSignal): Promise<void> {
    try {
      await this.#follow(after, follower, AbortSignal.any([signal, this.#closing.signal]));
    } catch (error) {
      // Nobody evicts what changes until it is followed again.
      this.#isBehind = true;
      throw error;
    }
  }

  /** Ends all followers, and closes the file if the log owns it. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#ownsStore) this.#store.close();
  }

  async #follow(after: Cursor, follower: Follower, end: AbortSignal): Promise<void> {
    let place = this.#pages.placeOf(after);
    while (!end.aborted) {
      const page = this.#next(place);
      if (page === null) await pause(RETRY_MS, undefined, { signal: end }).catch(() => undefined);
      else if (page.is === 'lost') {
        place = this.#pages.placeOf(page.from);
        await follower.lost(page.from);
      } else if (page.events.length === 0) {
        this.#isBehind = false;
        await this.#added.wait(end);
      } else {
        place = page.last;
        await follower.events(page.events);
        // A follower with a long backlog yields to others between batches.
        if (page.events.length === MAX_BATCH) await turn();
      }
    }
  }

  /** Reads what comes next; null if it cannot be read now. */
  #next(place: Place): Page | null {
    try {
      return this.#pages.after(place, MAX_BATCH);
    } catch (err) {
      if (!this.#isBehind)
        this.#log?.warn({ err }, 'the change log cannot be read: nothing is served from caches');
      this.#isBehind = true;
      return null;
    }
  }

  #layOut(): void {
    try {
      this.#store.layOut('change_log', TABLES);
    } catch (error) {
      if (this.#ownsStore) this.#store.close();
      throw error;
    }
  }

  #try<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof CursorExpiredError || error instanceof InvalidCursorError) throw error;
      throw new LogUnavailableError(error);
    }
  }
}
