import { LRUCache } from 'lru-cache';
import type { Entry } from './entry.ts';
import { Evictions } from './evictions.ts';
import type { Tag } from './tier.ts';

/** An entry used within this time keeps its place in the LRU order. */
const TOUCH_MS = 1_000;
/** The maximum number of bytes per character of a name. */
const NAME_FACTOR = 2;

/**
 * The first tier: values of this process, limited by total size, with the least recently used dropped first. An index maps tags to entries,
 * so an eviction drops and counts exactly the entries that it names.
 */
export class Memory {
  /** The order of evictions, which tells whether a fill came too late. */
  readonly evictions = new Evictions();
  readonly #entries: LRUCache<Entry, Entry> | null;
  readonly #byTag = new Map<Tag, Set<Entry>>();

  /** Holds entries of at most `maxBytes` in total; 0 holds none. */
  constructor(maxBytes: number) {
    this.#entries =
      maxBytes === 0
        ? null
        : new LRUCache({
            maxSize: maxBytes,
            // Names are built from what callers request, and may be larger than their values.
            sizeCalculation: ({ size, nameLength }) => size + nameLength * NAME_FACTOR,
            dispose: (_, entry) => this.#forget(entry),
          });
  }

  /** Approximate size of all entries in bytes. */
  get bytes(): number {
    return this.#entries?.calculatedSize ?? 0;
  }

  /** Number of entries. */
  get size(): number {
    return this.#entries?.size ?? 0;
  }

  /**
   * Keeps an entry in `home` under `name`, replacing the previous one, unless that is younger, a tag of the new one was evicted since
   * `began` (a place in the order of evictions), or it is larger than the whole memory. `nameLength` is that of its name along with what
   * names its home. Returns whether it is kept.
   */
  store(
    entry: Entry,
    home: Map<string, Entry>,
    name: string,
    began: number,
    nameLength = name.length,
  ): boolean {
    if (!this.#entries || !this.evictions.isCurrent(entry.tags, began)) return false;
    const before = home.get(name);
    // A slow read may end after a fast one that began later, with older data.
    if (before && before.bornAt > entry.bornAt && before.softAt >= entry.softAt) return false;
    entry.home = home;
    entry.name = name;
    entry.nameLength = nameLength;
    home.set(name, entry);
    // Only now: a home that is empty may be dropped itself.
    if (before) this.drop(before);
    for (const tag of entry.tags) {
      const tagged = this.#byTag.get(tag);
      if (tagged) tagged.add(entry);
      else this.#byTag.set(tag, new Set([entry]));
    }
    this.#entries.set(entry, entry);
    if (this.#entries.has(entry)) return true;
    // Too large: it was not stored, so `dispose` is not called.
    this.#forget(entry);
    return false;
  }

  /** Records that an entry was used. */
  touch(entry: Entry, now: number): void {
    if (now - entry.touchedAt < TOUCH_MS) return;
    entry.touchedAt = now;
    this.#entries?.get(entry);
  }

  /** Drops one entry. */
  drop(entry: Entry): void {
    this.#entries?.delete(entry);
  }

  /** Drops every entry that carries one of these tags, and invalidates fills in progress. Returns the number of entries dropped. */
  evict(tags: readonly Tag[]): number {
    this.evictions.add(tags);
    const evicted = new Set<Entry>();
    for (const tag of tags) for (const entry of this.#byTag.get(tag) ?? []) evicted.add(entry);
    for (const entry of evicted) this.drop(entry);
    return evicted.size;
  }

  #forget(entry: Entry): void {
    if (entry.home?.get(entry.name) === entry) entry.home.delete(entry.name);
    entry.home = null;
    for (const tag of entry.tags) {
      const tagged = this.#byTag.get(tag);
      if (tagged?.delete(entry) && tagged.size === 0) this.#byTag.delete(tag);
    }
  }
}
