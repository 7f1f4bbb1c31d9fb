import { createHash } from 'node:crypto';

/** Part of every key: another number whenever the format of what is stored changes. */
const FORMAT = 1;
const LONGEST_NAME_BYTES = 200;

/** The keys of one log in Redis. None of them expires, so that a Redis that is short of memory gives up caches, and not these. */
export class Keys {
  /**
   * A hash: `life`, its name; `last`, the id of the newest event; and for each source `at:…`, its position, `lease:…`, until when and by
   * whom it is held, and `token:…`, that of its last lease.
   */
  readonly log: string;
  /** The stream of events. Each has the id of the one before it, `p`, and its entry, `e`. */
  readonly events: string;
  /** A sorted set of names by which something was recorded, by the time, in milliseconds. */
  readonly names: string;
  /** A hash of those who keep copies: see `roll.ts`. */
  readonly replicas: string;

  constructor(prefix: string) {
    const base = `${prefix}changes:${FORMAT}:`;
    this.log = `${base}log`;
    this.events = `${base}events`;
    this.names = `${base}names`;
    this.replicas = `${base}replicas`;
  }
}

/** A long name goes by its SHA-256; empty for none. */
export function shortName(name: string | null): string {
  if (name === null || Buffer.byteLength(name) <= LONGEST_NAME_BYTES) return name ?? '';
  return `#${createHash('sha256').update(name).digest('hex')}`;
}
