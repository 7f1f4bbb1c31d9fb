import type { ChangeEvent, Cursor, NewChange } from './event.ts';
import type { Replicas } from './replicas.ts';

/** Changes that are recorded together: all of them, or none. */
export interface Recording {
  readonly changes: readonly NewChange[];
  /** From where to where in their source's own order they lead; null where it has none, or is not known. */
  readonly place: SourcePlace | null;
  /** The name by which this recording is remembered for 72 hours, so that the same is not recorded twice: a webhook's id. */
  readonly once: string | null;
}

/** A step in a source. */
export interface SourcePlace {
  readonly source: string;
  /** The position at which the source must be for this to be recorded; null where it has none yet. */
  readonly from: string | null;
  readonly to: string;
  /** The token of the lease under which this was read; null where it came by itself. */
  readonly token: number | null;
}

/** What became of a recording. */
export type Recorded =
  /** It is in the log. A change that its key shows to be known already has no cursor: it was not recorded again. */
  | { readonly is: 'recorded'; readonly cursors: readonly (Cursor | null)[] }
  /** It was recorded before, under the same name. */
  | { readonly is: 'known' }
  /** Its source is at another position by now. */
  | { readonly is: 'elsewhere'; readonly position: string | null }
  /** Somebody else has had the lease since. */
  | { readonly is: 'fenced' };

/** The right to poll a source, for some time. */
export interface Lease {
  /** Rises with each holder: what an earlier holder records after that is refused. */
  readonly token: number;
}

/** Who follows the log. Neither method may reject. */
export interface Follower {
  /** Told of the next events, in order, each once; the next come when this has resolved. */
  readonly events: (events: readonly ChangeEvent[]) => Promise<void>;
  /**
   * Told that events were lost between the last told and `from`, because the log does not reach back so far any more, or had to begin anew.
   * It goes on after `from`.
   */
  readonly lost: (from: Cursor) => Promise<void>;
}

/**
 * What happened, in one order for all replicas, kept for a while. Methods reject with a {@link LogUnavailableError} where the log
 * cannot be reached.
 */
export interface ChangeLog {
  /** Who follows it besides this process. */
  readonly replicas: Replicas;
  /** Records changes in one atomic step. Changes of one entity keep their order. */
  append(recording: Recording): Promise<Recorded>;
  /** At most `limit` events after a cursor, the oldest first. Rejects with {@link CursorExpiredError} or {@link InvalidCursorError}. */
  read(after: Cursor, limit: number): Promise<readonly ChangeEvent[]>;
  /** The cursor of now: what is recorded from here on comes after it. */
  newest(): Promise<Cursor>;
  /** The oldest cursor after which all can still be had. */
  oldest(): Promise<Cursor>;
  /** How far a source has been recorded; null where that is not known. */
  positionOf(source: string): Promise<string | null>;
  /** Takes or renews the lease of a source for `ms` milliseconds; null where somebody else has it. */
  lease(source: string, ms: number): Promise<Lease | null>;
  /** Gives a lease back, so that another need not wait for its end. */
  release(source: string): Promise<void>;
  /**
   * Tells a follower of all after a cursor, until `signal` aborts; then it resolves. Goes on by itself, from the last event told, after
   * whatever breaks in between.
   */
  follow(after: Cursor, follower: Follower, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** The log does not reach back as far as a cursor. */
export class CursorExpiredError extends Error {
  override readonly name = 'CursorExpiredError';
  readonly code = 'CURSOR_EXPIRED';
  /** The oldest cursor after which all can still be had. */
  readonly oldest: Cursor;

  constructor(cursor: Cursor, oldest: Cursor) {
    super(
      `The change log does not reach back to ${cursor} any more. Read what you need afresh, then go on after ${oldest}, or without a cursor from now on.`,
    );
    this.oldest = oldest;
  }
}

/** A system did not tell of all that changed in it, so the log does not have all. */
export class ChangesMissedError extends Error {
  override readonly name = 'ChangesMissedError';
  readonly code = 'CHANGES_MISSED';
  /** The system, `crm`. */
  readonly system: string;
  /** Up to here all that the log has was told. */
  readonly cursor: Cursor;

  constructor(system: string, cursor: Cursor) {
    super(
      `Not all that changed in ${system} is known: it began anew, does not keep its changes for so long, or broke its contract. Read what you need of it afresh, then go on after ${cursor}.`,
    );
    this.system = system;
    this.cursor = cursor;
  }
}

/** A text that no change log gave out as a cursor. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
  readonly code = 'BAD_USER_INPUT';

  constructor(cursor: string) {
    super(
      `"${cursor.slice(0, 64)}" is no cursor of the change log. Give one that came with a change, as it was.`,
    );
  }
}

/** The log cannot be reached; nothing is known to have been recorded. */
export class LogUnavailableError extends Error {
  override readonly name = 'LogUnavailableError';
  readonly code = 'CHANGES_UNAVAILABLE';

  constructor(cause: unknown) {
    super('The change log cannot be reached now. Try again soon.', { cause });
  }
}
