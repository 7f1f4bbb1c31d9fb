import { decodeCursor, invalidCursor } from './cursor.ts';
import type { Page, PageRequest } from './page.ts';

/** The requested part of a list that is addressed by position. */
export interface OffsetWindow {
  /** The list and order whose positions its cursors are. */
  readonly kind: string;
  /** How many items precede it. */
  readonly offset: number;
  readonly first: number;
}

/** Finds the requested part of a list. Throws InputError for a cursor of another kind: a position means nothing there. */
export function offsetWindow({ first, after }: PageRequest, kind: string): OffsetWindow {
  if (after === null) return { kind, offset: 0, first };
  const [offset] = decodeCursor(kind, after);
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) {
    throw invalidCursor(after);
  }
  return { kind, offset, first };
}

/** Builds the page for a window. */
export function offsetPage<T>(
  { kind, offset }: OffsetWindow,
  items: readonly T[],
  hasNext: boolean,
): Page<T> {
  return {
    items,
    hasNext,
    hasPrevious: offset > 0,
    cursors: { is: 'offset', kind, offset },
  };
}
