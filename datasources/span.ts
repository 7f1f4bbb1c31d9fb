/** A span of calendar days (`2013-06-30`), including both ends; null for an open end. */
export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}
