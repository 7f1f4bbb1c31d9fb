import type { TierMoment, Tag } from './tier.ts';

/** The fields that an entry is created from. */
export interface EntryParts<T> {
  readonly value: T;
  readonly tags: readonly Tag[];
  /** When the value left its system, in milliseconds of the process's own clock, as are the next three. */
  readonly bornAt: number;
  /** When it stops being fresh. */
  readonly softAt: number;
  /** When it may no longer be used while it is refetched. */
  readonly hardAt: number;
  /** When it may no longer stand in for an unavailable system. */
  readonly lastAt: number;
  /** Approximate size in memory in bytes, including its tags. */
  readonly size: number;
  /** The moment in the shared tier's order of evictions from which the value counts; null if unknown. */
  readonly moment: TierMoment;
}

/** A value with everything needed to decide whether it may be used. Values are immutable and shared by all requests. */
export class Entry<T = unknown> {
  readonly value: T;
  readonly tags: readonly Tag[];
  readonly bornAt: number;
  readonly softAt: number;
  readonly hardAt: number;
  readonly lastAt: number;
  readonly size: number;
  readonly moment: TierMoment;
  /** When it was last moved to the front of the LRU order. */
  touchedAt = 0;
  /** The map that holds it while it is in memory; null before and after. */
  home: Map<string, Entry> | null = null;
  /** Its key in that map. */
  name = '';
  /** The characters that its name takes, along with what it shares with others in the map. */
  nameLength = 0;

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
