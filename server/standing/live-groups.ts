import type { Tag } from '../../datasources/cache/tier.ts';
import { LiveGroup, type LiveQuestion } from './live-group.ts';
import type { Membership } from './membership.ts';
import type { Outbox } from './outbox.ts';
import type { StandingParts } from './parts.ts';
import type { Keyed } from './question.ts';
import { TagIndex } from './tag-index.ts';

/** All live queries of this process. */
export class LiveGroups {
  readonly #parts: StandingParts;
  readonly #groups = new Map<string, LiveGroup>();
  readonly #waiting = new TagIndex<LiveGroup>();

  constructor(parts: StandingParts) {
    this.#parts = parts;
  }

  /** How many different ones there are. */
  get size(): number {
    return this.#groups.size;
  }

  /** Keeps the answer current for one more client. */
  join({ key, question }: Keyed<LiveQuestion>, outbox: Outbox): Membership {
    const group = this.#groups.get(key) ?? new LiveGroup(this.#parts, question, this.#waiting);
    this.#groups.set(key, group);
    group.join(outbox);
    return {
      after: () => null,
      leave: () => {
        group.leave(outbox);
        if (group.isEmpty) this.#groups.delete(key);
      },
    };
  }

  /** Something has changed. */
  touch(tags: ReadonlySet<Tag>): void {
    for (const group of this.#waiting.touched(tags)) group.touch(tags);
  }

  /** Anything may have changed, and not everybody knows yet. */
  forget(): void {
    for (const group of this.#groups.values()) group.forget();
  }

  /** Anything may have changed. */
  touchAll(): void {
    for (const group of this.#groups.values()) group.touch(null);
  }
}
