import type { Tag } from '../../datasources/cache/tier.ts';

/** Who waits for which tags to be touched. */
export class TagIndex<T> {
  readonly #byTag = new Map<Tag, Set<T>>();
  readonly #forAny = new Set<T>();

  /** `item` waits for these tags; null stands for any. */
  add(item: T, tags: Iterable<Tag> | null): void {
    if (tags === null) this.#forAny.add(item);
    for (const tag of tags ?? []) {
      const waiting = this.#byTag.get(tag);
      if (waiting) waiting.add(item);
      else this.#byTag.set(tag, new Set([item]));
    }
  }

  /** It waits for these no more. */
  delete(item: T, tags: Iterable<Tag> | null): void {
    if (tags === null) this.#forAny.delete(item);
    for (const tag of tags ?? []) {
      const waiting = this.#byTag.get(tag);
      if (waiting?.delete(item) && waiting.size === 0) this.#byTag.delete(tag);
    }
  }

  /** Those that wait for at least one of these tags, each once. */
  touched(tags: Iterable<Tag>): Set<T> {
    const found = new Set(this.#forAny);
    for (const tag of tags) for (const item of this.#byTag.get(tag) ?? []) found.add(item);
    return found;
  }
}
