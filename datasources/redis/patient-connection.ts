import type { Redis } from 'ioredis';
import type { Logger } from '../logger.ts';
import { errorText } from '../thrown.ts';
import { openConnection, type RedisAt } from './connection.ts';
import { NoAnswerError, withTimeout } from './deadline.ts';

/** How a {@link PatientConnection} is opened. */
export interface PatientConnectionOptions {
  readonly redis: RedisAt;
  readonly timeoutMs: number;
  readonly log: Logger;
  /** What log messages call it. */
  readonly whose: string;
  /** Makes the error thrown if Redis cannot be reached. */
  readonly unavailable: (cause: Error) => Error;
}

/** A connection to Redis that waits a while to become ready, because Redis is back soon after a restart. */
export class PatientConnection {
  readonly #redis: Redis;
  readonly #timeoutMs: number;
  readonly #unavailable: (cause: Error) => Error;
  #opening: Promise<undefined> | null = null;
  #isDropped = false;

  constructor({ redis, timeoutMs, log, whose, unavailable }: PatientConnectionOptions) {
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

/** ioredis attaches the failed command, and with it the data to be recorded, to its error: keep only the message. */
function withoutCommand(error: unknown): Error {
  return new Error(errorText(error));
}
