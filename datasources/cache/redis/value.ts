import type { TierLookup, StoredValue, TierWrite } from '../tier.ts';
import { MAX_AGE_MS } from '../freshness.ts';
import type { Versions } from './versions.ts';

/** A value as it lies in Redis, with everything needed to decide whether it may be used. */
interface RedisValue extends StoredValue {
  /** The life of the record in which its fill began, and the moment at which it did. */
  readonly life: number;
  readonly began: number;
  /** When it was stored, by Redis's clock, in microseconds. */
  readonly storedAt: number;
  /** Its tags as JSON: read only for counting, since a reader of a value knows its tags. */
  readonly tags: string;
}

const FIELDS = 7;

/** Returns the part of a header that is known before Redis stores the value; Redis prepends life, moment, its time and the age. */
export function headerEnd({ softMs, hardMs, lastMs, tags }: TierWrite): string {
  return `${Math.floor(softMs)} ${longestOf(hardMs)} ${longestOf(lastMs)} ${JSON.stringify(tags)}\n`;
}

/** The age in whole milliseconds past which a value is not used: evictions older than that are forgotten. */
export function longestOf(hardMs: number): number {
  return Math.min(Math.floor(hardMs), MAX_AGE_MS);
}

/** Parses `life began storedAt ageMs softMs hardMs lastMs tags\ntext`; null for anything else. The text itself is not parsed. */
export function parseValue(stored: string | null): RedisValue | null {
  if (stored === null) return null;
  const end = stored.indexOf('\n');
  const numbers: number[] = [];
  let from = 0;
  for (let field = 0; field < FIELDS; field += 1) {
    const to = stored.indexOf(' ', from);
    if (to < 0 || to > end) return null;
    numbers.push(Number(stored.slice(from, to)));
    from = to + 1;
  }
  const [life, began, storedAt, ageMs, softMs, hardMs, lastMs] = numbers as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    life,
    began,
    storedAt,
    ageMs,
    softMs,
    hardMs,
    lastMs,
    tags: stored.slice(from, end),
    text: stored.slice(end + 1),
  };
}

/**
 * Returns the value stored under a key, if it may be used: from this life of the record, filled after the last eviction of everything and
 * of each of its tags, and not too old by Redis's own clock.
 */
export function valueIn(
  stored: string | null,
  { tags }: Pick<TierLookup, 'tags'>,
  versions: Pick<Versions, 'life' | 'time' | 'hold'>,
): StoredValue | null {
  const value = parseValue(stored);
  if (!value || value.life !== versions.life || !versions.hold(tags, value.began)) return null;
  const { text, softMs, hardMs, lastMs } = value;
  const ageMs = value.ageMs + Math.max(0, Math.round((versions.time - value.storedAt) / 1_000));
  return ageMs < hardMs ? { text, ageMs, softMs, hardMs, lastMs } : null;
}
