import { compareCursors } from './cursor.ts';
import type { Cursor } from './event.ts';

/**
 * The processes that follow one log and cache what they read, as seen from one of them
 * (docs/decisions/0021-told-after-evicted-everywhere.md). A change is not announced to anyone until all of them have dropped what it
 * touched.
 */
export interface Replicas {
  /**
   * Whether this process may serve from its caches: no change that it has not seen yet can have been announced. False while it is out of
   * touch with the log; it must then ask the systems.
   */
  readonly mayServeCached: boolean;
  /** Notes that this process has dropped everything that changed at or before the cursor. */
  readonly evictedUpTo: (cursor: Cursor) => void;
  /**
   * Resolves with true once no process serves anything cached that changed at or before the cursor; with false if that can never be known,
   * because the log has started over or is closed. Waits while the log is unreachable.
   */
  readonly allEvicted: (cursor: Cursor) => Promise<boolean>;
  /** Stops serving from this process's caches, so that the others need not wait for it. Never rejects. */
  readonly leave: () => Promise<void>;
}

interface Waiting {
  readonly cursor: Cursor;
  readonly resolve: (isSo: boolean) => void;
}

/** A process that does not share its log, and may serve from its caches while `mayServeCached` says so. */
export function singleProcess(mayServeCached: () => boolean): Replicas {
  /** Null while nothing follows the log. */
  let position: Cursor | null = null;
  let waiting: readonly Waiting[] = [];
  /** Null if that is not known yet. */
  const hasDropped = (cursor: Cursor): boolean | null => {
    const ahead = position === null ? 0 : compareCursors(cursor, position);
    return ahead > 0 ? null : !Number.isNaN(ahead);
  };
  return {
    get mayServeCached() {
      return mayServeCached();
    },
    evictedUpTo: (cursor) => {
      position = cursor;
      waiting = waiting.filter((one) => {
        const isSo = hasDropped(one.cursor);
        if (isSo !== null) one.resolve(isSo);
        return isSo === null;
      });
    },
    allEvicted: (cursor) => {
      const isSo = hasDropped(cursor);
      if (isSo !== null) return Promise.resolve(isSo);
      return new Promise((resolve) => (waiting = [...waiting, { cursor, resolve }]));
    },
    leave: async () => {
      position = null;
      for (const { resolve } of waiting) resolve(false);
      waiting = [];
    },
  };
}
