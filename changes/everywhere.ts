import { compareCursors } from './compare.ts';
import type { Cursor } from './event.ts';
import { LogUnavailableError, type ChangeLog } from './log.ts';

/**
 * Resolves once no process gives anything any more that was touched up to a cursor. Where the log begins anew meanwhile that will never be
 * known of a cursor from before: then once all have come to the new log, who has dropped all by that. Waits while the log is away. Rejects with
 * {@link LogUnavailableError} where it is closed.
 */
export async function untilEverywhere(
  log: Pick<ChangeLog, 'newest' | 'replicas'>,
  cursor: Cursor,
): Promise<void> {
  for (let at = cursor; !(await log.replicas.everywhere(at));) {
    const newest = await log.newest();
    const isSameLog = !Number.isNaN(compareCursors(newest, at));
    if (isSameLog) throw new LogUnavailableError(null);
    at = newest;
  }
}
