import { createHash } from 'node:crypto';

/** Part of every key: another number whenever the format of what is stored changes, so that old and new replicas run side by side. */
const FORMAT = 2;
const LONGEST_KEY_BYTES = 200;
/** UTF-8 takes at most three bytes for one unit of a JavaScript string. */
const SURELY_SHORT = Math.floor(LONGEST_KEY_BYTES / 3);

/**
 * Members of the record beside tags. No tag begins with a space. `CLOCK` holds the newest version given out, `FLOOR` the
 * version before which nothing may be believed.
 */
export const CLOCK = ' clock';
export const FLOOR = ' floor';

/** The member that holds the number of the record's life: the record is believed only by who asks the server it was begun on. */
export function lifeOn(run: string): string {
  return ` life ${run}`;
}

/** The keys of one tier in Redis. */
export class Names {
  /** The sorted set of evictions: each tag with the version of its last one, in microseconds. */
  readonly record: string;
  /** Matches the keys of all values, for SCAN. */
  readonly allValues: string;
  readonly #values: string;
  readonly #claims: string;

  constructor(prefix: string) {
    const base = `${prefix}${FORMAT}:`;
    this.record = `${base}evicted`;
    this.#values = `${base}v`;
    this.#claims = `${base}c`;
    this.allValues = `${this.#values.replace(/[*?[\]\\]/g, String.raw`\$&`)}[:#]*`;
  }

  /** Where the value of a key is. */
  value(key: string): string {
    return this.#values + nameOf(key);
  }

  /** Where it is noted who fills a key. */
  claim(key: string): string {
    return this.#claims + nameOf(key);
  }
}

/** A long key goes by its SHA-256: Redis compares keys whole, and keeps them in memory whole. */
function nameOf(key: string): string {
  if (key.length <= SURELY_SHORT || Buffer.byteLength(key) <= LONGEST_KEY_BYTES) return `:${key}`;
  return `#${createHash('sha256').update(key).digest('hex')}`;
}
