import type { Tag } from './tier.ts';

/** Objects take roughly this many times the bytes of their JSON. */
const OBJECT_FACTOR = 4;
/** The overhead of an entry, and of each of its tags. */
const ENTRY_BYTES = 400;
const TAG_BYTES = 150;

/** Approximate size in memory of an entry whose value takes `bytes`. */
export function sizeOf(bytes: number, tags: readonly Tag[]): number {
  return Math.ceil(bytes + ENTRY_BYTES + tags.length * TAG_BYTES);
}

/** Approximate size in memory of an entry whose value was parsed from this many characters of JSON. */
export function sizeOfObjects(characters: number, tags: readonly Tag[]): number {
  return sizeOf(characters * OBJECT_FACTOR, tags);
}
