/** Which part of a list is wanted. */
export interface PageRequest {
  /** How many items, at least 1. */
  readonly first: number;
  /** The cursor of the item before the first wanted one; null for the beginning. */
  readonly after: string | null;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  /** The cursor of the item at `index`: with it as `after`, the list goes on behind that item. */
  readonly cursorAt: (index: number) => string;
}

/** A list without items, for owners that have none. */
export const EMPTY_PAGE: Page<never> = {
  items: [],
  hasNext: false,
  hasPrevious: false,
  cursorAt: () => '',
};

/** The same page of other items. */
export function mapPage<T, U>(page: Page<T>, map: (item: T) => U): Page<U> {
  return { ...page, items: page.items.map(map) };
}
