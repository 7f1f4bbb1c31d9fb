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

/**
 * Orders two cursors: negative if `one` comes before `other` in the log, positive if it comes after, zero if they are equal. NaN if they
 * come from different lives of the log and so cannot be compared.
 */
export function compareCursors(one: Cursor, other: Cursor): number {
  if (one === other) return 0;
  const [a, b] = [one.indexOf('.'), other.indexOf('.')];
  if (a !== b || one.slice(0, a) !== other.slice(0, b)) return Number.NaN;
  const [major = '', minor = '0'] = one.slice(a + 1).split('-', 2);
  const [otherMajor = '', otherMinor = '0'] = other.slice(b + 1).split('-', 2);
  return Number(major) - Number(otherMajor) || Number(minor) - Number(otherMinor);
}
