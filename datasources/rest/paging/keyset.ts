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

/**
 * Systems with opaque cursors name only the end of a page. A cursor for every item is had all the same: the
 * cursor its page began with, and how many items of that page to pass over.
 */
export function keysetQuery(request: PageRequest, maxLimit: number): KeysetQuery & { readonly skip: number } {
  const { after, skip } = request.after === null ? { after: null, skip: 0 } : decode(request.after);
  return { after, skip, limit: Math.min(request.first + skip, maxLimit) };
}

/** The page that answers `request`, cut out of what the system gave for `query`. */
export function keysetPage<T>(query: KeysetQuery & { readonly skip: number }, slice: KeysetSlice<T>): Page<T> {
  return {
    items: slice.items.slice(query.skip),
    hasNext: slice.next !== null,
    hasPrevious: query.after !== null || query.skip > 0,
    cursorAt: (index) => {
      const position = query.skip + index + 1;
      const atEnd = position === slice.items.length && slice.next !== null;
      return atEnd ? encodeCursor('key', slice.next, 0) : encodeCursor('key', query.after, position);
    },
  };
}

function decode(cursor: string): { after: string | null; skip: number } {
  const [after, skip] = decodeCursor('key', cursor);
  if ((after !== null && typeof after !== 'string') || typeof skip !== 'number' || skip < 0) {
    throw new InputError('The cursor is damaged. Pass it as it was given.');
  }
  return { after, skip };
}
