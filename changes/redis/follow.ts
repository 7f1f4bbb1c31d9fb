import type { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import type { PatientConnection } from '../../datasources/redis/patient-connection.ts';
import { cursorOf, parseCursor, type ParsedCursor } from '../cursor.ts';
import { MAX_BATCH } from '../limits.ts';
import type { Follower } from '../log.ts';
import type { Keys } from './keys.ts';
import { follows, pageAfter, pageOf, type Page, type StreamEntry } from './pages.ts';

/** How long one read blocks in Redis waiting for events. This is also how often it is checked that the log is still the same. */
const BLOCK_MS = 2_000;
const PAUSE_MS = 100;

/** One follower, with a connection of its own, because a blocking read holds up all commands behind it. */
export class LogFollower {
  readonly #connection: PatientConnection;
  readonly #keys: Keys;
  readonly #follower: Follower;
  #after: ParsedCursor;
  /** Whether the place was found in the log over this connection, with no gap since. */
  #isInSync = false;

  constructor(connection: PatientConnection, keys: Keys, after: ParsedCursor, follower: Follower) {
    this.#connection = connection;
    this.#keys = keys;
    this.#after = after;
    this.#follower = follower;
  }

  /** Delivers events until `end` aborts and the follower has handled the last batch. Rejects as the follower does. Disconnects in either case. */
  async run(end: AbortSignal): Promise<void> {
    const leave = (): void => this.#connection.end();
    end.addEventListener('abort', leave, { once: true });
    try {
      while (!end.aborted) await this.#step(end);
    } finally {
      end.removeEventListener('abort', leave);
      this.#connection.end();
    }
  }

  async #step(end: AbortSignal): Promise<void> {
    const page = await this.#next();
    if (end.aborted) return;
    if (page) await this.#deliver(page);
    else await pause(PAUSE_MS, undefined, { signal: end }).catch(() => undefined);
  }

  /** Reads what comes next; null if Redis does not answer. */
  async #next(): Promise<Page | null> {
    try {
      const entries = this.#isInSync
        ? await this.#connection.ask((redis) => this.#wait(redis), BLOCK_MS)
        : [];
      const [first] = entries;
      if (first && follows(first, this.#after)) return pageOf(entries, this.#after.life);
      return await this.#connection.ask((redis) => pageAfter(redis, this.#keys, this.#after, MAX_BATCH));
    } catch {
      this.#isInSync = false;
      return null;
    }
  }

  async #wait(redis: Redis): Promise<readonly StreamEntry[]> {
    const { events } = this.#keys;
    const answer = await redis.xread(
      'COUNT',
      MAX_BATCH,
      'BLOCK',
      BLOCK_MS,
      'STREAMS',
      events,
      this.#after.offset,
    );
    return (answer?.[0]?.[1] ?? []) as unknown as readonly StreamEntry[];
  }

  async #deliver(page: Page): Promise<void> {
    if (page.is === 'lost') {
      this.#after = page.from;
      await this.#follower.lost(cursorOf(page.from));
      return;
    }
    this.#isInSync = true;
    const last = page.events.at(-1);
    if (!last) return;
    this.#after = parseCursor(last.cursor);
    await this.#follower.events(page.events);
  }
}
