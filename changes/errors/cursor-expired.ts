import { CallerError } from '../../datasources/errors.ts';
import type { Cursor } from '../event.ts';

/** The log no longer reaches back as far as a cursor. */
export class CursorExpiredError extends CallerError {
  override readonly name = 'CursorExpiredError';
  readonly code = 'CURSOR_EXPIRED';
  /** The oldest cursor after which the log is still complete. */
  readonly oldest: Cursor;

  constructor(cursor: Cursor, oldest: Cursor) {
    super(
      `The change log does not reach back to ${cursor} any more. Read what you need afresh, then go on after ${oldest}, or without a cursor from now on.`,
    );
    this.oldest = oldest;
  }

  override get publicFields() {
    return { oldest: this.oldest };
  }
}
