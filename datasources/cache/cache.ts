import { createHash } from 'node:crypto';
import { keyOfWrite, type NewChange, type Recorder } from '../changes.ts';
import type { Id, Ref } from '../ids.ts';
import type { Shared } from '../scope.ts';
import { CachedReads } from './cached-reads.ts';
import type { ExpectedReads, ReadSpec } from './read-spec.ts';
import { Memory } from './memory.ts';
import { newCounters, type CacheParts, type CacheStats, type Clock, type ReadStats } from './parts.ts';
import { recordsTag, recordTag, systemTag, tagsOf, type Change, type Written } from './tags.ts';
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

/** Records of one kind, by id. */
export type EntityReads<Entity extends string, T> = CachedReads<Id<Entity>, null, T | null>;

/** One value for each set of arguments: a page of a list, a count, a report. */
export type ListReads<Args, T> = CachedReads<'', Args, T>;

/** Defines how one kind of entity is read from its system. */
export interface EntityReader<Entity extends string, T> {
  /** Whether an id is possible in the system; other ids are known to be missing without asking. */
  readonly isId: (id: Id<Entity>) => boolean;
  /**
   * Reads a batch of one or more ids; there is no upper limit. Ids without a record are left out of the result, which may be in any order.
   * An Error fails its own id only; a rejection fails the whole batch.
   */
  readonly read: (ids: readonly Id<Entity>[], call: Shared) => Promise<ReadonlyMap<Id<Entity>, T | Error>>;
}

/** Defines how values that belong to owners are read, for many owners at once. */
export interface GroupReader<Key extends string, Args, T> {
  /** The tags an owner's value depends on, usually `ownedTags`. See {@link ReadSpec.tags}. */
  readonly tags: (owner: Key, args: Args) => readonly Tag[];
  /**
   * Reads the values of many owners with equal arguments. Owners may be left out of the result. An Error fails its own owner only; a
   * rejection fails all of them.
   */
  readonly read: (owners: readonly Key[], args: Args, call: Shared) => Promise<ReadonlyMap<Key, T | Error>>;
  /** The value of an owner left out of the result. It is kept like any other value. */
  readonly missing: T;
  /** What is known about a read in advance; by default, one call for all owners that the system accepts at once, and no records. */
  readonly expected?: ExpectedReads<Args>;
}

/** Defines how a value that is identified only by arguments is read. */
export interface ListReader<Args, T> {
  /** The tags the value depends on, usually `listTag`. See {@link ReadSpec.tags}. */
  readonly tags: (args: Args) => readonly Tag[];
  /** Reads one value; a rejection fails every request that waits for it. */
  readonly read: (args: Args, call: Shared) => Promise<T>;
  /** What is known about a read in advance; by default, one call and no records. */
  readonly expected?: ExpectedReads<Args>;
}

/** The longest time to remember that an id has no record: the record may be created at any moment. */
const MISSING_MS = 5_000;

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
    const namespace = `${system}@${createHash('sha256').update(address).digest('hex').slice(0, 12)}`;
    const kept = { memory, tier, isOn, mayServeCached, isCircuitOpen, isQuotaLow };
    const parts = { system, namespace, systemTag: systemTag(system), clock, defaults, ...kept };
    return new SystemCache(this, parts);
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

/** The caches of one system, through which its data sources define their reads. */
export class SystemCache {
  readonly #cache: Cache;
  readonly #parts: CacheParts;

  constructor(cache: Cache, parts: CacheParts) {
    this.#cache = cache;
    this.#parts = parts;
  }

