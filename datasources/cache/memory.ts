import { LRUCache } from 'lru-cache';
import type { Entry } from './entry.ts';
import { Evictions } from './evictions.ts';
import type { Tag } from './tier.ts';

/** An entry that was used within this time stays where it is in the order of use. */
const TOUCH_MS = 1_000;
/** Bytes that a letter of a name takes at most. */
const NAME_FACTOR = 2;

/**
 * The first tier: values of this process, bounded by bytes, those used least recently dropped first. It finds what a
 * tag stands for by an index, so that an eviction drops just what it names and counts it.
 */
export class Memory {
  /** The order of evictions, by which a fill knows whether it came too late. */
  readonly evictions = new Evictions();
  readonly #entries: LRUCache<Entry, Entry> | null;
  readonly #byTag = new Map<Tag, Set<Entry>>();

  /** Holds entries of at most `maxBytes` in all; with 0 it holds none. */
  constructor(maxBytes: number) {
    this.#entries =
      maxBytes === 0
        ? null
        : new LRUCache({
            maxSize: maxBytes,
            // Names are made of what callers ask for, and may be longer than what they stand for.
            sizeCalculation: ({ size, name }) => size + name.length * NAME_FACTOR,
            dispose: (_, entry) => this.#forget(entry),
          });
  }

  /** About how many bytes the entries take. */
  get bytes(): number {
    return this.#entries?.calculatedSize ?? 0;
  }

  /** How many entries there are. */
  get size(): number {
    return this.#entries?.size ?? 0;
  }

  /**
   * Keeps an entry at `home` under `name`, in place of what is there, unless that is younger, one of its tags was evicted since `began` (a
   * place in the order of evictions), or it takes more than the whole memory. Gives whether it is kept.
   */
  store(entry: Entry, home: Map<string, Entry>, name: string, began: number): boolean {
    if (!this.#entries || !this.evictions.isCurrent(entry.tags, began)) return false;
    const before = home.get(name);
    // A slow read ends after a quick one that began later, and knows less.
    if (before && before.bornAt > entry.bornAt && before.softAt >= entry.softAt) return false;
    if (before) this.drop(before);
    entry.home = home;
    entry.name = name;
    home.set(name, entry);
    for (const tag of entry.tags) {
      const tagged = this.#byTag.get(tag);
      if (tagged) tagged.add(entry);
      else this.#byTag.set(tag, new Set([entry]));
    }
    this.#entries.set(entry, entry);
    if (this.#entries.has(entry)) return true;
    // Too large: then nothing was set, and nothing is told to be disposed of.
    this.#forget(entry);
    return false;
  }

  /** Notes that an entry was used. */
  touch(entry: Entry, now: number): void {
    if (now - entry.touchedAt < TOUCH_MS) return;
    entry.touchedAt = now;
    this.#entries?.get(entry);
  }

  /** Drops one entry. */
  drop(entry: Entry): void {
    this.#entries?.delete(entry);
  }

  /** Drops all that carries one of these tags, fills under way included. Gives how many entries fell. */
  evict(tags: readonly Tag[]): number {
    this.evictions.add(tags);
    const fallen = new Set<Entry>();
    for (const tag of tags) for (const entry of this.#byTag.get(tag) ?? []) fallen.add(entry);
    for (const entry of fallen) this.drop(entry);
    return fallen.size;
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
