import { InputError } from '../errors.ts';

/** Encodes a cursor as clients see it: opaque text that contains its kind and position. */
export function encodeCursor(kind: string, ...position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([kind, ...position])).toString('base64url');
}

/** Decodes the position in a cursor of this kind. Throws InputError for anything else. */
export function decodeCursor(kind: string, cursor: string): unknown[] {
  try {
    const [found, ...position] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (found === kind) return position;
  } catch {
    // fall through to the common message for all invalid cursors
  }
  throw invalidCursor(cursor);
}

/** The error for a text that is no cursor of a list. */
export function invalidCursor(cursor: string): InputError {
  return new InputError(
    `"${cursor.slice(0, 60)}" is no cursor of this list. Pass the endCursor or an edge's cursor of an earlier page of the same list.`,
  );
}
