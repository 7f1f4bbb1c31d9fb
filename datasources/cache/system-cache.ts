import { keyOfWrite, type NewChange, type Recorder, type Change, type Written } from '../changes.ts';
import type { Id, Ref } from '../ids.ts';
import type { Shared } from '../scope.ts';
import { CachedReads } from './cached-reads.ts';
import type { CacheParts } from './parts.ts';
import type { ReadStats } from './stats.ts';
import type { ExpectedReads, ReadSpec } from './read-spec.ts';
import { recordsTag, recordTag, tagsOf } from './tags.ts';
import type { Tag } from './tier.ts';

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

/** The caches of the process, as those of a system use them. */
export interface ProcessCache {
  readonly options: { readonly recorder: Recorder };
  /** Includes these reads in the statistics. */
  readonly count: (reads: { readonly stats: ReadStats }) => void;
  /** Evicts every value that carries one of these tags from every tier. */
  readonly evict: (tags: readonly Tag[]) => Promise<number>;
}

/** The caches of one system, through which its data sources define their reads. */
export class SystemCache {
  readonly #cache: ProcessCache;
  readonly #parts: CacheParts;

  constructor(cache: ProcessCache, parts: CacheParts) {
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
