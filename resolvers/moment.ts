/** A point in time, from milliseconds since 1970. */
export function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
