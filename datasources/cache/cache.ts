import { hash } from 'node:crypto';
import type { Recorder } from '../changes.ts';
import { Memory } from './memory.ts';
import { newCounters, type CacheStats, type ReadStats } from './stats.ts';
import type { Clock } from '../clock.ts';
import { SystemCache } from './system-cache.ts';
import { systemTag } from './tags.ts';
import type { SharedTier, Tag } from './tier.ts';

/** Configures the caches of a process. */
export interface CacheOptions {
  /** Whether values are kept and shared between requests. */
  readonly isOn: boolean;
  /** Approximate limit in bytes for the values and whole answers kept in this process; 0 keeps none here. */
  readonly memoryBytes: number;
  /** The tier shared between replicas; null if there is none. */
  readonly tier: SharedTier | null;
  /** Milliseconds past its soft age during which a value may be used while it is refetched, unless its system specifies otherwise. */
  readonly staleMs: number;
  readonly clock: Clock;
  /** Is notified of writes made through these caches. */
  readonly recorder: Recorder;
  /**
   * Whether kept values may be used now: false while it is unknown what has changed since. Every value is then read again, and shared only
   * with requests that arrive before the read completes. Defaults to always.
   */
  readonly mayServeCached?: () => boolean;
}

/** Cache settings of one system: default lifetimes, its address, and its current state. */
export interface SystemOptions {
  /** Milliseconds for which its answers are fresh; 0 keeps none of them. */
  readonly maxAgeMs: number;
  /** Milliseconds past that during which answers may be served while the system is unavailable; 0 by default. */
  readonly staleIfErrorMs?: number;
  /** Its address, which distinguishes it from another system with the same name; none by default. */
  readonly address?: string;
  /** Whether the system is known to be unavailable; never by default. */
  readonly isCircuitOpen?: () => boolean;
  /** Whether its quota is too low for refreshes; never by default. */
  readonly isQuotaLow?: () => boolean;
}

/** What something was made of. */
export interface Dependencies {
  /** The tags of what it was made of; null if unknown, so that any change may affect it. */
  readonly tags: readonly Tag[] | null;
  /** Until when everything it was made of is fresh, by the clock of the caches. */
  readonly freshUntil: number;
}

const never = (): boolean => false;

/** The caches of a process: the values read from all systems, and the order of their evictions. */
export class Cache {
  readonly memory: Memory;
  readonly options: CacheOptions;
  /** See {@link CacheOptions.mayServeCached}. */
  readonly mayServeCached: () => boolean;
  readonly #counted: { readonly stats: ReadStats }[] = [];

  constructor(options: CacheOptions) {
    this.options = options;
    this.mayServeCached = options.mayServeCached ?? (() => true);
    this.memory = new Memory(options.isOn ? options.memoryBytes : 0);
  }

  /** Creates the caches of one system; called once per system. */
  of(
    system: string,
    { maxAgeMs, staleIfErrorMs = 0, address = '', isCircuitOpen = never, isQuotaLow = never }: SystemOptions,
  ): SystemCache {
    const { tier, staleMs, clock, isOn } = this.options;
    const { memory, mayServeCached } = this;
    const defaults = { maxAgeMs, staleMs, staleIfErrorMs };
    const namespace = `${system}@${hash('sha256', address).slice(0, 12)}`;
    const kept = { memory, tier, isOn, mayServeCached, isCircuitOpen, isQuotaLow };
    const parts = { system, namespace, systemTag: systemTag(system), clock, defaults, ...kept };
    return new SystemCache(this, parts);
  }

  /** Whether values are kept in this process. */
  get keepsValues(): boolean {
    return this.options.isOn && this.options.memoryBytes > 0;
  }

  /**
   * Whether something made of values may still be used: all of them are fresh, and none has been evicted since `began`, the position in the
   * order of evictions at which reading for it began.
   */
  isCurrent({ tags, began, freshUntil }: Dependencies & { readonly began: number }): boolean {
    if (tags === null || freshUntil <= this.options.clock.now() || !this.mayServeCached()) return false;
    return this.memory.evictions.isCurrent(tags, began);
  }

  /** Read statistics, one entry per kind of read. */
  get readStats(): readonly ReadStats[] {
    return this.#counted.map(({ stats }) => stats);
  }

  /** Read statistics, summed over all kinds of reads. */
  get stats(): CacheStats {
    const sum = newCounters();
    for (const stats of this.readStats) {
      for (const name of Object.keys(sum) as (keyof CacheStats)[]) sum[name] += stats[name];
    }
    return sum;
  }

  /** Includes these reads in the statistics. */
  count(reads: { readonly stats: ReadStats }): void {
    this.#counted.push(reads);
  }

  /**
   * Evicts every value that carries one of these tags from every tier, including fills in progress. Once it resolves, no new read returns a
   * value read before the eviction. Resolves with the number of entries evicted from memory. Never rejects; an unavailable shared tier
   * delays it by at most two of its timeouts, and is told later.
   */
  async evict(tags: readonly Tag[]): Promise<number> {
    const evicted = this.memory.evict(tags);
    if (!this.options.tier) return evicted;
    await this.options.tier.evict(tags);
    // Again: memory may have been filled from the shared tier in the meantime.
    return evicted + this.memory.evict(tags);
  }
}
