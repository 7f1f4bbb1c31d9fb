/** A day in UTC, such as `2026-11-27`. */
export type Day = string;

/** How often a client has requested an operation on one day. */
export interface Hit {
  /** The id of the operation's description, from `operationId`. */
  readonly operation: string;
  readonly client: string | null;
  readonly version: string | null;
  readonly requests: number;
  /** When the client last requested it, in milliseconds since 1970. */
  readonly lastSeen: number;
}

/** The usage data of one day. */
export interface DailyUsage {
  readonly hits: readonly Hit[];
  /** Requests for whose operation, client or pair of both there was no room. */
  readonly others: number;
}

/** How much is stored. */
export interface UsageBounds {
  /** Days, including today. */
  readonly days: number;
  /** Operations per day. */
  readonly operations: number;
  /** Clients per day, counting each version separately. */
  readonly clients: number;
  /** Pairs of operation and client per day. */
  readonly pairs: number;
}

/**
 * Stores which clients request which operations, day by day. Days past the limits are removed automatically. All methods reject with a
 * RegisterUnavailableError if the store is unavailable; what was to be added may then be lost, or stored nevertheless.
 */
export interface UsageStore {
  /** Adds to a day. Returns those of its operations that have no description yet. */
  add(day: Day, use: DailyUsage): Promise<readonly string[]>;
  /** Describes operations, for as long as anything is stored of them. */
  describe(descriptions: ReadonlyMap<string, string>): Promise<void>;
  read(day: Day): Promise<DailyUsage>;
  /** The descriptions of these operations; those without one are absent. */
  descriptions(operations: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
