import type { Redis } from 'ioredis';
import { openConnection, type RedisAt } from '../../datasources/redis/connection.ts';
import { NoAnswerError, withTimeout } from '../../datasources/redis/deadline.ts';
import type { Logger } from '../../datasources/logger.ts';
import { LogUnavailableError } from '../errors/log-unavailable.ts';
import { errorText } from '../../datasources/thrown.ts';

/** How a connection of the log is opened. */
export interface ConnectionOptions {
  readonly redis: RedisAt;
  readonly timeoutMs: number;
  readonly log: Logger;
  /** What log messages call it; the change log by default. */
  readonly whose?: string;
  /** Makes the error thrown if Redis cannot be reached; a {@link LogUnavailableError} by default. */
  readonly unavailable?: (cause: Error) => Error;
}

/** A connection to Redis that waits a while to become ready, because Redis is back soon after a restart. */
export class Connection {
  readonly #redis: Redis;
  readonly #timeoutMs: number;
  readonly #unavailable: (cause: Error) => Error;
  #opening: Promise<undefined> | null = null;
  #isDropped = false;

  constructor({
    redis,
    timeoutMs,
    log,
    whose = 'the change log',
    unavailable = logUnavailable,
  }: ConnectionOptions) {
    this.#redis = openConnection(redis, timeoutMs, log, whose);
    this.#timeoutMs = timeoutMs;
    this.#unavailable = unavailable;
  }

  /**
   * Runs `work` against Redis; the reply may take `ms` longer than usual. A command that cannot be sent in time is never sent. Rejects with
   * what `unavailable` makes; a command that was sent may have taken effect even so. If no reply arrives, the connection is dropped and
   * reopened.
   */
  async ask<T>(work: (redis: Redis) => Promise<T>, ms = 0): Promise<T> {
    try {
      await withTimeout(this.#ready(), this.#timeoutMs);
      return await withTimeout(work(this.#redis), this.#timeoutMs + ms);
    } catch (error) {
      if (error instanceof NoAnswerError) this.#drop();
      throw this.#unavailable(withoutCommand(error));
    }
  }

  /** Calls back on each new connection, before any command is sent over it. */
  onReady(listener: () => void): void {
    this.#redis.on('ready', listener);
  }

  /** Disconnects immediately; commands in flight fail. */
  end(): void {
    this.#redis.disconnect();
  }

  /** Disconnects once the commands in flight have completed. */
  async close(): Promise<void> {
    await withTimeout(this.#redis.quit(), this.#timeoutMs).catch(() => this.#redis.disconnect());
  }

  /**
   * A peer that is gone takes its time to close, and many commands may give up until then: ioredis would wait for the end once for each.
   */
  #drop(): void {
    if (this.#isDropped || this.#redis.status !== 'ready') return;
    this.#isDropped = true;
    this.#redis.once('close', () => (this.#isDropped = false));
    this.#redis.disconnect(true);
  }

  async #ready(): Promise<undefined> {
    if (this.#redis.status === 'ready') return;
    if (this.#redis.status === 'end') throw new Error('the connection was closed');
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #open(): Promise<undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const succeed = (): void => resolve(undefined);
    const fail = (): void => reject(new Error('the connection was closed'));
    this.#redis.once('ready', succeed).once('end', fail);
    return promise.finally(() => this.#redis.off('ready', succeed).off('end', fail));
  }
}

function logUnavailable(cause: Error): Error {
  return new LogUnavailableError(cause);
}

/** ioredis attaches the failed command, and with it the data to be recorded, to its error: keep only the message. */
function withoutCommand(error: unknown): Error {
  return new Error(errorText(error));
}