  /**
   * Defines reads of one kind of entity, by id. Records carry the tags `Customer:42` and `Customer:*`; a missing record is remembered for 5
   * seconds at most.
   */
  entities<Entity extends string, T extends Ref<Entity>>(
    entity: Entity,
    { isId, read }: EntityReader<Entity, T>,
  ): EntityReads<Entity, T> {
    const tags = (id: string) => [recordTag(entity, id), recordsTag(entity)];
    return this.#reads({
      name: entity,
      tags,
      isPossible: isId,
      read: (ids, _, call) => read(ids, call),
      missing: null,
      missingMs: MISSING_MS,
      isBatched: true,
      purpose: 'single',
    });
  }

  /** Defines reads of values that belong to owners, such as the orders of customers; `name` is unique in the system. */
  groups<Key extends string, Args, T>(
    name: string,
    { tags, read, missing, expected = {} }: GroupReader<Key, Args, T>,
  ): CachedReads<Key, Args, T> {
    const spec = {
      name,
      tags,
      read,
      missing,
      missingMs: Infinity,
      isBatched: true,
      purpose: 'single',
      expected,
    } as const;
    return this.#reads({ ...spec, isPossible: () => true });
  }

  /**
   * Defines reads of values identified only by arguments (JSON; null for none), such as a page of a list; `name` is unique in the system.
   */
  list<Args, T>(name: string, reader: ListReader<Args, T>): ListReads<Args, T> {
    return this.#single(name, reader, 'single');
  }

  /**
   * Like {@link list}, for values that are expensive for the system, such as sums: they are not requested while little of its quota is
   * left.
   */
  report<Args, T>(name: string, reader: ListReader<Args, T>): ListReads<Args, T> {
    return this.#single(name, reader, 'report');
  }

  #single<Args, T>(
    name: string,
    { tags, read, expected = {} }: ListReader<Args, T>,
    purpose: 'single' | 'report',
  ): ListReads<Args, T> {
    return this.#reads<'', Args, T>({
      name,
      tags: (_, args) => tags(args),
      isPossible: () => true,
      read: async (_, args, call) => new Map([['', await read(args, call)]]),
      // Never used: a read either returns its value or throws.
      missing: null as T,
      missingMs: 0,
      isBatched: false,
      purpose,
      expected,
    });
  }

  #reads<Key extends string, Args, T>(spec: ReadSpec<Key, Args, T>): CachedReads<Key, Args, T> {
    const reads = new CachedReads(spec, this.#parts);
    this.#cache.count(reads);
    return reads;
  }

  /**
   * Waits for a write and then evicts everything that it may have affected, even if it failed or was refused: it may have taken effect
   * anyway, or stale values here may be why it was refused. Changes it certainly made ({@link Written}) are then recorded under the
   * `Idempotency-Key` of the write; the system reports all others itself.
   * `touched` receives the result of the write, or null if that is unknown. If `touched` throws, it is called again with null: the answer
   * breaks the contract, which is reported where the answer is read. Settles as the write does, after eviction and recording are complete.
   */
  async writing<T>(
    write: Promise<T>,
    idempotencyKey: string,
    touched: (written: T | null) => readonly (Change | Written)[],
  ): Promise<T> {
    let written: T | null = null;
    try {
      written = await write;
      return written;
    } finally {
      const changes = changesBy(touched, written);
      await this.#cache.evict(changes.flatMap(tagsOf));
      const certain = changes.filter((change) => 'kind' in change);
      if (certain.length > 0)
        await this.#cache.options.recorder.wrote(this.#newChanges(certain, idempotencyKey));
    }
  }

  #newChanges(changes: readonly Written[], idempotencyKey: string): readonly NewChange[] {
    const { system } = this.#parts;
    return changes.map(({ ownersUnknown = false, occurredAt, ...change }) => ({
      ...change,
      system,
      ownersUnknown,
      occurredAt: occurredAt ?? new Date().toISOString(),
      key: keyOfWrite(idempotencyKey, change),
    }));
  }
}

function changesBy<T>(
  touched: (written: T | null) => readonly (Change | Written)[],
  written: T | null,
): readonly (Change | Written)[] {
  try {
    return touched(written);
  } catch {
    return touched(null);
  }
}
