/** A span of calendar days (`2013-06-30`), both ends in it; null for an open side. */
export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}
