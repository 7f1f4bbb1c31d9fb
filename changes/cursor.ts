import { randomBytes } from 'node:crypto';
import type { Cursor } from './event.ts';
import { InvalidCursorError } from './errors/invalid-cursor.ts';

/** A parsed cursor. */
export interface ParsedCursor {
  /** The life of the log (one incarnation, from its creation until it is lost or recreated) that issued the cursor. */
  readonly life: string;
  /** One number, or two joined by a hyphen. Only the log that issued the cursor can interpret it. */
  readonly offset: string;
}

const LIFE_BYTES = 9;
const SHAPE = /^([\w-]{12})\.(\d{1,16}(?:-\d{1,16})?)$/;

/** Generates a name for a new life of the log: 72 random bits, so collisions are not a concern. */
export function newLife(): string {
  return randomBytes(LIFE_BYTES).toString('base64url');
}

/** Formats an offset as a cursor. */
export function cursorOf({ life, offset }: ParsedCursor): Cursor {
  return `${life}.${offset}`;
}

/** Parses a cursor, which may be any text a client sent. Throws {@link InvalidCursorError}. */
export function parseCursor(cursor: Cursor): ParsedCursor {
  const [, life, offset] = SHAPE.exec(cursor) ?? [];
  if (life === undefined || offset === undefined) throw new InvalidCursorError(cursor);
  return { life, offset };
}
