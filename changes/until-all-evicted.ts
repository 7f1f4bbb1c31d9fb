import { compareCursors } from './cursor.ts';
import type { Cursor } from './event.ts';
import type { ChangeLog } from './log.ts';
import { LogUnavailableError } from './errors/log-unavailable.ts';

/** How long callers wait at most, in milliseconds: a replica that does not answer is struck off long before. */
export const ALL_EVICTED_MS = 5_000;

/**
 * Resolves once no process serves anything from a cache that changed at or before the cursor. If the log starts over in the meantime, that
 * can never be known for a cursor from the old log; it then resolves once every process has joined the new log, because each drops
 * everything it has cached on joining. Waits while the log is unreachable. Rejects with {@link LogUnavailableError} if it is closed.
 */
export async function untilAllEvicted(
  log: Pick<ChangeLog, 'newest' | 'replicas'>,
  cursor: Cursor,
): Promise<void> {
  for (let at = cursor; !(await log.replicas.allEvicted(at));) {
    const newest = await log.newest();
    const isSameLog = !Number.isNaN(compareCursors(newest, at));
    if (isSameLog) throw new LogUnavailableError(null);
    at = newest;
  }
}
