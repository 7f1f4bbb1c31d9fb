import {
  PatientConnection,
  type PatientConnectionOptions,
} from '../../datasources/redis/patient-connection.ts';
import { cursorOf, parseCursor } from '../cursor.ts';
import type { ChangeEvent, Cursor } from '../event.ts';
import { MAX_NAMES, type Retention } from '../limits.ts';
import type { ChangeLog, Follower, Lease, Recorded, Recording } from '../log.ts';
import { CursorExpiredError } from '../errors/cursor-expired.ts';
import { LogUnavailableError } from '../errors/log-unavailable.ts';
import { append, type RedisRetention } from './append.ts';
import { LogFollower } from './follow.ts';
import { Keys } from './keys.ts';
import { Leases } from './leases.ts';
import { pageAfter, boundsOf } from './pages.ts';
import { RedisReplicas } from './replicas.ts';

/** How a log shared by replicas is opened. */
export interface RedisLogOptions extends Retention, Pick<PatientConnectionOptions, 'redis' | 'log'> {
  /** How long to wait for a connection to Redis, and again for its reply, in milliseconds; 2,000 by default. */
  readonly timeoutMs?: number;
  /** The most names that are remembered; {@link MAX_NAMES} by default, which take 270 MB at 135 bytes each. */
  readonly maxNames?: number;
  /** The prefix of all keys; `isthmus:` by default. */
  readonly prefix?: string;
}

/** Opens the log without waiting for Redis. It is usable as soon as Redis answers. */
export function openRedisLog(options: RedisLogOptions): RedisLog {
  return new RedisLog(options);
}

/**
 * The log that replicas share (docs/decisions/0017-change-log.md): a stream in Redis 6.2 or newer, on one server, not a cluster. Each
 * recording is made by one script, so a broken connection never leaves one half done; a caller that did not get the reply may retry. Each
 * event names its predecessor, so that readers notice missing events.
 */
class RedisLog implements ChangeLog {
  readonly replicas: RedisReplicas;
  readonly #options: PatientConnectionOptions;
  readonly #retention: RedisRetention;
  readonly #keys: Keys;
  readonly #leases: Leases;
  readonly #connection: PatientConnection;
  readonly #closing = new AbortController();

  constructor({ redis, log, timeoutMs = 2_000, ...options }: RedisLogOptions) {
    const { prefix = 'isthmus:', maxNames = MAX_NAMES, maxEvents, maxAgeMs } = options;
    const unavailable = (cause: Error) => new LogUnavailableError(cause);
    this.#options = { redis, log, timeoutMs, whose: 'the change log', unavailable };
    this.#retention = { maxEvents, maxAgeMs, maxNames };
    this.#keys = new Keys(prefix);
    this.#leases = new Leases(this.#keys);
    this.#connection = new PatientConnection(this.#options);
    this.replicas = new RedisReplicas(this.#connection, this.#keys);
  }

  async append(recording: Recording): Promise<Recorded> {
    return this.#connection.ask((redis) => append(redis, this.#keys, recording, this.#retention));
  }

  async read(after: Cursor, limit: number): Promise<readonly ChangeEvent[]> {
    const cursor = parseCursor(after);
    const page = await this.#connection.ask((redis) => pageAfter(redis, this.#keys, cursor, limit));
    if (page.is === 'lost') throw new CursorExpiredError(after, cursorOf(page.oldest));
    return page.events;
  }

  async newest(): Promise<Cursor> {
    const { newest } = await this.#connection.ask((redis) => boundsOf(redis, this.#keys));
    return cursorOf(newest);
  }

  async oldest(): Promise<Cursor> {
    const { oldest } = await this.#connection.ask((redis) => boundsOf(redis, this.#keys));
    return cursorOf(oldest);
  }

  async positionOf(source: string): Promise<string | null> {
    return this.#connection.ask((redis) => redis.hget(this.#keys.log, `at:${source}`));
  }

  async lease(source: string, ms: number): Promise<Lease | null> {
    return this.#connection.ask((redis) => this.#leases.take(redis, source, ms));
  }

  async release(source: string): Promise<void> {
    await this.#connection.ask((redis) => this.#leases.end(redis, source));
  }

  async follow(after: Cursor, follower: Follower, signal: AbortSignal): Promise<void> {
    const cursor = parseCursor(after);
    const end = AbortSignal.any([signal, this.#closing.signal]);
    if (end.aborted) return;
    await new LogFollower(new PatientConnection(this.#options), this.#keys, cursor, follower).run(end);
  }

  /** Ends all followers, then the connection once commands in flight have completed. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.replicas.leave();
    await this.#connection.close();
  }
}
