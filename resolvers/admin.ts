import type { CacheStats, ReadStats } from '../datasources/cache/parts.ts';
import type { Counted, Tag, TierState } from '../datasources/cache/tier.ts';
import type { KeyAdmin } from './key/admin.ts';
import type { OperationAdmin } from './operation/admin.ts';
import type { UsageAdmin } from './usage/admin.ts';
import type { WebhookAdmin } from './webhook/admin.ts';

/** What operators may do with the process that answers. */
export interface Admin {
  readonly cache: CacheAdmin;
  readonly keys: KeyAdmin;
  readonly operations: OperationAdmin;
  readonly usage: UsageAdmin;
  /** Throws ForbiddenError where this process sends no webhooks. */
  readonly webhooks: () => WebhookAdmin;
}

/** The caches as operators see them. */
export interface CacheAdmin {
  /** The types of entities that can be named, such as `Customer`, by name. */
  readonly kinds: readonly string[];
  /** The systems that can be named, such as `crm`, by name. */
  readonly systems: readonly string[];
  /** Drops all that carries one of these tags. */
  readonly evict: (tags: readonly Tag[]) => Promise<Evicted>;
  readonly statistics: () => CacheReport;
}

/** How many values an eviction dropped. */
export interface Evicted {
  /** In the memory of this process. */
  readonly entries: number;
  /** In the tier that replicas share; null without such a tier. */
  readonly shared: Counted | null;
}

/** What the caches hold, and what became of reads since the start. */
export interface CacheReport extends CacheStats {
  readonly isOn: boolean;
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  /** Whole answers given from memory. */
  readonly answerHits: number;
  readonly reads: readonly ReadStats[];
  /** The tier that replicas share; null without. */
  readonly shared: TierState | null;
}
