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
  /** Directives in a document's selections, with fragments spread out. */
  readonly directives: number;
  /** Variables that an operation declares. */
  readonly variables: number;
  /** Fields of an operation, with fragments spread out at each place. */
  readonly fields: number;
  /** Pairs of fields that stand at the same place of the answer. */
  readonly merges: number;
  /** What an operation may cost, as the schema's `@cost` and `@listSize` say. */
  readonly cost: number;
  /** Items that an answer takes out of lists of objects, counted while it runs. */
  readonly items: number;
}
