/** Today's date in UTC, such as `2025-06-30`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The date `days` days after `date`. */
export function daysAfter(date: string, days: number): string {
  const time = new Date(`${date}T00:00:00Z`);
  time.setUTCDate(time.getUTCDate() + days);
  return time.toISOString().slice(0, 10);
}
