import { LRUCache } from 'lru-cache';
import { sizeOf } from '../../datasources/cache/size.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { Account } from '../rate/account.ts';
import type { HeldBytes } from './held-bytes.ts';
import { LiveGroup, type KeptAnswer, type LiveQuerySpec } from './live-group.ts';
import type { Membership } from './membership.ts';
import type { Outbox } from './outbox.ts';
import type { StreamParts } from './parts.ts';
import type { Keyed } from './spec.ts';
import { TagIndex } from './tag-index.ts';

/** The least memory for the last answers of all of them: some 11,000 of 1,000 characters and three tags. */
const MIN_BYTES = 32 * 1024 * 1024;
/** It holds at least one answer of the greatest size: a character takes up to two bytes here, and its tags some more. */
const BYTES_PER_ANSWER_BYTE = 3;

/** All live queries of this process. */
export class LiveGroups {
  readonly #parts: StreamParts;
  readonly #space: HeldBytes;
  readonly #groups = new Map<string, LiveGroup>();
  readonly #waiting = new TagIndex<LiveGroup>();
  readonly #answers: LRUCache<LiveGroup, KeptAnswer>;

  constructor(parts: StreamParts, space: HeldBytes) {
    this.#parts = parts;
    this.#space = space;
    this.#answers = new LRUCache({
      maxSize: Math.max(MIN_BYTES, parts.config.limits.answerBytes * BYTES_PER_ANSWER_BYTE),
      sizeCalculation: ({ text, tags }) => sizeOf(text.length * 2, tags ?? []),
    });
  }

  /** The number of distinct live queries. */
  get size(): number {
    return this.#groups.size;
  }

  /** Adds a client, whose account has paid for its first answer, and keeps its answer current. Throws a refusal if there is no room. */
  join(liveQuery: Keyed<LiveQuerySpec>, outbox: Outbox, account: Account | null): Membership {
    const group =
      this.#groups.get(liveQuery.key) ??
      new LiveGroup(this.#parts, liveQuery, this.#waiting, this.#answers, this.#space);
    this.#groups.set(group.key, group);
    group.join(outbox, account);
    return {
      after: () => null,
      leave: () => {
        group.leave(outbox);
        if (!group.isEmpty) return;
        this.#groups.delete(group.key);
        group.held.release();
      },
    };
  }

  /** Reports a change to the groups that wait for these tags. */
  touch(tags: ReadonlySet<Tag>): void {
    for (const group of this.#waiting.touched(tags)) group.touch(tags);
  }

  /** Drops all answers: anything may have changed, and not every replica knows yet. */
  forget(): void {
    this.#answers.clear();
  }

  /** Reports to all groups that anything may have changed. */
  touchAll(): void {
    for (const group of this.#groups.values()) group.touch(null);
  }
}
