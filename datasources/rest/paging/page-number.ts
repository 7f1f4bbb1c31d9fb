/** Which numbered page holds the wanted items, and how many items of it lie before them. */
export interface NumberedPage {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly skip: number;
}

/**
 * The smallest page size for which `count` items from `offset` on lie on one numbered page, so that one call
 * answers any window; null where no size up to `maxSize` does, and two pages are needed.
 * Paging on in equal steps needs no search: the first size tried fits.
 */
export function numberedPage(offset: number, count: number, maxSize: number): NumberedPage | null {
  for (let pageSize = count; pageSize <= maxSize; pageSize++) {
    const page = Math.floor(offset / pageSize);
    if (Math.floor((offset + count - 1) / pageSize) === page) {
      return { page: page + 1, pageSize, skip: offset - page * pageSize };
    }
  }
  return null;
}
