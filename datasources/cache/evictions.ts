import type { Tag } from './tier.ts';

/** How many evictions are remembered individually. A fill that began before the oldest of them is not stored. */
const REMEMBERED = 50_000;

/**
 * The order of evictions in this process. It decides whether a value may be kept: only if none of its tags was evicted since its fill
 * began. Places in the order are not timestamps, as clocks may jump.
 */
export class Evictions {
  /** The place of the newest eviction. */
  now = 0;
  readonly #newest = new Map<Tag, number>();
  /** The place of the newest eviction that is no longer remembered by its tag. */
  #floor = 0;

  /** Adds the eviction of these tags to the order. */
  add(tags: Iterable<Tag>): void {
    this.now += 1;
    for (const tag of tags) {
      // Deleted first, so that the map keeps the order of evictions.
      this.#newest.delete(tag);
      this.#newest.set(tag, this.now);
    }
    for (const [tag, place] of this.#newest) {
      if (this.#newest.size <= REMEMBERED) break;
      this.#newest.delete(tag);
      this.#floor = place;
    }
  }

  /** Whether none of the tags was evicted since place `began`, as far as evictions are remembered. */
  isCurrent(tags: readonly Tag[], began: number): boolean {
    if (began === this.now) return true;
    return began >= this.#floor && tags.every((tag) => (this.#newest.get(tag) ?? 0) <= began);
  }
}
