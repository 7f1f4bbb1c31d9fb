import type { Headers, Purpose, Shared } from '../scope.ts';
import type { CachedReads } from './cached-reads.ts';
import { Entry } from './entry.ts';
import { freshnessOf, shorter, UNCACHEABLE, type Freshness, type FreshnessDefaults } from './freshness.ts';
import { sizeOfObjects } from './size.ts';
import type { TierMoment, Tag } from './tier.ts';

/** A record that came along with another value, as an entry of the reads it belongs to. */
export interface PrimedRecord {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of whatever kind; only what belongs together is put together
  readonly reads: CachedReads<any, null, any>;
  readonly key: string;
  readonly entry: Entry;
}

/** Records that came along with other values: with the value of key `owner`, or with all values if `owner` is null. */
export interface PrimedRecords {
  readonly reads: PrimedRecord['reads'];
  readonly records: readonly { readonly id: string }[];
  readonly owner: string | null;
}

/** The result for a key. */
export interface Found<T> {
  readonly entry: Entry<T>;
  /** Records that came along with the value, which need not be read again. */
  readonly primed: readonly PrimedRecord[];
  /** Whether it stands in for a value that could not be read from its system. */
  readonly standsIn: boolean;
}

/** One read of some keys from a system: collects how long its answers may be kept and which records came along. */
export class Fill implements Shared {
  readonly audience = 'everyone';
  readonly purpose: Purpose;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly #defaults: FreshnessDefaults;
  readonly #startedAt: number;
  readonly #moment: TierMoment;
  /** Records that came along, in order of arrival. */
  readonly primed: PrimedRecords[] = [];
  /** The same, grouped by the key whose value they came with; null groups those that came with all. */
  #byOwner: ReadonlyMap<string | null, readonly PrimedRecords[]> | null = null;
  #records = 0;
  #freshness: Freshness | null = null;
  #bytes = 0;

  constructor(
    { requestId, signal, purpose }: Pick<Shared, 'requestId' | 'signal' | 'purpose'>,
    defaults: FreshnessDefaults,
    { startedAt, moment }: { readonly startedAt: number; readonly moment: TierMoment },
  ) {
    this.requestId = requestId;
    this.signal = signal;
    this.purpose = purpose;
    this.#defaults = defaults;
    this.#startedAt = startedAt;
    this.#moment = moment;
  }

  /** Whether the system was asked: for some keys it need not be. */
  get hasResponse(): boolean {
    return this.#freshness !== null;
  }

  /** How long the results may be used, combined over all answers; not at all if there was none. */
  get freshness(): Freshness {
    return this.#freshness ?? UNCACHEABLE;
  }

  onResponse(headers: Headers, bytes: number): void {
    const own = freshnessOf(headers, this.#defaults);
    this.#freshness = this.#freshness ? shorter(this.#freshness, own) : own;
    this.#bytes += bytes;
  }

  prime: Shared['prime'] = (reads, records, owner = null) => {
    this.#records += records.length;
    this.primed.push({ reads, records, owner });
  };

  /**
   * Creates the entry of a key's value, and those of the records that came along. `lifeMs` is the longest time for which it may be used;
   * `keys` is the number of keys read together, from which its share of the answers' size is estimated.
   */
  found<T>(key: string, value: T, tags: readonly Tag[], lifeMs: number, keys: number): Found<T> {
    const share = this.#bytes / (keys + this.#records);
    const entry = this.#entry(value, tags, lifeMs, share);
    return { entry, primed: this.#primedWith(key, share), standsIn: false };
  }

  #primedWith(key: string, share: number): readonly PrimedRecord[] {
    if (this.primed.length === 0) return NOTHING;
    this.#byOwner ??= Map.groupBy(this.primed, ({ owner }) => owner);
    const [withAll = [], withKey = []] = [this.#byOwner.get(null), this.#byOwner.get(key)];
    const primed: PrimedRecord[] = [];
    for (const group of [withAll, withKey]) {
      for (const { reads, records } of group) {
        for (const record of records) {
          const entry = this.#entry(record, reads.tagsOf(record.id, null), Infinity, share);
          primed.push({ reads, key: record.id, entry });
        }
      }
    }
    return primed;
  }

  /** The age and lifetime of the answers, as an entry without a value; `lifeMs` is the longest time for which it may be used. */
  life(lifeMs: number): Entry<null> {
    return this.#entry(null, [], lifeMs, 0);
  }

  #entry<T>(value: T, tags: readonly Tag[], lifeMs: number, share: number): Entry<T> {
    const { ageMs, softMs, hardMs, lastMs } = this.freshness;
    // Age is counted from the request, so it is never underestimated (RFC 9111, section 4.2.3).
    const bornAt = this.#startedAt - ageMs;
    const size = sizeOfObjects(share, tags);
    const until = (ms: number) => bornAt + Math.min(ms, lifeMs);
    const life = { bornAt, softAt: until(softMs), hardAt: until(hardMs), lastAt: until(lastMs) };
    return new Entry({ value, tags, ...life, size, moment: this.#moment });
  }
}

const NOTHING: readonly PrimedRecord[] = [];
