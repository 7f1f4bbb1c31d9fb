import { compareCursors } from '../cursor.ts';
import type { Cursor } from '../event.ts';
import type { RosterEntry, Roster } from './roster.ts';
import { SILENCE_TIMEOUT_MS } from './cache-lease.ts';

interface Seen {
  readonly value: string;
  /** When this value was first seen, by `performance`. */
  readonly since: number;
}

/** Formats a replica's entry on the roster. */
export function entryValueOf(beat: number, position: Cursor): string {
  return `${beat} ${position}`;
}

/** The cursor up to which every replica on the roster has dropped what changed; null if not known. */
export function droppedByAll({ newest, isYoung, entries }: Roster): Cursor | null {
  if (isYoung) return null;
  let least = newest;
  for (const { value } of entries) {
    const position = value.slice(value.indexOf(' ') + 1);
    const order = compareCursors(position, least);
    // This replica has not heard yet that the log has started over.
    if (Number.isNaN(order)) return null;
    if (order < 0) least = position;
  }
  return least;
}

/** Tracks how long each replica on the roster has been silent, by this process's own clock. */
export class SilenceTracker {
  #seen = new Map<string, Seen>();

  /** Records the roster as it was at `now`. */
  record(entries: readonly RosterEntry[], now: number): void {
    const before = this.#seen;
    this.#seen = new Map(
      entries.map(({ id, value }) => {
        const known = before.get(id);
        return [id, known?.value === value ? known : { value, since: now }];
      }),
    );
  }

  /** The replicas that had been silent for too long by `now`. */
  silent(now: number): readonly RosterEntry[] {
    return [...this.#seen].flatMap(([id, { value, since }]) =>
      now - since >= SILENCE_TIMEOUT_MS ? [{ id, value }] : [],
    );
  }
}
