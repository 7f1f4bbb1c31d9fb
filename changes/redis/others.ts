import { compareCursors } from '../compare.ts';
import type { Cursor } from '../event.ts';
import type { Entry, Roll } from './roll.ts';
import { PATIENCE_MS } from './term.ts';

interface Seen {
  readonly value: string;
  /** When it was first seen to stand so, by `performance`. */
  readonly since: number;
}

/** How a replica stands on the roll. */
export function valueOf(call: number, position: Cursor): string {
  return `${call} ${position}`;
}

/** Up to where everybody on the roll has dropped what was touched; null where that is not known. */
export function droppedByAll({ newest, isYoung, entries }: Roll): Cursor | null {
  if (isYoung) return null;
  let least = newest;
  for (const { value } of entries) {
    const position = value.slice(value.indexOf(' ') + 1);
    const order = compareCursors(position, least);
    // It has not heard yet that the log has begun anew.
    if (Number.isNaN(order)) return null;
    if (order < 0) least = position;
  }
  return least;
}

/** For how long each replica on the roll has said nothing, by this process's own clock. */
export class Others {
  #seen = new Map<string, Seen>();

  /** Takes note of the roll as it was answered at `now`. */
  saw(entries: readonly Entry[], now: number): void {
    const before = this.#seen;
    this.#seen = new Map(
      entries.map(({ id, value }) => {
        const known = before.get(id);
        return [id, known?.value === value ? known : { value, since: now }];
      }),
    );
  }

  /** Those with whom patience has ended by `now`. */
  silent(now: number): readonly Entry[] {
    return [...this.#seen].flatMap(([id, { value, since }]) =>
      now - since >= PATIENCE_MS ? [{ id, value }] : [],
    );
  }
}
