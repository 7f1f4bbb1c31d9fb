import type { NewChange } from '../datasources/changes.ts';

export type { NewChange } from '../datasources/changes.ts';

/**
 * A position in the change log. Opaque to everything but the log that issued it. Events after it can be read for as long as the log reaches
 * back that far.
 */
export type Cursor = string;

/** A change recorded in the log. */
export interface ChangeEvent extends Omit<NewChange, 'key'> {
  /** The event's own position. */
  readonly cursor: Cursor;
  /** When it was recorded, in milliseconds since 1970 by the log's clock. */
  readonly recordedAt: number;
}
