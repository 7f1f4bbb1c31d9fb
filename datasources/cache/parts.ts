import type { Clock } from '../clock.ts';
import type { FreshnessDefaults } from './freshness.ts';
import type { Memory } from './memory.ts';
import type { SharedTier, Tag } from './tier.ts';

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
