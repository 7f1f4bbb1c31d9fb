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
  /** Values that these asked for. */
  fetchedValues: number;
}

/** Returns counters at zero. */
export function newCounters(): Counters {
  return { memoryHits: 0, staleHits: 0, sharedHits: 0, standIns: 0, fetches: 0, fetchedValues: 0 };
}
