import type { Headers, Purpose, Shared } from '../scope.ts';
import type { CachedReads } from './cached-reads.ts';
import { Entry } from './entry.ts';
import { freshnessOf, shorter, UNKEPT, type Freshness, type FreshnessDefaults } from './freshness.ts';
import { sizeOfObjects } from './size.ts';
import type { Moment, Tag } from './tier.ts';

/** A record that came along with something else, as the entry of the reads it belongs to. */
export interface Seen {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of whatever kind; only what belongs together is put together
  readonly reads: CachedReads<any, null, any>;
  readonly key: string;
  readonly entry: Entry;
}

/** Records that came along with something else: with the value of a key, or with all where `owner` is null. */
export interface Sighting {
  readonly reads: Seen['reads'];
  readonly records: readonly { readonly id: string }[];
  readonly owner: string | null;
}

/** What was found for a key. */
export interface Found<T> {
  readonly entry: Entry<T>;
  /** Records that came with it, which nobody has to ask for again. */
  readonly seen: readonly Seen[];
  /** Whether it stands in for what its system could not be asked. */
  readonly standsIn: boolean;
}

/** One read of a system for some keys: what its answers say about keeping them, and what came along. */
export class Fill implements Shared {
  readonly audience = 'everyone';
  readonly purpose: Purpose;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly #defaults: FreshnessDefaults;
  readonly #startedAt: number;
  readonly #moment: Moment;
  /** What came along, in the order in which it came. */
  readonly sightings: Sighting[] = [];
  /** The same by the key with whose value it came; what is under null came with all. */
  #byOwner: ReadonlyMap<string | null, readonly Sighting[]> | null = null;
  #records = 0;
  #freshness: Freshness | null = null;
  #bytes = 0;

  constructor(
    { requestId, signal, purpose }: Pick<Shared, 'requestId' | 'signal' | 'purpose'>,
    defaults: FreshnessDefaults,
    { startedAt, moment }: { readonly startedAt: number; readonly moment: Moment },
  ) {
    this.requestId = requestId;
    this.signal = signal;
    this.purpose = purpose;
    this.#defaults = defaults;
    this.#startedAt = startedAt;
    this.#moment = moment;
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

  saw: Shared['saw'] = (reads, records, owner = null) => {
    this.#records += records.length;
    this.sightings.push({ reads, records, owner });
  };

  /**
   * What was read for a key as an entry, with what came along; `lifeMs` is the longest time for which it may be used, `keys` are how
   * many were read together, by which its share of the answers' size is estimated.
   */
  found<T>(key: string, value: T, tags: readonly Tag[], lifeMs: number, keys: number): Found<T> {
    const share = this.#bytes / (keys + this.#records);
    const entry = this.#entry(value, tags, lifeMs, share);
    return { entry, seen: this.#seenWith(key, share), standsIn: false };
  }

  #seenWith(key: string, share: number): readonly Seen[] {
    if (this.sightings.length === 0) return NOTHING;
    this.#byOwner ??= Map.groupBy(this.sightings, ({ owner }) => owner);
    const [withAll = [], withKey = []] = [this.#byOwner.get(null), this.#byOwner.get(key)];
    const seen: Seen[] = [];
    for (const sightings of [withAll, withKey]) {
      for (const { reads, records } of sightings) {
        for (const record of records) {
          const entry = this.#entry(record, reads.tagsOf(record.id, null), Infinity, share);
          seen.push({ reads, key: record.id, entry });
        }
      }
    }
    return seen;
  }

  /** What its answers say of their age, as an entry of nothing; `lifeMs` is the longest time for which it may be used. */
  life(lifeMs: number): Entry<null> {
    return this.#entry(null, [], lifeMs, 0);
  }

  #entry<T>(value: T, tags: readonly Tag[], lifeMs: number, share: number): Entry<T> {
    const { ageMs, softMs, hardMs, lastMs } = this.freshness;
    // Its age is counted from when it was asked for, which is never too young (RFC 9111, section 4.2.3).
    const bornAt = this.#startedAt - ageMs;
    const size = sizeOfObjects(share, tags);
    const until = (ms: number) => bornAt + Math.min(ms, lifeMs);
    const life = { bornAt, softAt: until(softMs), hardAt: until(hardMs), lastAt: until(lastMs) };
    return new Entry({ value, tags, ...life, size, moment: this.#moment });
  }
}

const NOTHING: readonly Seen[] = [];
