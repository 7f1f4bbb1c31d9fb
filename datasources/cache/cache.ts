import { createHash } from 'node:crypto';
import { keyOfWrite, type NewChange, type Recorder } from '../changes.ts';
import type { Id, Ref } from '../ids.ts';
import type { Shared } from '../scope.ts';
import { CachedReads, type Expected, type ReadSpec } from './cached-reads.ts';
import { Memory } from './memory.ts';
import { newCounters, type CacheParts, type CacheStats, type Clock, type ReadStats } from './parts.ts';
import { recordsTag, recordTag, systemTag, tagsOf, type Change, type Written } from './tags.ts';
import type { SharedTier, Tag } from './tier.ts';

/** How the caches of a process are set up. */
export interface CacheOptions {
  /** Whether anything is kept, and shared between requests. */
  readonly isOn: boolean;
  /** About how many bytes values and whole answers may take in this process; 0 keeps none here. */
  readonly memoryBytes: number;
  /** The tier that replicas share; null without. */
  readonly tier: SharedTier | null;
  /** Milliseconds past its soft age for which a value may be used while it is fetched anew, where its system does not say. */
  readonly staleMs: number;
  readonly clock: Clock;
  /** Is told of what was written through these caches. */
  readonly recorder: Recorder;
  /**
   * Whether what is kept may be given now: false while nobody can say what has changed since. Then whatever is asked for is read anew,
   * and shared only with those who ask before it is. Always, where not given.
   */
  readonly isInStep?: () => boolean;
}

/** Records of one kind, by id. */
export type EntityReads<Entity extends string, T> = CachedReads<Id<Entity>, null, T | null>;

/** One value for each set of arguments: a page of a list, a count, a report. */
export type ListReads<Args, T> = CachedReads<'', Args, T>;

/** How one kind of entity is read from its system. */
export interface EntityReader<Entity extends string, T> {
  /** Whether the system could have such an id; others are unknown without asking. */
  readonly isId: (id: Id<Entity>) => boolean;
  /**
   * Reads a batch of one id or more, however many. Ids without a record are left out of the answer, which may come in any order;
   * an Error harms its own id alone, a rejection all of the batch.
   */
  readonly read: (ids: readonly Id<Entity>[], call: Shared) => Promise<ReadonlyMap<Id<Entity>, T | Error>>;
}

/** How something is read that belongs to owners, for many of them at once. */
export interface GroupReader<Key extends string, Args, T> {
  /** What one owner's value depends on: mostly `ownedTags`. See {@link ReadSpec.tags}. */
  readonly tags: (owner: Key, args: Args) => readonly Tag[];
  /** Reads for many owners with equal arguments. They may be left out of the answer; an Error harms its own owner alone, a rejection all. */
  readonly read: (owners: readonly Key[], args: Args, call: Shared) => Promise<ReadonlyMap<Key, T | Error>>;
  /** What an owner has that was left out. It is kept like any value. */
  readonly missing: T;
  /** What is known of a read before it is made; one call for all owners that the system takes at once, and no records, where not given. */
  readonly expected?: Expected<Args>;
}

/** How something is read that has nothing but arguments. */
export interface ListReader<Args, T> {
  /** What the value depends on: mostly `listTag`. See {@link ReadSpec.tags}. */
  readonly tags: (args: Args) => readonly Tag[];
  /** Reads one value; it rejects for all who wait for the same. */
  readonly read: (args: Args, call: Shared) => Promise<T>;
  /** What is known of a read before it is made; one call and no records where not given. */
  readonly expected?: Expected<Args>;
}

/** For how long it is remembered at most that there is no record of an id: what is asked for now may be created next. */
const MISSING_MS = 5_000;

/** For how long what is read of a system may be used where it does not say, and where it is. */
export interface SystemOptions {
  /** Milliseconds for which its answers are fresh; with 0 they are not kept. */
  readonly maxAgeMs: number;
  /** Milliseconds past that for which they may stand in while it cannot be had; 0 where not given. */
  readonly staleIfErrorMs?: number;
  /** Its address, by which it is told from another of the same name; none where not given. */
  readonly address?: string;
  /** Whether it is known not to answer now; never where not given. */
  readonly isAway?: () => boolean;
  /** Whether its quota is too low for refreshes; never where not given. */
  readonly isSparing?: () => boolean;
}

