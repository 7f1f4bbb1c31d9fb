import type { Tag } from './tier.ts';

/** Objects take about so many times the bytes of the JSON they were made of. */
const OBJECT_FACTOR = 4;
/** What an entry and each of its tags take besides. */
const ENTRY_BYTES = 400;
const TAG_BYTES = 150;

/** About how many bytes an entry takes in memory whose value takes `bytes`. */
export function sizeOf(bytes: number, tags: readonly Tag[]): number {
  return Math.ceil(bytes + ENTRY_BYTES + tags.length * TAG_BYTES);
}

/** The same of a value that was made of so many characters of JSON. */
export function sizeOfObjects(characters: number, tags: readonly Tag[]): number {
  return sizeOf(characters * OBJECT_FACTOR, tags);
}
