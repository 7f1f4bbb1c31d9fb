import { systemTag, tagsOf } from '../datasources/cache/tags.ts';
import type { Tag } from '../datasources/cache/tier.ts';
import type { Logger } from '../datasources/scope.ts';
import { compareCursors } from './compare.ts';
import type { ChangeEvent, Cursor } from './event.ts';
import { LogUnavailableError, type ChangeLog, type Follower } from './log.ts';

/** Who is told of changes in this process. Neither method may throw, or wait. */
export interface Listener {
  /** What happened next, in order. By now nothing that it touched is in any cache; `tags` are the tags of all of it. */
  readonly changed: (events: readonly ChangeEvent[], tags: ReadonlySet<Tag>) => void;
  /** Events were lost, nobody knows which: anything may have changed. */
  readonly lost: () => void;
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

/** Events that are kept in memory for those who come back soon, and the share by which they are trimmed. */
const RECENT = 10_000;
const TRIM_AT = RECENT * 1.25;
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
  #recent: ChangeEvent[] = [];
  /** After this cursor `#recent` has everything up to `#position`. */
  #since: Cursor | null = null;
  #position: Cursor | null = null;
  /** Ends when this process follows no more. */
  #following: Promise<void> | null = null;
  #followed: Promise<void> | null = null;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** The cursor up to which this process has evicted and told. Throws {@link LogUnavailableError} where it has not reached the log yet. */
  get position(): Cursor {
    if (this.#position === null) throw new LogUnavailableError(null);
    return this.#position;
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
   * At most `limit` events after a cursor, of those that this process has told. Rejects with CursorExpiredError, InvalidCursorError or
   * {@link LogUnavailableError}.
   */
  async read(after: Cursor, limit: number): Promise<readonly ChangeEvent[]> {
    const { position } = this;
    if (this.#since !== null && compareCursors(after, this.#since) >= 0)
      return this.#fromRecent(after, limit);
    const events = await this.#options.log.read(after, limit);
    // What the log has beyond is not evicted here yet.
    const end = events.findIndex(({ cursor }) => compareCursors(cursor, position) > 0);
    return end < 0 ? events : events.slice(0, end);
  }

  readonly events = async (events: readonly ChangeEvent[]): Promise<void> => {
    const last = events.at(-1);
    if (!last) return;
    const tags = new Set(events.flatMap(tagsOf));
    await this.#options.cache.evict([...tags]);
    this.#recent.push(...events);
    this.#position = last.cursor;
    this.#trim();
    for (const listener of this.#listeners) listener.changed(events, tags);
  };

  readonly lost = async (from: Cursor): Promise<void> => {
    this.#options.logger.error({ from }, 'the change log lost events: everything that was read is dropped');
    await this.#forget();
    this.#startAt(from);
    for (const listener of this.#listeners) listener.lost();
  };

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#following;
  }

  async #begin(): Promise<boolean> {
    const { log, logger } = this.#options;
    try {
      const newest = await log.newest();
      this.#startAt(newest);
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

  #startAt(cursor: Cursor): void {
    this.#recent = [];
    this.#since = cursor;
    this.#position = cursor;
  }

  #fromRecent(after: Cursor, limit: number): readonly ChangeEvent[] {
    let [low, high] = [0, this.#recent.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const event = this.#recent[middle];
      if (event && compareCursors(event.cursor, after) <= 0) low = middle + 1;
      else high = middle;
    }
    return this.#recent.slice(low, low + limit);
  }

  #trim(): void {
    if (this.#recent.length < TRIM_AT) return;
    const dropped = this.#recent.splice(0, this.#recent.length - RECENT);
    this.#since = dropped.at(-1)?.cursor ?? this.#since;
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
