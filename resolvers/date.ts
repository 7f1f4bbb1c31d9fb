/** Converts milliseconds since 1970 to a Date. */
export function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
