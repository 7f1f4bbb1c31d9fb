import type { Moment, Tag } from './tier.ts';

/** What an entry is made of. */
export interface EntryParts<T> {
  readonly value: T;
  readonly tags: readonly Tag[];
  /** When the value left its system, in milliseconds of the process's own clock; so are the next three. */
  readonly bornAt: number;
  /** Until when it is fresh. */
  readonly softAt: number;
  /** Until when it may be used while it is fetched anew. */
  readonly hardAt: number;
  /** Until when it may stand in where its system cannot be had. */
  readonly lastAt: number;
  /** About how many bytes it takes in memory, its tags among them. */
  readonly size: number;
  /** A moment in the shared tier's order of evictions from which on it counts; null where none is known. */
  readonly moment: Moment;
}

/** A value with all that is needed to judge it. Values are immutable and shared by all requests. */
export class Entry<T = unknown> {
  readonly value: T;
  readonly tags: readonly Tag[];
  readonly bornAt: number;
  readonly softAt: number;
  readonly hardAt: number;
  readonly lastAt: number;
  readonly size: number;
  readonly moment: Moment;
  /** When it was last moved to the front of those in memory. */
  touchedAt = 0;
  /** Where it is found while it is in memory; null before and after. */
  home: Map<string, Entry> | null = null;
  /** Its name there. */
  name = '';

  constructor(parts: EntryParts<T>) {
    this.value = parts.value;
    this.tags = parts.tags;
    this.bornAt = parts.bornAt;
    this.softAt = parts.softAt;
    this.hardAt = parts.hardAt;
    this.lastAt = parts.lastAt;
    this.size = parts.size;
    this.moment = parts.moment;
  }
}
