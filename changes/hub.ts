import { setTimeout as wait } from 'node:timers/promises';
import { DOUBT, systemTag, tagsOf } from '../datasources/cache/tags.ts';
import type { Tag } from '../datasources/cache/tier.ts';
import type { MissedChanges } from '../datasources/change-filter.ts';
import { unlessAborted } from '../datasources/rest/abort.ts';
import type { Logger } from '../datasources/scope.ts';
import { compareCursors } from './compare.ts';
import { spotOf } from './cursor.ts';
import type { ChangeEvent, Cursor, NewChange } from './event.ts';
import { CursorExpiredError, LogUnavailableError, type ChangeLog, type Follower } from './log.ts';
import { RecentEvents, type Told } from './recent.ts';
import { Telling } from './telling.ts';

/** Who is told of changes in this process. Neither method may throw, or wait. */
export interface Listener {
  /** What happened next, in order. By now no replica gives anything that it touched from a cache; `tags` are the tags of all of it. */
  readonly changed: (events: readonly ChangeEvent[], tags: ReadonlySet<Tag>) => void;
  /**
   * Events were lost, nobody knows which: anything may have changed. The error is for those who waited for events. `everywhere` resolves with
   * true once no replica gives anything from before that; with false where more was lost meanwhile, of which it is told next, or at the end.
   */
  readonly lost: (error: CursorExpiredError, everywhere: Promise<boolean>) => void;
}

/** What a hub needs of the caches. */
export interface Evicting {
  /** Gives how many entries fell from memory. */
  evict(tags: readonly Tag[]): Promise<number>;
}

/** What a hub is made of. */
export interface HubOptions {
  readonly log: ChangeLog;
  readonly cache: Evicting;
  /** Has the systems send whole what they are asked for next: "unchanged since" is not believed of what is in doubt. */
  readonly forget: () => void;
  /** The systems whose changes are in the log. */
  readonly systems: readonly string[];
  readonly logger: Logger;
}

const RETRY_MS = 1_000;
const START_MS = 500;
/** So long others are waited for that are to evict what is in doubt, or happened before this process began. */
const EVERYWHERE_MS = 5_000;

/**
 * Follows the log for one process. What an event touched is evicted from all tiers, in all replicas, before anybody is told of the event:
 * so whoever hears of a change and asks at once, whomever, gets what is true since.
 */
export class ChangeHub implements Follower {
  readonly #options: HubOptions;
  readonly #listeners = new Set<Listener>();
  readonly #telling: Telling;
  readonly #stop = new AbortController();
  /** Null until the log has been reached. */
  #recent: RecentEvents | null = null;
  /** Resolves once what was recorded before this process began to follow may be told; null from then on. */
  #past: Promise<boolean> | null = null;
  /** Whether requests have been answered before it began. */
  #isLate = false;
  /** Ends when this process follows no more. */
  #following: Promise<void> | null = null;
  #followed: Promise<void> | null = null;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#telling = new Telling(options.log.replicas, ({ events, tags }) => {
      this.#told.add(events);
      for (const listener of this.#listeners) listener.changed(events, tags);
    });
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
    if (hasBegun) return;
    this.#isLate = true;
    this.#following = this.#beginLater(first);
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
    await this.#untilPastIsTold();
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

  /**
   * Has all replicas drop all that carries one of these tags, as if it had changed, though nobody is told of a change: whoever calls this
   * does not trust what was read. Live queries that read any of it are answered anew. Resolves once no replica gives it any more, with how
   * many entries fell from the memory of this process. Rejects with {@link LogUnavailableError} where the others cannot be told, or have not
   * dropped it within five seconds; here it has fallen all the same.
   */
  doubt(tags: readonly Tag[]): Promise<number> {
    return this.#doubt(tags.map((tag) => doubtOf(tag)));
  }

  /**
   * The same of all that a system has said, as it did not tell of all that changed in it. Whoever is told of its changes is told of this, in
   * its place among them.
   */
  async missed(missed: MissedChanges): Promise<void> {
    await this.#doubt([doubtOf(systemTag(missed.system), missed)]);
  }

  readonly events = async (events: readonly ChangeEvent[]): Promise<void> => {
    const { cache, log, forget } = this.#options;
    const tags = new Set(events.flatMap(tagsOf));
    if (events.some(({ entity }) => entity === DOUBT)) forget();
    await cache.evict([...tags]);
    const last = events.at(-1);
    if (last) log.replicas.dropped(last.cursor);
    await this.#telling.add({ events, tags });
  };

  readonly lost = async (from: Cursor): Promise<void> => {
    this.#options.logger.error({ from }, 'the change log lost events: everything that was read is dropped');
    await this.#forget();
    this.#telling.drop();
    const error = new CursorExpiredError(this.position, from);
    const everywhere = this.#goOnAfter(from);
    this.#past = everywhere;
    for (const listener of this.#listeners) listener.lost(error, everywhere);
  };

  async close(): Promise<void> {
    this.#stop.abort();
    this.#telling.drop();
    await this.#following;
    await this.#options.log.replicas.leave();
  }

  async #doubt(doubts: readonly NewChange[]): Promise<number> {
    const { cache, log, forget } = this.#options;
    forget();
    const fallen = await cache.evict(doubts.map(({ id }) => id));
    const recorded = await log.append({ changes: doubts, place: null, once: null });
    const last = recorded.is === 'recorded' ? recorded.cursors.at(-1) : null;
    if (last) await this.#inTime(log.replicas.everywhere(last));
    return fallen;
  }

  async #begin(): Promise<boolean> {
    const { log, logger } = this.#options;
    try {
      const newest = await log.newest();
      if (this.#isLate) await this.#forget();
      this.#past = this.#goOnAfter(newest);
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
    await this.#followed;
  }

  /** Nothing is kept here from before this cursor. Gives whether that is so everywhere. */
  #goOnAfter(cursor: Cursor): Promise<boolean> {
    const { replicas } = this.#options.log;
    this.#recent = new RecentEvents(cursor);
    replicas.dropped(cursor);
    return replicas.everywhere(cursor);
  }

  async #untilPastIsTold(): Promise<void> {
    for (let past = this.#past; past; past = this.#past) {
      await this.#inTime(past);
      // There may have been another loss meanwhile.
      if (this.#past === past) this.#past = null;
    }
  }

  /** Rejects with {@link LogUnavailableError} where it is not known soon that something is so everywhere. */
  async #inTime(everywhere: Promise<boolean>): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(EVERYWHERE_MS)]);
    const isSo = await unlessAborted(everywhere, signal).catch(() => false);
    if (!isSo) throw new LogUnavailableError(null);
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

function doubtOf(tag: Tag, { system, entities }: MissedChanges = { system: '', entities: [] }): NewChange {
  return {
    system,
    entity: DOUBT,
    id: tag,
    kind: 'UPDATED',
    owners: {},
    ownersUnknown: false,
    fields: entities,
    occurredAt: new Date().toISOString(),
    key: null,
  };
}

/** Waits so long, or until the signal; at an aborted one not at all. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return wait(ms, undefined, { signal }).catch(() => undefined);
}
