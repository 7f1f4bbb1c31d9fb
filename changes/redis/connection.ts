import type { Redis } from 'ioredis';
import { openConnection, type RedisAt } from '../../datasources/redis/connection.ts';
import { NoAnswerError, within } from '../../datasources/redis/deadline.ts';
import type { Logger } from '../../datasources/scope.ts';
import { LogUnavailableError } from '../log.ts';
import { errorText } from '../../datasources/thrown.ts';

/** How a connection of the log is opened. */
export interface ConnectionOptions {
  readonly redis: RedisAt;
  readonly timeoutMs: number;
  readonly log: Logger;
  /** What the log calls it; the change log where not given. */
  readonly whose?: string;
  /** What is thrown where Redis cannot be asked; a {@link LogUnavailableError} where not given. */
  readonly unavailable?: (cause: Error) => Error;
}

/** A connection to Redis for which a while is waited, as it is back soon after a restart. */
export class Connection {
  readonly #redis: Redis;
  readonly #timeoutMs: number;
  readonly #unavailable: (cause: Error) => Error;
  #opening: Promise<undefined> | null = null;

  constructor({ redis, timeoutMs, log, whose = 'the change log', unavailable = logAway }: ConnectionOptions) {
    this.#redis = openConnection(redis, timeoutMs, log, whose);
    this.#timeoutMs = timeoutMs;
    this.#unavailable = unavailable;
  }

  /**
   * Asks Redis, for which it may take `ms` more than usual. What cannot be asked in time never is. Rejects with
   * what `unavailable` makes; what was asked may have been done all the same. A connection over which no answer came is given up.
   */
  async ask<T>(work: (redis: Redis) => Promise<T>, ms = 0): Promise<T> {
    try {
      await within(this.#ready(), this.#timeoutMs);
      return await within(work(this.#redis), this.#timeoutMs + ms);
    } catch (error) {
      if (error instanceof NoAnswerError && this.#redis.status === 'ready') this.#redis.disconnect(true);
      throw this.#unavailable(plain(error));
    }
  }

  /** Calls back whenever there is a new connection, before anything is asked over it. */
  onReady(tell: () => void): void {
    this.#redis.on('ready', tell);
  }

  /** Ends it at once; what is under way fails. */
  end(): void {
    this.#redis.disconnect();
  }

  /** Ends it after what is under way. */
  async close(): Promise<void> {
    await within(this.#redis.quit(), this.#timeoutMs).catch(() => this.#redis.disconnect());
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

function logAway(cause: Error): Error {
  return new LogUnavailableError(cause);
}

/** ioredis hangs the failed command onto its error, and with it what was to be recorded: only the words are kept. */
function plain(error: unknown): Error {
  return new Error(errorText(error));
}
