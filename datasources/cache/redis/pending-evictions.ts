import { portions } from '../../redis/portions.ts';
import type { Tag } from '../tier.ts';

/** If more tags than this are owed, everything is. */
const MAX_OWED = 10_000;
/** The number of tags per script: a script blocks all other clients for a millisecond or two. */
const AT_ONCE = 1_000;

type Owed = readonly Tag[] | ReadonlySet<Tag> | 'everything';

/** Evictions that Redis has not been told of. */
export class PendingEvictions {
  #owed: Set<Tag> | 'everything' = new Set();

  get isEmpty(): boolean {
    return this.#owed !== 'everything' && this.#owed.size === 0;
  }

  /** How many tags are owed; Infinity for everything. */
  get count(): number {
    return this.#owed === 'everything' ? Infinity : this.#owed.size;
  }

  /** Adds to what is owed. */
  add(tags: Owed): void {
    if (this.#owed === 'everything') return;
    if (tags === 'everything') {
      this.#owed = tags;
      return;
    }
    for (const tag of tags) this.#owed.add(tag);
    if (this.#owed.size > MAX_OWED) this.#owed = 'everything';
  }

  /** Sends everything, including what is added in the meantime. Rejects as soon as `evict` does, and keeps what was not sent. */
  async flush(evict: (tags: readonly Tag[] | 'everything') => Promise<void>): Promise<void> {
    while (!this.isEmpty) {
      const flushing = this.#owed;
      this.#owed = new Set();
      try {
        for (const part of partsOf(flushing)) await evict(part);
      } catch (error) {
        this.add(flushing);
        throw error;
      }
    }
  }
}

/** Splits tags into portions for one script each. */
export function partsOf(tags: Owed): readonly (readonly Tag[] | 'everything')[] {
  return tags === 'everything' ? [tags] : portions([...tags], AT_ONCE);
}
