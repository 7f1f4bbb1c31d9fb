import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets in a time that does not reveal how much of them matches. */
export function sameSecret(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
