/** A day of UTC, as `2026-11-27`. */
export type Day = string;

/** How often a client has asked an operation on one day. */
export interface Hit {
  /** By which the operation is described: `operationId` it. */
  readonly operation: string;
  readonly client: string | null;
  readonly version: string | null;
  readonly requests: number;
  /** When it did last, in milliseconds since 1970. */
  readonly lastSeen: number;
}

/** What is kept of one day. */
export interface DayOfUse {
  readonly hits: readonly Hit[];
  /** Requests for whose operation or client there was no room. */
  readonly others: number;
}

/** How much is kept. */
export interface UsageBounds {
  /** Days, today among them. */
  readonly days: number;
  /** Operations a day. */
  readonly operations: number;
  /** Clients a day, each version counted by itself. */
  readonly clients: number;
}

/**
 * Where it is kept which clients ask which operations, day by day. Days past the bounds go by themselves. All reject with a
 * RegisterUnavailableError where it cannot be reached; what was added then is lost, or was added all the same.
 */
export interface UsageStore {
  /** Adds to a day. Gives the operations among them that nobody has described yet. */
  add(day: Day, use: DayOfUse): Promise<readonly string[]>;
  /** Says what operations are, for as long as anything is kept of them. */
  describe(descriptions: ReadonlyMap<string, string>): Promise<void>;
  read(day: Day): Promise<DayOfUse>;
  /** What was said of these operations; of those that are not there, nothing was. */
  descriptions(operations: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
