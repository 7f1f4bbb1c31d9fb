import { CallerError } from '../../datasources/errors.ts';

/** A text that is not a cursor of any change log. */
export class InvalidCursorError extends CallerError {
  override readonly name = 'InvalidCursorError';
  readonly code = 'BAD_USER_INPUT';

  constructor(cursor: string) {
    super(
      `"${cursor.slice(0, 64)}" is no cursor of the change log. Give one that came with a change, as it was.`,
    );
  }
}
