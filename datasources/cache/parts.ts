import type { FreshnessDefaults } from './freshness.ts';
import type { Memory } from './memory.ts';
import type { SharedTier, Tag } from './tier.ts';

/** A monotonic clock in milliseconds, such as `performance`. */
export interface Clock {
  now(): number;
}

/** Read statistics, counted since the start. */
export type CacheStats = Readonly<Counters>;

/** Statistics of reads of one kind. */
export interface ReadStats extends CacheStats {
  /** The system that the values are read from. */
  readonly system: string;
  /** What is read, unique in its system: `Customer`, `orders by customer`. */
  readonly name: string;
}

/** Mutable counters of reads. */
export interface Counters {
  /** Values served from memory, including those past their soft age. */
  memoryHits: number;
  /** Values served from memory past their soft age, and refreshed in the background as far as the system's quota allows. */
  staleHits: number;
  /** Values served from the tier shared between replicas. */
  sharedHits: number;
  /** Values past their hard age that stood in while their system was unavailable. */
  standIns: number;
  /** Reads from the system, each for all missing keys. */
  fetches: number;
}

/** What all reads of one system have in common. */
export interface CacheParts {
  readonly system: string;
  /** The system and its address: keeps apart systems of the same name that share a tier. */
  readonly namespace: string;
  readonly systemTag: Tag;
  readonly memory: Memory;
  /** Null if replicas share nothing. */
  readonly tier: SharedTier | null;
  readonly clock: Clock;
  /** How long its answers may be kept unless it specifies otherwise. */
  readonly defaults: FreshnessDefaults;
  /** Whether values are kept and shared between requests. */
  readonly isOn: boolean;
  /** Whether the system is known to be unavailable, so that a value that can stand in is served without waiting. */
  readonly isCircuitOpen: () => boolean;
  /** Whether so little is left of the system's quota that nothing is refreshed unless a request waits for it. */
  readonly isQuotaLow: () => boolean;
  /** Whether kept values may be used now. */
  readonly mayServeCached: () => boolean;
}

/** Returns counters at zero. */
export function newCounters(): Counters {
  return { memoryHits: 0, staleHits: 0, sharedHits: 0, standIns: 0, fetches: 0 };
}
