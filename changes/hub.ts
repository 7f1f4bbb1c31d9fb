import { systemTag, tagsOf } from '../datasources/cache/tags.ts';
import type { Tag } from '../datasources/cache/tier.ts';
import type { Logger } from '../datasources/scope.ts';
import { compareCursors } from './compare.ts';
import { spotOf } from './cursor.ts';
import type { ChangeEvent, Cursor } from './event.ts';
import { CursorExpiredError, LogUnavailableError, type ChangeLog, type Follower } from './log.ts';
import { RecentEvents, type Told } from './recent.ts';

/** Who is told of changes in this process. Neither method may throw, or wait. */
export interface Listener {
  /** What happened next, in order. By now nothing that it touched is in any cache; `tags` are the tags of all of it. */
  readonly changed: (events: readonly ChangeEvent[], tags: ReadonlySet<Tag>) => void;
  /** Events were lost, nobody knows which: anything may have changed. The error is for those who waited for events. */
  readonly lost: (error: CursorExpiredError) => void;
}

/** What a hub needs of the caches. */
export interface Evicting {
  evict(tags: readonly Tag[]): Promise<unknown>;
}

/** What a hub is made of. */
export interface HubOptions {
  readonly log: ChangeLog;
  readonly cache: Evicting;
  /** The systems whose changes are in the log. */
  readonly systems: readonly string[];
  readonly logger: Logger;
}

const RETRY_MS = 1_000;
const START_MS = 500;

/**
 * Follows the log for one process. What an event touched is evicted from all tiers before anybody is told of the event: so whoever
 * hears of a change and asks at once gets what is true since.
 */
export class ChangeHub implements Follower {
  readonly #options: HubOptions;
  readonly #listeners = new Set<Listener>();
  readonly #stop = new AbortController();
  /** Null until the log has been reached. */
  #recent: RecentEvents | null = null;
  /** Ends when this process follows no more. */
  #following: Promise<void> | null = null;
  #followed: Promise<void> | null = null;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** The cursor up to which this process has evicted and told. Throws {@link LogUnavailableError} where it has not reached the log yet. */
  get position(): Cursor {
    return this.#told.position;
  }

  /**
   * Begins to follow, from now on. Resolves once that has begun, or half a second later: then it goes on in the background, and once it
   * succeeds all that was read meanwhile is dropped.
   */
  async start(): Promise<void> {
    const first = this.#begin();
    const hasBegun = await Promise.race([first, pause(START_MS, this.#stop.signal).then(() => false)]);
    if (!hasBegun) this.#following = this.#beginLater(first);
  }

  /** Tells a listener of all that happens from now on, until the function that is given back is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * At most `limit` events after a cursor, of those that this process has told. A cursor that it has not come to yet, of another replica,
   * has none. Rejects with CursorExpiredError, InvalidCursorError or {@link LogUnavailableError}.
   */
  async read(after: Cursor, limit: number): Promise<Told> {
    spotOf(after);
    const known = this.#told.after(after, limit);
    if (known) return known;
    const { position } = this.#told;
    const events = await this.#options.log.read(after, limit);
    const ahead = compareCursors(after, position);
    // The log has begun anew, which this process has not been told yet.
    if (Number.isNaN(ahead)) throw new LogUnavailableError(null);
    // What the log has beyond is not evicted here yet.
    const told = events.filter(({ cursor }) => compareCursors(cursor, position) <= 0);
    const last = told.length === limit ? told.at(-1) : undefined;
    return { events: told, reached: last?.cursor ?? (ahead > 0 ? after : position) };
  }

  readonly events = async (events: readonly ChangeEvent[]): Promise<void> => {
    if (events.length === 0) return;
    const tags = new Set(events.flatMap(tagsOf));
    await this.#options.cache.evict([...tags]);
    this.#told.add(events);
    for (const listener of this.#listeners) listener.changed(events, tags);
  };

  readonly lost = async (from: Cursor): Promise<void> => {
    this.#options.logger.error({ from }, 'the change log lost events: everything that was read is dropped');
    await this.#forget();
    const error = new CursorExpiredError(this.position, from);
    this.#recent = new RecentEvents(from);
    for (const listener of this.#listeners) listener.lost(error);
  };

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#following;
  }

  async #begin(): Promise<boolean> {
    const { log, logger } = this.#options;
    try {
      const newest = await log.newest();
      this.#recent = new RecentEvents(newest);
      this.#followed = log.follow(newest, this, this.#stop.signal);
      this.#following ??= this.#followed;
      return true;
    } catch (err) {
      logger.warn({ err }, 'the change log cannot be followed yet');
      return false;
    }
  }

  async #beginLater(first: Promise<boolean>): Promise<void> {
    let hasBegun = await first;
    while (!hasBegun) {
      await pause(RETRY_MS, this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      hasBegun = await this.#begin();
    }
    const following = this.#followed;
    await this.#forget();
    await following;
  }

  /** Without knowing what changed, nothing that was read can be trusted. */
  async #forget(): Promise<void> {
    await this.#options.cache.evict(this.#options.systems.map(systemTag));
  }

  get #told(): RecentEvents {
    if (this.#recent === null) throw new LogUnavailableError(null);
    return this.#recent;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
