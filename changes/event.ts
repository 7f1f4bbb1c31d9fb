import type { NewChange } from '../datasources/changes.ts';

export type { NewChange } from '../datasources/changes.ts';

/**
 * A place in the change log, given out by it and understood by it alone. What happened after it can be asked for as long as the log
 * reaches back so far.
 */
export type Cursor = string;

/** A change in the log. */
export interface ChangeEvent extends Omit<NewChange, 'key'> {
  /** Its own place. */
  readonly cursor: Cursor;
  /** When it was recorded, in milliseconds since 1970 by the log's clock. */
  readonly recordedAt: number;
}
