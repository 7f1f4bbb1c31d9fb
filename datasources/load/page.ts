import type { Ref } from '../ids.ts';
import { encodeCursor } from './cursor.ts';

/** Which part of a list is wanted. */
export interface PageRequest {
  /** How many items, at least 1. */
  readonly first: number;
  /** The cursor of the item before the first wanted one; null for the beginning. */
  readonly after: string | null;
}

/** A part of a list. Like all that caches keep it is plain data. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly cursors: Cursors;
}

/** What the cursors of a page's items are made of, when one is asked for: see {@link cursorAt}. */
export type Cursors = OffsetCursors | KeysetCursors | ListedCursors;

/** Of a list that is addressed by position: so many items lie before the page. */
export interface OffsetCursors {
  readonly is: 'offset';
  readonly offset: number;
}

/** Of a list whose system has opaque cursors: one for the start, and where the page took two reads, one for the second. */
export interface KeysetCursors {
  readonly is: 'keyset';
  /** What the system's cursors hold for. */
  readonly kind: string;
  readonly after: string | null;
  /** Items of the first read that lie before the page. */
  readonly skip: number;
  /** Items of the page that came with the second read begin here; null where there was none. */
  readonly second: { readonly at: number; readonly after: string | null } | null;
  /** Where the system goes on after the last item; null at the end of the list. */
  readonly next: string | null;
}

/** Written out. */
export interface ListedCursors {
  readonly is: 'listed';
  readonly cursors: readonly string[];
}

/** A list without items, for owners that have none. */
export const EMPTY_PAGE: Page<never> = {
  items: [],
  hasNext: false,
  hasPrevious: false,
  cursors: { is: 'listed', cursors: [] },
};

/** The same page of other items. */
export function mapPage<T, U>(page: Page<T>, map: (item: T) => U): Page<U> {
  return { ...page, items: page.items.map(map) };
}

/** The same page with references in place of records. */
export function refsOf<Entity extends string>(page: Page<Ref<Entity>>): Page<Ref<Entity>> {
  return mapPage(page, ({ id }) => ({ id }));
}

/** The cursor of the item at `index`, from 0: with it as `after`, the list goes on behind that item (Relay's connections). */
export function cursorAt({ items, cursors }: Page<unknown>, index: number): string {
  switch (cursors.is) {
    case 'offset':
      return encodeCursor('at', cursors.offset + index + 1);
    case 'listed':
      return cursors.cursors[index] ?? '';
    case 'keyset': {
      const { kind, after, skip, second, next } = cursors;
      if (index === items.length - 1 && next !== null) return encodeCursor(kind, next, 0);
      return second === null || index < second.at
        ? encodeCursor(kind, after, skip + index + 1)
        : encodeCursor(kind, second.after, index - second.at + 1);
    }
  }
}
