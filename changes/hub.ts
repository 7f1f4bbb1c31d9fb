import { systemTag, tagsOf } from '../datasources/cache/tags.ts';
import { INVALIDATION } from '../datasources/changes.ts';
import type { Tag } from '../datasources/cache/tier.ts';
import { unlessAborted } from '../datasources/rest/abort.ts';
import type { Logger } from '../datasources/logger.ts';
import { compareCursors, parseCursor } from './cursor.ts';
import type { ChangeEvent, Cursor } from './event.ts';
import { invalidationOf } from './invalidation.ts';
import type { ChangeLog, Follower } from './log.ts';
import { LogUnavailableError } from './errors/log-unavailable.ts';
import { CursorExpiredError } from './errors/cursor-expired.ts';
import { RecentEvents, type EventPage } from './recent.ts';
import { Announcer } from './announcer.ts';
import { Following } from './following.ts';
import { ALL_EVICTED_MS } from './until-all-evicted.ts';

/** Receives the changes that this process announces. Neither method may throw or block. */
export interface Listener {
  /**
   * The next events, in order. By now no replica serves anything they touched from a cache; `tags` are the tags of everything they touched.
   */
  readonly changed: (events: readonly ChangeEvent[], tags: ReadonlySet<Tag>) => void;
  /**
   * Events were lost and cannot be identified: anything may have changed. `error` is for clients that were waiting for events. `allEvicted`
   * resolves with true once no replica serves anything cached before the loss; with false if more was lost in the meantime, which is
   * reported next, or on shutdown.
   */
  readonly lost: (error: CursorExpiredError, allEvicted: Promise<boolean>) => void;
}

/** The part of the caches that a hub needs. */
export interface Evictor {
  /** Evicts everything that carries one of these tags. Returns how many entries were removed from memory. */
  evict(tags: readonly Tag[]): Promise<number>;
}

/** The dependencies of a hub. */
export interface HubParts {
  readonly log: ChangeLog;
  readonly cache: Evictor;
  /** Makes the next requests to the systems unconditional: a "not modified" answer is not trusted for invalidated data. */
  readonly forget: () => void;
  /** The systems whose changes are in the log. */
  readonly systems: readonly string[];
  readonly logger: Logger;
}

/**
 * Follows the log for one process. Everything an event touched is evicted from all tiers, in all replicas, before the event is announced to
 * anyone. So a client that hears of a change and queries immediately, on any replica, reads data at least as new as the change.
 */
