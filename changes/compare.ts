import type { Cursor } from './event.ts';

/**
 * Below zero where `one` is before `other` in the log, above where it is after it, zero where they are the same; NaN where they were
 * given out by different lives of the log.
 */
export function compareCursors(one: Cursor, other: Cursor): number {
  if (one === other) return 0;
  const [a, b] = [one.indexOf('.'), other.indexOf('.')];
  if (a !== b || one.slice(0, a) !== other.slice(0, b)) return Number.NaN;
  const [major = '', minor = '0'] = one.slice(a + 1).split('-', 2);
  const [otherMajor = '', otherMinor = '0'] = other.slice(b + 1).split('-', 2);
  return Number(major) - Number(otherMajor) || Number(minor) - Number(otherMinor);
}
