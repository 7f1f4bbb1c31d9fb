import { randomBytes } from 'node:crypto';
import type { Cursor } from './event.ts';
import { InvalidCursorError } from './log.ts';

/** A cursor taken apart. */
export interface Spot {
  /** The name of the log's life in which the cursor was given out. */
  readonly life: string;
  /** A number, or two with a hyphen between; what they mean is for the log to know that gave them out. */
  readonly place: string;
}

const LIFE_BYTES = 9;
const SHAPE = /^([\w-]{12})\.(\d{1,16}(?:-\d{1,16})?)$/;

/** A name for a life of the log: 72 random bits, which nobody draws twice. */
export function newLife(): string {
  return randomBytes(LIFE_BYTES).toString('base64url');
}

/** The cursor of a place. */
export function cursorOf({ life, place }: Spot): Cursor {
  return `${life}.${place}`;
}

/** Takes a cursor apart, which may be any text that a client sent. Throws {@link InvalidCursorError}. */
export function spotOf(cursor: Cursor): Spot {
  const [, life, place] = SHAPE.exec(cursor) ?? [];
  if (life === undefined || place === undefined) throw new InvalidCursorError(cursor);
  return { life, place };
}
