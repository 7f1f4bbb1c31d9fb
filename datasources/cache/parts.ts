import type { FreshnessDefaults } from './freshness.ts';
import type { Memory } from './memory.ts';
import type { SharedTier, Tag } from './tier.ts';

/** Milliseconds that only ever grow, such as `performance`. */
export interface Clock {
  now(): number;
}

/** What became of reads, counted since the start. */
export type CacheStats = Readonly<Counters>;

/** What became of the reads of one kind. */
export interface ReadStats extends CacheStats {
  /** The system that is read. */
  readonly system: string;
  /** What is read, unique in its system: `Customer`, `orders by customer`. */
  readonly name: string;
}

/** Counters to be counted up by whoever reads. */
export interface Counters {
  /** Values had from memory; those past their soft age are among them. */
  memoryHits: number;
  /** Values had from memory past their soft age, and refreshed in the background as the system's quota allows. */
  staleHits: number;
  /** Values had from the tier that replicas share. */
  sharedHits: number;
  /** Values past their hard age that stood in while their system could not be had. */
  standIns: number;
  /** Reads of the system, each for all keys that were missing. */
  fetches: number;
}

/** What all reads of one system are made with. */
export interface CacheParts {
  readonly system: string;
  /** The system at its address: what is read of another of the same name is kept apart where both share a tier. */
  readonly place: string;
  readonly systemTag: Tag;
  readonly memory: Memory;
  /** Null where replicas share nothing. */
  readonly tier: SharedTier | null;
  readonly clock: Clock;
  /** For how long its answers may be kept where it does not say. */
  readonly defaults: FreshnessDefaults;
  /** Whether anything is kept, and shared between requests. */
  readonly isOn: boolean;
  /** Whether the system is known not to answer now, so that nobody need wait for it who has something to stand in. */
  readonly isAway: () => boolean;
  /** Whether so little is left of the system's quota that nothing is refreshed for which nobody waits. */
  readonly isSparing: () => boolean;
  /** Whether what is kept may be given now. */
  readonly isInStep: () => boolean;
}

/** Counters at zero. */
export function newCounters(): Counters {
  return { memoryHits: 0, staleHits: 0, sharedHits: 0, standIns: 0, fetches: 0 };
}
