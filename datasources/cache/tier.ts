/**
 * What a value depends on: an entity (`Customer:42`), any entity of a kind (`Customer:*`), the lists of one owner (`Customer:42/Order`),
 * those of any owner (`Order/*`), all lists of a kind (`Order`), or everything of a system (`@crm`). A change names tags; whatever
 * carries one of them falls. `tags.ts` makes them all.
 */
export type Tag = string;

/** What is looked for in a tier: its key, and the tags that it carries if it is there. Both follow from the question alone. */
export interface Asked {
  readonly key: string;
  readonly tags: readonly Tag[];
}

/** A value that other replicas may have, as JSON text, and how long it may be used. */
export interface StoredValue {
  readonly text: string;
  /** Milliseconds since it left its system. */
  readonly ageMs: number;
  /** Age in milliseconds up to which it is fresh. */
  readonly softMs: number;
  /** Age in milliseconds past which the tier gives it no more. */
  readonly hardMs: number;
  /** Age in milliseconds up to which who has it may let it stand in while its system cannot be had; the tier does not keep it so long. */
  readonly lastMs: number;
}

/** Whether a value is within its soft age. */
export function isFresh({ ageMs, softMs }: StoredValue): boolean {
  return ageMs < softMs;
}

/** A value to be stored. */
export interface Storing extends Asked, StoredValue {}

/**
 * A moment in the order of evictions, taken before a value is fetched. A value is not stored where one of its tags
 * was evicted after it. Null where the tier could not be asked: then nothing is stored.
 */
export type Moment = number | null;

/** A tier that replicas share. No method ever rejects: a tier that is away has nothing and takes nothing. */
export interface SharedTier {
  /**
   * Reads many values in one round trip. What is not there, not valid any more, or unreadable, is null in its place. With `again` it is
   * read once more for the same reader, and not counted. What is asked of a tier at once is done in the order in which it is asked.
   */
  read(
    asked: readonly Asked[],
    how?: 'again',
  ): Promise<{ readonly began: Moment; readonly values: readonly (StoredValue | null)[] }>;
  /**
   * Stores values that were fetched after `began`, each unless one of its tags was evicted since: compared and stored in one
   * atomic step. Ends the claims on their keys.
   */
  store(values: readonly Storing[], began: Moment): Promise<void>;
  /**
   * Makes everything that carries one of these tags unreadable, fills under way included. Resolves once that is so for every
   * replica; while the tier is away, this replica does not read it until it has been told.
   */
  evict(tags: readonly Tag[]): Promise<void>;
  /**
   * Claims keys for filling, so that of many replicas one fetches. Gives the keys that are the caller's to fill; the others are
   * being filled by somebody else. A claim ends with `store`, `abandon`, or after its time. While the tier is away all are the caller's.
   */
  claim(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Ends claims of this replica whose values could not be had or are not to be stored. */
  abandon(keys: readonly string[]): Promise<void>;
  /**
   * Waits for values that somebody else is filling: until each is there and within its soft age, or its claim has ended without
   * that (one past its soft age, or null: the caller is to see to it), or `signal` aborts (null for all that is not there).
   */
  follow(asked: readonly Asked[], signal: AbortSignal): Promise<readonly (StoredValue | null)[]>;
  /**
   * Notes how things stand now. What it gives counts the values that carried one of these tags then and might be used, also where
   * they have been evicted since: it walks through all, for operators.
   */
  counting(tags: readonly Tag[]): Promise<() => Promise<Counted>>;
  /** What operators are told. */
  readonly state: TierState;
}

/** How many values were counted. */
export interface Counted {
  readonly values: number;
  /** Whether all were looked at; a tier that fails, or takes too long, ends the walk. */
  readonly isComplete: boolean;
}

/** How a tier is. */
export interface TierState {
  /** Whether it is read; `behind`: not before it has been told of evictions that it missed, whether it answers or not. */
  readonly is: 'ready' | 'away' | 'behind';
  /** Values that were asked for since the start; so are the next three counted. */
  readonly reads: number;
  /** Values that were there and valid. */
  readonly hits: number;
  /** Commands that failed or took too long. */
  readonly failures: number;
  /** Milliseconds that reads took in all. */
  readonly readMs: number;
  /** Values stored since the start, and values refused because something they depend on was evicted while they were fetched. */
  readonly stored: number;
  readonly refused: number;
  /** Tags whose eviction the tier has not been told yet; Infinity for everything. */
  readonly owed: number;
}
