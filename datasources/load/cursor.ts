import { InputError } from '../errors.ts';

/** A cursor as clients see it: opaque text that says, for us, of which kind it is and where it points. */
export function encodeCursor(kind: string, ...position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([kind, ...position])).toString('base64url');
}

/** The position inside a cursor of this kind. Throws InputError on anything that is no such cursor. */
export function decodeCursor(kind: string, cursor: string): unknown[] {
  try {
    const [found, ...position] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (found === kind) return position;
  } catch {
    // falls through to the one message for all bad cursors
  }
  throw new InputError(
    `"${cursor.slice(0, 60)}" is no cursor of this list. Pass the endCursor or an edge's cursor of an earlier page of the same list.`,
  );
}
