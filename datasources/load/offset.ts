import { decodeCursor, invalidCursor } from './cursor.ts';
import type { Page, PageRequest } from './page.ts';

/** The requested part of a list that is addressed by position. */
export interface OffsetWindow {
  /** How many items precede it. */
  readonly offset: number;
  readonly first: number;
}

/**
 * Finds the requested part of a list. `kind` says which list it is, of which owner, with which filter and in which order: a position means
 * nothing in any other. Throws InputError for a cursor of another kind.
 */
export function offsetWindow({ first, after }: PageRequest, kind: string): OffsetWindow {
  if (after === null) return { offset: 0, first };
  const [offset] = decodeCursor(kind, after);
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) {
    throw invalidCursor(after);
  }
  return { offset, first };
}

/** Builds the page for a window; `kind` is the one that its cursors are valid for. */
export function offsetPage<T>(
  { offset }: OffsetWindow,
  kind: string,
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
