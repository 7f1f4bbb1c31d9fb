import type { CacheStats, ReadStats } from '../datasources/cache/stats.ts';
import type { TierCount, Tag, TierState } from '../datasources/cache/tier.ts';
import type { KeyAdmin } from './key/admin.ts';
import type { OperationAdmin } from './operation/admin.ts';
import type { UsageAdmin } from './usage/admin.ts';

/** The operations that operators may perform on the process that serves the request. */
export interface Admin {
  readonly cache: CacheAdmin;
  readonly keys: KeyAdmin;
  readonly operations: OperationAdmin;
  readonly usage: UsageAdmin;
}

/** The caches as operators see them. */
export interface CacheAdmin {
  /** The names of the entity types that can be named, such as `Customer`. */
  readonly kinds: readonly string[];
  /** The names of the systems that can be named, such as `crm`. */
  readonly systems: readonly string[];
  /** Drops everything that carries one of these tags. */
  readonly evict: (tags: readonly Tag[]) => Promise<Evicted>;
  readonly statistics: () => CacheReport;
}

/** How many values an eviction dropped. */
export interface Evicted {
  /** From the memory of this process. */
  readonly entries: number;
  /** From the tier that replicas share; a value with several of the tags counts once for each. Null without such a tier. */
  readonly shared: TierCount | null;
}

/** What the caches hold, and the outcomes of reads since the process started. */
export interface CacheReport extends CacheStats {
  readonly isOn: boolean;
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  /** Whole responses served from memory. */
  readonly answerHits: number;
  readonly reads: readonly ReadStats[];
  /** The tier that replicas share; null if there is none. */
  readonly shared: TierState | null;
}
