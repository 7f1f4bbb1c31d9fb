/** The current time of this system: the only place that reads the clock. */
export function now(): Date {
  return new Date();
}
