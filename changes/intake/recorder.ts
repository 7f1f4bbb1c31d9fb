import { setTimeout as pause } from 'node:timers/promises';
import type { NewChange, Recorder } from '../../datasources/changes.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { Deadline } from '../../datasources/rest/deadline.ts';
import type { Logger } from '../../datasources/scope.ts';
import type { Cursor } from '../event.ts';
import { untilEverywhere } from '../everywhere.ts';
import { LogUnavailableError, type ChangeLog, type Recorded } from '../log.ts';
import { countRecorded } from './counters.ts';

/**
 * The answer of a mutation waits no longer for the log and for other replicas: longer than a Redis takes to be started again, and than
 * replicas have patience with one of them.
 */
const RECORD_MS = 3_000;
/** Each of many waits for so long at least, while the log is away. */
const LEAST_MS = 100;
const RETRY_MS = 50;
const NOBODY = new AbortController().signal;

/** What became of writes of our own since the start of the process, counted by changes. */
export interface RecorderStats {
  readonly recorded: number;
  /** Those of which their systems had told before. */
  readonly echoes: number;
  /** Those that the log did not take in time. */
  readonly failures: number;
}

/**
 * Records what writes of our own have changed, before their systems tell it. Both have the same key, so whichever comes second is
 * not told again. Where the log cannot be reached, the system's own telling has to do. Once it is recorded, all replicas are waited for
 * to drop what it touched: whoever has its answer may ask any of them.
 */
export class WriteRecorder implements Recorder {
  readonly #log: ChangeLog;
  readonly #logger: Logger;
  readonly #counters = { recorded: 0, echoes: 0, failures: 0 };
  /** Since when writes are not done in time, by `performance`; null where they are. */
  #lateSince: number | null = null;

  constructor(log: ChangeLog, logger: Logger) {
    this.#log = log;
    this.#logger = logger;
  }

  get stats(): RecorderStats {
    return { ...this.#counters };
  }

  /** Records changes of one write, all or none. Never rejects, and takes three seconds at most; while the log is away, those once. */
  readonly wrote: Recorder['wrote'] = async (changes) => {
    const [first] = changes;
    if (!first) return;
    const began = performance.now();
    const ms = this.#patienceMs(began);
    const late = () => new Error(`the log and all who follow it did not take it within ${Math.round(ms)} ms`);
    using deadline = new Deadline(ms, NOBODY, late);
    try {
      const cursors = await this.#record(changes, deadline.signal);
      await unlessAborted(this.#everywhere(cursors), deadline.signal);
      this.#lateSince = null;
    } catch (err) {
      this.#lateSince ??= began;
      const { system, entity, id } = first;
      const what = 'a write is not known everywhere yet, though it was made';
      this.#logger.warn({ system, entity, id, err }, what);
    }
  };

  /** One write after another is not to wait for a log that is away: the first has. */
  #patienceMs(now: number): number {
    if (this.#log.replicas.isInStep || this.#lateSince === null) return RECORD_MS;
    return Math.max(LEAST_MS, RECORD_MS - (now - this.#lateSince));
  }

  /** Asks again while the log is away, which is safe, as the changes have keys. Rejects where time is over. */
  async #record(changes: readonly NewChange[], signal: AbortSignal): Promise<readonly (Cursor | null)[]> {
    try {
      const recorded = await this.#insist(changes, signal);
      if (recorded.is !== 'recorded') return [];
      countRecorded(this.#counters, recorded.cursors);
      return recorded.cursors;
    } catch (error) {
      this.#counters.failures += changes.length;
      throw error;
    }
  }

  async #insist(changes: readonly NewChange[], signal: AbortSignal): Promise<Recorded> {
    for (;;) {
      try {
        return await unlessAborted(this.#log.append({ changes, place: null, once: null }), signal);
      } catch (error) {
        if (!(error instanceof LogUnavailableError)) throw error;
        await pause(RETRY_MS);
      }
    }
  }

  async #everywhere(cursors: readonly (Cursor | null)[]): Promise<void> {
    const last = cursors.findLast((cursor) => cursor !== null) ?? (await this.#log.newest());
    await untilEverywhere(this.#log, last);
  }
}
