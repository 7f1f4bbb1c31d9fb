/**
 * What a value depends on: an entity (`Customer:42`), any entity of a type (`Customer:*`), the lists of one owner (`Customer:42/Order`),
 * those of any owner (`Order/*`), all lists of a type (`Order`), or everything from a system (`@crm`). A change names tags, which evicts
 * every value that carries one of them. All tags are built by `tags.ts`.
 */
export type Tag = string;

/** A lookup in a tier: the key, and the tags that its value carries if it is there. Both follow from the read and its arguments. */
export interface TierLookup {
  readonly key: string;
  readonly tags: readonly Tag[];
}

/** A value as other replicas may have it, as JSON text, and how long it may be used. */
export interface StoredValue {
  readonly text: string;
  /** Milliseconds since it left its system. */
  readonly ageMs: number;
  /** Age in milliseconds up to which it is fresh. */
  readonly softMs: number;
  /** Age in milliseconds past which the tier no longer returns it. */
  readonly hardMs: number;
  /**
   * Age in milliseconds up to which a replica that has it may let it stand in while its system is unavailable; the tier does not keep it
   * that long.
   */
  readonly lastMs: number;
}

/** Whether a value is within its soft age. */
export function isFresh({ ageMs, softMs }: StoredValue): boolean {
  return ageMs < softMs;
}

/** What became of values that are being filled elsewhere, in the order asked for; see {@link SharedTier.follow}. */
export type Followed = readonly (StoredValue | null | undefined)[];

/** A value to be stored. */
export interface TierWrite extends TierLookup, StoredValue {}

/**
 * A moment in the order of evictions, taken before a value is fetched. A value is not stored if one of its tags was evicted after it. Null
 * if the tier could not be asked: then nothing is stored.
 */
export type TierMoment = number | null;

/** The tier shared between replicas. No method ever rejects: an unavailable tier has no values and stores none. */
export interface SharedTier {
  /**
   * Reads many values in one round trip. Values that are absent, no longer valid, or unreadable are null. With `again`, the read repeats
   * one for the same reader and is not counted. Operations sent at the same time are executed in the order in which they were sent.
   */
  read(
    asked: readonly TierLookup[],
    how?: 'again',
  ): Promise<{ readonly began: TierMoment; readonly values: readonly (StoredValue | null)[] }>;
  /**
   * Stores values that were fetched after `began`, except those with a tag that was evicted since; compares and stores in one atomic step.
   * Ends the claims on their keys.
   */
  store(values: readonly TierWrite[], began: TierMoment): Promise<void>;
  /**
   * Makes everything that carries one of these tags unreadable, including fills in progress. Resolves once this holds for every replica; if
   * the tier is unavailable, this replica does not read from it until it has been told.
   */
  evict(tags: readonly Tag[]): Promise<void>;
  /**
   * Claims keys for filling, so that only one of many replicas fetches them. Resolves with the keys that the caller is to fill; the others
   * are being filled elsewhere. A claim ends with `store`, with `abandon`, or when it expires: shortly after its replica died, or once it
   * was renewed for long enough. While the tier is unavailable, the caller gets all keys.
   */
  claim(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Ends this replica's claims on values that could not be fetched or must not be stored. */
  abandon(keys: readonly string[]): Promise<void>;
  /**
   * Waits until one of several values that are being filled elsewhere is there and within its soft age, or its claim has ended without that
   * (a value past its soft age, or null: the caller is to fetch it), or `signal` aborts (null for all). Undefined for those that are still
   * being filled, for which the caller calls it again, with the time at which the first call began, by `performance`: together, the calls
   * last no longer than a claim may be renewed.
   */
  follow(asked: readonly TierLookup[], signal: AbortSignal, began?: number | null): Promise<Followed>;
  /**
   * Takes a snapshot now. The function it resolves with counts the values that carried one of these tags at that time and could be used,
   * even if they have been evicted since. It scans all values; meant for operators.
   */
  counting(tags: readonly Tag[]): Promise<() => Promise<TierCount>>;
  /** State and statistics for operators. */
  readonly state: TierState;
}

/** The result of a count. */
export interface TierCount {
  readonly values: number;
  /** Whether all values were scanned; a tier that fails or takes too long ends the scan. */
  readonly isComplete: boolean;
}

/** State and statistics of a tier. */
export interface TierState {
  /** Whether the tier is in use; `behind`: not until it has been told of evictions that it missed, whether it answers or not. */
  readonly is: 'ready' | 'away' | 'behind';
  /** Values requested since the start, as are the next three counted. */
  readonly reads: number;
  /** Values that were present and valid. */
  readonly hits: number;
  /** Commands that failed or took too long. */
  readonly failures: number;
  /** Total milliseconds spent on reads. */
  readonly readMs: number;
  /** Values stored since the start, and values refused because a dependency was evicted while they were fetched. */
  readonly stored: number;
  readonly refused: number;
  /** Tags whose eviction the tier has not been told of yet; Infinity for everything. */
  readonly owed: number;
}
