import { unlessAborted } from '../../datasources/rest/abort.ts';
import { Deadline } from '../../datasources/rest/deadline.ts';
import type { Logger } from '../../datasources/scope.ts';
import type { NewChange } from '../event.ts';
import type { ChangeLog } from '../log.ts';
import type { Counters } from './counters.ts';
import { countRecorded } from './trail.ts';

/** The answer of a mutation waits no longer for the log. */
const RECORD_MS = 1_000;

/**
 * Records what writes of our own have changed, before their systems tell it. Both have the same key, so whichever comes second is
 * not told again. Where the log cannot be reached, the system's own telling has to do.
 */
export class WriteRecorder {
  readonly #log: ChangeLog;
  readonly #counters: (system: string) => Counters | undefined;
  readonly #logger: Logger;
  readonly #closing: AbortSignal;

  constructor(
    log: ChangeLog,
    counters: (system: string) => Counters | undefined,
    logger: Logger,
    closing: AbortSignal,
  ) {
    this.#log = log;
    this.#counters = counters;
    this.#logger = logger;
    this.#closing = closing;
  }

  /** Records changes of one write, all or none. Never rejects, and takes a second at most. */
  async wrote(changes: readonly NewChange[]): Promise<void> {
    const [first] = changes;
    if (!first) return;
    try {
      const late = () => new Error(`the log did not take it within ${RECORD_MS} ms`);
      using deadline = new Deadline(RECORD_MS, this.#closing, late);
      const append = this.#log.append({ changes, place: null, once: null });
      const recorded = await unlessAborted(append, deadline.signal);
      const counters = this.#counters(first.system);
      if (counters && recorded.is === 'recorded') countRecorded(counters, recorded.cursors);
    } catch (err) {
      const { system, entity, id } = first;
      this.#logger.warn({ system, entity, id, err }, 'a write was not recorded: its system is to tell of it');
    }
  }
}
