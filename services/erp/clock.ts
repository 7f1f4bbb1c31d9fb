/** The time by which this system lives: the one place that asks for it. */
export function now(): Date {
  return new Date();
}
