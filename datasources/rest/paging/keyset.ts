import type { KeysetPart, Page, PageRequest } from '../../load/page.ts';
import { decodeCursor, invalidCursor } from '../../load/cursor.ts';

/** A page as returned by a system with opaque cursors: `next` is where to continue, null at the end. */
export interface KeysetSlice<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A query to such a system. */
export interface KeysetQuery {
  readonly limit: number;
  readonly after: string | null;
}

/** The first query, and how to cut the page out of its answer. */
export interface KeysetWindow extends KeysetQuery {
  /** How many items of the first answer should precede the page. */
  readonly skip: number;
  /** The key of the last of these; null if there are none. */
  readonly key: string | null;
  /** How many items are wanted. */
  readonly first: number;
  /** The most items that the system returns at once. */
  readonly maxLimit: number;
  /** The list and order that its cursors are valid for. */
  readonly kind: string;
}

/**
 * Builds the first query for a page. Systems with opaque cursors only identify the end of a page. Every item gets a cursor all the same:
 * the cursor that its page began with, how many items of that page to read once more, and the key of the item, after which the next page
 * begins wherever the item is by then. If the system binds its own cursors to a list and its order, `kind` names these, and a cursor of
 * another kind is rejected before the system is asked.
 */
export function keysetQuery(request: PageRequest, maxLimit: number, kind = 'key'): KeysetWindow {
  const { first } = request;
  const position =
    request.after === null ? { after: null, skip: 0, key: null } : decode(kind, request.after, maxLimit);
  return { ...position, kind, first, maxLimit, limit: Math.min(first + position.skip, maxLimit) };
}

/** Whether the skipped and the wanted items together do not fit into one page of the system. */
export function needsTwo({ skip, first, limit }: KeysetWindow): boolean {
  return first + skip > limit;
}

/** Runs a query against a system. */
export type KeysetRead<T> = (query: KeysetQuery) => Promise<KeysetSlice<T>>;

/**
 * Reads the page for `window`. If the skipped and the wanted items do not fit into one page of the system, or that page gives none, and it
 * has more, the rest is read from where it says to continue: a page of ours is empty only at the end of the list, and the cursor of a list's
 * last item continues after the list has grown, however full its page was. `keyOf` gives what identifies an item in its list.
 */
export async function readKeyset<T>(
  window: KeysetWindow,
  keyOf: (item: T) => string,
  read: KeysetRead<T>,
): Promise<Page<T>> {
  const { limit, after } = window;
  return completeKeyset(window, await read({ limit, after }), keyOf, read);
}

/** Like `readKeyset`, but with the system's first answer already available. */
export async function completeKeyset<T>(
  window: KeysetWindow,
  start: KeysetSlice<T>,
  keyOf: (item: T) => string,
  read: KeysetRead<T>,
): Promise<Page<T>> {
  const { kind, first, after, key, maxLimit } = window;
  // If the item has left the list, all that followed the start of its page is given, some of it once more: nothing may be missed.
  const skip = start.items.findIndex((item) => keyOf(item) === key) + 1;
  const items = start.items.slice(skip, skip + first);
  const isCut = start.items.length > skip + first;
  const parts: KeysetPart[] = [{ at: -skip, after }];
  const least = needsTwo(window) ? first : 1;
  let { next } = start;
  while (next !== null && items.length < least) {
    parts.push({ at: items.length, after: next });
    const rest = await read({ limit: Math.min(first - items.length, maxLimit), after: next });
    items.push(...rest.items);
    ({ next } = rest);
  }
  return {
    items,
    hasNext: isCut || next !== null,
    hasPrevious: after !== null || skip > 0,
    cursors: { is: 'keyset', kind, parts, keys: items.map(keyOf), next: isCut ? null : next },
  };
}

function decode(
  kind: string,
  cursor: string,
  maxLimit: number,
): Pick<KeysetWindow, 'after' | 'skip' | 'key'> {
  const [after, skip, key = null] = decodeCursor(kind, cursor);
  const isAfter = after === null || typeof after === 'string';
  const isSkip = typeof skip === 'number' && Number.isInteger(skip) && skip >= 0 && skip <= maxLimit;
  if (isAfter && isSkip && (typeof key === 'string' || (key === null && skip === 0)))
    return { after, skip, key };
  throw invalidCursor(cursor);
}
