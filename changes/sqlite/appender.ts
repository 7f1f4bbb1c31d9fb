import type { Logger } from '../../datasources/logger.ts';
import type { NewChange } from '../event.ts';
import { DEDUPLICATION_MS, type Retention } from '../limits.ts';
import type { Recording, SourceStep } from '../log.ts';
import { nameOfChange, nameOfRecording } from '../names.ts';
import type { Events } from './events.ts';
import type { RecordedNames } from './recorded-names.ts';
import type { Store } from './store.ts';

/** How many events are added between two rounds of deletion; a tenth of the log, if that is less. */
const MAX_BETWEEN = 1_000;
/** In a log with little traffic, expired events are deleted this often. */
const MAX_BETWEEN_MS = 60_000;

/** The outcome of a recording, with places instead of cursors. */
export type RecordedAt =
  | { readonly is: 'recorded'; readonly places: readonly (number | null)[] }
  | { readonly is: 'known' }
  | { readonly is: 'elsewhere'; readonly position: string | null }
  | { readonly is: 'fenced' };

/** The dependencies of an appender. */
interface Parts {
  readonly store: Store;
  readonly events: Events;
  readonly recordedNames: RecordedNames;
  readonly retention: Retention;
  /** The token of all leases since the file was opened. */
  readonly token: number;
  /** Where a failure to delete old events is logged; null for nowhere. */
  readonly log: Pick<Logger, 'warn'> | null;
}

/** Appends changes to the log, one transaction for each recording, and deletes old ones from time to time. */
export class Appender {
  readonly #parts: Parts;
  readonly #between: number;
  #since = 0;
  #forgotAt = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#between = Math.max(1, Math.min(MAX_BETWEEN, Math.floor(parts.retention.maxEvents / 10)));
  }

  /** Records changes, or returns why not. Throws what SQLite throws; nothing was recorded then. */
  record(recording: Recording, now: number): RecordedAt {
    const { store, events, recordedNames } = this.#parts;
    const recorded = store.transaction(() => this.#refusalOf(recording, now) ?? this.#write(recording, now));
    if (recorded.is !== 'recorded') return recorded;
    const count = recorded.places.filter((place) => place !== null).length;
    events.counted(count);
    recordedNames.counted(countNames(recording, recorded.places));
    // A recording without events may have left a name.
    this.#since += Math.max(1, count);
    this.#forget(now);
    return recorded;
  }

  #refusalOf({ step, name }: Recording, now: number): RecordedAt | null {
    const { recordedNames, token } = this.#parts;
    if (step && step.token !== null && step.token !== token) return { is: 'fenced' };
    if (recordedNames.has(nameOfRecording(name), now)) return { is: 'known' };
    return step ? this.#positionMismatch(step) : null;
  }

  #positionMismatch({ source, from }: SourceStep): RecordedAt | null {
    const position = this.#parts.recordedNames.positionOf(source);
    return position === from ? null : { is: 'elsewhere', position };
  }

  #write({ changes, step, name }: Recording, now: number): RecordedAt {
    const { events, recordedNames } = this.#parts;
    let last = events.newest;
    const places = changes.map((change) => {
      const at = this.#add(change, last, now);
      last = at ?? last;
      return at;
    });
    if (step) recordedNames.setPosition(step.source, step.to);
    recordedNames.add(nameOfRecording(name), now);
    return { is: 'recorded', places };
  }

  #add(change: NewChange, last: number, now: number): number | null {
    const { events, recordedNames } = this.#parts;
    const name = nameOfChange(change);
    if (recordedNames.has(name, now)) return null;
    recordedNames.add(name, now);
    return events.add(change, last, now);
  }

  /** Runs in a transaction of its own and never throws: a failure here must not undo the recording, and the next round is soon enough. */
  #forget(now: number): void {
    const { store, events, recordedNames, retention, log } = this.#parts;
    const often = Math.min(MAX_BETWEEN_MS, retention.maxAgeMs / 10, DEDUPLICATION_MS);
    if (this.#since < this.#between && now - this.#forgotAt < often) return;
    this.#since = 0;
    this.#forgotAt = now;
    try {
      const forgotten = store.transaction(() => ({
        names: recordedNames.forget(now),
        events: events.forget(retention, now),
      }));
      recordedNames.counted(-forgotten.names);
      events.counted(-forgotten.events);
    } catch (err) {
      log?.warn({ err }, 'old events of the change log could not be deleted; it is tried again later');
    }
  }
}

/** How many names a recording with these places has added. */
function countNames({ changes, name }: Recording, places: readonly (number | null)[]): number {
  const ofChanges = changes.filter((change, at) => places[at] !== null && nameOfChange(change) !== null);
  return ofChanges.length + (nameOfRecording(name) === null ? 0 : 1);
}
