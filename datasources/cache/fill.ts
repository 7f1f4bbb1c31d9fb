import type { Headers, Shared } from '../scope.ts';
import type { CachedReads } from './cached-reads.ts';
import { Entry } from './entry.ts';
import { freshnessOf, shorter, UNKEPT, type Freshness, type FreshnessDefaults } from './freshness.ts';
import type { Tag } from './tier.ts';

/** Objects take about so many times the bytes of the JSON they were made of. */
const OBJECT_FACTOR = 3;
/** What an entry and each of its tags take besides. */
const ENTRY_BYTES = 400;
const TAG_BYTES = 150;

/** A record that came along with something else, as the entry of the reads it belongs to. */
export interface Seen {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of whatever kind; only what belongs together is put together
  readonly reads: CachedReads<any, null, any>;
  readonly key: string;
  readonly entry: Entry;
}

/** What was found for a key. */
export interface Found<T> {
  readonly entry: Entry<T>;
  /** Records that came with it, which nobody has to ask for again. */
  readonly seen: readonly Seen[];
}

/** A record that a read came by, before it is an entry. */
interface Sighting {
  readonly reads: Seen['reads'];
  readonly key: string;
  readonly record: unknown;
  /** With which key's value it came; null for all of this fill. */
  readonly owner: string | null;
}

/** One read of a system for some keys: what its answers say about keeping them, and what came along. */
export class Fill implements Shared {
  readonly audience = 'everyone';
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly #defaults: FreshnessDefaults;
  readonly #startedAt: number;
  readonly #sightings: Sighting[] = [];
  #freshness: Freshness | null = null;
  #bytes = 0;

  constructor(
    { requestId, signal }: Pick<Shared, 'requestId' | 'signal'>,
    defaults: FreshnessDefaults,
    startedAt: number,
  ) {
    this.requestId = requestId;
    this.signal = signal;
    this.#defaults = defaults;
    this.#startedAt = startedAt;
  }

  /** How long what was read may be used, all answers taken together; not at all where there was none. */
  get freshness(): Freshness {
    return this.#freshness ?? UNKEPT;
  }

  answered(headers: Headers, bytes: number): void {
    const own = freshnessOf(headers, this.#defaults);
    this.#freshness = this.#freshness ? shorter(this.#freshness, own) : own;
    this.#bytes += bytes;
  }

  saw: Shared['saw'] = (reads, records, owner) => {
    for (const record of records) {
      this.#sightings.push({ reads, key: record.id, record, owner: owner ?? null });
    }
  };

  /** What was read for `keys` as entries; `briefMs` is the longest life of those that are missing. */
  found<Key extends string, T>(
    results: ReadonlyMap<Key, { readonly value: T; readonly tags: readonly Tag[]; readonly lifeMs: number }>,
  ): Map<Key, Found<T>> {
    const share = this.#bytes / Math.max(results.size + this.#sightings.length, 1);
    const seen = this.#sightings.map(({ reads, key, record }): Seen => {
      return { reads, key, entry: this.#entry(record, reads.tagsOf(key, null), Infinity, share) };
    });
    const shared = seen.filter((_, index) => this.#sightings[index]?.owner === null);
    const byOwner = Map.groupBy(seen.keys(), (index) => this.#sightings[index]?.owner ?? null);
    const found = new Map<Key, Found<T>>();
    for (const [key, { value, tags, lifeMs }] of results) {
      const own = byOwner.get(key)?.flatMap((index) => seen[index] ?? []) ?? [];
      const entry = this.#entry(value, tags, lifeMs, share);
      found.set(key, { entry, seen: shared.length > 0 ? [...shared, ...own] : own });
    }
    return found;
  }

  #entry<T>(value: T, tags: readonly Tag[], lifeMs: number, share: number): Entry<T> {
    const { ageMs, softMs, hardMs } = this.freshness;
    // Its age is counted from when it was asked for, which is never too young (RFC 9111, section 4.2.3).
    const bornAt = this.#startedAt - ageMs;
    const size = Math.ceil(share * OBJECT_FACTOR + ENTRY_BYTES + tags.length * TAG_BYTES);
    const [softAt, hardAt] = [bornAt + Math.min(softMs, lifeMs), bornAt + Math.min(hardMs, lifeMs)];
    return new Entry({ value, tags, bornAt, softAt, hardAt, size });
  }
}
