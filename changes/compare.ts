import type { Cursor } from './event.ts';

/**
 * Orders two cursors: negative if `one` comes before `other` in the log, positive if it comes after, zero if they are equal. NaN if they
 * come from different lives of the log and so cannot be compared.
 */
export function compareCursors(one: Cursor, other: Cursor): number {
  if (one === other) return 0;
  const [a, b] = [one.indexOf('.'), other.indexOf('.')];
  if (a !== b || one.slice(0, a) !== other.slice(0, b)) return Number.NaN;
  const [major = '', minor = '0'] = one.slice(a + 1).split('-', 2);
  const [otherMajor = '', otherMinor = '0'] = other.slice(b + 1).split('-', 2);
  return Number(major) - Number(otherMajor) || Number(minor) - Number(otherMinor);
}
