import type { Redis } from 'ioredis';
import type { Logger } from '../../logger.ts';
import type { Tag } from '../tier.ts';
import { withTimeout } from '../../redis/deadline.ts';
import { errorText } from '../../thrown.ts';
import { PendingEvictions } from './pending-evictions.ts';
import type { Names } from './names.ts';
import { runOf } from '../../redis/run.ts';
import { isReply } from '../../redis/script.ts';
import { join, recordEviction, type RecordState } from './record.ts';

const FAILURES_IN_A_ROW = 3;
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 1_000;
/**
 * An answer that takes more than this fraction of the timeout is as bad as none: with the usual 50 ms, each level of a query would wait for
 * 25 ms and more.
 */
const SLOW_SHARE = 0.5;

/**
 * Keeps this replica in sync with Redis: connected, answering, with a trusted record and no eviction owed. When any of these ends, or
 * answers take too long, Redis is not asked any more until one background task has restored them all, at once at first and then with pauses
 * of up to a second; so no request ever waits for a probe.
 */
export class Link {
  readonly pending = new PendingEvictions();
  /** Commands that failed or took too long. */
  failures = 0;
  readonly #redis: Redis;
  readonly #names: Names;
  readonly #timeoutMs: number;
  readonly #log: Logger;
  #record: RecordState | null = null;
  /** The run id of the server; belongs to one connection. */
  #run: string | null = null;
  #life = 0;
  #newest = 0;
  #seen = { time: 0, at: 0 };
  /** The attempt in progress to get back in sync; settles when it ends. */
  #mending: Promise<void> | null = null;
  #isClosed = false;
  /** Consecutive failed commands, up to the last one. */
  #failed = 0;
  /** Consecutive failed attempts to get back in sync. */
  #attempts = 0;
  /** Whether Redis took all evictions it was owed, but too slowly to serve waiting requests. */
  #isSlow = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: Redis, names: Names, timeoutMs: number, log: Logger) {
    this.#redis = redis;
    this.#names = names;
    this.#timeoutMs = timeoutMs;
    this.#log = log;
    redis.on('ready', () => {
      this.#attempts = 0;
      this.#wake();
    });
    redis.on('close', () => {
      this.#run = null;
      this.#record = null;
    });
    if (redis.status === 'ready') this.mend();
  }

  /** What questions are asked under; null while this replica is out of sync. */
  get record(): RecordState | null {
    return this.pending.isEmpty ? this.#record : null;
  }

  /** Redis's current time in microseconds, estimated from the last time it reported. */
  get time(): number {
    return Math.round(this.#seen.time + (performance.now() - this.#seen.at) * 1_000);
  }

  /** Asks Redis if in sync. Undefined if it is not, or if the answer failed or came too late. */
  async ask<T>(work: (redis: Redis, record: RecordState) => Promise<T>): Promise<T | undefined> {
    const record = this.record;
    if (!record) return undefined;
    try {
      const { answer, isSlow } = await this.#timed(work(this.#redis, record));
      if (isSlow) this.#countFailed('it answers too slowly');
      else this.#failed = 0;
      return answer;
    } catch (error) {
      this.#unanswered(error);
      return undefined;
    }
  }

  /** Records the clock and the time that Redis reported. */
  saw(clock: number, time: number): void {
    this.#newest = Math.max(this.#newest, clock);
    this.#seen = { time, at: performance.now() };
  }

  /** Stops trusting the record under which a question was asked. */
  lose(record: RecordState): void {
    if (this.#record !== record) return;
    this.#record = null;
    this.mend();
  }

  /** Adds evictions that Redis could not be told of, and tells it as soon as possible. */
  owe(tags: readonly Tag[]): void {
    this.pending.add(tags);
    // It accepts evictions all the same, and other replicas may be reading from it.
    if (this.#isSlow) this.#wake();
    else this.mend();
  }

  /** Brings this replica back in sync, unless that is already in progress. Without a connection, it starts with the next one. */
  mend(): void {
    const isWaiting = this.#timer !== undefined;
    if (this.#mending || isWaiting || this.#isClosed || this.#redis.status !== 'ready') return;
    this.#mending = this.#mend();
  }

  /**
   * Resolves once nothing is owed, or no attempt is in progress that could pay it, or after one timeout. After a flush or a restart, the
   * other replicas may be back in sync a moment before this one, and would read what it has evicted.
   */
  async paid(): Promise<void> {
    const end = performance.now() + this.#timeoutMs;
    while (this.#mending && !this.pending.isEmpty) {
      const leftMs = end - performance.now();
      if (leftMs <= 0) return;
      await withTimeout(this.#mending, leftMs).catch(() => undefined);
    }
  }

  /** Closes the connection after pending commands, without waiting long. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#record = null;
    clearTimeout(this.#timer);
    await withTimeout(this.#redis.quit(), this.#timeoutMs).catch(() => this.#redis.disconnect());
  }

  async #mend(): Promise<void> {
    try {
      await this.#rejoin();
      this.#attempts = 0;
    } catch (error) {
      this.failures += 1;
      if (this.#attempts === 0)
        this.#log.warn({ reason: errorText(error) }, 'the shared cache cannot be used');
      if (!this.#isClosed) this.#timer = setTimeout(() => this.#wake(), pauseAfter(this.#attempts)).unref();
      this.#attempts += 1;
    }
    this.#mending = null;
    // Calls made in the last moment were turned away by `mend`, since this was still running.
    if (this.#isSlow && !this.pending.isEmpty) this.#wake();
    else if (!this.record) this.mend();
  }

  #wake(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.mend();
  }

  /**
   * The order matters: first whose record it is, then whether it may be trusted, and only after all owed evictions are paid may anything be
   * read.
   */
  async #rejoin(): Promise<void> {
    this.#record = null;
    this.#isSlow = false;
    const run = (this.#run ??= await this.#try(runOf(this.#redis)));
    const known = { known: this.#life, newest: this.#newest };
    const joined = await this.#timed(join(this.#redis, this.#names, run, known));
    const record = joined.answer;
    this.#life = record.life;
    this.saw(record.clock, record.time);
    await this.pending.flush(async (tags) => {
      const isDone = await this.#try(recordEviction(this.#redis, this.#names, record, tags));
      if (!isDone) throw new Error('the record was lost in the meantime');
    });
    // The connection may have closed since, and what is known of the server with it.
    if (this.#run !== run || this.#isClosed) throw new Error('the connection ended in the meantime');
    this.#isSlow = joined.isSlow;
    if (this.#isSlow) throw new Error('it answers too slowly');
    this.#record = record;
    this.#failed = 0;
  }

  #try<T>(work: Promise<T>): Promise<T> {
    return withTimeout(work, this.#timeoutMs);
  }

  /** Redis that is out of memory refuses to store, but it answers: reads continue. */
  #unanswered(error: unknown): void {
    this.failures += 1;
    const reason = errorText(error);
    this.#log.debug({ reason }, 'the shared cache gave no answer');
    if (!isReply(error, 'OOM')) this.#countFailed(reason);
  }

  #countFailed(reason: string): void {
    this.#failed += 1;
    if (this.#failed < FAILURES_IN_A_ROW) return;
    if (this.#record) this.#log.warn({ reason }, 'the shared cache is not used for now');
    this.#record = null;
    this.mend();
  }

  /**
   * Resolves with an answer and whether it took too long to be worth waiting for, not counting time in which this process itself was busy
   * (see `withTimeout`).
   */
  async #timed<T>(work: Promise<T>): Promise<{ readonly answer: T; readonly isSlow: boolean }> {
    let isSlow = false;
    const note = (): void => {
      isSlow = true;
    };
    const timer = setTimeout(() => setImmediate(note), this.#timeoutMs * SLOW_SHARE).unref();
    try {
      const answer = await this.#try(work);
      return { answer, isSlow };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The pause in milliseconds: exponential backoff with jitter, so that replicas that lost the same Redis do not all return at once. */
function pauseAfter(attempts: number): number {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** attempts, MAX_PAUSE_MS);
  return (longest * (1 + Math.random())) / 2;
}
