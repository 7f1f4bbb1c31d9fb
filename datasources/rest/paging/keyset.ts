import type { Page, PageRequest } from '../../load/page.ts';
import { InputError } from '../../errors.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

/** A page as a system with opaque cursors gives it: `next` is where to go on, null at the end. */
export interface KeysetSlice<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** What to ask of such a system. */
export interface KeysetQuery {
  readonly limit: number;
  readonly after: string | null;
}

/** What to ask, and how to cut the page out of the answer. */
export interface KeysetWindow extends KeysetQuery {
  readonly skip: number;
  /** What its cursors hold for. */
  readonly kind: string;
}

/**
 * Systems with opaque cursors name only the end of a page. A cursor for every item is had all the same: the
 * cursor its page began with, and how many items of that page to pass over. Where the system binds its own
 * cursors to a list and its order, `kind` names these, and the cursor of another is refused before it is asked.
 */
export function keysetQuery(request: PageRequest, maxLimit: number, kind = 'key'): KeysetWindow {
  const { after, skip } =
    request.after === null ? { after: null, skip: 0 } : decode(kind, request.after, maxLimit);
  return { after, skip, kind, limit: Math.min(request.first + skip, maxLimit) };
}

/** The page that answers `request`, cut out of what the system gave for `query`. */
export function keysetPage<T>(query: KeysetWindow, slice: KeysetSlice<T>): Page<T> {
  return {
    items: slice.items.slice(query.skip),
    // A page without items has no cursor to go on from: to promise more would send a reader back to the beginning.
    hasNext: slice.next !== null && slice.items.length > query.skip,
    hasPrevious: query.after !== null || query.skip > 0,
    cursorAt: (index) => {
      const position = query.skip + index + 1;
      const atEnd = position === slice.items.length && slice.next !== null;
      return atEnd
        ? encodeCursor(query.kind, slice.next, 0)
        : encodeCursor(query.kind, query.after, position);
    },
  };
}

function decode(kind: string, cursor: string, maxLimit: number): { after: string | null; skip: number } {
  const [after, skip] = decodeCursor(kind, cursor);
  const isAfter = after === null || typeof after === 'string';
  const isSkip = typeof skip === 'number' && Number.isInteger(skip) && skip >= 0 && skip <= maxLimit;
  if (isAfter && isSkip) return { after, skip };
  throw new InputError('The cursor is damaged. Pass it as it was given.');
}
