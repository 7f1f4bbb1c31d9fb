import { setTimeout as pause } from 'node:timers/promises';
import type { NewChange, Recorder } from '../../datasources/changes.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { Deadline } from '../../datasources/rest/deadline.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { Cursor } from '../event.ts';
import { untilAllEvicted } from '../until-all-evicted.ts';
import type { ChangeLog, Recorded } from '../log.ts';
import { LogUnavailableError } from '../errors/log-unavailable.ts';
import { countRecorded } from './counters.ts';

/**
 * The longest that a mutation's response waits for the log and the other replicas: longer than Redis takes to restart, and longer than
 * replicas wait for a silent one.
 */
const RECORD_MS = 3_000;
/** The shortest that a write waits while the log is unreachable. */
const MIN_MS = 100;
const RETRY_MS = 50;
const NEVER_ABORTED = new AbortController().signal;

/** The outcome of the gateway's own writes since the process started, counted by change. */
export interface RecorderStats {
  readonly recorded: number;
  /** Those that the system had already reported. */
  readonly echoes: number;
  /** Those that could not be recorded in time. */
  readonly failures: number;
}

/**
 * Records the changes made by the gateway's own writes before the systems report them. Both carry the same key, so the second one is not
 * announced again. If the log cannot be reached, the system's report has to do. After recording, it waits for all replicas to drop what the
 * write touched: a client that has the response may query any of them.
 */
export class WriteRecorder implements Recorder {
  readonly #log: ChangeLog;
  readonly #logger: Logger;
  readonly #counters = { recorded: 0, echoes: 0, failures: 0 };
  /** Since when writes have been late, by `performance`; null if they are on time. */
  #lateSince: number | null = null;

  constructor(log: ChangeLog, logger: Logger) {
    this.#log = log;
    this.#logger = logger;
  }

  /** Counters since the process started. */
  get stats(): RecorderStats {
    return { ...this.#counters };
  }

  /**
   * Records the changes of one write, all or none. Never rejects, and takes three seconds at most; while the log is unreachable, it takes
   * that long only once.
   */
  readonly wrote: Recorder['wrote'] = async (changes) => {
    const [first] = changes;
    if (!first) return;
    const began = performance.now();
    const ms = this.#timeoutMs(began);
    const late = () => new Error(`the log and all who follow it did not take it within ${Math.round(ms)} ms`);
    using deadline = new Deadline(ms, NEVER_ABORTED, late);
    try {
      const cursors = await this.#record(changes, deadline.signal);
      await unlessAborted(this.#untilAllEvicted(cursors), deadline.signal);
      this.#lateSince = null;
    } catch (err) {
      this.#lateSince ??= began;
      const { system, entity, id } = first;
      const what = 'a write is not known everywhere yet, though it was made';
      this.#logger.warn({ system, entity, id, err }, what);
    }
  };

  /** Only the first of successive writes waits the full time for an unreachable log. */
  #timeoutMs(now: number): number {
    if (this.#log.replicas.mayServeCached || this.#lateSince === null) return RECORD_MS;
    return Math.max(MIN_MS, RECORD_MS - (now - this.#lateSince));
  }

  /** Retries while the log is unreachable, which is safe because the changes have keys. Rejects when time is up. */
  async #record(changes: readonly NewChange[], signal: AbortSignal): Promise<readonly (Cursor | null)[]> {
    try {
      const recorded = await this.#appendWithRetry(changes, signal);
      if (recorded.is !== 'recorded') return [];
      countRecorded(this.#counters, recorded.cursors);
      return recorded.cursors;
    } catch (error) {
      this.#counters.failures += changes.length;
      throw error;
    }
  }

  async #appendWithRetry(changes: readonly NewChange[], signal: AbortSignal): Promise<Recorded> {
    for (;;) {
      try {
        return await unlessAborted(this.#log.append({ changes, step: null, name: null }), signal);
      } catch (error) {
        if (!(error instanceof LogUnavailableError)) throw error;
        await pause(RETRY_MS);
      }
    }
  }

  async #untilAllEvicted(cursors: readonly (Cursor | null)[]): Promise<void> {
    const last = cursors.findLast((cursor) => cursor !== null) ?? (await this.#log.newest());
    await untilAllEvicted(this.#log, last);
  }
}
