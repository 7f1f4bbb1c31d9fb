import { offsetPage, type OffsetWindow } from '../../load/offset.ts';
import type { Page } from '../../load/page.ts';

/** The numbered page that contains the wanted items, and how many of its items precede them. */
interface NumberedPage {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly skip: number;
}

/**
 * Finds the smallest page size for which `count` items from `offset` on lie on one numbered page, so that a single call is enough; null if
 * no size up to `maxSize` works, and two pages are needed. Paging forward in equal steps needs no search: the first size tried fits.
 */
function numberedPage(offset: number, count: number, maxSize: number): NumberedPage | null {
  for (let pageSize = count; pageSize <= maxSize; pageSize++) {
    const page = Math.floor(offset / pageSize);
    if (Math.floor((offset + count - 1) / pageSize) === page) {
      return { page: page + 1, pageSize, skip: offset - page * pageSize };
    }
  }
  return null;
}

/** How many numbered pages must be read for `window`: one or two. */
export function numberedReads({ offset, first }: OffsetWindow, maxSize: number): number {
  return numberedPage(offset, first, maxSize) ? 1 : 2;
}

/** One numbered page as returned by a system. */
export interface NumberedSlice<T> {
  readonly items: readonly T[];
  /** Whether the next page has items. */
  readonly hasMore: boolean;
}

/**
 * Reads the page for `window` from a system that numbers its pages: `read` is called once, or twice in parallel if no single page contains
 * all wanted items. Pages are numbered from 1 and contain at most `maxSize` items. Cursors are of this `kind`.
 */
export async function readNumbered<T>(
  window: OffsetWindow,
  kind: string,
  maxSize: number,
  read: (page: number, pageSize: number) => Promise<NumberedSlice<T>>,
): Promise<Page<T>> {
  const { skip, slices } = await readSlices(window, maxSize, read);
  return cut(window, kind, skip, slices);
}

/** Like `readNumbered`, for many owners at once, each with its kind: for each, `read` returns one numbered page or an error. */
export async function readNumberedGroups<Key, T>(
  window: OffsetWindow,
  kindOf: (key: Key) => string,
  maxSize: number,
  read: (page: number, pageSize: number) => Promise<ReadonlyMap<Key, NumberedSlice<T> | Error>>,
): Promise<ReadonlyMap<Key, Page<T> | Error>> {
  const { skip, slices } = await readSlices(window, maxSize, read);
  const pages = new Map<Key, Page<T> | Error>();
  for (const key of new Set(slices.flatMap((slice) => [...slice.keys()]))) {
    const own: NumberedSlice<T>[] = [];
    let fault: Error | undefined;
    for (const slice of slices) {
      const part = slice.get(key);
      if (part instanceof Error) fault = part;
      else if (part) own.push(part);
    }
    pages.set(key, fault ?? cut(window, kindOf(key), skip, own));
  }
  return pages;
}

async function readSlices<Slice>(
  window: OffsetWindow,
  maxSize: number,
  read: (page: number, pageSize: number) => Promise<Slice>,
): Promise<{ skip: number; slices: Slice[] }> {
  const { offset, first } = window;
  const one = numberedPage(offset, first, maxSize);
  if (one) return { skip: one.skip, slices: [await read(one.page, one.pageSize)] };
  // Two adjacent pages of the wanted size contain any window of that size.
  const before = Math.floor(offset / first);
  const pages = [before + 1, before + 2];
  const slices = await Promise.all(pages.map((page) => read(page, first)));
  return { skip: offset - before * first, slices };
}

function cut<T>(
  window: OffsetWindow,
  kind: string,
  skip: number,
  slices: readonly NumberedSlice<T>[],
): Page<T> {
  const end = skip + window.first;
  const items = slices.flatMap((slice) => slice.items);
  const hasNext = items.length > end || (slices.at(-1)?.hasMore ?? false);
  return offsetPage(window, kind, items.slice(skip, end), hasNext);
}
