import { hash } from 'node:crypto';

/** Part of every key; changes whenever the storage format does. */
const FORMAT = 1;
const MAX_NAME_BYTES = 200;

/** The keys of one log in Redis. None of them expires, so that a Redis short of memory evicts caches rather than these. */
export class Keys {
  /**
   * A hash: `life`, the name of the log's life; `last`, the id of the newest event; and for each source `at:…`, its position, `lease:…`,
   * the expiry and owner of its lease, and `token:…`, the token of its last lease.
   */
  readonly log: string;
  /** The stream of events. Each has the id of the event before it, `p`, and its entry, `e`. */
  readonly events: string;
  /** A sorted set of the names of recordings, scored by time in milliseconds. */
  readonly names: string;
  /** A hash of the replicas that cache data: see `roster.ts`. */
  readonly replicas: string;

  constructor(prefix: string) {
    const base = `${prefix}changes:${FORMAT}:`;
    this.log = `${base}log`;
    this.events = `${base}events`;
    this.names = `${base}names`;
    this.replicas = `${base}replicas`;
  }
}

/** Replaces a long name with its SHA-256; the empty string for none. */
export function shortName(name: string | null): string {
  if (name === null || Buffer.byteLength(name) <= MAX_NAME_BYTES) return name ?? '';
  return `#${hash('sha256', name)}`;
}
