/** What a request may be at most. Each is a setting of its own. */
export interface Limits {
  readonly bodyBytes: number;
  readonly batch: number;
  /** Operations that run at once on one WebSocket. */
  readonly operations: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  /** Objects that an operation can give, counted by the sizes of its lists. */
  readonly nodes: number;
  /** Items that an answer takes out of lists of objects, counted while it runs. */
  readonly items: number;
}
