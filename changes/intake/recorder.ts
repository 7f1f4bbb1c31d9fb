import type { NewChange, Recorder } from '../../datasources/changes.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { Deadline } from '../../datasources/rest/deadline.ts';
import type { Logger } from '../../datasources/scope.ts';
import type { Cursor } from '../event.ts';
import type { ChangeLog } from '../log.ts';
import { countRecorded } from './counters.ts';

/** The answer of a mutation waits no longer for the log. */
const RECORD_MS = 1_000;
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
 * to drop what it touched, within the same time.
 */
export class WriteRecorder implements Recorder {
  readonly #log: ChangeLog;
  readonly #logger: Logger;
  readonly #counters = { recorded: 0, echoes: 0, failures: 0 };

  constructor(log: ChangeLog, logger: Logger) {
    this.#log = log;
    this.#logger = logger;
  }

  get stats(): RecorderStats {
    return { ...this.#counters };
  }

  /** Records changes of one write, all or none. Never rejects, and takes a second at most. */
  readonly wrote: Recorder['wrote'] = async (changes) => {
    const [first] = changes;
    if (!first) return;
    try {
      await this.#record(changes);
    } catch (err) {
      this.#counters.failures += changes.length;
      const { system, entity, id } = first;
      this.#logger.warn({ system, entity, id, err }, 'a write was not recorded: its system is to tell of it');
    }
  };

  async #record(changes: readonly NewChange[]): Promise<void> {
    const late = () => new Error(`the log did not take it within ${RECORD_MS} ms`);
    using deadline = new Deadline(RECORD_MS, NOBODY, late);
    const append = this.#log.append({ changes, place: null, once: null });
    const recorded = await unlessAborted(append, deadline.signal);
    if (recorded.is !== 'recorded') return;
    countRecorded(this.#counters, recorded.cursors);
    await unlessAborted(this.#everywhere(recorded.cursors), deadline.signal).catch(() => undefined);
  }

  /** Whoever made the write may ask another replica as soon as it is answered. */
  async #everywhere(cursors: readonly (Cursor | null)[]): Promise<void> {
    const last = cursors.findLast((cursor) => cursor !== null) ?? (await this.#log.newest());
    await this.#log.replicas.everywhere(last);
  }
}