export class ChangeHub implements Follower {
  readonly #parts: HubParts;
  readonly #listeners = new Set<Listener>();
  readonly #announcer: Announcer;
  readonly #following: Following;
  readonly #stop = new AbortController();
  /** Null until the log has been reached. */
  #recent: RecentEvents | null = null;
  /** Resolves once events recorded before this process started following may be announced; null from then on. */
  #past: Promise<boolean> | null = null;

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.#announcer = new Announcer(parts.log.replicas, ({ events, tags }) => {
      this.#announced.add(events);
      this.#tell((listener) => listener.changed(events, tags));
    });
    this.#following = new Following({
      log: parts.log,
      logger: parts.logger,
      follower: this,
      stop: this.#stop.signal,
      begin: (newest, isLate) => this.#begin(newest, isLate),
    });
  }

  /**
   * The cursor up to which this process has evicted and announced events. Right after it has begun to follow the log, or lost events, others
   * may still serve what is older: see {@link settledPosition}. Throws {@link LogUnavailableError} if it has not reached the log yet.
   */
  get position(): Cursor {
    return this.#announced.position;
  }

  /**
   * The position once no replica serves anything older from a cache: what is read from then on, from any of them, contains all changes up to
   * it. Rejects with {@link LogUnavailableError} also if that takes more than five seconds.
   */
  async settledPosition(): Promise<Cursor> {
    await this.#whenPastIsAnnounced();
    return this.position;
  }

  /**
   * Starts following from the newest event. Resolves once that has succeeded, or after half a second; in the latter case it keeps trying in
   * the background, and on success drops everything that was read in the meantime.
   */
  start(): Promise<void> {
    return this.#following.start();
  }

  /** Notifies a listener of everything from now on, until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Reads at most `limit` events after a cursor, out of those this process has announced. A cursor from another replica that this process
   * has not reached yet yields none. Rejects with CursorExpiredError, InvalidCursorError or {@link LogUnavailableError}.
   */
  async read(after: Cursor, limit: number): Promise<EventPage> {
    parseCursor(after);
    await this.#whenPastIsAnnounced();
    const known = this.#announced.after(after, limit);
    if (known) return known;
    const { position } = this.#announced;
    const events = await this.#readLog(after, limit);
    const ahead = compareCursors(after, position);
    // The log has started over, and this process has not heard of it yet.
    if (Number.isNaN(ahead)) throw new LogUnavailableError(null);
    // Events beyond `position` are not evicted here yet.
    const announced = events.filter(({ cursor }) => compareCursors(cursor, position) <= 0);
    // A page may be short because it ends before an entry that cannot be read: only the next read finds that out.
    const reached = announced.at(-1)?.cursor ?? (ahead > 0 ? after : position);
    return { events: announced, reached };
  }

  /**
   * Makes all replicas drop everything that carries one of these tags, as if it had changed, but without announcing a change: the caller
   * does not trust what was read. Live queries that read any of it are re-executed. Resolves once no replica serves it any more, with the
   * number of entries removed from this process's memory. Rejects with {@link LogUnavailableError} if the other replicas cannot be notified
   * or have not dropped it within five seconds; this process has dropped it even then.
   */
  async invalidate(tags: readonly Tag[]): Promise<number> {
    const { cache, log, forget } = this.#parts;
    forget();
    const evictedCount = await cache.evict(tags);
    const recorded = await log.append({ changes: tags.map(invalidationOf), step: null, name: null });
    const last = recorded.is === 'recorded' ? recorded.cursors.at(-1) : null;
    if (last) await this.#requireInTime(log.replicas.allEvicted(last));
    return evictedCount;
  }

  readonly events = async (events: readonly ChangeEvent[]): Promise<void> => {
    const { cache, log, forget } = this.#parts;
    const tags = new Set(events.flatMap(tagsOf));
    if (events.some(({ entity }) => entity === INVALIDATION)) forget();
    await cache.evict([...tags]);
    const last = events.at(-1);
    if (last) log.replicas.evictedUpTo(last.cursor);
    await this.#announcer.add({ events, tags });
  };

  readonly lost = async (from: Cursor): Promise<void> => {
    this.#parts.logger.error({ from }, 'the change log lost events: everything that was read is dropped');
    await this.#evictAll();
    this.#announcer.drop();
    const error = new CursorExpiredError(this.position, from);
    const allEvicted = this.#resumeAfter(from);
    this.#past = allEvicted;
    this.#tell((listener) => listener.lost(error, allEvicted));
  };

  /** Stops following, and leaves the replicas. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#announcer.drop();
    await this.#following.stopped();
    await this.#parts.log.replicas.leave();
  }

  /** A defect of one listener must not keep the others from hearing of changes. */
  #tell(notify: (listener: Listener) => void): void {
    for (const listener of this.#listeners) {
      try {
        notify(listener);
      } catch (err) {
        this.#parts.logger.error({ err }, 'a listener of changes failed');
      }
    }
  }

  /** A client whose cursor has expired reads afresh, from any replica: none may serve anything from before what the log has lost. */
  async #readLog(after: Cursor, limit: number): Promise<readonly ChangeEvent[]> {
    const { log } = this.#parts;
    try {
      return await log.read(after, limit);
    } catch (error) {
      if (error instanceof CursorExpiredError)
        await this.#requireInTime(log.replicas.allEvicted(error.oldest));
      throw error;
    }
  }

  /** Once it has been followed, it is unknown what was not handled: everything up to now counts as lost. */
  async #begin(newest: Cursor, isLate: boolean): Promise<void> {
    if (this.#recent) {
      await this.lost(newest);
      return;
    }
    if (isLate) await this.#evictAll();
    this.#past = this.#resumeAfter(newest);
  }

  /** Nothing cached here predates this cursor. Resolves with whether that holds in every replica. */
  #resumeAfter(cursor: Cursor): Promise<boolean> {
    const { replicas } = this.#parts.log;
    this.#recent = new RecentEvents(cursor);
    replicas.evictedUpTo(cursor);
    return replicas.allEvicted(cursor);
  }

  async #whenPastIsAnnounced(): Promise<void> {
    for (let past = this.#past; past; past = this.#past) {
      await this.#requireInTime(past);
      // More events may have been lost in the meantime.
      if (this.#past === past) this.#past = null;
    }
  }

  /** Rejects with {@link LogUnavailableError} unless `allEvicted` resolves with true in time. */
  async #requireInTime(allEvicted: Promise<boolean>): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ALL_EVICTED_MS)]);
    const isSo = await unlessAborted(allEvicted, signal).catch(() => false);
    if (!isSo) throw new LogUnavailableError(null);
  }

  /** Drops everything: without knowing what changed, no cached data can be trusted. */
  async #evictAll(): Promise<void> {
    await this.#parts.cache.evict(this.#parts.systems.map(systemTag));
  }

  get #announced(): RecentEvents {
    if (this.#recent === null) throw new LogUnavailableError(null);
    return this.#recent;
  }
}