const never = (): boolean => false;

/** The caches of a process: what was read of all systems, and the order in which it was found to have changed. */
export class Cache {
  readonly memory: Memory;
  readonly options: CacheOptions;
  /** See {@link CacheOptions.isInStep}. */
  readonly isInStep: () => boolean;
  readonly #counted: { readonly stats: ReadStats }[] = [];

  constructor(options: CacheOptions) {
    this.options = options;
    this.isInStep = options.isInStep ?? (() => true);
    this.memory = new Memory(options.isOn ? options.memoryBytes : 0);
  }

  /** What is read of one system; called once for each. */
  of(
    system: string,
    { maxAgeMs, staleIfErrorMs = 0, address = '', isAway = never, isSparing = never }: SystemOptions,
  ): SystemCache {
    const { tier, staleMs, clock, isOn } = this.options;
    const { memory, isInStep } = this;
    const defaults = { maxAgeMs, staleMs, staleIfErrorMs };
    const place = `${system}@${createHash('sha256').update(address).digest('hex').slice(0, 12)}`;
    const kept = { memory, tier, isOn, isInStep, isAway, isSparing };
    const parts = { system, place, systemTag: systemTag(system), clock, defaults, ...kept };
    return new SystemCache(this, parts);
  }

  /** What became of reads, each kind for itself. */
  get readStats(): readonly ReadStats[] {
    return this.#counted.map(({ stats }) => stats);
  }

  /** What became of all reads together. */
  get stats(): CacheStats {
    const sum = newCounters();
    for (const stats of this.readStats) {
      for (const name of Object.keys(sum) as (keyof CacheStats)[]) sum[name] += stats[name];
    }
    return sum;
  }

  /** Counts these reads in from now on. */
  count(reads: { readonly stats: ReadStats }): void {
    this.#counted.push(reads);
  }

  /**
   * Drops all that carries one of these tags in every tier, fills under way included. Once it resolves, no read that begins here gives
   * anything that was read before. Gives how many entries fell from memory. Never rejects; a shared tier that is away costs two of its
   * time-outs at most, and is told later.
   */
  async evict(tags: readonly Tag[]): Promise<number> {
    const fallen = this.memory.evict(tags);
    if (!this.options.tier) return fallen;
    await this.options.tier.evict(tags);
    // Once more: in the meantime memory may have been filled from the other tier.
    return fallen + this.memory.evict(tags);
  }
}

/** The caches of one system, in which its data sources define what they read. */
export class SystemCache {
  readonly #cache: Cache;
  readonly #parts: CacheParts;

  constructor(cache: Cache, parts: CacheParts) {
    this.#cache = cache;
    this.#parts = parts;
  }

  /** Records of one kind of entity, by id. They carry `Customer:42` and `Customer:*`; that there is none is known for 5 seconds at most. */
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

  /** Something that belongs to owners, such as the orders of customers; `name` is unique in the system. */
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

  /** Something that has nothing but arguments (JSON; null for none), such as a page of a list; `name` is unique in the system. */
  list<Args, T>(name: string, reader: ListReader<Args, T>): ListReads<Args, T> {
    return this.#single(name, reader, 'single');
  }

  /** The same of what the system has to work for, such as sums: it is not asked for that while little is left of its quota. */
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
      // Never had: a read gives its value or throws.
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
   * Runs a write and then drops whatever it may have touched, also where it failed or was refused: it may have taken effect all the same,
   * or what is known here may be what it was refused for. What it certainly made ({@link Written}) is recorded after that, under the
   * `Idempotency-Key` of the write; of all else the system will tell by itself.
   * `touched` is given what was written, null where that is not known, and again null where it throws: then the answer breaks the
   * contract, which whoever reads it will tell. Resolves or rejects as the write does, after all that has fallen and is recorded.
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
      if (certain.length > 0) await this.#cache.options.recorder.wrote(this.#told(certain, idempotencyKey));
    }
  }

  #told(changes: readonly Written[], idempotencyKey: string): readonly NewChange[] {
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
