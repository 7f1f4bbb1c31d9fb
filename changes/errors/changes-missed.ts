import { CallerError } from '../../datasources/errors.ts';
import type { Cursor } from '../event.ts';

/** A system did not report all of its changes, so the log is incomplete. */
export class ChangesMissedError extends CallerError {
  override readonly name = 'ChangesMissedError';
  readonly code = 'CHANGES_MISSED';
  /** The system, for example `crm`. */
  readonly system: string;
  /** Everything the log has up to this cursor was delivered. */
  readonly cursor: Cursor;

  constructor(system: string, cursor: Cursor) {
    super(
      `Some changes in ${system} are unknown: it was set up anew, does not keep its changes that long, or broke its contract. Read what you need from it again, then resume after ${cursor}.`,
    );
    this.system = system;
    this.cursor = cursor;
  }

  override get publicFields() {
    return { system: this.system, cursor: this.cursor };
  }
}
