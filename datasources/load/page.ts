import type { Ref } from '../ids.ts';
import { encodeCursor } from './cursor.ts';

/** The requested part of a list. */
export interface PageRequest {
  /** The number of items, at least 1. */
  readonly first: number;
  /** The cursor of the item before the first wanted one; null for the start. */
  readonly after: string | null;
}

/** A part of a list. Plain data, like everything that caches keep. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly cursors: Cursors;
}

/** What the cursors of a page's items are computed from on demand: see {@link cursorAt}. */
export type Cursors = OffsetCursors | KeysetCursors | ListedCursors;

/** For a list addressed by position: the number of items before the page. */
export interface OffsetCursors {
  readonly is: 'offset';
  /** The list whose positions they are, with its owner, filter and order. */
  readonly kind: string;
  readonly offset: number;
}

/** For a list whose system has opaque cursors: where each read of the page began, and what identifies its items. */
export interface KeysetCursors {
  readonly is: 'keyset';
  /** The list and order that the system's cursors are valid for. */
  readonly kind: string;
  /** The reads, in their order. */
  readonly parts: readonly KeysetPart[];
  /** The key of each item. */
  readonly keys: readonly string[];
  /** Where the system continues after the last item; null at the end of the list, and if the system returned more than was wanted. */
  readonly next: string | null;
}

/** One read of a page. */
export interface KeysetPart {
  /** The index in the page at which its items begin; negative if some of them precede the page. */
  readonly at: number;
  /** The system's cursor with which it began. */
  readonly after: string | null;
}

/** Precomputed cursors. */
export interface ListedCursors {
  readonly is: 'listed';
  readonly cursors: readonly string[];
}

/** A page without items, for owners that have none. */
export const EMPTY_PAGE: Page<never> = {
  items: [],
  hasNext: false,
  hasPrevious: false,
  cursors: { is: 'listed', cursors: [] },
};

/** Returns the page with its items mapped. */
export function mapPage<T, U>(page: Page<T>, map: (item: T) => U): Page<U> {
  return { ...page, items: page.items.map(map) };
}

/** Returns the page with references instead of records. */
export function refsOf<Entity extends string>(page: Page<Ref<Entity>>): Page<Ref<Entity>> {
  return mapPage(page, ({ id }) => ({ id }));
}

/** The cursor of the item at `index`, from 0: passed as `after`, it continues the list after that item (Relay connections). */
export function cursorAt({ items, cursors }: Page<unknown>, index: number): string {
  switch (cursors.is) {
    case 'offset':
      return encodeCursor(cursors.kind, cursors.offset + index + 1);
    case 'listed':
      return cursors.cursors[index] ?? '';
    case 'keyset': {
      const { kind, parts, keys, next } = cursors;
      if (index === items.length - 1 && next !== null) return encodeCursor(kind, next, 0);
      const { at, after } = parts.findLast((part) => part.at <= index) ?? { at: 0, after: null };
      return encodeCursor(kind, after, index - at + 1, keys[index] ?? '');
    }
  }
}
