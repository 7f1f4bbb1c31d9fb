import type { ChangeEvent, Cursor, NewChange } from './event.ts';
import type { Replicas } from './replicas.ts';

/** Changes that are recorded atomically: all or none. */
export interface Recording {
  readonly changes: readonly NewChange[];
  /** The step they represent in their source's own order; null if the source has no order, or the step is not known. */
  readonly step: SourceStep | null;
  /** A name for this recording, such as a webhook's id. It is remembered for 72 hours so that the recording is not repeated. */
  readonly name: string | null;
}

/** A step from one position of a source to the next. */
export interface SourceStep {
  readonly source: string;
  /** The position the source must be at for this to be recorded; null if it has none yet. */
  readonly from: string | null;
  readonly to: string;
  /** The token of the lease under which this was read; null if it was pushed rather than polled. */
  readonly token: number | null;
}

/** The outcome of a recording. */
export type Recorded =
  /** It is in the log. The cursor is null for a change whose key is already known: it was not recorded again. */
  | { readonly is: 'recorded'; readonly cursors: readonly (Cursor | null)[] }
  /** A recording of the same name was made before. */
  | { readonly is: 'known' }
  /** Its source is at another position by now. */
  | { readonly is: 'elsewhere'; readonly position: string | null }
  /** Another process has acquired the lease since. */
  | { readonly is: 'fenced' };

/** The right to poll a source for a limited time. */
export interface Lease {
  /** A fencing token: it increases with each holder, so that writes by an earlier holder are refused. */
  readonly token: number;
}

/** Receives the events of the log. Neither method may reject. */
export interface Follower {
  /** Receives the next events, in order, each once. The next batch follows when the returned promise resolves. */
  readonly events: (events: readonly ChangeEvent[]) => Promise<void>;
  /**
   * Called when events between the last one delivered and `from` were lost, because the log no longer reaches back that far or had to start
   * over. Delivery continues after `from`.
   */
  readonly lost: (from: Cursor) => Promise<void>;
}

/**
 * All changes in one order shared by all replicas, kept for a limited time. Methods reject with a {@link LogUnavailableError} if the log
 * cannot be reached.
 */
export interface ChangeLog {
  /** The processes that follow it, as seen from this one. */
  readonly replicas: Replicas;
  /** Records changes in one atomic step. Changes to one entity keep their order. */
  append(recording: Recording): Promise<Recorded>;
  /** Reads at most `limit` events after a cursor, oldest first. Rejects with {@link CursorExpiredError} or {@link InvalidCursorError}. */
  read(after: Cursor, limit: number): Promise<readonly ChangeEvent[]>;
  /** The current end of the log: whatever is recorded from here on comes after it. */
  newest(): Promise<Cursor>;
  /** The oldest cursor after which the log is still complete. */
  oldest(): Promise<Cursor>;
  /** The position up to which a source has been recorded; null if not known. */
  positionOf(source: string): Promise<string | null>;
  /** Acquires or renews the lease on a source for `ms` milliseconds; null if another process holds it. */
  lease(source: string, ms: number): Promise<Lease | null>;
  /** Releases a lease, so that another process need not wait for it to expire. */
  release(source: string): Promise<void>;
  /**
   * Delivers everything after a cursor to a follower, until `signal` aborts; then it resolves. Recovers from failures by itself, continuing
   * after the last event delivered.
   */
  follow(after: Cursor, follower: Follower, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
