import type { Tag } from '../../datasources/cache/tier.ts';

/** Finds the items that wait for certain tags to be touched. */
export class TagIndex<T> {
  readonly #byTag = new Map<Tag, Set<T>>();
  readonly #forAny = new Set<T>();

  /** Adds an item that waits for these tags; null stands for any. */
  add(item: T, tags: Iterable<Tag> | null): void {
    if (tags === null) this.#forAny.add(item);
    for (const tag of tags ?? []) {
      const waiting = this.#byTag.get(tag);
      if (waiting) waiting.add(item);
      else this.#byTag.set(tag, new Set([item]));
    }
  }

  /** The item no longer waits for these tags. */
  delete(item: T, tags: Iterable<Tag> | null): void {
    if (tags === null) this.#forAny.delete(item);
    for (const tag of tags ?? []) {
      const waiting = this.#byTag.get(tag);
      if (waiting?.delete(item) && waiting.size === 0) this.#byTag.delete(tag);
    }
  }

  /** The items that wait for at least one of these tags, without duplicates. */
  touched(tags: Iterable<Tag>): Set<T> {
    const found = new Set(this.#forAny);
    for (const tag of tags) for (const item of this.#byTag.get(tag) ?? []) found.add(item);
    return found;
  }
}
