import type { Page, PageRequest } from '../../load/page.ts';
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
  readonly skip: number;
  /** How many items are wanted after the skipped ones. */
  readonly first: number;
  /** The most items that the system returns at once. */
  readonly maxLimit: number;
  /** The list and order that its cursors are valid for. */
  readonly kind: string;
}

/**
 * Builds the first query for a page. Systems with opaque cursors only identify the end of a page. Every item gets a cursor all the same:
 * the cursor that its page began with, and how many items of that page to skip. If the system binds its own cursors to a list and its
 * order, `kind` names these, and a cursor of another kind is rejected before the system is asked.
 */
export function keysetQuery(request: PageRequest, maxLimit: number, kind = 'key'): KeysetWindow {
  const { after, skip } =
    request.after === null ? { after: null, skip: 0 } : decode(kind, request.after, maxLimit);
  const { first } = request;
  return { after, skip, kind, first, maxLimit, limit: Math.min(first + skip, maxLimit) };
}

/** Whether the skipped and the wanted items together do not fit into one page of the system. */
export function needsTwo({ skip, first, limit }: KeysetWindow): boolean {
  return first + skip > limit;
}

/** Runs a query against a system. */
export type KeysetRead<T> = (query: KeysetQuery) => Promise<KeysetSlice<T>>;

/**
 * Reads the page for `window`. If the skipped and the wanted items do not fit into one page of the system, and it has more, the rest is
 * read from where it says to continue: a page of ours is short only at the end of the list, and the cursor of a list's last item continues
 * after the list has grown, however full its page was.
 */
export async function readKeyset<T>(window: KeysetWindow, read: KeysetRead<T>): Promise<Page<T>> {
  const { limit, after } = window;
  return completeKeyset(window, await read({ limit, after }), read);
}

/** Like `readKeyset`, but with the system's first answer already available. */
export async function completeKeyset<T>(
  window: KeysetWindow,
  start: KeysetSlice<T>,
  read: KeysetRead<T>,
): Promise<Page<T>> {
  const { skip, first } = window;
  const isCut = start.next !== null && needsTwo(window);
  if (!isCut) return pageFrom(window, start, null);
  const missing = Math.min(first - Math.max(start.items.length - skip, 0), window.maxLimit);
  return pageFrom(window, start, await read({ limit: missing, after: start.next }));
}

function pageFrom<T>(window: KeysetWindow, start: KeysetSlice<T>, rest: KeysetSlice<T> | null): Page<T> {
  const { kind, after, skip } = window;
  const items = [...start.items.slice(skip), ...(rest?.items ?? [])];
  const { next } = rest ?? start;
  const second = rest && { at: Math.max(start.items.length - skip, 0), after: start.next };
  return {
    items,
    // A page without items has no cursor to continue from: promising more would send a reader back to the beginning.
    hasNext: next !== null && items.length > 0,
    hasPrevious: after !== null || skip > 0,
    cursors: { is: 'keyset', kind, after, skip, second, next },
  };
}

function decode(kind: string, cursor: string, maxLimit: number): { after: string | null; skip: number } {
  const [after, skip] = decodeCursor(kind, cursor);
  const isAfter = after === null || typeof after === 'string';
  const isSkip = typeof skip === 'number' && Number.isInteger(skip) && skip >= 0 && skip <= maxLimit;
  if (isAfter && isSkip) return { after, skip };
  throw invalidCursor(cursor);
}
