/** The limits on a request. Each has its own setting. */
export interface Limits {
  readonly bodyBytes: number;
  readonly batch: number;
  /** Operations that run at once on one WebSocket. */
  readonly operations: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  /** Directives in the selections of a document, with fragments expanded. */
  readonly directives: number;
  /** Variables that an operation declares. */
  readonly variables: number;
  /** Fields of an operation, with fragments expanded at each place. */
  readonly fields: number;
  /** Pairs of fields at the same place of the answer. */
  readonly merges: number;
  /** The cost of an operation, according to the schema's `@cost` and `@listSize`. */
  readonly cost: number;
  /** Items that an answer takes from lists of objects, counted while it runs. */
  readonly items: number;
  /** Bytes of an answer, or of all answers of a batch. */
  readonly answerBytes: number;
  /** Bytes of all answers together that clients have not taken yet. */
  readonly unsentBytes: number;
}

/** The limits on what an answer holds, which are checked while it is made. */
export type AnswerLimits = Pick<Limits, 'items' | 'answerBytes'>;
