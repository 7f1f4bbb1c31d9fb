import { Entry } from './entry.ts';
import { sizeOfObjects } from './size.ts';
import type { StoredValue, Tag, TierMoment, TierWrite } from './tier.ts';

/** Converts an entry of this process to what the shared tier stores. */
export function storedOf(key: string, entry: Entry, now: number): TierWrite {
  const { value, tags, bornAt, softAt, hardAt, lastAt } = entry;
  const ages = { softMs: softAt - bornAt, hardMs: hardAt - bornAt, lastMs: lastAt - bornAt };
  return { key, tags, text: JSON.stringify(value), ageMs: now - bornAt, ...ages };
}

/** Converts a stored value to an entry of this process; null if it is not JSON. */
export function entryOf<T>(
  stored: StoredValue,
  tags: readonly Tag[],
  now: number,
  moment: TierMoment,
): Entry<T> | null {
  try {
    const bornAt = now - stored.ageMs;
    const [softAt, hardAt] = [bornAt + stored.softMs, bornAt + stored.hardMs];
    const life = { bornAt, softAt, hardAt, lastAt: bornAt + stored.lastMs };
    const size = sizeOfObjects(stored.text.length, tags);
    return new Entry({ value: JSON.parse(stored.text) as T, tags, ...life, size, moment });
  } catch {
    return null;
  }
}
