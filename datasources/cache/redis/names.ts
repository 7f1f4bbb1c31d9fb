import { hash } from 'node:crypto';

/** Part of every key: incremented whenever the storage format changes, so that old and new replicas can run side by side. */
const FORMAT = 4;
const MAX_KEY_BYTES = 200;
/** UTF-8 takes at most three bytes per UTF-16 code unit of a JavaScript string. */
const SURELY_SHORT = Math.floor(MAX_KEY_BYTES / 3);

/**
 * Members of the record other than tags; no tag begins with a space. `CLOCK` holds the newest version issued, `FLOOR` the version before
 * which nothing is trusted.
 */
export const CLOCK = ' clock';
export const FLOOR = ' floor';

/** The member that holds the number of the record's life: only clients of the server on which the record was started trust it. */
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

  /** The Redis key of a value. */
  value(key: string): string {
    return this.#values + nameOf(key);
  }

  /** The Redis key of a claim. */
  claim(key: string): string {
    return this.#claims + nameOf(key);
  }
}

/** Long keys are replaced by their SHA-256: Redis compares keys in full, and keeps them in memory in full. */
function nameOf(key: string): string {
  if (key.length <= SURELY_SHORT || Buffer.byteLength(key) <= MAX_KEY_BYTES) return `:${key}`;
  return `#${hash('sha256', key)}`;
}
